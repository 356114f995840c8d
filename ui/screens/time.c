/* Time is running out: a ring that empties, the seconds in it, and one large way to stay. A touch anywhere stays too.
 */
#include <math.h>
#include <stdio.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/paint.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { RING = 460, TICK_MS = 100 };

static int64_t left_ms(const struct bsm_stage *stage)
{
    int64_t left = (int64_t)stage->show.seconds * 1000 - (stage->now_ms - stage->shown_ms);
    return left > 0 ? left : 0;
}

/* details: milliseconds of the whole */
static void paint_ring(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    double width = r.w * 0.055;
    double radius = r.w / 2.0 - width;
    double cx = r.x + r.w / 2.0;
    double cy = r.y + r.h / 2.0;
    double part = item->details[0] > 0 ? (double)left_ms(painter->stage) / item->details[0] : 0;
    cairo_set_line_width(cr, width);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_new_path(cr);
    cairo_arc(cr, cx, cy, radius, 0, 2 * M_PI);
    bsm_theme_source(cr, BSM_COLOUR_LINE, 1);
    cairo_stroke(cr);
    if (part > 0) {
        cairo_arc_negative(cr, cx, cy, radius, -M_PI / 2, -M_PI / 2 - 2 * M_PI * part);
        bsm_theme_source(cr, part > 0.34 ? BSM_COLOUR_GREEN : BSM_COLOUR_GOLD, 1);
        cairo_stroke(cr);
    }
    char number[BSM_NUMBER_SIZE];
    char ascii[16];
    snprintf(ascii, sizeof ascii, "%d", (int)((left_ms(painter->stage) + 999) / 1000));
    bsm_digits(painter->stage->show.language, ascii, number, sizeof number);
    bsm_paint_words(painter, r, number, BSM_STYLE_DISPLAY, r.w * 36 / 100, BSM_COLOUR_INK, false);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    int side = bsm_column_px(column, RING);
    struct bsm_rect place = {column->x + (column->width - side) / 2, column->y, side, side};
    struct bsm_item *ring = bsm_page_add(column->page, BSM_ITEM_DRAWING, place);
    ring->paint = paint_ring;
    ring->animated = true;
    ring->details[0] = stage->show.seconds * 1000;
    column->y += side;
    bsm_column_gap(column, 48);
    bsm_widget_title(column, bsm_tr("Are you still here?"),
                     bsm_tr("Otherwise the visit ends and everything is erased. What you have typed is still there."));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    enum bsm_button_look look = stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_PRIMARY;
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT * 1.4)), look,
                      BSM_TARGET_MORE_TIME, "hand", bsm_tr("I am still here"));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if ((target != BSM_TARGET_MORE_TIME && target != BSM_TARGET_NONE) || stage->answered)
        return false;
    stage->answered = true;
    return bsm_stage_say(stage, BSM_INPUT_MORE_TIME, answer);
}

static int on_tick(struct bsm_stage *stage) { return left_ms(stage) > 0 ? TICK_MS : 0; }

const struct bsm_screen_ops bsm_screen_time = {.build = build, .on_touch = on_touch, .on_tick = on_tick};
