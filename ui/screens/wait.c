/* One moment: something is asked or comes back, and the person sees that it goes on. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/mark.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { MARK = 320, FRAME_MS = 33 };

static const char *reason_words(enum bsm_reason reason)
{
    if (reason == BSM_REASON_DEVICE)
        return bsm_tr("A device is being made ready again. We go on where we were.");
    if (reason == BSM_REASON_LINK)
        return bsm_tr("The connection to the centre is slow. We go on by ourselves.");
    if (reason == BSM_REASON_CHECKING)
        return bsm_tr("The centre is checking. This takes only a few seconds.");
    return bsm_tr("This takes only a few seconds.");
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    int side = bsm_column_px(column, MARK);
    struct bsm_rect place = {column->x + (column->width - side) / 2, column->y, side, side};
    struct bsm_item *mark = bsm_page_add(column->page, BSM_ITEM_DRAWING, place);
    mark->paint = bsm_paint_mark_at_work;
    mark->details[0] = BSM_COLOUR_GREEN;
    mark->animated = true;
    column->y += side;
    bsm_column_gap(column, 56);
    bsm_widget_title(column, bsm_tr("One moment, please"), reason_words(stage->show.reason));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, NULL);
}

static int on_tick(struct bsm_stage *stage)
{
    (void)stage;
    return FRAME_MS;
}

const struct bsm_screen_ops bsm_screen_wait = {.build = build, .on_tick = on_tick};
