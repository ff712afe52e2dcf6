#include "remains.h"

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
        WaitForSingleObject(GetCurrentThread(), 1); /* it is signalled never: a pause between two looks */
    }
    DWORD handles = before->handles;
    *before = now;
    if (now.handles > handles + very_many_handles)
        return "very many handles were left open";
    return has_room() ? NULL : "no address space was left";
}
