/* Kept while there is no connection: nothing is decided, an SMS will tell, and a reference to be remembered. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/rating.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { BADGE = 132 };

static void add_reference(const struct bsm_stage *stage, struct bsm_column *column)
{
    int padding = bsm_column_px(column, 24);
    struct bsm_item *ground =
        bsm_page_add(column->page, BSM_ITEM_PANEL, (struct bsm_rect){column->x, column->y, column->width, 0});
    ground->ground = BSM_COLOUR_GOLD_TINT;
    ground->radius_px = bsm_column_px(column, BSM_RADIUS);
    column->y += padding;
    bsm_column_text(column, BSM_STYLE_LABEL, BSM_COLOUR_INK, BSM_ALIGN_CENTRE, bsm_tr("Your reference"));
    bsm_column_text(column, BSM_STYLE_TITLE, BSM_COLOUR_GREEN, BSM_ALIGN_CENTRE, stage->receipt.code);
    column->y += padding;
    ground->rect.h = column->y - ground->rect.y;
}

static void add_what_comes(struct bsm_column *column)
{
    int padding = bsm_column_px(column, 36);
    struct bsm_item *card = bsm_widget_card(column, (struct bsm_rect){column->x, column->y, column->width, 0});
    struct bsm_column inside =
        bsm_column_inside(column, column->x + padding, column->y + padding, column->width - 2 * padding);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "smartphone", bsm_tr("You will be told by SMS"),
                   bsm_tr("It has the same reference. If the centre has another number of yours on file, that one is "
                          "told what was decided."),
                   0);
    bsm_column_gap(&inside, 32);
    bsm_widget_row(&inside, BSM_TONE_PLAIN, "shield-check", bsm_tr("Only the centre can read it"),
                   bsm_tr("What was taken is encrypted and waits here until the centre has it; then it is erased."), 0);
    card->rect.h = inside.y + padding - card->rect.y;
    column->y = card->rect.y + card->rect.h;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    int side = bsm_column_px(column, BADGE);
    bsm_widget_badge(column, column->x + (column->width - side) / 2, column->y, side, BSM_TONE_GOOD, "check");
    column->y += side;
    bsm_column_gap(column, 20);
    bsm_widget_title(column, bsm_tr("It is kept; the centre decides later"),
                     bsm_tr("Your account is not active yet: there is no connection now."));
    bsm_column_gap(column, 32);
    add_reference(stage, column);
    bsm_column_gap(column, 28);
    add_what_comes(column);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_CALL | BSM_CHROME_LANGUAGE), fill, bsm_rating_finish);
}

const struct bsm_screen_ops bsm_screen_kept = {.build = build, .on_touch = bsm_rating_finish_touch};
