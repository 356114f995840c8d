#include "ui/screens/booking.h"

#include <stdio.h>
#include <string.h>

#include "ui/calendar.h"
#include "ui/language.h"
#include "ui/widgets.h"

enum { WORDS_SIZE = 256, PADDING = 44, ROW_GAP = 28 };

const char *bsm_office_name(const struct bsm_office *office)
{
    bool arabic = bsm_language_now() == BSM_LANGUAGE_ARABIC;
    const char *name = arabic ? office->name_ar : office->name_en;
    return name[0] ? name : arabic ? office->name_en : office->name_ar;
}

static bool same_day(const struct bsm_slot *a, const struct bsm_slot *b)
{
    return a->office == b->office && strcmp(a->day, b->day) == 0;
}

int bsm_slots_next_day(const struct bsm_slots *slots, int office, int slot)
{
    for (int i = slot + 1; i < slots->slots_count; i++)
        if (slots->slots[i].office == office && (slot < 0 || !same_day(&slots->slots[i], &slots->slots[slot])))
            return i;
    return -1;
}

int bsm_slots_next_time(const struct bsm_slots *slots, int day, int slot)
{
    for (int i = slot + 1; i < slots->slots_count; i++)
        if (same_day(&slots->slots[i], &slots->slots[day]))
            return i;
    return -1;
}

void bsm_booking_card(struct bsm_column *column, const struct bsm_office *office, const char *day, const char *time,
                      const char *message)
{
    char words[WORDS_SIZE];
    char date[BSM_DAY_WORDS_SIZE];
    char hijri[BSM_DAY_WORDS_SIZE];
    int padding = bsm_column_px(column, PADDING);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding, column->width - 2 * padding);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "map-pin", bsm_office_name(office), NULL, 0);
    bsm_column_gap(&inside, ROW_GAP);
    bsm_day_words(day, date);
    bsm_day_hijri(day, hijri);
    snprintf(words, sizeof words, "%s%s%s", bsm_weekday_name(day), bsm_tr(", "), date);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "calendar-days", words, hijri, 0);
    bsm_column_gap(&inside, ROW_GAP);
    bsm_time_words(time, date);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "clock", date, NULL, 0);
    if (message[0]) {
        bsm_column_gap(&inside, ROW_GAP);
        bsm_widget_row(&inside, BSM_TONE_PLAIN, "message-square-text", message, NULL, 0);
    }
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
}
