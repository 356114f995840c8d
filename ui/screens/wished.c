/* The wish for an appointment is kept: what comes when there is a connection, and that nothing else is to be done. */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/mobile.h"
#include "ui/rating.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { BADGE = 132, WORDS_SIZE = 256 };

static void add_what_comes(const struct bsm_stage *stage, struct bsm_column *column)
{
    char digits[BSM_NUMBER_SIZE], words[WORDS_SIZE];
    bool known = bsm_mobile_typed_end(stage, digits);
    int padding = bsm_column_px(column, 36);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding, column->width - 2 * padding);
    snprintf(words, sizeof words, bsm_tr("An SMS comes to the number ending in %s"), digits);
    bsm_widget_row(
        &inside, BSM_TONE_PLAIN, "smartphone", known ? words : bsm_tr("An SMS comes to your number"),
        bsm_tr("It says office, day and time, and the code to show there. If nothing is free, it says what to "
               "do."),
        0);
    bsm_column_gap(&inside, 32);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "id-card", bsm_tr("Please bring your ID card to the office."), NULL, 0);
    bsm_column_gap(&inside, 32);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "shield-check", bsm_tr("Only the centre can read your number"),
                   bsm_tr("It is encrypted and waits here until the centre has it; then it is erased."), 0);
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    int side = bsm_column_px(column, BADGE);
    bsm_widget_badge(column, column->x + (column->width - side) / 2, column->y, side, BSM_TONE_GOOD, "check");
    column->y += side;
    bsm_column_gap(column, 20);
    bsm_widget_title(
        column, bsm_tr("Your request is kept"),
        bsm_tr("When there is a connection again, you get an appointment by SMS. You need not wait here."));
    bsm_column_gap(column, 32);
    add_what_comes(stage, column);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_CALL | BSM_CHROME_LANGUAGE), fill, bsm_rating_finish);
}

const struct bsm_screen_ops bsm_screen_wished = {.build = build, .on_touch = bsm_rating_finish_touch};
