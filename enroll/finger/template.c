#include "enroll/finger/template.h"

#include <assert.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "firmware/base/bytes.h"
#include "firmware/base/checksum.h"
#include "firmware/base/wipe.h"

enum {
    MAGIC = 0x464d5342, /* "BSMF" */
    HEADER_SIZE = 20,
    MINUTIA_SIZE = 6,
    PLANES = 1 + BSM_CYLINDER_SECTIONS, /* of a cylinder: what is valid, then the sections */
    CYLINDER_SIZE = 6 * PLANES + (PLANES + 1) / 2,
    MASK_MAX = BSM_RIDGE_SIDE_MAX * BSM_RIDGE_SIDE_MAX / 8,
    SIDE_MAX_PX = 1024,
    BIFURCATION_BIT = 0x8000,
    BARE_FLAG = 1,
};

_Static_assert(HEADER_SIZE + BSM_FINGER_MINUTIAE_MAX * (MINUTIA_SIZE + CYLINDER_SIZE) + MASK_MAX +
                       BSM_RIDGE_BLOCKS_MAX * 2 + 4 <=
                   BSM_FINGER_TEMPLATE_MAX,
               "the largest template must fit");

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

/*
 * Of the 8 x 8 cells of a plane 52 lie in the circle, no others are ever set: 4, 6, 8, 8, 8, 8, 6 and 4 in the middle
 * of the rows. The four rows of 8 are written first, then one of 4 and both of 6; the last of 4 of all planes come
 * together.
 */
static void write_cylinder(struct bsm_writer *writer, const struct bsm_cylinder *cylinder)
{
    uint8_t last[(PLANES + 1) / 2] = {0};
    for (int i = 0; i < PLANES; i++) {
        uint64_t cells = i == 0 ? cylinder->valid : cylinder->sections[i - 1];
        bsm_write_u32(writer, (uint32_t)(cells >> 16));
        bsm_write_u16(writer, (uint16_t)((cells >> 2 & 15) | (cells >> 9 & 63) << 4 | (cells >> 49 & 63) << 10));
        last[i / 2] = (uint8_t)(last[i / 2] | (cells >> 58 & 15) << 4 * (i % 2));
    }
    bsm_write_bytes(writer, last, sizeof last);
}

static bool read_cylinder(const uint8_t *bytes, struct bsm_cylinder *cylinder)
{
    const uint8_t *last = bytes + 6 * PLANES;
    for (int i = 0; i < PLANES; i++, bytes += 6) {
        uint64_t rows =
            (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 | (uint64_t)bytes[3] << 24;
        uint64_t rest = (uint64_t)bytes[4] | (uint64_t)bytes[5] << 8;
        uint64_t cells = rows << 16 | (rest & 15) << 2 | (rest >> 4 & 63) << 9 | rest >> 10 << 49 |
                         (uint64_t)(last[i / 2] >> 4 * (i % 2) & 15) << 58;
        *(i == 0 ? &cylinder->valid : &cylinder->sections[i - 1]) = cells;
    }
    return last[PLANES / 2] >> 4 == 0;
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
    for (int i = 0; i < features->count; i++)
        write_cylinder(writer, &features->cylinders[i]);
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
    bsm_write_u32(&writer, bsm_crc32(out, writer.size));
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
    const uint8_t *cylinders = bsm_read_span(reader, (size_t)features->count * CYLINDER_SIZE);
    for (int i = 0; cylinders && i < features->count; i++)
        good &= read_cylinder(cylinders + i * CYLINDER_SIZE, &features->cylinders[i]);
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
    const uint8_t *blocks = ridges->bare ? NULL : bsm_read_span(reader, (size_t)ridges->count * 2);
    for (int i = 0; i < ridges->count; i++)
        ridges->blocks[i] = blocks ? (uint16_t)(blocks[2 * i] | blocks[2 * i + 1] << 8) : 0;
    return !reader->failed;
}

enum bsm_status bsm_finger_features_unpack(const uint8_t *bytes, size_t size, struct bsm_finger_features *features)
{
    if (size < HEADER_SIZE + 4 || size > BSM_FINGER_TEMPLATE_MAX)
        return BSM_INVALID;
    struct bsm_reader tail = bsm_reader_of(bytes + size - 4, 4);
    if (bsm_read_u32(&tail) != bsm_crc32(bytes, size - 4))
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
