/* Memory that has an end, and the values of DCE/RPC in it, in either byte order.
 *
 * Nothing in this directory allocates or calls the system: it is C11 alone, and so can be tested and fuzzed anywhere.
 */
#ifndef WINCANCEL_OCTETS_H
#define WINCANCEL_OCTETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct octets {
    const uint8_t *data; /* may be NULL where size is 0 */
    size_t size;
};

/* A UUID. Its first three fields are integers, in the byte order of the PDU; the rest are octets (C706, appendix A). */
struct dce_uuid {
    uint32_t time_low;
    uint16_t time_mid;
    uint16_t time_hi_and_version;
    uint8_t clock_seq_and_node[8];
};
bool same_uuid(const struct dce_uuid *one, const struct dce_uuid *other);

/* ---- reading ------------------------------------------------------------------------------------------------------
 */

/* Takes values off the front of memory. One that does not fit sets `overrun`; it and all that follow are 0 and empty.
 * So a whole group of fields is read first and the end is looked for once. */
struct octet_reader {
    struct octets left;
    bool big_endian;
    bool overrun;
};

uint8_t next_u8(struct octet_reader *reader);
uint16_t next_u16(struct octet_reader *reader);
uint32_t next_u32(struct octet_reader *reader);
struct dce_uuid next_uuid(struct octet_reader *reader);
struct octets next_octets(struct octet_reader *reader, size_t size);

/* ---- writing ------------------------------------------------------------------------------------------------------
 */

/* Appends values, little endian, to memory of `capacity` bytes. One that does not fit sets `overflow`; it and all that
 * follow are not written. */
struct octet_writer {
    uint8_t *data;
    size_t capacity;
    size_t size;
    bool overflow;
};

void put_u8(struct octet_writer *writer, uint8_t value);
void put_u16(struct octet_writer *writer, uint16_t value);
void put_u32(struct octet_writer *writer, uint32_t value);
void put_uuid(struct octet_writer *writer, const struct dce_uuid *uuid);
void put_octets(struct octet_writer *writer, struct octets octets);

#endif
