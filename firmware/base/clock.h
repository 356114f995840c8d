/* Time. Durations and time-outs are taken from the monotonic clock, moments for records from the wall clock. */
#ifndef BASMA_BASE_CLOCK_H
#define BASMA_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since some start; never goes back, counts on while the machine sleeps (CLOCK_BOOTTIME). */
int64_t bsm_clock_mono_ms(void);

/* Milliseconds since 1970-01-01T00:00:00Z. May be wrong or jump: the kiosk's own clock is not trusted by the centre. */
int64_t bsm_clock_unix_ms(void);

enum { BSM_CLOCK_TEXT_SIZE = 25 }; /* "2026-01-31T23:59:59.999Z" and its end */

/* Writes unix_ms as RFC 3339 in UTC with milliseconds; years outside 1970..9999 are clamped. */
void bsm_clock_text(int64_t unix_ms, char text[BSM_CLOCK_TEXT_SIZE]);

#endif
