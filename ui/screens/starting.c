/* Before all parts are ready: the mark at work, in both languages, for nobody has chosen one yet. */
#include "ui/fit.h"
#include "ui/mark.h"
#include "ui/screens/both.h"
#include "ui/screens/screens.h"

enum { MARK = 320, FRAME_MS = 40 };

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    int side = bsm_column_px(column, MARK);
    struct bsm_rect place = {column->x + (column->width - side) / 2, column->y, side, side};
    struct bsm_item *mark = bsm_page_add(column->page, BSM_ITEM_DRAWING, place);
    mark->paint = bsm_paint_mark_at_work;
    mark->animated = true;
    column->y += side;
    bsm_column_gap(column, 48);
    bsm_both_text(column, BSM_STYLE_TITLE, BSM_COLOUR_GREEN_DEEP, BSM_MSGID("Getting ready"), 8);
    bsm_column_gap(column, 24);
    bsm_both_text(column, BSM_STYLE_BODY, BSM_COLOUR_INK_SOFT, BSM_MSGID("This takes only a few seconds."), 4);
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    int margin = bsm_px(stage->scale, BSM_MARGIN);
    struct bsm_rect room = {margin, margin, stage->width_px - 2 * margin, stage->height_px - 2 * margin};
    bsm_fit(stage, page, room, fill, NULL);
}

static int on_tick(struct bsm_stage *stage)
{
    (void)stage;
    return FRAME_MS;
}

const struct bsm_screen_ops bsm_screen_starting = {.build = build, .on_tick = on_tick};
