/* Kind of operation: a synchronous ReadDirectoryChangesW on a quiet directory. */
#ifndef WINCANCEL_DIRECTORY_CHANGES_H
#define WINCANCEL_DIRECTORY_CHANGES_H

#include "operation.h"

extern const struct operation_kind directory_changes;

#endif
