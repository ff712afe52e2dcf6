/* The data representation that a PDU says its values have: packed_drep, the format label of NDR (C706, 14.1). */
#ifndef WINCANCEL_DREP_H
#define WINCANCEL_DREP_H

#include "octets.h"

/* Whether the octet of a label at index `at` can be one: the first is integers (0 big, 1 little endian) and characters
 * (0 ASCII, 1 EBCDIC), the second floating point (0 to 3). The others are reserved. */
bool drep_allows(size_t at, uint8_t octet);

bool drep_is_big_endian(const uint8_t *drep);

/* The label of what is written here: little endian, ASCII, IEEE. The datagram protocol uses the first three octets. */
#define DREP_SIZE 4u
extern const uint8_t drep_written[DREP_SIZE];

#endif
