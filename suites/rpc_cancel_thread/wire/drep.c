#include "drep.h"

const uint8_t drep_written[DREP_SIZE] = { 0x10, 0, 0, 0 };

bool drep_allows(size_t at, uint8_t octet)
{
    if (at == 0)
        return octet >> 4 <= 1 && (octet & 0x0F) <= 1;
    return at != 1 || octet <= 3;
}

bool drep_is_big_endian(const uint8_t *drep)
{
    return drep[0] >> 4 == 0;
}
