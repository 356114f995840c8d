#include "firmware/base/image.h"

#include <stdlib.h>

#include "firmware/base/wipe.h"

enum bsm_status bsm_image_init(struct bsm_image *image, int width_px, int height_px, enum bsm_image_format format,
                               int resolution_ppi)
{
    if (width_px < 1 || width_px > BSM_IMAGE_SIDE_MAX || height_px < 1 || height_px > BSM_IMAGE_SIDE_MAX)
        return BSM_INVALID;
    size_t stride = (size_t)width_px * (size_t)format;
    if (stride * (size_t)height_px > BSM_IMAGE_BYTES_MAX)
        return BSM_INVALID;
    uint8_t *pixels = calloc((size_t)height_px, stride);
    if (!pixels)
        return BSM_NO_MEMORY;
    *image = (struct bsm_image){
        .pixels = pixels,
        .width_px = width_px,
        .height_px = height_px,
        .stride = stride,
        .format = format,
        .resolution_ppi = resolution_ppi,
    };
    return BSM_OK;
}

void bsm_image_finish(struct bsm_image *image)
{
    if (!image)
        return;
    bsm_wipe_free(image->pixels, image->stride * (size_t)image->height_px);
    *image = (struct bsm_image){0};
}
