#include "implementation.h"

#include <stdio.h>

typedef const char *(CDECL *wine_text)(void);
typedef void(CDECL *wine_host)(const char **system, const char **release);
typedef LONG(NTAPI *rtl_get_version)(OSVERSIONINFOW *version);

static FARPROC ntdll_function(const char *name)
{
    return GetProcAddress(GetModuleHandleA("ntdll.dll"), name);
}

bool runs_on_wine(void)
{
    return ntdll_function("wine_get_version") != NULL;
}

unsigned processor_count(void)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwNumberOfProcessors ? info.dwNumberOfProcessors : 1;
}

static void describe_wine(struct text *json, wine_text version)
{
    wine_text build = (wine_text)(void (*)(void))ntdll_function("wine_get_build_id");
    wine_host host = (wine_host)(void (*)(void))ntdll_function("wine_get_host_version");
    const char *system = "", *release = "";
    char both[256];
    if (host)
        host(&system, &release);
    snprintf(both, sizeof(both), "%s %s", system, release);
    text_add(json, "\"kind\":\"wine\",");
    json_member(json, "version", version());
    text_add(json, ",");
    json_member(json, "build", build ? build() : "");
    text_add(json, ",");
    json_member(json, "host", both);
}

static void describe_windows(struct text *json)
{
    OSVERSIONINFOW version = { .dwOSVersionInfoSize = sizeof(version) };
    rtl_get_version get = (rtl_get_version)(void (*)(void))ntdll_function("RtlGetVersion");
    char number[64];
    WCHAR product[128] = L"";
    DWORD size = sizeof(product) - sizeof(product[0]);
    if (get)
        get(&version);
    snprintf(number, sizeof(number), "%lu.%lu.%lu", (unsigned long)version.dwMajorVersion,
             (unsigned long)version.dwMinorVersion, (unsigned long)version.dwBuildNumber);
    HMODULE advapi = LoadLibraryA("advapi32.dll");
    typedef LONG(WINAPI * reg_get_value)(HKEY, LPCWSTR, LPCWSTR, DWORD, LPDWORD, PVOID, LPDWORD);
    reg_get_value get_value = advapi ? (reg_get_value)(void (*)(void))GetProcAddress(advapi, "RegGetValueW") : NULL;
    if (get_value)
        get_value(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", L"BuildLabEx",
                  0x0000FFFF /* any type */, NULL, product, &size);
    /* ReactOS says so in the text of its version, and nowhere a program may rely on. */
    text_add(json, "\"kind\":\"%s\",", wcsstr(version.szCSDVersion, L"ReactOS") ? "reactos" : "windows");
    json_member(json, "version", number);
    text_add(json, ",\"build\":");
    json_wide_string(json, product, wcslen(product));
    text_add(json, ",\"host\":\"\"");
}

void describe_implementation(struct text *json)
{
    wine_text version = (wine_text)(void (*)(void))ntdll_function("wine_get_version");
    if (version)
        describe_wine(json, version);
    else
        describe_windows(json);
}
