/* What the parent told this child about capabilities and needs. */
#include "capability.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "implementation.h"

#define MAX_ENTRIES 64

struct entry {
    char name[48];
    char why[512];
};

struct entries {
    struct entry entry[MAX_ENTRIES];
    unsigned count;
};

static struct entries capabilities, needs;

static void add(struct entries *entries, const char *name, const char *why)
{
    if (entries->count == MAX_ENTRIES)
        abort(); /* one that is dropped would count as there */
    struct entry *entry = &entries->entry[entries->count++];
    snprintf(entry->name, sizeof(entry->name), "%s", name);
    snprintf(entry->why, sizeof(entry->why), "%s", why);
}

static const char *find(const struct entries *entries, const char *name, size_t size)
{
    for (unsigned i = 0; i < entries->count; ++i)
        if (strlen(entries->entry[i].name) == size && !memcmp(entries->entry[i].name, name, size))
            return entries->entry[i].why;
    return NULL;
}

void set_missing_capability(const char *name, const char *why)
{
    add(&capabilities, name, why);
}

void set_missing_need(const char *name, const char *why)
{
    if (why)
        add(&needs, name, why);
}

const char *missing_capability(const char *names)
{
    for (const char *name = names ? names : ""; *name;) {
        size_t size = strcspn(name, " ");
        const char *why = find(&capabilities, name, size);
        if (why)
            return why;
        name += size + strspn(name + size, " ");
    }
    return NULL;
}

bool is_need(const char *name, size_t size)
{
    static const char digits[] = "0123456789";
    if (size > 5 && !strncmp(name, "cpus:", 5))
        return strspn(name + 5, digits) >= size - 5;
    return (size == 7 && !strncmp(name, "console", 7)) || (size > 5 && !strncmp(name, "data:", 5));
}

static bool has_data(const char *name, size_t size)
{
    for (const WCHAR *const *data = child.data; data && *data; ++data) {
        size_t i = 0;
        while (i < size && (*data)[i] == (WCHAR)name[i])
            ++i;
        if (i == size && (*data)[i] == L'=')
            return true;
    }
    return false;
}

const char *missing_need(const char *names)
{
    static char why[600];
    for (const char *name = names ? names : ""; *name;) {
        size_t size = strcspn(name, " ");
        const char *found = find(&needs, name, size);
        if (found) {
            snprintf(why, sizeof(why), "needs %.*s: %s", (int)size, name, found);
            return why;
        }
        if (!strncmp(name, "cpus:", 5) && processor_count() < strtoul(name + 5, NULL, 10)) {
            snprintf(why, sizeof(why), "needs %.*s processors, has %u", (int)(size - 5), name + 5, processor_count());
            return why;
        }
        if (!strncmp(name, "data:", 5) && !has_data(name + 5, size - 5)) {
            snprintf(why, sizeof(why), "needs --data %.*s=PATH", (int)(size - 5), name + 5);
            return why;
        }
        name += size + strspn(name + size, " ");
    }
    return NULL;
}
