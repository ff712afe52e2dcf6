/* ReadFile and ReadConsole on CONIN$: block until a line is typed, which the second way out does by putting the keys
 * into the console's input through a handle of its own. The handle is signalled while there is input, not while a read
 * is in flight, so there is nothing to see. */
#include <stdio.h>
#include <string.h>

#include "console_read.h"
#include "pipe_read.h"

#define LINE_SIZE (RELEASE_DATA_SIZE + 2u) /* what a console adds to a line: carriage return, line feed */

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

static void perform_read_file(struct operation *operation)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadFile(operation->handle, operation->data, OPERATION_DATA, &transferred, NULL);
    keep_result(operation, returned, transferred);
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

static void type_line(struct operation *operation)
{
    INPUT_RECORD records[2 * (RELEASE_DATA_SIZE + 1)];
    DWORD count = 0, written;
    for (const char *letter = RELEASE_DATA; *letter; ++letter) {
        WORD key = (WORD)(*letter - 'a' + 'A'); /* the key code of a letter is its capital */
        add_key(&records[count++], TRUE, key, (WCHAR)*letter);
        add_key(&records[count++], FALSE, key, (WCHAR)*letter);
    }
    add_key(&records[count++], TRUE, VK_RETURN, L'\r');
    add_key(&records[count++], FALSE, VK_RETURN, L'\r');
    subject.WriteConsoleInputW(operation->peer, records, count, &written);
}

static bool is_line(const struct operation *operation, size_t character_size, char *why, size_t why_size)
{
    static const char line[] = RELEASE_DATA "\r\n";
    const struct operation_result *result = &operation->result;
    bool same = result->returned && result->transferred == LINE_SIZE;
    for (size_t i = 0; same && i < LINE_SIZE * character_size; ++i)
        same = operation->data[i] == (i % character_size ? 0 : (unsigned char)line[i / character_size]);
    if (!same)
        snprintf(why, why_size, "returned %d, last error %lu, %lu characters, not the line that was typed",
                 result->returned, result->error, result->transferred);
    return same;
}

static bool got_line(struct operation *operation, char *why, size_t why_size)
{
    return is_line(operation, 1, why, why_size);
}

static bool got_wide_line(struct operation *operation, char *why, size_t why_size)
{
    return is_line(operation, sizeof(WCHAR), why, why_size);
}

static void close_both(struct operation *operation)
{
    subject.CloseHandle(operation->handle);
    subject.CloseHandle(operation->peer);
}

#define CONSOLE_READ(kind_name, perform_it, got_it)                                                                    \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .is_read = true,                                                                                               \
        .prepare = prepare_input,                                                                                      \
        .perform = perform_it,                                                                                         \
        .release = type_line,                                                                                          \
        .is_full = got_it,                                                                                             \
        .dispose = close_both,                                                                                         \
    }

CONSOLE_READ(console_read_file, perform_read_file, got_line);
CONSOLE_READ(console_read_wide, perform_read_wide, got_wide_line);
CONSOLE_READ(console_read_ansi, perform_read_ansi, got_line);
