/* main() of a POSIX program for the wmain() of the runner; and a directory's removal, see ../paths.h. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "paths.h"

int wmain(int argument_count, WCHAR **arguments);

int main(int argument_count, char **arguments)
{
    WCHAR **wide = calloc((size_t)argument_count + 1, sizeof(*wide));
    if (!wide)
        abort();
    for (int i = 0; i < argument_count; ++i)
        wide[i] = wide_of(arguments[i]);
    return wmain(argument_count, wide);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    remove(path);
    return 0;
}

void remove_tree(const WCHAR *path)
{
    char *name = utf8_of(path);
    nftw(name, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(name);
}
