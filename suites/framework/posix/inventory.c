/* What a process has, as /proc tells: see ../inventory.h. */
#include "inventory.h"

#include <dirent.h>
#include <stdlib.h>

const DWORD very_many_handles = 200; /* a process may have a thousand descriptors */

static DWORD count_descriptors(void)
{
    DWORD count = 0;
    DIR *directory = opendir("/proc/self/fd");
    for (struct dirent *entry = directory ? readdir(directory) : NULL; entry; entry = readdir(directory))
        ++count;
    if (directory)
        closedir(directory);
    return count;
}

void take_inventory(struct inventory *inventory)
{
    DIR *directory = opendir("/proc/self/task");
    inventory->thread_count = 0;
    inventory->threads_known = directory != NULL;
    for (struct dirent *entry = directory ? readdir(directory) : NULL; entry; entry = readdir(directory)) {
        if (entry->d_name[0] == '.')
            continue;
        if (inventory->thread_count == MAX_OWN_THREADS) {
            inventory->threads_known = false;
            break;
        }
        inventory->threads[inventory->thread_count++] = (DWORD)strtoul(entry->d_name, NULL, 10);
    }
    if (directory)
        closedir(directory);
    inventory->handles = count_descriptors();
}

bool has_room(void)
{
    return true; /* addresses of 64 bits are not used up by what a case leaves */
}

unsigned count_handles(void)
{
    return (unsigned)count_descriptors();
}
