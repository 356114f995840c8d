/*
 * What a person is known by: up to ten fingers, each at its position with one to five impressions (views), and one face
 * template. An enrolment and what a visit collected have the same form.
 *
 * Life: a zeroed struct is an empty record; _set_ and _decode fill it, bsm_record_finish wipes and frees what it holds
 * and leaves it empty. The templates inside are owned and were checked on their way in. Not thread-safe; one owner at a
 * time. Nothing blocks.
 *
 * As bytes (little-endian): magic "BSMR", u16 version, u16 count of parts; each part: u8 modality (1 finger, 2 face),
 * u8 position (0 for the face), u16 size, the template; u32 CRC-32 of all before. Parts stand in rising order of
 * modality and position, the views of a finger in the order they were added, so a record has one form only. Version 2
 * has views; version 1 held templates of the finger engine's version 1 and is not read any more.
 */
#ifndef BASMA_RECORD_RECORD_H
#define BASMA_RECORD_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "enroll/face/face_template.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/views.h"
#include "firmware/base/biometric.h"
#include "firmware/base/status.h"

enum {
    BSM_RECORD_VERSION = 2,
    BSM_RECORD_PARTS_MAX = BSM_POSITION_MAX * BSM_FINGER_VIEWS_MAX + 1,
    BSM_RECORD_MAX = 8 + BSM_POSITION_MAX * BSM_FINGER_VIEWS_MAX * (4 + BSM_FINGER_TEMPLATE_MAX) + 4 +
                     BSM_FACE_TEMPLATE_MAX + 4, /* 600 KiB; one view of two fingers and a face take 10 */
};

struct bsm_record_part {
    uint8_t *bytes; /* owned; NULL where there is none */
    size_t size;
};

struct bsm_record {
    struct bsm_record_part fingers[BSM_POSITION_MAX + 1]; /* the first view by enum bsm_position; [0] stays empty */
    struct bsm_record_part further[BSM_POSITION_MAX + 1][BSM_FINGER_VIEWS_MAX - 1]; /* the next ones, without gaps */
    struct bsm_record_part face;
};

/* Takes a copy of a template, in place of what was there (all views of a finger). INVALID: it is no template of this
 * engine version, or the position is not 1..10 (the record is as it was); NO_MEMORY. */
enum bsm_status bsm_record_set_finger(struct bsm_record *record, enum bsm_position position, const uint8_t *bytes,
                                      size_t size);
enum bsm_status bsm_record_set_face(struct bsm_record *record, const uint8_t *bytes, size_t size);

/* Takes a copy of one more impression of a finger. INVALID as above, and when BSM_FINGER_VIEWS_MAX are there. */
enum bsm_status bsm_record_add_view(struct bsm_record *record, enum bsm_position position, const uint8_t *bytes,
                                    size_t size);

/* The impressions of a finger, borrowed from the record; returns how many. 0 for a position that is none. */
int bsm_record_views(const struct bsm_record *record, enum bsm_position position,
                     struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX]);

/* How many positions have at least one view. */
int bsm_record_count_fingers(const struct bsm_record *record);

/* Writes the record's bytes; BSM_RECORD_MAX always suffice. INVALID when they do not fit in capacity. */
enum bsm_status bsm_record_encode(const struct bsm_record *record, uint8_t *out, size_t capacity, size_t *size);

/* Fills an empty record. INVALID: not the bytes of a record, one changed bit included, or a template in it is not of
 * this engine version; NO_MEMORY. On failure the record stays empty. */
enum bsm_status bsm_record_decode(const uint8_t *bytes, size_t size, struct bsm_record *record);

/* Wipes and frees. NULL and an empty record are fine. */
void bsm_record_finish(struct bsm_record *record);

#endif
