/* Calls through the stubs that an IDL compiler makes, as programs make them: every failure is raised. */
#ifndef RCT_STUBS_H
#define RCT_STUBS_H

#include "wincancel_test.h"

/* The case ends as UNTESTED with a subject that makes remote calls by functions of its own and leaves the stubs to the
 * system, whose calls its cancels do not reach. */
void need_stubs(struct test_case *t);

/* For call_order.transfer: makes the call, OP_HOLD, through its stub. One thread of a process at a time, for stubs find
 * the binding in a variable. */
void transfer_through_stub(void *call);

#endif
