/* CSIO-ACCESS-2: a thread handle without THREAD_TERMINATE is refused, and the operation goes on undisturbed. */
#include "wincancel_test.h"
#include "operations/pipe_read.h"

static const struct right {
    const char *name;
    DWORD access;
} rights[] = {
    { "THREAD_SUSPEND_RESUME", THREAD_SUSPEND_RESUME },
    { "THREAD_GET_CONTEXT", THREAD_GET_CONTEXT },
    { "THREAD_SET_CONTEXT", THREAD_SET_CONTEXT }, /* what RpcCancelThread asks for */
    { "THREAD_SET_INFORMATION", THREAD_SET_INFORMATION },
    { "THREAD_QUERY_INFORMATION", THREAD_QUERY_INFORMATION },
    { "THREAD_SET_THREAD_TOKEN", THREAD_SET_THREAD_TOKEN },
    { "THREAD_IMPERSONATE", THREAD_IMPERSONATE },
    { "THREAD_DIRECT_IMPERSONATION", THREAD_DIRECT_IMPERSONATION },
    { "THREAD_SET_LIMITED_INFORMATION", THREAD_SET_LIMITED_INFORMATION },
    { "THREAD_QUERY_LIMITED_INFORMATION", THREAD_QUERY_LIMITED_INFORMATION },
    { "THREAD_RESUME", 0x1000 },
    { "SYNCHRONIZE", SYNCHRONIZE },
    { "READ_CONTROL", READ_CONTROL },
    { "WRITE_DAC", WRITE_DAC },
    { "WRITE_OWNER", WRITE_OWNER },
    { "DELETE", DELETE },
    { "ALL_BUT_TERMINATE", THREAD_ALL_ACCESS & ~THREAD_TERMINATE },
};

static void is_refused(struct test_case *t)
{
    const struct right *right = VARIANT(t, struct right);
    struct operation *read = start_blocked(t, &anonymous_pipe_read);
    HANDLE thread = duplicate_thread(t, read->worker, right->access);

    struct call cancel = call_cancel_synchronous_io(t, thread);

    check_refused(t, DOCUMENTED, cancel, CHARACTERISED, ALLOW(ERROR_ACCESS_DENIED));
    witness_undisturbed(t, DOCUMENTED, "read", read);
    positive_control(t, read->worker, &anonymous_pipe_read);
}

TEST(is_refused, .clause = "CSIO-ACCESS-2", .variants = VARIANTS(rights, name), .tiers = DOCUMENTED,
     .supports = "CancelSynchronousIo");
