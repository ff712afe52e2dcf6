/* What a case leaves in its process, where it could touch the next one. */
#ifndef WINCANCEL_REMAINS_H
#define WINCANCEL_REMAINS_H

#include "inventory.h"

/* NULL, or what there is more of than `before`: a thread, very many handles, or no room for the next case's needs. A
 * thread that ends just now is given `milliseconds` to be gone. `*before` becomes what there is now. */
const char *find_remains(struct inventory *before, DWORD milliseconds);

#endif
