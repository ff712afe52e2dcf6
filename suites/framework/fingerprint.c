#include "fingerprint.h"

#include "implementation.h"
#include "subject.h"

void describe_program(struct text *json)
{
    text_add(json, "\"target\":{");
    describe_implementation(json);
    text_add(json, ",\"cpus\":%u},\"functions\":[", processor_count());
    bool first = true;
    for (size_t i = 0; i < subject_functions(); ++i) {
        if (!subject_took_over(i))
            continue;
        text_add(json, "%s\"%s\"", first ? "" : ",", subject_function_name(i));
        first = false;
    }
    text_add(json, "]");
}
