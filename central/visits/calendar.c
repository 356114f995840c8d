#include "central/visits/calendar.h"

#include <stdio.h>
#include <string.h>

enum { MINUTE_MS = 60000 };

int64_t bsm_day_at(int64_t unix_ms, int utc_offset_minutes, int *minute)
{
    int64_t minutes = unix_ms / MINUTE_MS - (unix_ms % MINUTE_MS < 0) + utc_offset_minutes;
    int64_t day = minutes / BSM_DAY_MINUTES - (minutes % BSM_DAY_MINUTES < 0);
    *minute = (int)(minutes - day * BSM_DAY_MINUTES);
    return day;
}

int64_t bsm_moment_of(int64_t day, int minute, int utc_offset_minutes)
{
    return (day * BSM_DAY_MINUTES + minute - utc_offset_minutes) * MINUTE_MS;
}

int bsm_weekday_of(int64_t day)
{
    return (int)(((day + 4) % BSM_WEEKDAYS + BSM_WEEKDAYS) % BSM_WEEKDAYS); /* 1970-01-01 was a Thursday */
}

/* Both ways after H. Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin in March. */
enum { ERA_DAYS = 146097, EPOCH_SHIFT = 719468 };

void bsm_day_text(int64_t day, char text[BSM_DATE_SIZE])
{
    int64_t shifted = day + EPOCH_SHIFT;
    int64_t era = shifted / ERA_DAYS - (shifted % ERA_DAYS < 0);
    int64_t of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / (ERA_DAYS - 1)) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * of_year + 2) / 153;
    int month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    int64_t year = year_of_era + era * 400 + (month <= 2);
    char whole[48];
    snprintf(whole, sizeof whole, "%04d-%02d-%02d", (int)(year % 10000), month,
             (int)(of_year - (153 * march_month + 2) / 5 + 1));
    memcpy(text, whole, BSM_DATE_SIZE - 1);
    text[BSM_DATE_SIZE - 1] = '\0';
}

int64_t bsm_day_parse(const char *text)
{
    int year = 0, month = 0, day = 0;
    if (sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3) {
        return 0;
    }
    int64_t march_year = year - (month <= 2);
    int64_t era = march_year / 400 - (march_year % 400 < 0);
    int64_t year_of_era = march_year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - EPOCH_SHIFT;
}

void bsm_minute_text(int minute, char text[BSM_WIRE_TIME_SIZE])
{
    text[0] = (char)('0' + minute / 600);
    text[1] = (char)('0' + minute / 60 % 10);
    text[2] = ':';
    text[3] = (char)('0' + minute % 60 / 10);
    text[4] = (char)('0' + minute % 10);
    text[5] = '\0';
}

bool bsm_minute_parse(const char *text, int *minute)
{
    static const char digits[] = "0123456789";
    if (strlen(text) != 5 || strspn(text, digits) != 2 || text[2] != ':' || strspn(text + 3, digits) != 2) {
        return false;
    }
    int hours = (text[0] - '0') * 10 + text[1] - '0';
    int minutes = (text[3] - '0') * 10 + text[4] - '0';
    *minute = hours * 60 + minutes;
    return minutes < 60 && *minute <= BSM_DAY_MINUTES;
}
