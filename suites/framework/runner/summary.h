/* What a person reads at the end, on any console: plain ASCII, 100 columns. */
#ifndef WINCANCEL_SUMMARY_H
#define WINCANCEL_SUMMARY_H

#include "schedule.h"

void print_summary(const struct session *session, uint64_t wall_us);
void print_list(const struct case_entry *cases, size_t count, bool json);

#endif
