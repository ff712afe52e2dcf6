/* CSIO-EXPORT-1 and -2: where the function is found, and where nothing is.
 *
 * The subject's export stands in the place of kernel32's. In other places only the system's own can be looked for.
 */
#include <stdio.h>

#include "operation.h"
#include "operations/pipe_read.h"
#include "subject.h"
#include "wincancel_test.h"

#define FUNCTION "CancelSynchronousIo"

static wincancel_CancelSynchronousIo function_of(FARPROC found)
{
    return (wincancel_CancelSynchronousIo)(void (*)(void))found;
}

static bool call_found(struct operation *operation, void *function)
{
    wincancel_CancelSynchronousIo *found = function;
    HANDLE thread = OpenThread(THREAD_TERMINATE, FALSE, id_of(operation->worker));
    BOOL returned = (*found)(thread);
    CloseHandle(thread);
    return returned != FALSE;
}

/* ---- EXPORT-1 ------------------------------------------------------------------------------------------------------
 */

static void kernel32_exports_it(struct test_case *t)
{
    HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll");
    wincancel_CancelSynchronousIo found = subject.CancelSynchronousIo;
    note_bool(t, "stands_in", found != system_functions.CancelSynchronousIo);
    note_bool(t, "system.found", GetProcAddress(kernel32, FUNCTION) != NULL);

    check_bool(t, DOCUMENTED, "found", found != NULL, true);
    positive_control_by(t, start_worker(t), &anonymous_pipe_read, call_found, &found);
}

static const struct module {
    const char *name;
    const WCHAR *file;
} other_modules[] = {
    { "kernelbase", L"kernelbase.dll" },
    { "api-ms-win-core-io-l1-1-1", L"api-ms-win-core-io-l1-1-1.dll" },
};

static void others_export_it(struct test_case *t)
{
    if (subject.CancelSynchronousIo != system_functions.CancelSynchronousIo)
        untested(t, "a subject stands in for the function, and has no such library");
    HMODULE module = LoadLibraryW(VARIANT(t, struct module)->file);
    FARPROC found = module ? GetProcAddress(module, FUNCTION) : NULL;
    note_bool(t, "library.found", module != NULL);
    note_bool(t, "function.found", found != NULL);
    if (!found)
        return;
    wincancel_CancelSynchronousIo function = function_of(found);
    positive_control_by(t, start_worker(t), &anonymous_pipe_read, call_found, &function);
}

/* ---- EXPORT-2: a lookup that finds the real name proves something only if it does not find made-up ones ------------
 */

static const struct made_up {
    const char *name;
} made_up_names[] = {
    { FUNCTION "OfWincancel" }, { FUNCTION "Ex" }, { "cancelsynchronousio" }, /* lookups are case-sensitive */
};

static void made_up_name_is_not_found(struct test_case *t)
{
    HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll");
    SetLastError(SENTINEL_ERROR);
    FARPROC made_up = GetProcAddress(kernel32, VARIANT(t, struct made_up)->name);
    DWORD error = GetLastError();
    wincancel_CancelSynchronousIo found = subject.CancelSynchronousIo;

    check_bool(t, DOCUMENTED, "made_up.found", made_up != NULL, false);
    note_error(t, "made_up.last_error", error);
    positive_control_by(t, start_worker(t), &anonymous_pipe_read, call_found, &found);
}

TEST(kernel32_exports_it, .clause = "CSIO-EXPORT-1", .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
TEST(others_export_it, .clause = "CSIO-EXPORT-1", .variants = VARIANTS(other_modules, name), .tiers = CHARACTERISED,
     .supports = "CancelSynchronousIo");
TEST(made_up_name_is_not_found, .clause = "CSIO-EXPORT-2", .variants = VARIANTS(made_up_names, name),
     .tiers = DOCUMENTED, .supports = "CancelSynchronousIo");
