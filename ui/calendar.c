#include "ui/calendar.h"

#include <stdio.h>
#include <string.h>
#include <unicode/ucal.h>

#include "firmware/base/identity.h"
#include "ui/language.h"

struct day {
    int year;
    int month;
    int day;
};

static const char *const months[] = {
    BSM_MSGID("January"),   BSM_MSGID("February"), BSM_MSGID("March"),    BSM_MSGID("April"),
    BSM_MSGID("May"),       BSM_MSGID("June"),     BSM_MSGID("July"),     BSM_MSGID("August"),
    BSM_MSGID("September"), BSM_MSGID("October"),  BSM_MSGID("November"), BSM_MSGID("December"),
};

static const char *const hijri_months[] = {
    BSM_MSGID("Muharram"), BSM_MSGID("Safar"),     BSM_MSGID("Rabi I"),      BSM_MSGID("Rabi II"),
    BSM_MSGID("Jumada I"), BSM_MSGID("Jumada II"), BSM_MSGID("Rajab"),       BSM_MSGID("Shaban"),
    BSM_MSGID("Ramadan"),  BSM_MSGID("Shawwal"),   BSM_MSGID("Dhu al-Qada"), BSM_MSGID("Dhu al-Hijja"),
};

static const char *const weekdays[] = {
    BSM_MSGID("Sunday"),   BSM_MSGID("Monday"), BSM_MSGID("Tuesday"),  BSM_MSGID("Wednesday"),
    BSM_MSGID("Thursday"), BSM_MSGID("Friday"), BSM_MSGID("Saturday"),
};

const char *bsm_month_name(int month) { return month >= 1 && month <= 12 ? bsm_tr(months[month - 1]) : ""; }

static int two(const char *at) { return (at[0] - '0') * 10 + (at[1] - '0'); }

/* What is no date becomes a day that is one: these words come from outside. */
static struct day day_of(const char *date)
{
    if (!bsm_date_valid(date))
        return (struct day){2000, 1, 1};
    return (struct day){two(date) * 100 + two(date + 2), two(date + 5), two(date + 8)};
}

/* Sakamoto's method for the Gregorian calendar; 0 is Sunday. */
static int weekday_of(struct day day)
{
    static const int shift[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int year = day.month < 3 ? day.year - 1 : day.year;
    return (year + year / 4 - year / 100 + year / 400 + shift[day.month - 1] + day.day) % 7;
}

const char *bsm_weekday_name(const char *date) { return bsm_tr(weekdays[weekday_of(day_of(date))]); }

void bsm_day_short(const char *date, char out[BSM_DAY_WORDS_SIZE])
{
    char number[BSM_NUMBER_SIZE];
    struct day day = day_of(date);
    /* Translators: day, month's name */
    snprintf(out, BSM_DAY_WORDS_SIZE, bsm_tr("%1$s %2$s"), bsm_number((unsigned long)day.day, number),
             bsm_month_name(day.month));
}

static void write_day(struct day day, const char *month, char out[BSM_DAY_WORDS_SIZE])
{
    char number[BSM_NUMBER_SIZE];
    char year[BSM_NUMBER_SIZE];
    /* Translators: day, month's name, year */
    snprintf(out, BSM_DAY_WORDS_SIZE, bsm_tr("%1$s %2$s %3$s"), bsm_number((unsigned long)day.day, number), month,
             bsm_number((unsigned long)day.year, year));
}

void bsm_day_words(const char *date, char out[BSM_DAY_WORDS_SIZE])
{
    struct day day = day_of(date);
    write_day(day, bsm_month_name(day.month), out);
}

/* At noon, so that no hour of any clock makes it another day. */
static bool to_hijri(struct day from, struct day *to)
{
    UErrorCode error = U_ZERO_ERROR;
    UCalendar *gregorian = ucal_open(u"UTC", -1, "en_US@calendar=gregorian", UCAL_DEFAULT, &error);
    UCalendar *hijri = ucal_open(u"UTC", -1, "en_US@calendar=islamic-umalqura", UCAL_DEFAULT, &error);
    if (U_SUCCESS(error)) {
        ucal_setDateTime(gregorian, from.year, from.month - 1, from.day, 12, 0, 0, &error);
        ucal_setMillis(hijri, ucal_getMillis(gregorian, &error), &error);
        to->year = ucal_get(hijri, UCAL_YEAR, &error);
        to->month = ucal_get(hijri, UCAL_MONTH, &error) + 1;
        to->day = ucal_get(hijri, UCAL_DAY_OF_MONTH, &error);
    }
    ucal_close(gregorian);
    ucal_close(hijri);
    return U_SUCCESS(error) && to->month >= 1 && to->month <= 12;
}

void bsm_day_hijri(const char *date, char out[BSM_DAY_WORDS_SIZE])
{
    struct day hijri = {0};
    out[0] = '\0';
    if (to_hijri(day_of(date), &hijri))
        write_day(hijri, bsm_tr(hijri_months[hijri.month - 1]), out);
}

void bsm_time_words(const char *time, char out[BSM_DAY_WORDS_SIZE])
{
    char ascii[16];
    char digits[BSM_NUMBER_SIZE];
    if (strspn(time, "0123456789:") != 5) {
        out[0] = '\0';
        return;
    }
    int hour = two(time);
    snprintf(ascii, sizeof ascii, "%d:%.2s", hour % 12 ? hour % 12 : 12, time + 3);
    bsm_digits(bsm_language_now(), ascii, digits, sizeof digits);
    snprintf(out, BSM_DAY_WORDS_SIZE, hour < 12 ? bsm_tr("%s AM") : bsm_tr("%s PM"), digits);
}
