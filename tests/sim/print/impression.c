#include <stdlib.h>

#include "tests/sim/print/print.h"
#include "tests/sim/print/sensor.h"
#include "tests/sim/print/touch.h"

static int params_valid(const struct bsm_print_params *params)
{
    return (int)params->look >= 0 && (int)params->look < BSM_PRINT_LOOK_COUNT &&
           (params->resolution_ppi == 0 || (params->resolution_ppi >= BSM_PRINT_RESOLUTION_MIN_PPI &&
                                            params->resolution_ppi <= BSM_PRINT_RESOLUTION_MAX_PPI)) &&
           params->width_px >= BSM_PRINT_SIDE_MIN_PX && params->width_px <= BSM_PRINT_SIDE_MAX_PX &&
           params->height_px >= BSM_PRINT_SIDE_MIN_PX && params->height_px <= BSM_PRINT_SIDE_MAX_PX &&
           params->displacement_px >= 0 && params->rotation_deg >= 0 && params->distortion_px >= 0 &&
           params->pressure_spread >= 0 && params->dryness >= 0 && params->partial >= 0 && params->noise >= 0 &&
           params->dirt >= 0 && params->wetness >= 0;
}

enum bsm_status bsm_print_impression(const struct bsm_print_master *master, uint64_t impression,
                                     const struct bsm_print_params *params, struct bsm_image *picture)
{
    if (!params_valid(params))
        return BSM_INVALID;
    struct touch *touch = malloc(sizeof *touch);
    if (!touch)
        return BSM_NO_MEMORY;
    int resolution_ppi = params->resolution_ppi ? params->resolution_ppi : BSM_PRINT_RESOLUTION_PPI;
    enum bsm_status status =
        bsm_image_init(picture, params->width_px, params->height_px, BSM_IMAGE_GREY8, resolution_ppi);
    if (status == BSM_OK) {
        struct dice dice = dice_of(impression ^ 0x6772ull, 300 + master->finger);
        touch_init(touch, master, impression, params);
        status = sensor_look(touch, params, &dice, picture);
        if (status != BSM_OK)
            bsm_image_finish(picture);
    }
    free(touch);
    return status;
}
