/* What a case leaves in its process, as /proc tells: see ../remains.h. */
#include "remains.h"

#include <dirent.h>
#include <stdlib.h>

#define MANY_HANDLES 200u /* no case uses as many descriptors */

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

static bool has_thread(const struct inventory *inventory, DWORD id)
{
    for (unsigned i = 0; i < inventory->thread_count; ++i)
        if (inventory->threads[i] == id)
            return true;
    return false;
}

static bool has_new_thread(const struct inventory *now, const struct inventory *before)
{
    if (!now->threads_known || !before->threads_known)
        return false;
    for (unsigned i = 0; i < now->thread_count; ++i)
        if (!has_thread(before, now->threads[i]))
            return true;
    return false;
}

const char *find_remains(struct inventory *before, DWORD milliseconds)
{
    struct inventory now;
    ULONGLONG deadline = GetTickCount64() + milliseconds;
    for (take_inventory(&now); has_new_thread(&now, before); take_inventory(&now)) {
        if (GetTickCount64() > deadline)
            return "a thread was left behind";
        WaitForSingleObject(GetCurrentThread(), 1);
    }
    DWORD handles = before->handles;
    *before = now;
    return now.handles > handles + MANY_HANDLES ? "very many handles were left open" : NULL;
}
