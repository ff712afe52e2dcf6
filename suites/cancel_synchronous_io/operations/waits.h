/* Kinds of operation that block and are no I/O. None of them shows when it has come to block, but one. */
#ifndef WINCANCEL_WAITS_H
#define WINCANCEL_WAITS_H

#include "operation.h"

extern const struct operation_kind event_wait;
extern const struct operation_kind alertable_event_wait;
extern const struct operation_kind mutex_wait;
extern const struct operation_kind thread_wait;
extern const struct operation_kind signal_and_wait;
extern const struct operation_kind plain_sleep;
extern const struct operation_kind alertable_sleep; /* ended by an APC */
extern const struct operation_kind completion_port_wait;
extern const struct operation_kind critical_section_wait;

#endif
