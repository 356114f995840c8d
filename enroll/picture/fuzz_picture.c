/* Any bytes as a picture, in both formats. */
#include <stddef.h>
#include <stdint.h>

#include "enroll/picture/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum bsm_image_format formats[] = {BSM_IMAGE_GREY8, BSM_IMAGE_RGB24};
    for (size_t i = 0; i < 2; i++) {
        struct bsm_image image = {0};
        char why[BSM_PICTURE_WHY_SIZE];
        if (bsm_picture_decode(data, size, formats[i], 0, &image, why, sizeof why) == BSM_OK)
            bsm_image_finish(&image);
    }
    int width_px, height_px;
    bsm_picture_measure_jpeg(data, size, &width_px, &height_px);
    return 0;
}
