/*
 * A picture in memory: 8-bit grey or 24-bit RGB, rows from the top, ridges or ink dark on light.
 *
 * Life: bsm_image_init makes an owned, zeroed picture; bsm_image_finish wipes and frees it and leaves a zeroed struct,
 * which is a lawful empty picture (finish accepts it again). Not thread-safe; one owner at a time.
 */
#ifndef BASMA_BASE_IMAGE_H
#define BASMA_BASE_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum bsm_image_format {
    BSM_IMAGE_GREY8 = 1, /* 1 byte a pixel, 0 black */
    BSM_IMAGE_RGB24 = 3, /* 3 bytes a pixel: red, green, blue; the value is the number of bytes */
};

enum {
    BSM_IMAGE_SIDE_MAX = 8192,                /* px, each side */
    BSM_IMAGE_BYTES_MAX = 64 * 1024 * 1024,   /* all rows together */
    BSM_RESOLUTION_MIN_PPI = 100,
    BSM_RESOLUTION_MAX_PPI = 2000,
};

struct bsm_image {
    uint8_t *pixels;              /* owned; height_px rows of stride bytes */
    int width_px;
    int height_px;
    size_t stride;                /* bytes from row to row, >= width_px * bytes a pixel */
    enum bsm_image_format format;
    int resolution_ppi;           /* 0 where it has no meaning (faces) */
};

/* Makes a zeroed picture. INVALID when a side is outside 1..BSM_IMAGE_SIDE_MAX or the whole above BSM_IMAGE_BYTES_MAX;
 * NO_MEMORY. */
enum bsm_status bsm_image_init(struct bsm_image *image, int width_px, int height_px, enum bsm_image_format format,
                               int resolution_ppi);

/* Wipes the pixels, frees them, zeroes the struct. NULL and a zeroed struct are fine. */
void bsm_image_finish(struct bsm_image *image);

#endif
