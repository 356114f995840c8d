#include "net/uplink/backoff.h"

int64_t bsm_backoff_within_ms(unsigned failed, int64_t first_ms, int64_t most_ms, uint32_t chance)
{
    int64_t step = first_ms;
    for (unsigned i = 1; i < failed && step < most_ms; i++)
        step *= 2;
    if (step > most_ms)
        step = most_ms;
    return step / 2 + chance % (step - step / 2 + 1);
}

int64_t bsm_backoff_ms(unsigned failed, uint32_t chance)
{
    return bsm_backoff_within_ms(failed, BSM_BACKOFF_FIRST_MS, BSM_BACKOFF_MOST_MS, chance);
}
