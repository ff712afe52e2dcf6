/* PDUs of datagram DCE/RPC, written into memory of the caller's, little endian.
 *
 * Each function returns how many bytes it wrote; 0 if they do not fit into `capacity`. Of `header` it takes everything
 * but rpc_vers, ptype, drep and len, which it knows itself.
 */
#ifndef WINCANCEL_DG_BUILD_H
#define WINCANCEL_DG_BUILD_H

#include "dg_pdu.h"

size_t dg_build(uint8_t *data, size_t capacity, uint8_t ptype, const struct dg_header *header, struct octets body);
size_t dg_build_quit(uint8_t *data, size_t capacity, const struct dg_header *header, const struct dg_quit *quit);
size_t dg_build_quack(uint8_t *data, size_t capacity, const struct dg_header *header, const struct dg_quack *quack);

#endif
