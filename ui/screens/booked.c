/* The appointment as it is booked: its code, where and when. */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/mobile.h"
#include "ui/rating.h"
#include "ui/screens/booking.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { BADGE = 132, WORDS_SIZE = 256 };

static void add_code(const struct bsm_stage *stage, struct bsm_column *column)
{
    int padding = bsm_column_px(column, 24);
    struct bsm_item *ground =
        bsm_page_add(column->page, BSM_ITEM_PANEL, (struct bsm_rect){column->x, column->y, column->width, 0});
    ground->ground = BSM_COLOUR_GOLD_TINT;
    ground->radius_px = bsm_column_px(column, BSM_RADIUS);
    column->y += padding;
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, bsm_tr("Your code for the office"));
    bsm_column_text(column, BSM_STYLE_TITLE, BSM_COLOUR_GREEN, BSM_ALIGN_CENTRE, stage->booked.code);
    column->y += padding;
    ground->rect.h = column->y - ground->rect.y;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    char digits[BSM_NUMBER_SIZE];
    char message[WORDS_SIZE] = "";
    int side = bsm_column_px(column, BADGE);
    bsm_widget_badge(column, column->x + (column->width - side) / 2, column->y, side, BSM_TONE_GOOD, "calendar-check");
    column->y += side;
    bsm_column_gap(column, 20);
    bsm_widget_title(column, bsm_tr("Your appointment is booked"), bsm_tr("Please bring your ID card to the office."));
    bsm_column_gap(column, 32);
    add_code(stage, column);
    bsm_column_gap(column, 28);
    if (bsm_mobile_end(stage, digits))
        snprintf(message, sizeof message, bsm_tr("A message has been sent to the number ending in %s."), digits);
    bsm_booking_card(column, &stage->booked.office, stage->booked.day, stage->booked.time, message);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_rating_finish(stage, column);
    bsm_column_gap(column, 16);
    bsm_column_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("Everything is erased from this kiosk when you finish."));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_CALL | BSM_CHROME_LANGUAGE), fill, fill_controls);
}

const struct bsm_screen_ops bsm_screen_booked = {.build = build, .on_touch = bsm_rating_finish_touch};
