/*
 * The centre's clock as far as the kiosk knows it: an offset to our own, learnt from every answer. What it tells never
 * goes back, whatever the two clocks do. Pure; times come from the caller.
 */
#ifndef BASMA_UPLINK_CLOCK_H
#define BASMA_UPLINK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct bsm_centre_clock {
    bool known;
    int64_t offset_ms; /* centre's minus ours */
    int64_t last_ms;   /* the latest moment told */
};

/* An answer that said server_unix_ms has come at local_unix_ms, after duration_ms on the way there and back. */
void bsm_centre_clock_learn(struct bsm_centre_clock *clock, int64_t server_unix_ms, int64_t local_unix_ms,
                            int64_t duration_ms);

/* The centre's time at our local_unix_ms. */
int64_t bsm_centre_clock_now(struct bsm_centre_clock *clock, int64_t local_unix_ms);

#endif
