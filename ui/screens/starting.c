/* Before all parts are ready: the mark at work, in both languages, for nobody has chosen one yet. */
#include "ui/fit.h"
#include "ui/mark.h"
#include "ui/screens/both.h"
#include "ui/screens/screens.h"

enum { MARK = 320, STAR = 216, FRAME_MS = 40 };

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    int side = bsm_column_px(column, MARK);
    struct bsm_rect place = {column->x + (column->width - side) / 2, column->y, side, side};
    struct bsm_item *mark = bsm_page_add(column->page, BSM_ITEM_DRAWING, place);
    mark->paint = bsm_paint_mark_at_work;
    mark->details[0] = BSM_COLOUR_WHITE;
    mark->animated = true;
    column->y += side;
    bsm_column_gap(column, 48);
    bsm_both_text(column, BSM_STYLE_TITLE, BSM_COLOUR_WHITE, BSM_MSGID("Getting ready"), 8);
    bsm_column_gap(column, 24);
    bsm_both_text(column, BSM_STYLE_BODY, BSM_COLOUR_GREEN_TINT, BSM_MSGID("This takes only a few seconds."), 4);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    struct bsm_rect all = {0, 0, stage->width_px, stage->height_px};
    struct bsm_item *pattern = bsm_page_add(page, BSM_ITEM_DRAWING, all);
    pattern->paint = bsm_paint_pattern;
    pattern->details[0] = bsm_px(stage->scale, STAR);
    int margin = bsm_px(stage->scale, BSM_MARGIN);
    bsm_fit_one(stage, page, bsm_rect_inset(all, margin), fill);
}

static int on_tick(struct bsm_stage *stage)
{
    (void)stage;
    return FRAME_MS;
}

const struct bsm_screen_ops bsm_screen_starting = {.build = build, .on_tick = on_tick};
