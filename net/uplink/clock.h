/*
 * The centre's clock as far as the kiosk knows it: an offset to our own monotonic clock, learnt from every answer, so that
 * a wall clock that is set meanwhile changes nothing. What it tells never goes back, save where an answer shows that it
 * was well ahead. Pure; times come from the caller.
 */
#ifndef BASMA_UPLINK_CLOCK_H
#define BASMA_UPLINK_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { BSM_CENTRE_CLOCK_AHEAD_MS = 2000 };

struct bsm_centre_clock {
    bool known;
    int64_t offset_ms; /* centre's time minus our monotonic clock */
    int64_t last_ms;   /* the latest moment told */
};

/* An answer that said server_unix_ms has come at mono_ms, after duration_ms on the way there and back. */
void bsm_centre_clock_learn(struct bsm_centre_clock *clock, int64_t server_unix_ms, int64_t mono_ms,
                            int64_t duration_ms);

/* The centre's time at mono_ms; our own wall clock's unix_ms while nothing is known of it. */
int64_t bsm_centre_clock_now(struct bsm_centre_clock *clock, int64_t mono_ms, int64_t unix_ms);

#endif
