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
};

/* Values: a number may not fit the width that handles have in the system, and its two lowest bits are the user's own.
 * -4 to -6 are tokens, -2 is the caller's thread. */
#define VALUE(number) .value = (HANDLE)(LONG_PTR)(number)

static const struct row garbage[] = {
    { "DEADBEEF_signed", CHARACTERISED, VALUE((LONG)0xDEADBEEFu), NULL },
    { "DEADBEEF", OBSERVED, VALUE(0xDEADBEEFu), NULL },
    { "ALIGNED", CHARACTERISED, VALUE(0x0EADBEE0), NULL },
    { "LARGEST", CHARACTERISED, VALUE(0x7FFFFFFC), NULL },
    { "LOW_BITS_ONLY", CHARACTERISED, VALUE(3), NULL },
    { "MINUS_3", CHARACTERISED, VALUE(-3), NULL },
    { "MINUS_7", CHARACTERISED, VALUE(-7), NULL },
    { "LOWEST", CHARACTERISED, VALUE(LONG_MIN), NULL },
    { "KERNEL_ADDRESS", CHARACTERISED, VALUE(INT64_C(-0x7FFFDEADBEE0)), NULL },
    { "HIGH_HALF_ONLY", CHARACTERISED, VALUE(INT64_C(0x123400000000)), NULL },
};

static const struct row none_or_closed[] = {
    { "NULL", OBSERVED, NULL, NULL },
    { "CLOSED", CHARACTERISED, NULL, make_closed_handle },
};

static HANDLE current_process(struct test_case *t)
{
    (void)t;
    return subject.GetCurrentProcess();
}

static const struct row other_objects[] = {
    { "EVENT", CHARACTERISED, NULL, make_event_handle },
    { "MUTEX", CHARACTERISED, NULL, make_mutex_handle },
    { "SEMAPHORE", CHARACTERISED, NULL, make_semaphore_handle },
    { "SECTION", CHARACTERISED, NULL, make_section_handle },
    { "JOB", CHARACTERISED, NULL, make_job_handle },
    { "COMPLETION_PORT", CHARACTERISED, NULL, make_completion_port_handle },
    { "FILE", CHARACTERISED, NULL, make_file_handle },
    { "PIPE", CHARACTERISED, NULL, make_pipe_handle },
    { "PROCESS", CHARACTERISED, NULL, make_process_handle },
    { "TOKEN", CHARACTERISED, NULL, make_token_handle },
    { "GetCurrentProcess", CHARACTERISED, NULL, current_process },
    { "INVALID_HANDLE_VALUE", CHARACTERISED, INVALID_HANDLE_VALUE, NULL }, /* the same number */
};

static void refuse(struct test_case *t, const struct row *row)
{
    struct operation *bystander = start_blocked(t, &anonymous_pipe_read);
    full_handle_of(t, bystander->worker); /* now: made later it could get the number of a handle that was closed */
    HANDLE handle = row->make ? row->make(t) : row->value;

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
