/* Kinds of operation: the functions that copy, move or replace a whole file. They end by themselves. */
#ifndef WINCANCEL_FILE_MOVES_H
#define WINCANCEL_FILE_MOVES_H

#include "operation.h"

extern const struct operation_kind copy_file;
extern const struct operation_kind move_file;
extern const struct operation_kind move_file_ex;
extern const struct operation_kind replace_file;

/* Whether the file that was to be copied or moved is still there, and whole. */
bool source_is_whole(struct operation *operation);

#endif
