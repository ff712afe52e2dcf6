/* What a session must offer to the programs that run in it; exercised by test_sessions.py.
 *
 *   libraries        loads the system's libraries that tests use; names those that do not load
 *   hold             the same, then waits for ever
 *   temporary        prints the directory for temporary files
 *   machine          prints the name of the machine
 *   echo ARGUMENT... prints its command line as UTF-8 in hexadecimal
 *   console FILE     a child on a pseudo console reads a line typed into it, and writes what it read to FILE
 *   stray            starts a detached child with an environment of its own, which never ends, and ends
 *   pipe NAME        creates the named pipe NAME and waits for ever
 *   seen NAME        exits with 0 if there is a named pipe NAME, else with 1
 *   port NUMBER      listens on this TCP port of 127.0.0.1, connects to it, and waits for ever
 */
#define WINVER       0x0A00
#define _WIN32_WINNT 0x0A00
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>
#include <windows.h>

#define CHILD_ON_CONSOLE 0x00020016 /* PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE; not in every header */
#define DEADLINE_MS      20000

typedef HRESULT(WINAPI *create_pseudo_console)(COORD size, HANDLE input, HANDLE output, DWORD flags, void **console);

static int fail(const char *what)
{
    fprintf(stderr, "%s: error %lu\n", what, GetLastError());
    return 2;
}

static int libraries(void)
{
    static const char *const names[] = { "advapi32", "rpcrt4", "user32", "wininet", "ws2_32" };
    int missing = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!LoadLibraryA(names[i])) {
            printf("%s\n", names[i]);
            missing = 1;
        }
    }
    return missing;
}

static int temporary(void)
{
    char path[MAX_PATH + 1];
    if (!GetTempPathA(sizeof path, path)) {
        return fail("GetTempPath");
    }
    printf("%s\n", path);
    return GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES;
}

static int machine(void)
{
    char name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = sizeof name;
    if (!GetComputerNameA(name, &size)) {
        return fail("GetComputerName");
    }
    printf("%s\n", name);
    return 0;
}

static int echo(void)
{
    /* Not argv, which is in some code page: the command line itself. Arguments here have no blanks in them. */
    wchar_t *line = GetCommandLineW();
    int bytes = WideCharToMultiByte(CP_UTF8, 0, line, -1, NULL, 0, NULL, NULL);
    char *utf8 = malloc((size_t)bytes);
    if (!utf8) {
        return fail("malloc");
    }
    WideCharToMultiByte(CP_UTF8, 0, line, -1, utf8, bytes, NULL, NULL);
    for (const char *at = utf8; *at; at++) {
        printf("%02x", (unsigned char)*at);
    }
    printf("\n");
    free(utf8);
    return 0;
}

static int on_console(const char *path)
{
    char line[64];
    DWORD got = 0;
    FILE *file = fopen(path, "wb");
    HANDLE input = CreateFileA("CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                               OPEN_EXISTING, 0, NULL);
    if (!file || input == INVALID_HANDLE_VALUE || !ReadFile(input, line, sizeof line, &got, NULL)) {
        return fail("reading CONIN$");
    }
    fwrite(line, 1, got, file);
    fclose(file);
    return 0;
}

static int console(const char *path)
{
    create_pseudo_console create =
        (create_pseudo_console)(void (*)(void))GetProcAddress(GetModuleHandleA("kernel32"), "CreatePseudoConsole");
    COORD size = { 80, 25 };
    HANDLE typed, keyboard, screen, drawn;
    void *pseudo_console;
    if (!create || !CreatePipe(&typed, &keyboard, NULL, 0) || !CreatePipe(&screen, &drawn, NULL, 0) ||
        create(size, typed, drawn, 0, &pseudo_console) != S_OK) {
        return fail("CreatePseudoConsole");
    }

    STARTUPINFOEXA startup = { .StartupInfo.cb = sizeof startup };
    PROCESS_INFORMATION child;
    char command[2 * MAX_PATH + 20], program[MAX_PATH];
    SIZE_T bytes = 0;
    DWORD written, code = 0;
    InitializeProcThreadAttributeList(NULL, 1, 0, &bytes);
    startup.lpAttributeList = malloc(bytes);
    if (!startup.lpAttributeList || !InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &bytes) ||
        !UpdateProcThreadAttribute(startup.lpAttributeList, 0, CHILD_ON_CONSOLE, pseudo_console, sizeof pseudo_console,
                                   NULL, NULL)) {
        return fail("UpdateProcThreadAttribute");
    }
    GetModuleFileNameA(NULL, program, sizeof program);
    snprintf(command, sizeof command, "\"%s\" on-console %s", program, path);
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, EXTENDED_STARTUPINFO_PRESENT, NULL, NULL,
                        &startup.StartupInfo, &child) ||
        !WriteFile(keyboard, "typed\r", 6, &written, NULL)) {
        return fail("CreateProcess");
    }
    if (WaitForSingleObject(child.hProcess, DEADLINE_MS) != WAIT_OBJECT_0) {
        return fail("the child reads no line");
    }
    GetExitCodeProcess(child.hProcess, &code);
    return (int)code;
}

static int stray(void)
{
    static char environment[] = "OWN=1\0SystemRoot=C:\\windows\0";
    STARTUPINFOA startup = { .cb = sizeof startup };
    PROCESS_INFORMATION child;
    char command[MAX_PATH + 20], program[MAX_PATH];
    GetModuleFileNameA(NULL, program, sizeof program);
    snprintf(command, sizeof command, "\"%s\" forever", program);
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP, environment,
                        NULL, &startup, &child)) {
        return fail("CreateProcess");
    }
    return 0;
}

static int forever(void)
{
    Sleep(INFINITE); /* sleep-ok: to be ended from outside is what it is for */
    return 0;
}

static int pipe(const char *name)
{
    if (CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, NULL) == INVALID_HANDLE_VALUE) {
        return fail("CreateNamedPipe");
    }
    printf("created\n");
    fflush(stdout);
    return forever();
}

static int seen(const char *name)
{
    /* Not open to others, it makes this wait in vain; not there, it fails at once. */
    return !WaitNamedPipeA(name, 1);
}

static int port(const char *number)
{
    WSADATA version;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(number)) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (WSAStartup(MAKEWORD(2, 2), &version)) {
        return fail("WSAStartup");
    }
    SOCKET listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 1)) {
        return fail("bind");
    }
    /* A port can be had also of an interface that is down. */
    if (connect(client, (struct sockaddr *)&address, sizeof address)) {
        return fail("connect");
    }
    printf("reached\n");
    fflush(stdout);
    return forever();
}

int main(int count, char **arguments)
{
    const char *act = count > 1 ? arguments[1] : "";
    const char *what = count > 2 ? arguments[2] : "";
    if (!strcmp(act, "libraries")) {
        return libraries();
    }
    if (!strcmp(act, "hold")) {
        int missing = libraries();
        printf("loaded\n");
        fflush(stdout);
        return missing ? missing : forever();
    }
    if (!strcmp(act, "temporary")) {
        return temporary();
    }
    if (!strcmp(act, "machine")) {
        return machine();
    }
    if (!strcmp(act, "echo")) {
        return echo();
    }
    if (!strcmp(act, "console")) {
        return console(what);
    }
    if (!strcmp(act, "on-console")) {
        return on_console(what);
    }
    if (!strcmp(act, "stray")) {
        return stray();
    }
    if (!strcmp(act, "forever")) {
        return forever();
    }
    if (!strcmp(act, "pipe")) {
        return pipe(what);
    }
    if (!strcmp(act, "seen")) {
        return seen(what);
    }
    if (!strcmp(act, "port")) {
        return port(what);
    }
    fprintf(stderr, "there is no %s\n", act);
    return 2;
}
