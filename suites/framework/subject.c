#include "subject.h"

#include <stdio.h>
#include <string.h>

struct wincancel_subject subject;
struct wincancel_subject system_functions;

struct slot {
    const char *library;
    const char *name;
    size_t offset;
};

#define SLOT(library, result, convention, name, parameters)                                                            \
    { library, #name, offsetof(struct wincancel_subject, name) },
static const struct slot slots[] = { WINCANCEL_SUBJECT_FUNCTIONS(SLOT) };
#undef SLOT

#define SLOT_COUNT (sizeof(slots) / sizeof(slots[0]))
static bool taken_over[SLOT_COUNT];

static void put(struct wincancel_subject *table, const struct slot *slot, FARPROC function)
{
    memcpy((char *)table + slot->offset, &function, sizeof(function));
}

static FARPROC get(const struct wincancel_subject *table, const struct slot *slot)
{
    FARPROC function;
    memcpy(&function, (const char *)table + slot->offset, sizeof(function));
    return function;
}

void bind_system(void)
{
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        HMODULE module = LoadLibraryA(slots[i].library);
        put(&system_functions, &slots[i], module ? GetProcAddress(module, slots[i].name) : NULL);
    }
    subject = system_functions;
}

#ifndef __ELF__

/* "Name", "Name@8", "_Name@8": is it `name`, decorated or not? */
static bool is_decorated(const char *export, const char *name)
{
    size_t size = strlen(name);
    if (*export == '_')
        ++export;
    if (strncmp(export, name, size) || export[size] != '@')
        return false;
    export += size + 1;
    return *export && strlen(export) == strspn(export, "0123456789");
}

/* The name under which `module` exports `name` decorated, from its export directory; NULL if it does not. */
static const char *decorated_export(HMODULE module, const char *name)
{
    const char *base = (const char *)module;
    const IMAGE_DOS_HEADER *dos = (const IMAGE_DOS_HEADER *)(const void *)base;
    const IMAGE_NT_HEADERS *nt = (const IMAGE_NT_HEADERS *)(const void *)(base + dos->e_lfanew);
    const IMAGE_DATA_DIRECTORY *entry = &nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXPORT];
    if (!entry->VirtualAddress || entry->Size < sizeof(IMAGE_EXPORT_DIRECTORY))
        return NULL;
    const IMAGE_EXPORT_DIRECTORY *exports =
        (const IMAGE_EXPORT_DIRECTORY *)(const void *)(base + entry->VirtualAddress);
    const DWORD *names = (const DWORD *)(const void *)(base + exports->AddressOfNames);
    for (DWORD i = 0; i < exports->NumberOfNames; ++i)
        if (is_decorated(base + names[i], name))
            return base + names[i];
    return NULL;
}

#else

/* ELF has no calling convention to decorate a name with. */
static const char *decorated_export(HMODULE module, const char *name)
{
    (void)module;
    (void)name;
    return NULL;
}

#endif

bool bind_subject(const WCHAR *library, char *why, size_t size)
{
    size_t count = 0;
    HMODULE module = LoadLibraryW(library);
    if (!module) {
        snprintf(why, size, "it cannot be loaded (error %lu)", (unsigned long)GetLastError());
        return false;
    }
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        FARPROC function = GetProcAddress(module, slots[i].name);
        const char *decorated = function ? NULL : decorated_export(module, slots[i].name);
        if (decorated)
            function = GetProcAddress(module, decorated);
        if (!function)
            continue;
        put(&subject, &slots[i], function);
        taken_over[i] = true;
        ++count;
    }
    if (!count)
        snprintf(why, size, "it exports none of the functions in wincancel_subject.h");
    return count > 0;
}

size_t subject_functions(void)
{
    return SLOT_COUNT;
}

const char *subject_function_name(size_t index)
{
    return slots[index].name;
}

bool subject_took_over(size_t index)
{
    return taken_over[index];
}

bool subject_has(const char *name)
{
    for (size_t i = 0; i < SLOT_COUNT; ++i)
        if (!strcmp(slots[i].name, name))
            return get(&subject, &slots[i]) != NULL;
    return false;
}

bool system_exports(const char *name, const char *made_up)
{
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        HMODULE module = strcmp(slots[i].name, name) ? NULL : LoadLibraryA(slots[i].library);
        if (module)
            return GetProcAddress(module, made_up) != NULL;
    }
    return false;
}
