/* Calls through the stubs that an IDL compiler makes, as programs make them: every failure is raised. */
#ifndef RCT_STUBS_H
#define RCT_STUBS_H

/* For call_order.transfer: makes the call, OP_ECHO or OP_HOLD, through its stub. One thread of a
 * process at a time, for stubs find the binding in a variable. */
void transfer_through_stub(void *call);

#endif
