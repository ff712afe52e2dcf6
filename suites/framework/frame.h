/* The lines that a child writes to its parent, so that the parent can tell a record from noise without reading JSON:
 *
 *     @wc LETTER INDEX FLAGS CRC JSON\n
 *
 * INDEX is the entry of the batch (decimal), FLAGS depends on the letter, CRC is the CRC-32 (8 hex digits) of
 * "LETTER INDEX FLAGS JSON". JSON has no newline. FLAGS is "-" where there is nothing to say.
 *
 *     S   the case starts                    -
 *     V   a value                            pairs of tier letter (d i a o c) and y (met), n (missed), - (not judged)
 *     H   a histogram                        the same, a pair for each tier that it judges
 *     F   the case is over                   HOW COUNT AFTER: HOW is n (normal), u (unresolved), x (unsupported), t
 *                                            (untested); COUNT of V and H lines; AFTER is k (keep the child) or d
 *                                            (discard it)
 *     J   what the program is (index 0)      -, or "refused" and, instead of JSON, why the subject is none
 *     P   what the probe found (index 0)     y, n; "end" after the last
 */
#ifndef WINCANCEL_FRAME_H
#define WINCANCEL_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json.h"

#define FRAME_MAX_LINE  (1u << 18)
#define FRAME_MAX_FLAGS 24

struct frame {
    char letter;
    unsigned index;
    char flags[FRAME_MAX_FLAGS];
    const char *json; /* into the line; terminated */
    size_t json_size;
};

/* Appends the line to `out`. */
void frame_write(struct text *out, char letter, unsigned index, const char *flags, const char *json, size_t size);
/* Takes a line apart, without its newline; `line` is changed (terminated). False: it is no record. */
bool frame_read(char *line, size_t size, struct frame *frame);

uint32_t crc32_of(uint32_t crc, const void *data, size_t size);

#endif
