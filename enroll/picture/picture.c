#include "enroll/picture/picture.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/formats.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"

enum bsm_status bsm_picture_refuse(struct bsm_refusal refusal, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (refusal.size > 0)
        vsnprintf(refusal.why, refusal.size, format, arguments);
    va_end(arguments);
    return BSM_INVALID;
}

enum bsm_status bsm_picture_allocate(struct bsm_image *native, uint32_t width_px, uint32_t height_px,
                                     enum bsm_image_format format, struct bsm_refusal refusal)
{
    if (width_px == 0 || height_px == 0 || width_px > BSM_IMAGE_SIDE_MAX || height_px > BSM_IMAGE_SIDE_MAX)
        return bsm_picture_refuse(refusal, "the picture says it is %u x %u px; sides of 1 to %d px are taken", width_px,
                                  height_px, BSM_IMAGE_SIDE_MAX);
    enum bsm_status status = bsm_image_init(native, (int)width_px, (int)height_px, format, 0);
    if (status == BSM_INVALID)
        bsm_picture_refuse(refusal, "the picture of %u x %u px needs more than %d MiB", width_px, height_px,
                           BSM_IMAGE_BYTES_MAX >> 20);
    if (status == BSM_NO_MEMORY)
        bsm_picture_refuse(refusal, "no memory for a picture of %u x %u px", width_px, height_px);
    return status;
}

static void grey_row_of_rgb(uint8_t *grey, const uint8_t *rgb, int width_px)
{
    for (int x = 0; x < width_px; x++, rgb += 3)
        grey[x] = (uint8_t)((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

static void rgb_row_of_grey(uint8_t *rgb, const uint8_t *grey, int width_px)
{
    for (int x = 0; x < width_px; x++, rgb += 3)
        rgb[0] = rgb[1] = rgb[2] = grey[x];
}

/* Turns the picture into the wanted format in place. */
static enum bsm_status convert(struct bsm_image *image, enum bsm_image_format want, struct bsm_refusal refusal)
{
    if (image->format == want)
        return BSM_OK;
    struct bsm_image converted;
    enum bsm_status status =
        bsm_picture_allocate(&converted, (uint32_t)image->width_px, (uint32_t)image->height_px, want, refusal);
    if (status != BSM_OK)
        return status;
    for (int y = 0; y < image->height_px; y++) {
        uint8_t *to = converted.pixels + (size_t)y * converted.stride;
        const uint8_t *from = image->pixels + (size_t)y * image->stride;
        if (want == BSM_IMAGE_GREY8)
            grey_row_of_rgb(to, from, image->width_px);
        else
            rgb_row_of_grey(to, from, image->width_px);
    }
    bsm_image_finish(image);
    *image = converted;
    return BSM_OK;
}

static enum bsm_status decode_native(const uint8_t *bytes, size_t size, enum bsm_image_format want,
                                     struct bsm_image *native, struct bsm_refusal refusal)
{
    if (size > BSM_PICTURE_BYTES_MAX)
        return bsm_picture_refuse(refusal, "the picture has more than %d MiB", BSM_PICTURE_BYTES_MAX >> 20);
    if (bsm_png_recognise(bytes, size))
        return bsm_png_decode(bytes, size, native, refusal);
    if (bsm_jpeg_recognise(bytes, size))
        return bsm_jpeg_decode(bytes, size, want, native, refusal);
    if (bsm_netpbm_recognise(bytes, size))
        return bsm_netpbm_decode(bytes, size, native, refusal);
    return bsm_picture_refuse(refusal, "this is no picture in PGM, PPM, PNG or JPEG");
}

enum bsm_status bsm_picture_decode(const uint8_t *bytes, size_t size, enum bsm_image_format want, int resolution_ppi,
                                   struct bsm_image *out, char *why, size_t why_size)
{
    struct bsm_refusal refusal = {.why = why, .size = why_size};
    struct bsm_image image = {0};
    enum bsm_status status = decode_native(bytes, size, want, &image, refusal);
    if (status == BSM_OK)
        status = convert(&image, want, refusal);
    if (status != BSM_OK) {
        bsm_image_finish(&image);
        return status;
    }
    image.resolution_ppi = resolution_ppi;
    *out = image;
    return BSM_OK;
}

static void say_why_unread(enum bsm_status status, struct bsm_refusal refusal)
{
    if (status == BSM_INVALID)
        bsm_picture_refuse(refusal, "not a plain file of at most %d MiB", BSM_PICTURE_BYTES_MAX >> 20);
    else if (status == BSM_NO_MEMORY)
        bsm_picture_refuse(refusal, "no memory to read the file");
    else
        bsm_picture_refuse(refusal, "cannot be read: %s", strerror(errno));
}

enum bsm_status bsm_picture_read(const char *path, enum bsm_image_format want, int resolution_ppi,
                                 struct bsm_image *out, char *why, size_t why_size)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_PICTURE_BYTES_MAX, &bytes, &size);
    if (status != BSM_OK) {
        say_why_unread(status, (struct bsm_refusal){.why = why, .size = why_size});
        return status;
    }
    status = bsm_picture_decode(bytes, size, want, resolution_ppi, out, why, why_size);
    bsm_wipe_free(bytes, size);
    return status;
}

enum bsm_status bsm_picture_write_png(const char *path, const struct bsm_image *image)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_picture_encode_png(image, &bytes, &size);
    if (status != BSM_OK)
        return status;
    status = bsm_file_write(path, bytes, size, 0600);
    int saved_errno = errno;
    bsm_wipe_free(bytes, size);
    errno = saved_errno;
    return status;
}
