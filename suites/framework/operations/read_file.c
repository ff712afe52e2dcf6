#include "read_file.h"

#include <stdio.h>
#include <string.h>

void read_bytes_into_data(struct operation *operation, DWORD size)
{
    DWORD transferred = UNTOUCHED_COUNT;
    BOOL returned = subject.ReadFile(operation->handle, operation->data, size, &transferred, NULL);
    keep_result(operation, returned, transferred);
}

void read_into_data(struct operation *operation)
{
    read_bytes_into_data(operation, OPERATION_DATA);
}

void write_to_peer(struct operation *operation)
{
    DWORD written;
    subject.WriteFile(operation->peer, RELEASE_DATA, RELEASE_DATA_SIZE, &written, NULL);
}

bool read_all_data(struct operation *operation, char *why, size_t why_size)
{
    const struct operation_result *result = &operation->result;
    if (!result->returned) {
        snprintf(why, why_size, "it failed with error %lu instead of getting its data", (unsigned long)result->error);
        return false;
    }
    if (result->transferred != RELEASE_DATA_SIZE || memcmp(operation->data, RELEASE_DATA, RELEASE_DATA_SIZE)) {
        snprintf(why, why_size, "it got %lu bytes, not the %u that were written", (unsigned long)result->transferred,
                 RELEASE_DATA_SIZE);
        return false;
    }
    return true;
}
