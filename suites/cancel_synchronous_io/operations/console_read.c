/* ReadFile and ReadConsole on CONIN$: block until a line is typed, which the second way out does by putting the keys
 * into the console's input through a handle of its own. The handle is signalled while there is input, not while a read
 * is in flight, so there is nothing to see. */
#include <stdio.h>
#include <string.h>

#include "console_read.h"
#include "operations/pipe_ends.h"
#include "operations/read_file.h"

static HANDLE open_console_input(void)
{
    return subject.CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                               OPEN_EXISTING, 0, NULL);
}

static void prepare_input(struct test_case *t, struct operation *operation)
{
    operation->handle = open_console_input();
    need(t, operation->handle != INVALID_HANDLE_VALUE, "CreateFile of CONIN$");
    operation->peer = open_console_input();
    need(t, operation->peer != INVALID_HANDLE_VALUE, "a second CreateFile of CONIN$");
    need(t, subject.FlushConsoleInputBuffer(operation->peer), "FlushConsoleInputBuffer");
}

static void perform_read_wide(struct operation *operation)
{
    DWORD characters = UNTOUCHED_COUNT;
    DWORD room = OPERATION_DATA / sizeof(WCHAR);
    BOOL returned = subject.ReadConsoleW(operation->handle, operation->data, room, &characters, NULL);
    keep_result(operation, returned, characters);
}

static void perform_read_ansi(struct operation *operation)
{
    DWORD characters = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadConsoleA(operation->handle, operation->data, OPERATION_DATA, &characters, NULL);
    keep_result(operation, returned, characters);
}

static void add_key(INPUT_RECORD *record, BOOL down, WORD key, WCHAR character)
{
    memset(record, 0, sizeof(*record));
    record->EventType = KEY_EVENT;
    record->Event.KeyEvent.bKeyDown = down;
    record->Event.KeyEvent.wRepeatCount = 1;
    record->Event.KeyEvent.wVirtualKeyCode = key;
    record->Event.KeyEvent.uChar.UnicodeChar = character;
}

void type_line(struct operation *operation, const char *letters)
{
    INPUT_RECORD records[2 * (MAX_LINE + 1)];
    DWORD count = 0, written;
    for (; *letters && count < 2 * MAX_LINE; ++letters) {
        WORD key = (WORD)(*letters - 'a' + 'A'); /* the key code of a letter is its capital */
        add_key(&records[count++], TRUE, key, (WCHAR)*letters);
        add_key(&records[count++], FALSE, key, (WCHAR)*letters);
    }
    add_key(&records[count++], TRUE, VK_RETURN, L'\r');
    add_key(&records[count++], FALSE, VK_RETURN, L'\r');
    subject.WriteConsoleInputW(operation->peer, records, count, &written);
}

bool has_line(const struct operation *operation, const char *letters)
{
    char line[MAX_LINE + 3];
    size_t unit = operation->kind == &console_read_wide ? sizeof(WCHAR) : 1;
    int size = snprintf(line, sizeof(line), "%s\r\n", letters); /* what a console ends a line with */
    bool same = operation->result.returned && operation->result.transferred == (DWORD)size;
    for (size_t i = 0; same && i < (size_t)size * unit; ++i)
        same = operation->data[i] == (i % unit ? 0 : (unsigned char)line[i / unit]);
    return same;
}

static void type_release_line(struct operation *operation)
{
    type_line(operation, RELEASE_DATA);
}

static bool got_release_line(struct operation *operation, char *why, size_t why_size)
{
    const struct operation_result *result = &operation->result;
    if (has_line(operation, RELEASE_DATA))
        return true;
    snprintf(why, why_size, "returned %d, last error %lu, %lu characters, not the line that was typed",
             result->returned, (unsigned long)result->error, (unsigned long)result->transferred);
    return false;
}

#define CONSOLE_READ(kind_name, perform_it)                                                                            \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .is_read = true,                                                                                               \
        .prepare = prepare_input,                                                                                      \
        .perform = perform_it,                                                                                         \
        .release = type_release_line,                                                                                  \
        .is_full = got_release_line,                                                                                   \
        .dispose = close_both_ends,                                                                                    \
    }

CONSOLE_READ(console_read_file, read_into_data);
CONSOLE_READ(console_read_wide, perform_read_wide);
CONSOLE_READ(console_read_ansi, perform_read_ansi);
