/*
 * Pictures as bytes: Netpbm (P2, P5, P6), PNG and JPEG in, PNG, JPEG and PGM out.
 *
 * The bytes come from outside. The kind is told by the content, never by a file's name; sides and decoded size are
 * checked against BSM_IMAGE_SIDE_MAX and BSM_IMAGE_BYTES_MAX before memory is taken; a picture that ends too early or
 * fails a check sum is refused whole, never half shown. Transparency is laid aside, 16-bit samples are cut to 8, no
 * colour profile and no EXIF orientation is applied; grey is made of colour by the luma of ITU-R BT.601.
 *
 * Threads: no state is kept; every call may run on any thread. Nothing blocks but the file functions (on the disk).
 */
#ifndef BASMA_PICTURE_PICTURE_H
#define BASMA_PICTURE_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_PICTURE_BYTES_MAX = 32 * 1024 * 1024, /* a coded picture */
    BSM_PICTURE_WHY_SIZE = 160,               /* room for the sentence of a refusal */
};

/*
 * Decodes size bytes into a new picture in the wanted format; the caller finishes it with bsm_image_finish.
 * resolution_ppi is taken over as it is (0 for faces): what a file says about itself is not believed.
 * INVALID: not a picture, damaged, cut short, or too large; NO_MEMORY. On failure out is untouched and why (may be NULL
 * with why_size 0) holds a sentence naming the cause.
 */
enum bsm_status bsm_picture_decode(const uint8_t *bytes, size_t size, enum bsm_image_format want, int resolution_ppi,
                                   struct bsm_image *out, char *why, size_t why_size);

/* The same from a file: GONE no such file, DENIED may not be read, INVALID also when above BSM_PICTURE_BYTES_MAX,
 * FAULT. */
enum bsm_status bsm_picture_read(const char *path, enum bsm_image_format want, int resolution_ppi,
                                 struct bsm_image *out, char *why, size_t why_size);

/* The sides of a JPEG, by its head alone. INVALID: it is none, or its head is damaged. */
enum bsm_status bsm_picture_measure_jpeg(const uint8_t *bytes, size_t size, int *width_px, int *height_px);

/* Coded pictures in a new buffer that the caller frees with bsm_wipe_free(bytes, size). NO_MEMORY or FAULT. PGM takes
 * grey pictures only (a colour one is a programming error). quality_percent is libjpeg's 1..100. */
enum bsm_status bsm_picture_encode_png(const struct bsm_image *image, uint8_t **bytes, size_t *size);
enum bsm_status bsm_picture_encode_jpeg(const struct bsm_image *image, int quality_percent, uint8_t **bytes,
                                        size_t *size);
enum bsm_status bsm_picture_encode_pgm(const struct bsm_image *image, uint8_t **bytes, size_t *size);

/* Writes a PNG readable by its owner only, whole or not at all. NO_MEMORY or FAULT (errno tells). */
enum bsm_status bsm_picture_write_png(const char *path, const struct bsm_image *image);

#endif
