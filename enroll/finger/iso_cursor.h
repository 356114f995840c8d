/* Inside the reading and writing of ISO records: big-endian values on the bounded readers and writers of the base. */
#ifndef BASMA_ENROLL_FINGER_ISO_CURSOR_H
#define BASMA_ENROLL_FINGER_ISO_CURSOR_H

#include "firmware/base/bytes.h"

enum {
    BSM_ISO_HEADER_2005_SIZE = 24,
    BSM_ISO_HEADER_2011_SIZE = 15,
    BSM_ISO_VIEW_2005_SIZE = 6,  /* of a view without minutiae, extended data's length included */
    BSM_ISO_VIEW_2011_SIZE = 34, /* the same, without blocks of quality and certificates */
    BSM_ISO_VIEW_NUMBER_MAX = 15,
    BSM_ISO_UNKNOWN_TIME_SIZE = 9,
    BSM_ISO_SKELETON_TYPE_MAX = 1, /* where a ridge ends: 0 the valley's fork, 1 the ridge's last point */
};

static inline uint16_t bsm_iso_read_u16(struct bsm_reader *reader)
{
    unsigned high = bsm_read_u8(reader);
    return (uint16_t)(high << 8 | bsm_read_u8(reader));
}

static inline uint32_t bsm_iso_read_u32(struct bsm_reader *reader)
{
    uint32_t high = bsm_iso_read_u16(reader);
    return high << 16 | bsm_iso_read_u16(reader);
}

static inline void bsm_iso_write_u16(struct bsm_writer *writer, unsigned value)
{
    bsm_write_u8(writer, (uint8_t)(value >> 8));
    bsm_write_u8(writer, (uint8_t)value);
}

static inline void bsm_iso_write_u32(struct bsm_writer *writer, uint32_t value)
{
    bsm_iso_write_u16(writer, value >> 16);
    bsm_iso_write_u16(writer, value & 0xffff);
}

#endif
