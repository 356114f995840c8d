#include "net/uplink/backoff.h"

int64_t bsm_backoff_ms(unsigned failed, uint32_t chance)
{
    int64_t step = BSM_BACKOFF_FIRST_MS;
    for (unsigned i = 1; i < failed && step < BSM_BACKOFF_MOST_MS; i++)
        step *= 2;
    if (step > BSM_BACKOFF_MOST_MS)
        step = BSM_BACKOFF_MOST_MS;
    return step / 2 + chance % (step - step / 2 + 1);
}
