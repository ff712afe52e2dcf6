/* What a child is told. See ../batch.h. */
#include <inttypes.h>

#include "../paths.h"
#include "schedule.h"

void write_batch_head(struct text *text, const struct session *session, HANDLE pipe, const char *mode)
{
    const struct options *options = session->options;
    char *scratch = utf8_of(session->scratch);
    text_add(text, "mode %s\nrun %s\npipe %" PRIX64 "\nseed %" PRIu64 "\nscale %f\nscratch %s\n", mode, session->run,
             (uint64_t)(uintptr_t)pipe, options->seed, options->timeout_scale, scratch);
    if (options->subject)
        text_add(text, "subject %s\n", options->subject);
    for (unsigned i = 0; i < options->data.count; ++i)
        text_add(text, "data %s\n", options->data.value[i]);
    if (session->findings.missing.length)
        text_add_bytes(text, session->findings.missing.data, session->findings.missing.length);
}
