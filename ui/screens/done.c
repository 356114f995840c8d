/* It is done: what, what is open from now on, the receipt, and how it was. */
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/qr.h"
#include "ui/rating.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { TILE_HEIGHT = 172, TILE_GAP = 14, HEAD_BADGE = 132, CODE_SIDE = 488, CARD_PADDING = 20, WORDS_SIZE = 512 };

static const struct {
    const char *title;
    const char *text;
} deeds[] = {
    [0] = {BSM_MSGID("It is done"), BSM_MSGID("Thank you.")},
    [BSM_ACTION_REGISTER] = {BSM_MSGID("Your account is open and active"),
                             BSM_MSGID("Sign in with your user name and your password.")},
    [BSM_ACTION_ACTIVATE] = {BSM_MSGID("Your account is active"), BSM_MSGID("Thank you. You can use it from now on.")},
    [BSM_ACTION_RESET_PASSWORD] = {BSM_MSGID("Your new password is set"), BSM_MSGID("The old one no longer works.")},
    [BSM_ACTION_CHANGE_MOBILE] = {BSM_MSGID("Your new mobile number is set"),
                                  BSM_MSGID("Codes will come to it from now on.")},
};

static const struct {
    const char *icon;
    const char *name;
} services[] = {
    {"book-user", BSM_MSGID("Passport")}, {"users", BSM_MSGID("Family")}, {"hard-hat", BSM_MSGID("Workers")},
    {"stamp", BSM_MSGID("Visas")},        {"car", BSM_MSGID("Vehicles")}, {"id-card", BSM_MSGID("Licence")},
};

static void add_tile(struct bsm_column *column, struct bsm_rect rect, const char *icon, const char *name)
{
    bsm_widget_card(column, rect)->raised = false;
    int badge = bsm_column_px(column, 76);
    int words = bsm_column_measure(column, BSM_STYLE_SMALL, name, rect.w);
    int gap = bsm_column_px(column, 10);
    int top = rect.y + (rect.h - badge - gap - words) / 2;
    bsm_widget_badge(column, rect.x + (rect.w - badge) / 2, top, badge, BSM_TONE_PLAIN, icon);
    bsm_column_words(column, (struct bsm_rect){rect.x, top + badge + gap, rect.w, words}, BSM_STYLE_SMALL,
                     BSM_COLOUR_INK, BSM_ALIGN_CENTRE, name);
}

static void add_tiles(struct bsm_column *column)
{
    int gap = bsm_column_px(column, TILE_GAP);
    int count = (int)(sizeof services / sizeof services[0]);
    int width = (column->width - (count - 1) * gap) / count;
    int height = bsm_column_px(column, TILE_HEIGHT);
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_START, bsm_tr("Open to you now:"));
    bsm_column_gap(column, 12);
    for (int i = 0; i < count; i++)
        add_tile(column, (struct bsm_rect){column->x + i * (width + gap), column->y, width, height}, services[i].icon,
                 bsm_tr(services[i].name));
    column->y += height;
}

/* The QR code keeps its size when the rest becomes denser: a phone must read it. */
static void add_receipt(const struct bsm_stage *stage, struct bsm_column *column)
{
    int padding = bsm_column_px(column, CARD_PADDING);
    int side = bsm_px(column->target_scale, CODE_SIDE);
    struct bsm_rect rect = bsm_column_take(column, side + 2 * padding);
    bsm_widget_card(column, rect);
    struct bsm_item *code =
        bsm_page_add(column->page, BSM_ITEM_DRAWING, (struct bsm_rect){rect.x + padding, rect.y + padding, side, side});
    code->paint = bsm_paint_receipt;
    struct bsm_column words = bsm_column_inside(column, rect.x + side + 2 * padding, 0, rect.w - side - 3 * padding);
    int first = column->page->count;
    bsm_column_icon(&words, bsm_column_take(&words, bsm_column_px(column, 72)), "receipt-text", 64, BSM_COLOUR_GREEN);
    bsm_column_gap(&words, 12);
    bsm_column_text(&words, BSM_STYLE_LABEL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE, bsm_tr("Your receipt"));
    bsm_column_text(&words, BSM_STYLE_HEADING, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, stage->receipt.code);
    bsm_column_gap(&words, 12);
    bsm_column_text(&words, BSM_STYLE_LABEL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("Scan it with your phone. The same code comes by SMS."));
    bsm_page_shift(column->page, first, column->page->count, rect.y + (rect.h - words.y) / 2);
}

/* What is not so yet is said: a number that waits. */
static void add_words(const struct bsm_stage *stage, struct bsm_column *column)
{
    unsigned action = (unsigned)stage->show.action;
    unsigned deed = action <= BSM_ACTION_LAST ? action : 0;
    unsigned long hours = stage->receipt.mobile_wait_h;
    char count[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    if (hours == 0) {
        bsm_widget_title(column, bsm_tr(deeds[deed].title), bsm_tr(deeds[deed].text));
        return;
    }
    bool change = action == BSM_ACTION_CHANGE_MOBILE;
    snprintf(words, sizeof words,
             bsm_tr_plural(
                 "Your new mobile number counts in %s hour. Until then codes go to the old one, which we have told.",
                 "Your new mobile number counts in %s hours. Until then codes go to the old one, which we have told.",
                 hours),
             bsm_number(hours, count));
    bsm_widget_title(column, change ? bsm_tr("We have noted your new mobile number") : bsm_tr(deeds[deed].title),
                     words);
}

static void add_head(const struct bsm_stage *stage, struct bsm_column *column)
{
    int side = bsm_column_px(column, HEAD_BADGE);
    bsm_widget_badge(column, column->x + (column->width - side) / 2, column->y, side, BSM_TONE_GOOD, "check");
    column->y += side;
    bsm_column_gap(column, 20);
    add_words(stage, column);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    add_head(stage, column);
    if (stage->receipt.receipt[0]) {
        bsm_column_gap(column, 28);
        add_receipt(stage, column);
    }
    if (!stage->landscape) {
        bsm_column_gap(column, 28);
        add_tiles(column);
    }
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    if (stage->landscape) {
        add_tiles(column);
        bsm_column_gap(column, 32);
    }
    bsm_rating_finish(stage, column);
    bsm_column_gap(column, 16);
    bsm_column_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("Everything is erased from this kiosk when you finish."));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_LANGUAGE), fill, fill_controls);
}

/* 1: a number was given that waits. */
static bool view(struct bsm_stage *stage, int number)
{
    stage->receipt.mobile_wait_h = 24;
    return number == 1;
}

const struct bsm_screen_ops bsm_screen_done = {.build = build, .on_touch = bsm_rating_finish_touch, .view = view};
