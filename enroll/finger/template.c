#include "enroll/finger/template.h"

#include <assert.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "firmware/base/bytes.h"
#include "firmware/base/wipe.h"

enum {
    MAGIC = 0x464d5342, /* "BSMF" */
    HEADER_SIZE = 20,
    MINUTIA_SIZE = 6,
    CYLINDER_SIZE = 8 * (1 + BSM_CYLINDER_SECTIONS),
    MASK_MAX = BSM_RIDGE_SIDE_MAX * BSM_RIDGE_SIDE_MAX / 8,
    SIDE_MAX_PX = 1024,
    BIFURCATION_BIT = 0x8000,
    BARE_FLAG = 1,
};

_Static_assert(HEADER_SIZE + BSM_FINGER_MINUTIAE_MAX * (MINUTIA_SIZE + CYLINDER_SIZE) + MASK_MAX +
                       BSM_RIDGE_BLOCKS_MAX * 2 + 4 <=
                   BSM_FINGER_TEMPLATE_MAX,
               "the largest template must fit");

/* CRC-32 of ISO 3309, four bits at a time. */
static uint32_t crc32_of(const uint8_t *bytes, size_t size)
{
    static const uint32_t table[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
                                       0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                       0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < size; i++) {
        crc = table[(crc ^ bytes[i]) & 15] ^ (crc >> 4);
        crc = table[(crc ^ (uint32_t)(bytes[i] >> 4)) & 15] ^ (crc >> 4);
    }
    return ~crc;
}

static void write_ridges(struct bsm_writer *writer, const struct bsm_ridge_map *ridges)
{
    for (int row = 0; row < ridges->rows; row++)
        for (int column = 0; column < ridges->columns; column += 8) {
            unsigned bits = 0;
            for (int i = 0; i < 8 && column + i < ridges->columns; i++)
                bits |= (ridges->index[row * ridges->columns + column + i] ? 1U : 0U) << i;
            bsm_write_u8(writer, (uint8_t)bits);
        }
    for (int i = 0; i < ridges->count && !ridges->bare; i++)
        bsm_write_u16(writer, ridges->blocks[i]);
}

static void write_minutiae(struct bsm_writer *writer, const struct bsm_finger_features *features)
{
    for (int i = 0; i < features->count; i++) {
        const struct bsm_minutia *minutia = &features->minutiae[i];
        unsigned x = minutia->x | (minutia->type == BSM_MINUTIA_BIFURCATION ? BIFURCATION_BIT : 0U);
        bsm_write_u16(writer, (uint16_t)x);
        bsm_write_u16(writer, minutia->y);
        bsm_write_u8(writer, minutia->direction);
        bsm_write_u8(writer, minutia->quality);
    }
    for (int i = 0; i < features->count; i++) {
        bsm_write_u64(writer, features->cylinders[i].valid);
        for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
            bsm_write_u64(writer, features->cylinders[i].sections[section]);
    }
}

size_t bsm_finger_features_pack(const struct bsm_finger_features *features, uint8_t *out)
{
    const struct bsm_ridge_map *ridges = &features->ridges;
    size_t mask = (size_t)ridges->rows * (size_t)((ridges->columns + 7) / 8);
    size_t blocks = ridges->bare ? 0 : (size_t)ridges->count * 2;
    size_t size = HEADER_SIZE + (size_t)features->count * (MINUTIA_SIZE + CYLINDER_SIZE) + mask + blocks + 4;
    struct bsm_writer writer = bsm_writer_of(out, BSM_FINGER_TEMPLATE_MAX);
    bsm_write_u32(&writer, MAGIC);
    bsm_write_u8(&writer, BSM_FINGER_ENGINE_VERSION);
    bsm_write_u8(&writer, ridges->bare ? BARE_FLAG : 0);
    bsm_write_u16(&writer, (uint16_t)size);
    bsm_write_u16(&writer, (uint16_t)features->width_px);
    bsm_write_u16(&writer, (uint16_t)features->height_px);
    bsm_write_u8(&writer, (uint8_t)features->count);
    bsm_write_u8(&writer, (uint8_t)features->quality);
    bsm_write_u16(&writer, 0);
    bsm_write_u8(&writer, ridges->left);
    bsm_write_u8(&writer, ridges->top);
    bsm_write_u8(&writer, ridges->columns);
    bsm_write_u8(&writer, ridges->rows);
    write_minutiae(&writer, features);
    write_ridges(&writer, ridges);
    bsm_write_u32(&writer, crc32_of(out, writer.size));
    assert(!writer.failed && writer.size == size);
    return size;
}

static bool read_header(struct bsm_reader *reader, size_t size, struct bsm_finger_features *features)
{
    bool good = bsm_read_u32(reader) == MAGIC;
    good &= bsm_read_u8(reader) == BSM_FINGER_ENGINE_VERSION;
    unsigned flags = bsm_read_u8(reader);
    good &= flags <= BARE_FLAG;
    good &= bsm_read_u16(reader) == size;
    features->width_px = bsm_read_u16(reader);
    features->height_px = bsm_read_u16(reader);
    features->count = bsm_read_u8(reader);
    features->quality = bsm_read_u8(reader);
    good &= bsm_read_u16(reader) == 0;
    struct bsm_ridge_map *ridges = &features->ridges;
    ridges->bare = flags == BARE_FLAG;
    ridges->left = bsm_read_u8(reader);
    ridges->top = bsm_read_u8(reader);
    ridges->columns = bsm_read_u8(reader);
    ridges->rows = bsm_read_u8(reader);
    return good && features->width_px > 0 && features->width_px <= SIDE_MAX_PX && features->height_px > 0 &&
           features->height_px <= SIDE_MAX_PX && features->count <= BSM_FINGER_MINUTIAE_MAX &&
           features->quality <= 100 && ridges->columns > 0 && ridges->rows > 0 &&
           ridges->left + ridges->columns <= BSM_RIDGE_SIDE_MAX && ridges->top + ridges->rows <= BSM_RIDGE_SIDE_MAX;
}

static bool read_minutiae(struct bsm_reader *reader, struct bsm_finger_features *features)
{
    bool good = true;
    for (int i = 0; i < features->count; i++) {
        unsigned x = bsm_read_u16(reader), y = bsm_read_u16(reader);
        struct bsm_minutia *minutia = &features->minutiae[i];
        *minutia = (struct bsm_minutia){
            .x = (uint16_t)(x & ~(unsigned)BIFURCATION_BIT),
            .y = (uint16_t)y,
            .direction = bsm_read_u8(reader),
            .type = x & BIFURCATION_BIT ? BSM_MINUTIA_BIFURCATION : BSM_MINUTIA_ENDING,
            .quality = bsm_read_u8(reader),
        };
        good &= minutia->x < features->width_px && minutia->y < features->height_px && minutia->quality <= 100;
    }
    for (int i = 0; i < features->count; i++) {
        features->cylinders[i].valid = bsm_read_u64(reader);
        for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
            features->cylinders[i].sections[section] = bsm_read_u64(reader);
    }
    return good && !reader->failed;
}

static bool read_ridges(struct bsm_reader *reader, struct bsm_ridge_map *ridges)
{
    ridges->count = 0;
    for (int row = 0; row < ridges->rows; row++)
        for (int column = 0; column < ridges->columns; column += 8) {
            unsigned bits = bsm_read_u8(reader);
            for (int i = 0; i < 8 && column + i < ridges->columns; i++) {
                bool inside = bits >> i & 1;
                if (inside && ridges->count == BSM_RIDGE_BLOCKS_MAX)
                    return false;
                ridges->index[row * ridges->columns + column + i] = inside ? (uint16_t)++ridges->count : 0;
            }
            if (ridges->columns - column < 8 && bits >> (ridges->columns - column))
                return false;
        }
    for (int i = 0; i < ridges->count; i++)
        ridges->blocks[i] = ridges->bare ? 0 : bsm_read_u16(reader);
    return !reader->failed;
}

enum bsm_status bsm_finger_features_unpack(const uint8_t *bytes, size_t size, struct bsm_finger_features *features)
{
    if (size < HEADER_SIZE + 4 || size > BSM_FINGER_TEMPLATE_MAX)
        return BSM_INVALID;
    struct bsm_reader tail = bsm_reader_of(bytes + size - 4, 4);
    if (bsm_read_u32(&tail) != crc32_of(bytes, size - 4))
        return BSM_INVALID;
    struct bsm_reader reader = bsm_reader_of(bytes, size - 4);
    if (!read_header(&reader, size, features) || !read_minutiae(&reader, features) ||
        !read_ridges(&reader, &features->ridges))
        return BSM_INVALID;
    return bsm_reader_done(&reader) ? BSM_OK : BSM_INVALID;
}

enum bsm_status bsm_finger_template_check(const uint8_t *bytes, size_t size)
{
    struct bsm_finger_features features;
    enum bsm_status status = bsm_finger_features_unpack(bytes, size, &features);
    bsm_wipe(&features, sizeof features);
    return status;
}
