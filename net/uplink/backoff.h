/*
 * How long to wait before the next try: doubling from a quarter of a second to five, the half of it by chance, so that
 * a thousand kiosks do not come back to a centre that has just recovered in the same moment. Pure: chance comes from
 * the caller.
 */
#ifndef BASMA_UPLINK_BACKOFF_H
#define BASMA_UPLINK_BACKOFF_H

#include <stdint.h>

enum { BSM_BACKOFF_FIRST_MS = 250, BSM_BACKOFF_MOST_MS = 5000 };

/* After this many failed tries (1..); chance is any number, evenly distributed. Between half of the step and the step.
 */
int64_t bsm_backoff_ms(unsigned failed, uint32_t chance);

#endif
