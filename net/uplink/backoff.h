/*
 * How long to wait before the next try: doubling, for a visit's requests from a quarter of a second to five, the half
 * of it by chance, so that a thousand kiosks do not come back to a centre that has just recovered in the same moment.
 * Pure: chance comes from the caller.
 */
#ifndef BASMA_UPLINK_BACKOFF_H
#define BASMA_UPLINK_BACKOFF_H

#include <stdint.h>

enum { BSM_BACKOFF_FIRST_MS = 250, BSM_BACKOFF_MOST_MS = 5000 };

/* After this many failed tries (1..); chance is any number, evenly distributed. Between half of the step and the step.
 */
int64_t bsm_backoff_ms(unsigned failed, uint32_t chance);

/* The same between other bounds. */
int64_t bsm_backoff_within_ms(unsigned failed, int64_t first_ms, int64_t most_ms, uint32_t chance);

#endif
