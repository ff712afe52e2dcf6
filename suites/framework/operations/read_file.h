/* What most kinds of operation that read are made of: ReadFile, and the bytes that let it go. */
#ifndef WINCANCEL_READ_FILE_H
#define WINCANCEL_READ_FILE_H

#include "operation.h"

/* What a read gets when it is released, so that every byte is accounted for. */
#define RELEASE_DATA      "wincancel"
#define RELEASE_DATA_SIZE 9u

/* A perform(): ReadFile from operation->handle into operation->data. */
void read_into_data(struct operation *operation);
/* The same of at most `size` bytes. */
void read_bytes_into_data(struct operation *operation, DWORD size);
/* A release(): writes RELEASE_DATA to operation->peer. */
void write_to_peer(struct operation *operation);
/* An is_full(): did exactly RELEASE_DATA arrive? */
bool read_all_data(struct operation *operation, char *why, size_t why_size);

#endif
