/*
 * Days and times of day on an office's clock, which runs at a fixed distance from UTC. A day is a count of days since
 * 1970-01-01 in the proleptic Gregorian calendar. Pure.
 */
#ifndef BASMA_CENTRAL_VISITS_CALENDAR_H
#define BASMA_CENTRAL_VISITS_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/identity.h"
#include "net/wire/wire.h"

enum { BSM_DAY_MINUTES = 24 * 60, BSM_WEEKDAYS = 7 };

/* The day of a moment by that clock, and the minute in it. */
int64_t bsm_day_at(int64_t unix_ms, int utc_offset_minutes, int *minute);
/* The moment when that clock shows this. */
int64_t bsm_moment_of(int64_t day, int minute, int utc_offset_minutes);
/* 0 is Sunday. */
int bsm_weekday_of(int64_t day);

/* "2026-12-01"; years 0 to 9999. */
void bsm_day_text(int64_t day, char text[BSM_DATE_SIZE]);
/* The other way; the text is valid (bsm_date_valid). */
int64_t bsm_day_parse(const char *text);

/* "09:30" */
void bsm_minute_text(int minute, char text[BSM_WIRE_TIME_SIZE]);
/* False: not such a text. */
bool bsm_minute_parse(const char *text, int *minute);

#endif
