/* Waits for a message.
 *
 * user32.dll is not in the subject table, which every child fills: loading it makes a process a graphical one. So these
 * few functions are bound by the case that needs them, and are the system's.
 */
#include "message_waits.h"

#include <stdio.h>
#include <string.h>

#define POST_DEADLINE_MS 2000u           /* for the thread to have a queue */
#define WAIT_FOR_ANY     0x04FFu         /* QS_ALLINPUT */
#define ALREADY_THERE    0x0004u         /* MWMO_INPUTAVAILABLE */
#define MESSAGE          (0x8000u + 57u) /* of the application's own */
#define LEAVE_IT         0u              /* PM_NOREMOVE */

/* MSG of winuser.h, which the subject's header leaves out. */
struct message {
    void *window;
    UINT message;
    WPARAM word;
    LPARAM longer;
    DWORD time;
    LONG at[2];
    DWORD reserved;
};

static struct {
    DWORD(WINAPI *MsgWaitForMultipleObjectsEx)(DWORD count, const HANDLE *handles, DWORD ms, DWORD wake, DWORD flags);
    BOOL(WINAPI *GetMessageW)(struct message *message, void *window, UINT first, UINT last);
    BOOL(WINAPI *PeekMessageW)(struct message *message, void *window, UINT first, UINT last, UINT remove);
    BOOL(WINAPI *PostThreadMessageW)(DWORD thread, UINT message, WPARAM word, LPARAM longer);
} user32;

static FARPROC need_function(struct test_case *t, HMODULE module, const char *name)
{
    FARPROC function = GetProcAddress(module, name);
    if (!function)
        unresolved(t, "user32.dll has no %s", name);
    return function;
}

static void bind_user32(struct test_case *t, struct operation *operation)
{
    (void)operation;
    HMODULE module = LoadLibraryW(L"user32.dll");
    need(t, module != NULL, "LoadLibrary of user32.dll");
    FARPROC functions[] = {
        need_function(t, module, "MsgWaitForMultipleObjectsEx"),
        need_function(t, module, "GetMessageW"),
        need_function(t, module, "PeekMessageW"),
        need_function(t, module, "PostThreadMessageW"),
    };
    memcpy(&user32, functions, sizeof(user32));
}

/* A thread gets its queue with its first call of this kind; nothing can be posted to it before. */
static void make_queue(void)
{
    struct message message;
    user32.PeekMessageW(&message, NULL, 0, 0, LEAVE_IT);
}

static void keep_message(struct operation *operation, BOOL returned)
{
    struct message *message = operation->state;
    keep_result(operation, returned, UNTOUCHED_COUNT);
    if (message->message != MESSAGE)
        user32.PeekMessageW(message, NULL, 0, 0, LEAVE_IT);
}

static void wait_for_message(struct operation *operation)
{
    make_queue();
    keep_message(operation,
                 user32.MsgWaitForMultipleObjectsEx(0, NULL, INFINITE, WAIT_FOR_ANY, ALREADY_THERE) == WAIT_OBJECT_0);
}

static void get_message(struct operation *operation)
{
    make_queue();
    keep_message(operation, user32.GetMessageW(operation->state, NULL, 0, 0) == TRUE);
}

static void post_message(struct operation *operation)
{
    uint64_t deadline = now_us() + scaled_ms(POST_DEADLINE_MS) * UINT64_C(1000);
    while (!user32.PostThreadMessageW(id_of(operation->worker), MESSAGE, 0, 0) && now_us() < deadline)
        SwitchToThread();
}

static bool got_message(struct operation *operation, char *why, size_t why_size)
{
    const struct message *message = operation->state;
    snprintf(why, why_size, "it returned %d with message 0x%X", operation->result.returned, message->message);
    return operation->result.returned && message->message == MESSAGE;
}

#define MESSAGE_WAIT(kind_name, perform_it)                                                                            \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .state_size = sizeof(struct message),                                                                          \
        .prepare = bind_user32,                                                                                        \
        .perform = perform_it,                                                                                         \
        .release = post_message,                                                                                       \
        .is_full = got_message,                                                                                        \
    }

MESSAGE_WAIT(message_loop_wait, wait_for_message);
MESSAGE_WAIT(get_message_wait, get_message);
