/* Days and times in the present language's words and digits; Gregorian, and Hijri by the Umm al-Qura calendar (ICU). */
#ifndef BASMA_UI_CALENDAR_H
#define BASMA_UI_CALENDAR_H

#include <stddef.h>

enum { BSM_DAY_WORDS_SIZE = 96 };

/* "January"; month 1..12. */
const char *bsm_month_name(int month);

/* Of a valid "2026-12-06": "Sunday", "6 December", "6 December 2026"; and "26 Jumada II 1448". "" where ICU fails. */
const char *bsm_weekday_name(const char *date);
void bsm_day_short(const char *date, char out[BSM_DAY_WORDS_SIZE]);
void bsm_day_words(const char *date, char out[BSM_DAY_WORDS_SIZE]);
void bsm_day_hijri(const char *date, char out[BSM_DAY_WORDS_SIZE]);

/* "9:30 AM" of "09:30". */
void bsm_time_words(const char *time, char out[BSM_DAY_WORDS_SIZE]);

#endif
