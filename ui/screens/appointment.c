/* An appointment: office, day, time, where needed a mobile number, and a last look. Places are the same however many
 * there are to choose from. */
#include <stdio.h>
#include <string.h>

#include "ui/calendar.h"
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/mobile.h"
#include "ui/screens/booking.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

#include "firmware/base/wipe.h"

enum {
    OFFICE_HEIGHT = 220,
    OFFICE_HEIGHT_WIDE = 150,
    DAY_COLUMNS = 2,
    DAY_HEIGHT = 176,
    TIME_COLUMNS = 3,
    TIME_HEIGHT = 128,
    GAP = 24,
    NOTICE_HEIGHT = 160,
    WORDS_SIZE = 256,
};

static const char *office_name(const struct bsm_stage *stage)
{
    return bsm_office_name(&stage->slots.offices[stage->booking.office]);
}

/* The slot of the nth day or time from `first` on; -1: there are no more. */
static int slot_at(const struct bsm_stage *stage, int place)
{
    const struct bsm_booking *booking = &stage->booking;
    int wanted = booking->first + place;
    int slot = -1;
    do
        slot = booking->step == BSM_BOOKING_DAY ? bsm_slots_next_day(&stage->slots, booking->office, slot)
                                                : bsm_slots_next_time(&stage->slots, booking->day, slot);
    while (slot >= 0 && wanted-- > 0);
    return slot;
}

static int places(const struct bsm_stage *stage)
{
    return stage->booking.step == BSM_BOOKING_DAY ? BSM_TARGET_DAYS : BSM_TARGET_TIMES;
}

static void add_offices(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, stage->landscape ? OFFICE_HEIGHT_WIDE : OFFICE_HEIGHT);
    int gap = bsm_column_px(column, GAP);
    for (int i = 0; i < BSM_TARGET_OFFICES; i++) {
        int bottom = column->y + height;
        if (i < stage->slots.offices_count)
            bsm_widget_choice(column, (enum bsm_target)(BSM_TARGET_OFFICE + i), "map-pin",
                              bsm_office_name(&stage->slots.offices[i]), NULL, height);
        column->y = (column->y > bottom ? column->y : bottom) + (i + 1 < BSM_TARGET_OFFICES ? gap : 0);
    }
}

static void fill_day(struct bsm_column *column, struct bsm_rect rect, const char *date)
{
    char day[BSM_DAY_WORDS_SIZE];
    char hijri[BSM_DAY_WORDS_SIZE];
    bsm_day_short(date, day);
    bsm_day_hijri(date, hijri);
    struct bsm_column inside = bsm_column_inside(column, rect.x, 0, rect.w);
    int first = column->page->count;
    bsm_column_text(&inside, BSM_STYLE_BODY_STRONG, BSM_COLOUR_GREEN, BSM_ALIGN_CENTRE, bsm_weekday_name(date));
    bsm_column_text(&inside, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, day);
    bsm_column_text(&inside, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE, hijri);
    bsm_page_shift(column->page, first, column->page->count, rect.y + (rect.h - inside.y) / 2);
}

static void add_days(const struct bsm_stage *stage, struct bsm_column *column)
{
    int gap = bsm_column_px(column, GAP);
    int height = bsm_column_target_px(column, DAY_HEIGHT);
    int width = (column->width - (DAY_COLUMNS - 1) * gap) / DAY_COLUMNS;
    for (int i = 0; i < BSM_TARGET_DAYS; i++) {
        int slot = slot_at(stage, i);
        if (slot < 0)
            break;
        struct bsm_rect rect = {column->x + i % DAY_COLUMNS * (width + gap),
                                column->y + i / DAY_COLUMNS * (height + gap), width, height};
        bsm_widget_card(column, rect)->target = (enum bsm_target)(BSM_TARGET_DAY + i);
        fill_day(column, rect, stage->slots.slots[slot].day);
    }
    column->y += BSM_TARGET_DAYS / DAY_COLUMNS * (height + gap) - gap;
}

static void add_times(const struct bsm_stage *stage, struct bsm_column *column)
{
    int gap = bsm_column_px(column, GAP);
    int height = bsm_column_target_px(column, TIME_HEIGHT);
    int width = (column->width - (TIME_COLUMNS - 1) * gap) / TIME_COLUMNS;
    for (int i = 0; i < BSM_TARGET_TIMES; i++) {
        char words[BSM_DAY_WORDS_SIZE];
        int slot = slot_at(stage, i);
        if (slot < 0)
            break;
        struct bsm_rect rect = {column->x + i % TIME_COLUMNS * (width + gap),
                                column->y + i / TIME_COLUMNS * (height + gap), width, height};
        bsm_time_words(stage->slots.slots[slot].time, words);
        bsm_widget_button(column, rect, BSM_BUTTON_QUIET, (enum bsm_target)(BSM_TARGET_TIME + i), "", words);
    }
    column->y += BSM_TARGET_TIMES / TIME_COLUMNS * (height + gap) - gap;
}

static void add_notice(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    if (stage->show.reason == BSM_REASON_SLOT_TAKEN)
        bsm_widget_notice(column, BSM_TONE_WARN, "calendar-clock", bsm_tr("That time has just gone to somebody else"),
                          bsm_tr("These are still free. We are sorry."), height);
    else
        bsm_widget_notice(column, BSM_TONE_PLAIN, "id-card", bsm_tr("Please bring your ID card to the office."), NULL,
                          height);
}

/* "Sunday, 6 December 2026" */
static void whole_day(const char *date, char *words, size_t size)
{
    char day[BSM_DAY_WORDS_SIZE];
    bsm_day_words(date, day);
    snprintf(words, size, "%s%s%s", bsm_weekday_name(date), bsm_tr(", "), day);
}

static void fill_none(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    bsm_widget_hero(column, BSM_TONE_GOLD, "calendar-x");
    bsm_column_gap(column, 48);
    bsm_widget_title(column, bsm_tr("No appointment is free at the moment"), bsm_tr("Others may become free later."));
    bsm_column_gap(column, 56);
    bsm_widget_notice(column, BSM_TONE_PLAIN, "building-2",
                      bsm_tr("Please try again tomorrow, or go to an office of the service with your ID card."), NULL,
                      bsm_column_px(column, 150));
}

static void fill_choice(const struct bsm_stage *stage, struct bsm_column *column)
{
    char words[WORDS_SIZE];
    const struct bsm_booking *booking = &stage->booking;
    if (booking->step == BSM_BOOKING_OFFICE) {
        bsm_widget_title(column, bsm_tr("Which office?"), bsm_tr("Appointments are free at these."));
        bsm_column_gap(column, 28);
        if (!stage->landscape) {
            add_notice(stage, column);
            bsm_column_gap(column, 28);
        }
        add_offices(stage, column);
        return;
    }
    bool day = booking->step == BSM_BOOKING_DAY;
    if (!day)
        whole_day(stage->slots.slots[booking->day].day, words, sizeof words);
    bsm_widget_title(column, day ? bsm_tr("Which day?") : bsm_tr("What time?"), day ? office_name(stage) : words);
    bsm_column_gap(column, 40);
    if (day)
        add_days(stage, column);
    else
        add_times(stage, column);
}

static void add_back(const struct bsm_stage *stage, struct bsm_column *column)
{
    struct bsm_item *back = bsm_widget_button(
        column, bsm_column_take(column, bsm_column_target_px(column, BSM_TARGET_MIN + 8)),
        stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_SECOND, BSM_TARGET_BACK, "arrow-left", bsm_tr("Back"));
    back->icon_turned = true;
}

static void add_turner(struct bsm_column *column, struct bsm_rect rect, enum bsm_target target, bool on)
{
    bool later = target == BSM_TARGET_LATER;
    if (!on)
        return;
    struct bsm_item *item =
        bsm_widget_button_in(column, rect, BSM_BUTTON_QUIET, BSM_STYLE_LABEL, target,
                             later ? "chevron-right" : "chevron-left", later ? bsm_tr("Later") : bsm_tr("Earlier"));
    item->icon_turned = true;
    item->icon_after = later;
}

static void fill_choice_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    int gap = bsm_column_px(column, GAP);
    if (stage->booking.step == BSM_BOOKING_OFFICE && stage->landscape) {
        add_notice(stage, column);
        column->y += gap;
    } else if (stage->booking.step != BSM_BOOKING_OFFICE) {
        struct bsm_rect row = bsm_column_take(column, bsm_column_target_px(column, BSM_TARGET_MIN));
        int half = (row.w - gap) / 2;
        add_turner(column, (struct bsm_rect){row.x, row.y, half, row.h}, BSM_TARGET_EARLIER, stage->booking.first > 0);
        add_turner(column, (struct bsm_rect){row.x + row.w - half, row.y, half, row.h}, BSM_TARGET_LATER,
                   slot_at(stage, places(stage)) >= 0);
        column->y += gap;
    }
    add_back(stage, column);
}

static void fill_mobile(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(column, bsm_tr("Your mobile number"), bsm_tr("The appointment is confirmed there."));
    bsm_column_gap(column, 40);
    bsm_mobile_add(stage, column);
}

static void fill_mobile_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_keypad_add(column, (struct bsm_keypad_corner){BSM_TARGET_NEXT,
                                                      bsm_mobile_is_typed(stage) ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                                                      "arrow-right", bsm_tr("Next")});
    bsm_column_gap(column, GAP);
    add_back(stage, column);
}

static void fill_summary(const struct bsm_stage *stage, struct bsm_column *column)
{
    char digits[BSM_NUMBER_SIZE];
    char message[WORDS_SIZE] = "";
    const struct bsm_slot *slot = &stage->slots.slots[stage->booking.slot];
    if (bsm_mobile_end(stage, digits))
        snprintf(message, sizeof message, bsm_tr("A message goes to the number ending in %s."), digits);
    bsm_widget_title(column, bsm_tr("Is this right?"), bsm_tr("Then touch “Book it”."));
    bsm_column_gap(column, 44);
    bsm_booking_card(column, &stage->slots.offices[slot->office], slot->day, slot->time, message);
}

static void fill_summary_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                      stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_PRIMARY, BSM_TARGET_BOOK, "calendar-check",
                      bsm_tr("Book it"));
    bsm_column_gap(column, GAP);
    add_back(stage, column);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    struct bsm_rect room = bsm_chrome_build(stage, page, BSM_CHROME_VISIT);
    if (stage->slots.slots_count == 0)
        bsm_fit(stage, page, room, fill_none, add_back);
    else if (stage->booking.step == BSM_BOOKING_MOBILE)
        bsm_fit(stage, page, room, fill_mobile, fill_mobile_controls);
    else if (stage->booking.step == BSM_BOOKING_SUMMARY)
        bsm_fit(stage, page, room, fill_summary, fill_summary_controls);
    else
        bsm_fit_broad(stage, page, room, fill_choice, fill_choice_controls);
}

static void go_to(struct bsm_booking *booking, enum bsm_booking_step step)
{
    booking->step = step;
    booking->first = 0;
}

static bool go_back(struct bsm_stage *stage, struct bsm_message *answer)
{
    struct bsm_booking *booking = &stage->booking;
    if (booking->step == BSM_BOOKING_OFFICE || stage->slots.slots_count == 0) {
        stage->answered = true;
        return bsm_stage_say(stage, BSM_INPUT_BACK, answer);
    }
    bool skip = booking->step == BSM_BOOKING_SUMMARY && !stage->slots.needs_mobile;
    go_to(booking, (enum bsm_booking_step)(booking->step - (skip ? 2 : 1)));
    return false;
}

static bool book(struct bsm_stage *stage, struct bsm_message *answer)
{
    const struct bsm_slot *slot = &stage->slots.slots[stage->booking.slot];
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_SLOT, .round = stage->round};
    struct bsm_ui_slot *said = &answer->as.ui_slot;
    memcpy(said->office, stage->slots.offices[slot->office].id, sizeof said->office);
    memcpy(said->day, slot->day, sizeof said->day);
    memcpy(said->time, slot->time, sizeof said->time);
    if (stage->slots.needs_mobile)
        bsm_mobile_typed(stage, said->mobile);
    stage->answered = true;
    return true;
}

static void choose(struct bsm_stage *stage, enum bsm_target target)
{
    struct bsm_booking *booking = &stage->booking;
    int office = bsm_target_index(target, BSM_TARGET_OFFICE, stage->slots.offices_count);
    int day = bsm_target_index(target, BSM_TARGET_DAY, BSM_TARGET_DAYS);
    int time = bsm_target_index(target, BSM_TARGET_TIME, BSM_TARGET_TIMES);
    if (booking->step == BSM_BOOKING_OFFICE && office >= 0) {
        booking->office = office;
        go_to(booking, BSM_BOOKING_DAY);
    } else if (booking->step == BSM_BOOKING_DAY && day >= 0 && slot_at(stage, day) >= 0) {
        booking->day = slot_at(stage, day);
        go_to(booking, BSM_BOOKING_TIME);
    } else if (booking->step == BSM_BOOKING_TIME && time >= 0 && slot_at(stage, time) >= 0) {
        booking->slot = slot_at(stage, time);
        go_to(booking, stage->slots.needs_mobile ? BSM_BOOKING_MOBILE : BSM_BOOKING_SUMMARY);
    }
}

static void turn_page(struct bsm_stage *stage, enum bsm_target target)
{
    int by = places(stage);
    if (target == BSM_TARGET_EARLIER && stage->booking.first >= by)
        stage->booking.first -= by;
    if (target == BSM_TARGET_LATER && slot_at(stage, by) >= 0)
        stage->booking.first += by;
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    enum bsm_booking_step step = stage->booking.step;
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_BACK)
        return go_back(stage, answer);
    if (stage->slots.slots_count == 0)
        return false;
    if (step == BSM_BOOKING_SUMMARY && target == BSM_TARGET_BOOK)
        return book(stage, answer);
    if (step == BSM_BOOKING_MOBILE && target == BSM_TARGET_NEXT) {
        stage->asked_next = !bsm_mobile_is_typed(stage);
        if (!stage->asked_next)
            go_to(&stage->booking, BSM_BOOKING_SUMMARY);
    } else if (step == BSM_BOOKING_MOBILE)
        bsm_mobile_type(stage, target);
    else if (step == BSM_BOOKING_DAY || step == BSM_BOOKING_TIME)
        turn_page(stage, target);
    choose(stage, target);
    return false;
}

static bool view(struct bsm_stage *stage, int number)
{
    stage->booking = (struct bsm_booking){.step = (enum bsm_booking_step)number};
    return number <= (int)BSM_BOOKING_SUMMARY && stage->slots.slots_count > 0;
}

const struct bsm_screen_ops bsm_screen_appointment = {.build = build, .on_touch = on_touch, .view = view};
