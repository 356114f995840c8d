/*
 * Bounded reading and writing of little-endian bytes. Both remember the first failure and then do nothing, so that a
 * codec is a straight list of calls with one check at the end.
 */
#ifndef BASMA_BASE_BYTES_H
#define BASMA_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bsm_reader {
    const uint8_t *at; /* borrowed */
    size_t left;
    bool failed; /* something was read past the end */
};

struct bsm_writer {
    uint8_t *start; /* borrowed */
    size_t size;    /* written so far */
    size_t capacity;
    bool failed; /* something did not fit; size is then meaningless */
};

struct bsm_reader bsm_reader_of(const void *bytes, size_t size);
uint8_t bsm_read_u8(struct bsm_reader *reader);
uint16_t bsm_read_u16(struct bsm_reader *reader);
uint32_t bsm_read_u32(struct bsm_reader *reader);
uint64_t bsm_read_u64(struct bsm_reader *reader);
/* Copies size bytes out; zeroes them on failure. */
void bsm_read_bytes(struct bsm_reader *reader, void *out, size_t size);
/* The next size bytes where they lie, or NULL on failure (also when size is 0 at the very end: never NULL then). */
const uint8_t *bsm_read_span(struct bsm_reader *reader, size_t size);
/* True when nothing failed and nothing is left over. */
bool bsm_reader_done(const struct bsm_reader *reader);

struct bsm_writer bsm_writer_of(void *bytes, size_t capacity);
void bsm_write_u8(struct bsm_writer *writer, uint8_t value);
void bsm_write_u16(struct bsm_writer *writer, uint16_t value);
void bsm_write_u32(struct bsm_writer *writer, uint32_t value);
void bsm_write_u64(struct bsm_writer *writer, uint64_t value);
void bsm_write_bytes(struct bsm_writer *writer, const void *bytes, size_t size);

#endif
