/*
 * In which order the kiosk's screen lights a face: HMAC-SHA-256 of a label and the attempt, keyed with the visit's
 * nonce, as the sides of a movement are (sides.h). Nobody could know it before the visit was opened. Any thread.
 */
#ifndef BASMA_SEAL_LIGHTS_H
#define BASMA_SEAL_LIGHTS_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/light.h"

/* Each step is another colour than the one before: 3 x 2^(n-1) orders of n steps. attempt counts from 0. */
void bsm_light_order(const uint8_t *nonce, size_t nonce_size, unsigned attempt, enum bsm_light order[BSM_LIGHT_STEPS]);

#endif
