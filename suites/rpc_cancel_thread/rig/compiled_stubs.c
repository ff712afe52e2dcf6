/* The client's stubs of idl/held_call.idl as the IDL compiler writes them, except that they call the run-time through
 * `subject`. They stand in a file of their own, so that no optimisation across functions takes their arguments apart:
 * 32-bit ones may be read as they lie on the stack.
 */
#include <stdlib.h>

#include "interface.h"

#define NdrClientCall2 subject.NdrClientCall2
#include <held_call_stubs.h>

/* What a stub allocates with; these have nothing to allocate, but name it. */
void *__RPC_USER MIDL_user_allocate(size_t size)
{
    return malloc(size);
}

void __RPC_USER MIDL_user_free(void *memory)
{
    free(memory);
}
