/* The inside of a worker, for the framework. */
#ifndef WINCANCEL_WORKER_H
#define WINCANCEL_WORKER_H

#include "operation.h"

struct worker {
    struct test_case *t;
    HANDLE thread; /* of the system */
    HANDLE full;   /* of the subject, made when asked for */
    HANDLE wake;
    DWORD id;
    bool suspended; /* has not run yet */
    struct operation *volatile current;
};

/* Lets an idle worker perform the operation. */
void perform_on(struct worker *worker, struct operation *operation);

#endif
