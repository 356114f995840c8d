#include "firmware/base/bytes.h"

#include <string.h>

struct bsm_reader bsm_reader_of(const void *bytes, size_t size)
{
    return (struct bsm_reader){.at = bytes, .left = size};
}

const uint8_t *bsm_read_span(struct bsm_reader *reader, size_t size)
{
    if (reader->failed || size > reader->left) {
        reader->failed = true;
        return NULL;
    }
    const uint8_t *span = reader->at;
    reader->at += size;
    reader->left -= size;
    return span;
}

void bsm_read_bytes(struct bsm_reader *reader, void *out, size_t size)
{
    const uint8_t *span = bsm_read_span(reader, size);
    if (span && size > 0)
        memcpy(out, span, size);
    else if (size > 0)
        memset(out, 0, size);
}

static uint64_t read_le(struct bsm_reader *reader, size_t size)
{
    const uint8_t *span = bsm_read_span(reader, size);
    uint64_t value = 0;
    for (size_t i = 0; span && i < size; i++)
        value |= (uint64_t)span[i] << (8 * i);
    return value;
}

uint8_t bsm_read_u8(struct bsm_reader *reader) { return (uint8_t)read_le(reader, 1); }
uint16_t bsm_read_u16(struct bsm_reader *reader) { return (uint16_t)read_le(reader, 2); }
uint32_t bsm_read_u32(struct bsm_reader *reader) { return (uint32_t)read_le(reader, 4); }
uint64_t bsm_read_u64(struct bsm_reader *reader) { return read_le(reader, 8); }

bool bsm_reader_done(const struct bsm_reader *reader) { return !reader->failed && reader->left == 0; }

struct bsm_writer bsm_writer_of(void *bytes, size_t capacity)
{
    return (struct bsm_writer){.start = bytes, .capacity = capacity};
}

void bsm_write_bytes(struct bsm_writer *writer, const void *bytes, size_t size)
{
    if (writer->failed || size > writer->capacity - writer->size) {
        writer->failed = true;
        return;
    }
    if (size > 0)
        memcpy(writer->start + writer->size, bytes, size);
    writer->size += size;
}

static void write_le(struct bsm_writer *writer, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    for (size_t i = 0; i < size; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
    bsm_write_bytes(writer, bytes, size);
}

void bsm_write_u8(struct bsm_writer *writer, uint8_t value) { write_le(writer, value, 1); }
void bsm_write_u16(struct bsm_writer *writer, uint16_t value) { write_le(writer, value, 2); }
void bsm_write_u32(struct bsm_writer *writer, uint32_t value) { write_le(writer, value, 4); }
void bsm_write_u64(struct bsm_writer *writer, uint64_t value) { write_le(writer, value, 8); }
