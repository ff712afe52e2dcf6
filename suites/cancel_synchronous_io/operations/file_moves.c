/* CopyFile, MoveFile, MoveFileEx and ReplaceFile of a file of some megabytes, each byte of which is known. */
#include <stdio.h>
#include <stdlib.h>

#include "file_moves.h"

#define FILE_SIZE  (4u << 20)
#define BLOCK_SIZE (1u << 16)

struct move_state {
    const WCHAR *source;
    const WCHAR *target;
};

static unsigned char byte_at(size_t position)
{
    return (unsigned char)(position * 31 + (position >> 12));
}

static bool fill(HANDLE file, unsigned char *block)
{
    for (size_t at = 0; at < FILE_SIZE; at += BLOCK_SIZE) {
        DWORD written = 0;
        for (size_t i = 0; i < BLOCK_SIZE; ++i)
            block[i] = byte_at(at + i);
        if (!WriteFile(file, block, BLOCK_SIZE, &written, NULL) || written != BLOCK_SIZE)
            return false;
    }
    return true;
}

static bool holds_all(HANDLE file, unsigned char *block)
{
    DWORD read;
    for (size_t at = 0; at < FILE_SIZE; at += BLOCK_SIZE) {
        if (!ReadFile(file, block, BLOCK_SIZE, &read, NULL) || read != BLOCK_SIZE)
            return false;
        for (size_t i = 0; i < BLOCK_SIZE; ++i)
            if (block[i] != byte_at(at + i))
                return false;
    }
    return ReadFile(file, block, 1, &read, NULL) && !read;
}

static bool is_whole(const WCHAR *path)
{
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    unsigned char *block = malloc(BLOCK_SIZE);
    bool whole = file != INVALID_HANDLE_VALUE && block && holds_all(file, block);
    free(block);
    if (file != INVALID_HANDLE_VALUE)
        CloseHandle(file);
    return whole;
}

static void prepare_source(struct test_case *t, struct operation *operation)
{
    struct move_state *state = operation->state;
    state->source = scratch_path(t);
    state->target = scratch_path(t);
    unsigned char *block = memory_of_case(t, BLOCK_SIZE);
    HANDLE file = CreateFileW(state->source, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    need(t, file != INVALID_HANDLE_VALUE, "CreateFile of a file to move");
    bool filled = fill(file, block);
    DWORD error = GetLastError();
    CloseHandle(file);
    SetLastError(error);
    need(t, filled, "WriteFile of a file to move");
}

static void prepare_both(struct test_case *t, struct operation *operation)
{
    struct move_state *state = operation->state;
    prepare_source(t, operation);
    HANDLE file = CreateFileW(state->target, GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    need(t, file != INVALID_HANDLE_VALUE, "CreateFile of a file to replace");
    CloseHandle(file);
}

static void perform_copy(struct operation *operation)
{
    struct move_state *state = operation->state;
    BOOL returned = subject.CopyFileW(state->source, state->target, FALSE);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_move(struct operation *operation)
{
    struct move_state *state = operation->state;
    BOOL returned = subject.MoveFileW(state->source, state->target);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_move_ex(struct operation *operation)
{
    struct move_state *state = operation->state;
    BOOL returned = subject.MoveFileExW(state->source, state->target, MOVEFILE_COPY_ALLOWED | MOVEFILE_WRITE_THROUGH);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static void perform_replace(struct operation *operation)
{
    struct move_state *state = operation->state;
    BOOL returned = subject.ReplaceFileW(state->target, state->source, NULL, 0, NULL, NULL);
    keep_result(operation, returned, UNTOUCHED_COUNT);
}

static bool target_is_whole(struct operation *operation, char *why, size_t why_size)
{
    struct move_state *state = operation->state;
    if (is_whole(state->target))
        return true;
    snprintf(why, why_size, "the target is not what the source was");
    return false;
}

bool source_is_whole(struct operation *operation)
{
    struct move_state *state = operation->state;
    return is_whole(state->source);
}

static void remove_files(struct operation *operation)
{
    struct move_state *state = operation->state;
    if (state->source)
        DeleteFileW(state->source);
    if (state->target)
        DeleteFileW(state->target);
}

#define FILE_MOVE(kind_name, prepare_it, perform_it)                                                                   \
    const struct operation_kind kind_name = {                                                                          \
        .name = #kind_name,                                                                                            \
        .is_io = true,                                                                                                 \
        .state_size = sizeof(struct move_state),                                                                       \
        .prepare = prepare_it,                                                                                         \
        .perform = perform_it,                                                                                         \
        .ends_after_ms = 5000,                                                                                         \
        .is_full = target_is_whole,                                                                                    \
        .dispose = remove_files,                                                                                       \
    }

FILE_MOVE(copy_file, prepare_source, perform_copy);
FILE_MOVE(move_file, prepare_source, perform_move);
FILE_MOVE(move_file_ex, prepare_source, perform_move_ex);
FILE_MOVE(replace_file, prepare_both, perform_replace);
