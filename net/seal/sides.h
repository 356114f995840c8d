/*
 * To which sides a person is asked to turn the head: HMAC-SHA-256 of a label and the attempt, keyed with the visit's
 * nonce. Kiosk and centre come to the same, and nobody could know it before the visit was opened. Any thread.
 */
#ifndef BASMA_SEAL_SIDES_H
#define BASMA_SEAL_SIDES_H

#include <stddef.h>
#include <stdint.h>

/* A bit a turn (firmware/base/challenge.h). attempt counts from 0 within a visit: the sides are others each time. */
uint8_t bsm_challenge_sides(const uint8_t *nonce, size_t nonce_size, unsigned attempt);

#endif
