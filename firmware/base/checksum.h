/* Noticing damage by accident. A check sum is no defence against a person who changes bytes on purpose: that is a signature. */
#ifndef BASMA_BASE_CHECKSUM_H
#define BASMA_BASE_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 as in PNG and gzip (ISO 3309, polynomial 0xedb88320 reflected): every change of one bit, or of bits within 32 in a
 * row, is noticed. */
uint32_t bsm_crc32(const void *bytes, size_t size);

#endif
