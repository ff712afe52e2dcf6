/* The implementation that this program runs on, and the machine below it. */
#ifndef WINCANCEL_IMPLEMENTATION_H
#define WINCANCEL_IMPLEMENTATION_H

#include <stdbool.h>

#include "json.h"

bool runs_on_wine(void);
/* As many as this process may use; at least one. */
unsigned processor_count(void);
/* Members "kind", "version", "build" and "host", as the implementation itself tells them. */
void describe_implementation(struct text *json);

#endif
