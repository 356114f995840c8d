/*
 * Inside enroll/picture: one decoder a format. Each fills `native`, a new picture in the wanted format or in the file's
 * own (the caller converts), or refuses with a sentence in why. Bytes are borrowed for the call.
 */
#ifndef BASMA_PICTURE_FORMATS_H
#define BASMA_PICTURE_FORMATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

struct bsm_refusal {
    char *why; /* borrowed; may be NULL with size 0 */
    size_t size;
};

bool bsm_netpbm_recognise(const uint8_t *bytes, size_t size);
bool bsm_png_recognise(const uint8_t *bytes, size_t size);
bool bsm_jpeg_recognise(const uint8_t *bytes, size_t size);

enum bsm_status bsm_netpbm_decode(const uint8_t *bytes, size_t size, struct bsm_image *native,
                                  struct bsm_refusal refusal);
enum bsm_status bsm_png_decode(const uint8_t *bytes, size_t size, struct bsm_image *native, struct bsm_refusal refusal);
enum bsm_status bsm_jpeg_decode(const uint8_t *bytes, size_t size, enum bsm_image_format want, struct bsm_image *native,
                                struct bsm_refusal refusal);

/* bsm_image_init with the refusal said. */
enum bsm_status bsm_picture_allocate(struct bsm_image *native, uint32_t width_px, uint32_t height_px,
                                     enum bsm_image_format format, struct bsm_refusal refusal);

/* Writes the sentence; returns INVALID. */
enum bsm_status bsm_picture_refuse(struct bsm_refusal refusal, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
