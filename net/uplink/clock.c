#include "net/uplink/clock.h"

void bsm_centre_clock_learn(struct bsm_centre_clock *clock, int64_t server_unix_ms, int64_t mono_ms,
                            int64_t duration_ms)
{
    if (server_unix_ms <= 0)
        return;
    int64_t now = server_unix_ms + duration_ms / 2; /* it was written about half way */
    clock->known = true;
    clock->offset_ms = now - mono_ms;
    if (clock->last_ms - now > BSM_CENTRE_CLOCK_AHEAD_MS)
        clock->last_ms = now;
}

int64_t bsm_centre_clock_now(struct bsm_centre_clock *clock, int64_t mono_ms, int64_t unix_ms)
{
    int64_t now = clock->known ? mono_ms + clock->offset_ms : unix_ms;
    if (now > clock->last_ms)
        clock->last_ms = now;
    return clock->last_ms;
}
