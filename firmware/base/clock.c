#include "firmware/base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t now_ms(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t bsm_clock_mono_ms(void) { return now_ms(CLOCK_BOOTTIME); }

int64_t bsm_clock_unix_ms(void) { return now_ms(CLOCK_REALTIME); }

void bsm_clock_text(int64_t unix_ms, char text[BSM_CLOCK_TEXT_SIZE])
{
    const int64_t last_ms = INT64_C(253402300799999); /* 9999-12-31T23:59:59.999Z */
    if (unix_ms < 0)
        unix_ms = 0;
    if (unix_ms > last_ms)
        unix_ms = last_ms;
    time_t seconds = (time_t)(unix_ms / 1000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    char day[32];
    strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text, BSM_CLOCK_TEXT_SIZE, "%.19s.%03dZ", day, (int)(unix_ms % 1000));
}
