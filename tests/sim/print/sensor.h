/* From what a finger leaves on the platen to the picture that a reader makes of it. Pure. */
#ifndef BASMA_SIM_PRINT_SENSOR_H
#define BASMA_SIM_PRINT_SENSOR_H

#include "firmware/base/image.h"
#include "tests/sim/print/dice.h"
#include "tests/sim/print/print.h"
#include "tests/sim/print/touch.h"

/* Fills the picture, whose size and resolution are set. NO_MEMORY. */
enum bsm_status sensor_look(const struct touch *touch, const struct bsm_print_params *params, struct dice *dice,
                            struct bsm_image *picture);

#endif
