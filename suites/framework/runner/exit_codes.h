/* What the process ends with. */
#ifndef WINCANCEL_EXIT_CODES_H
#define WINCANCEL_EXIT_CODES_H

enum {
    EXIT_AS_EXPECTED = 0,
    EXIT_WRONG_USAGE = 2,
    EXIT_NO_VALID_RUN = 3,
    EXIT_HELP_SHOWN = -1 /* for main(): end with 0 */
};

#endif
