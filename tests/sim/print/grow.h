/* Ridges grown along a flow by filtering again and again (the method of SFinGe: Cappelli, Maio, Maltoni 2002), but from
 * noise everywhere in place of some points and for fewer steps: ridges that grew from both sides do not fit, and where
 * they meet they leave minutiae of either direction, as in real skin. */
#ifndef BASMA_SIM_PRINT_GROW_H
#define BASMA_SIM_PRINT_GROW_H

#include <stdint.h>

#include "firmware/base/status.h"
#include "tests/sim/print/flow.h"

/* Fills ridges (width_px * height_px, 127 middle of a ridge, -127 middle of a valley). NO_MEMORY. */
enum bsm_status grow_ridges(const struct flow *flow, struct dice *dice, int width_px, int height_px, int8_t *ridges);

#endif
