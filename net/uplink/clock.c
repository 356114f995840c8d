#include "net/uplink/clock.h"

void bsm_centre_clock_learn(struct bsm_centre_clock *clock, int64_t server_unix_ms, int64_t local_unix_ms,
                            int64_t duration_ms)
{
    if (server_unix_ms <= 0)
        return;
    clock->known = true;
    clock->offset_ms = server_unix_ms + duration_ms / 2 - local_unix_ms; /* it was written about half way */
}

int64_t bsm_centre_clock_now(struct bsm_centre_clock *clock, int64_t local_unix_ms)
{
    int64_t now = local_unix_ms + (clock->known ? clock->offset_ms : 0);
    if (now > clock->last_ms)
        clock->last_ms = now;
    return clock->last_ms;
}
