#include "native_cancel.h"

#include <stdio.h>

#include "operations/pipe_read.h"

#define TAKEN_DEADLINE_MS 1500u

struct native_call call_native_cancel(HANDLE thread, struct wincancel_io_status *filter)
{
    struct native_call call = { .attempts = 1 };
    call.block.u.status = STATUS_PRESET;
    call.block.information = INFORMATION_PRESET;
    uint64_t start = now_us();
    call.status = subject.NtCancelSynchronousIoFile(thread, filter, &call.block);
    call.elapsed_us = now_us() - start;
    return call;
}

struct native_call native_cancel_until_taken(HANDLE thread, struct wincancel_io_status *filter,
                                             struct operation *operation)
{
    uint64_t deadline = now_us() + scaled_ms(TAKEN_DEADLINE_MS) * UINT64_C(1000);
    unsigned attempts = 0;
    struct native_call call;
    do {
        call = call_native_cancel(thread, filter);
        ++attempts;
    } while (call.status == STATUS_NOT_FOUND_CODE && now_us() < deadline &&
             WaitForSingleObject(operation->ended, attempts < 32 ? 0 : 1) != WAIT_OBJECT_0);
    call.attempts = attempts;
    return call;
}

void check_block(struct test_case *t, enum tier tier, const char *prefix, struct native_call call)
{
    char key[96];
    snprintf(key, sizeof(key), "%s.block_status", prefix);
    check_ntstatus(t, tier, key, call.block.u.status, ALLOW((DWORD)call.status));
    snprintf(key, sizeof(key), "%s.block_information", prefix);
    check_count(t, tier, key, call.block.information, ALLOW(0));
}

static bool cancel_natively(struct operation *operation, void *thread)
{
    (void)operation;
    return call_native_cancel(thread, NULL).status == 0;
}

void control_native_cancel(struct test_case *t, struct worker *worker)
{
    positive_control_by(t, worker, &anonymous_pipe_read, cancel_natively, full_handle_of(t, worker));
}
