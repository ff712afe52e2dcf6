/* CSIO-EXEMPT-1: CopyFile, MoveFile, MoveFileEx and ReplaceFile are listed as not supporting this kind of cancel. So
 * nothing is promised of a cancel during one of them: it may be found or not, and the function may fail or not. But it
 * returns, and where it reports success its work is whole. */
#include "operations/file_moves.h"
#include "operations/pipe_read.h"

#define RETURN_DEADLINE_MS 8000u

static const struct exempt {
    const char *name;
    const struct operation_kind *kind;
} functions[] = {
    { "CopyFile", &copy_file },
    { "MoveFile", &move_file },
    { "MoveFileEx", &move_file_ex },
    { "ReplaceFile", &replace_file },
};

static void success_is_whole(struct test_case *t)
{
    struct worker *worker = start_worker(t);
    HANDLE thread = full_handle_of(t, worker);
    struct operation *function = prepare_operation(t, worker, VARIANT(t, struct exempt)->kind);
    uint64_t attempts = 0, taken = 0, refused = 0;
    char why[160];

    start_operation(t, function);
    uint64_t deadline = now_us() + scaled_ms(RETURN_DEADLINE_MS) * UINT64_C(1000);
    do {
        struct call call = call_cancel_synchronous_io(t, thread);
        ++attempts;
        taken += call.returned != FALSE;
        refused += !call.returned && call.last_error != ERROR_NOT_FOUND;
    } while (!has_ended(function) && now_us() < deadline);

    note_attempts(t, "cancel.attempts", attempts);
    note_attempts(t, "cancel.taken", taken);
    check_count(t, IMPLIED, "cancel.refused_otherwise", refused, ALLOW(0));
    check_bool(t, IMPLIED, "function.ended", has_ended(function), true);
    values_vary(t, true); /* how far the function had come when it was cancelled, if it was */
    note_operation(t, "function", function);
    if (has_ended(function) && function->result.returned)
        check_bool(t, IMPLIED, "result.is_whole", function->kind->is_full(function, why, sizeof(why)), true);
    else if (has_ended(function))
        note_bool(t, "source.is_whole", source_is_whole(function));
    values_vary(t, false);
    positive_control(t, worker, &anonymous_pipe_read);
}

TEST(success_is_whole, .clause = "CSIO-EXEMPT-1", .variants = VARIANTS(functions, name), .tiers = IMPLIED,
     .supports = "CancelSynchronousIo");
