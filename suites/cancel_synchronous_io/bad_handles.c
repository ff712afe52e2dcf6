/* CSIO-BADHANDLE-1 to -3: what is no handle, no handle any more, or no thread's, is refused; nothing is cancelled. */
#include <limits.h>

#include "handles.h"
#include "operations/pipe_read.h"
#include "wincancel_test.h"

struct row {
    const char *name;
    enum tier code; /* how well ERROR_INVALID_HANDLE is known */
    HANDLE value;   /* or, where it has to be made: */
    HANDLE (*make)(struct test_case *t);
    bool is_closed; /* of the thread that blocks, but closed */
};

/* Values: a number may not fit the width that handles have in the system, and its two lowest bits are the user's own.
 * -4 to -6 are tokens, -2 is the caller's thread. */
#define VALUE(number) .value = (HANDLE)(LONG_PTR)(number)

static const struct row garbage[] = {
    { "DEADBEEF_signed", .code = CHARACTERISED, VALUE((LONG)0xDEADBEEFu) },
    { "DEADBEEF", .code = OBSERVED, VALUE(0xDEADBEEFu) },
    { "ALIGNED", .code = CHARACTERISED, VALUE(0x0EADBEE0) },
    { "LARGEST", .code = CHARACTERISED, VALUE(0x7FFFFFFC) },
    { "LOW_BITS_ONLY", .code = CHARACTERISED, VALUE(3) },
    { "MINUS_3", .code = CHARACTERISED, VALUE(-3) },
    { "MINUS_7", .code = CHARACTERISED, VALUE(-7) },
    { "LOWEST", .code = CHARACTERISED, VALUE(LONG_MIN) },
    { "KERNEL_ADDRESS", .code = CHARACTERISED, VALUE(INT64_C(-0x7FFFDEADBEE0)) },
    { "HIGH_HALF_ONLY", .code = CHARACTERISED, VALUE(INT64_C(0x123400000000)) },
};

static const struct row none_or_closed[] = {
    { "NULL", .code = OBSERVED, .value = NULL },
    { "CLOSED", .code = CHARACTERISED, .is_closed = true },
};

static HANDLE current_process(struct test_case *t)
{
    (void)t;
    return subject.GetCurrentProcess();
}

static const struct row other_objects[] = {
    { "EVENT", .code = CHARACTERISED, .make = make_event_handle },
    { "MUTEX", .code = CHARACTERISED, .make = make_mutex_handle },
    { "SEMAPHORE", .code = CHARACTERISED, .make = make_semaphore_handle },
    { "SECTION", .code = CHARACTERISED, .make = make_section_handle },
    { "JOB", .code = CHARACTERISED, .make = make_job_handle },
    { "COMPLETION_PORT", .code = CHARACTERISED, .make = make_completion_port_handle },
    { "FILE", .code = CHARACTERISED, .make = make_file_handle },
    { "PIPE", .code = CHARACTERISED, .make = make_pipe_handle },
    { "PROCESS", .code = CHARACTERISED, .make = make_process_handle },
    { "TOKEN", .code = CHARACTERISED, .make = make_token_handle },
    { "GetCurrentProcess", .code = CHARACTERISED, .make = current_process },
    { "INVALID_HANDLE_VALUE", .code = CHARACTERISED, .value = INVALID_HANDLE_VALUE }, /* the same number */
};

static HANDLE handle_of(struct test_case *t, const struct row *row, struct operation *bystander)
{
    if (row->is_closed)
        return make_closed_handle_of(t, bystander->worker);
    return row->make ? row->make(t) : row->value;
}

static void refuse(struct test_case *t, const struct row *row)
{
    struct operation *bystander = start_blocked(t, &anonymous_pipe_read);
    HANDLE handle = handle_of(t, row, bystander);

    struct call cancel = call_cancel_synchronous_io(t, handle);

    note_handle(t, "handle", handle);
    check_refused(t, IMPLIED, cancel, row->code, ALLOW(ERROR_INVALID_HANDLE));
    witness_undisturbed(t, IMPLIED, "bystander", bystander);
    positive_control(t, bystander->worker, &anonymous_pipe_read);
}

static void no_handle_is_refused(struct test_case *t)
{
    refuse(t, VARIANT(t, struct row));
}

static void no_longer_a_handle_is_refused(struct test_case *t)
{
    refuse(t, VARIANT(t, struct row));
}

static void no_thread_is_refused(struct test_case *t)
{
    refuse(t, VARIANT(t, struct row));
}

TEST(no_handle_is_refused, .clause = "CSIO-BADHANDLE-1", .variants = VARIANTS(garbage, name),
     .tiers = IMPLIED | OBSERVED, .supports = "CancelSynchronousIo");
TEST(no_longer_a_handle_is_refused, .clause = "CSIO-BADHANDLE-2", .variants = VARIANTS(none_or_closed, name),
     .tiers = IMPLIED | OBSERVED, .supports = "CancelSynchronousIo");
TEST(no_thread_is_refused, .clause = "CSIO-BADHANDLE-3", .variants = VARIANTS(other_objects, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
