/*
 * The portrait that the centre keeps, where it wants one and the person has agreed: cut out of the best frame as ICAO
 * asks (enroll/face/icao.h), as a JPEG that fits the sealed record. Nothing is kept here; what was decoded on the way
 * is wiped. On the compute thread: some 30 ms.
 */
#ifndef BASMA_ENROLL_BIO_PORTRAIT_H
#define BASMA_ENROLL_BIO_PORTRAIT_H

#include <stddef.h>
#include <stdint.h>

#include "enroll/bio/best.h"

enum {
    PORTRAIT_BYTES_MAX = 20 * 1024,
    PORTRAIT_WIDTH_MAX_PX = 420,
    PORTRAIT_JPEG_BEST = 90, /* quality, stepping down until the picture fits */
    PORTRAIT_JPEG_LEAST = 40,
    PORTRAIT_JPEG_STEP = 10,
};

/* No wider than the frame shows it: 4 pixels of the frame's between the eyes are one width. 0: too far away. */
int portrait_width_px(const struct bsm_face_found *found);

/* RETRY: in none of the frames the portrait lies whole (too near, at the edge, too far away), or it does not fit at any
 * quality; NO_MEMORY; FAULT. On failure *size is 0. */
enum bsm_status portrait_make(const struct best *best, uint8_t out[PORTRAIT_BYTES_MAX], size_t *size);

#endif
