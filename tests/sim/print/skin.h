/*
 * What lies on the ridges: their rough edges, pores, fine lines, creases and scars; all of it the finger's own, there
 * at every touch. Pure.
 */
#ifndef BASMA_SIM_PRINT_SKIN_H
#define BASMA_SIM_PRINT_SKIN_H

#include <stdint.h>

#include "firmware/base/status.h"
#include "tests/sim/print/dice.h"
#include "tests/sim/print/kin.h"

/* Roughens and cuts ridges as grown, and fills lines and pores (both 0 none .. 255 deep). All are of the master's size.
 * NO_MEMORY. */
enum bsm_status skin_finish(int8_t *ridges, uint8_t *lines, uint8_t *pores, const struct kin *kin, struct dice *dice);

#endif
