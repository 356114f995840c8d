/* One finger after the other: which one, where it is on the hand, what was just taken, and what would help. */
#include <stdio.h>

#include "ui/advice.h"
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/hand.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { HANDS_HEIGHT = 590, FRAME_WIDTH = 204, FRAME_HEIGHT = 250, FRAME_GAP = 32, FRAME_MS = 33, WORDS_SIZE = 256 };

static unsigned taken_set(const struct bsm_stage *stage)
{
    unsigned set = 0;
    for (int step = 1; step < stage->show.step && step <= BSM_FINGERS_ASKED_MAX; step++)
        set |= 1u << stage->taken[step - 1];
    return set;
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    char step[BSM_NUMBER_SIZE];
    char steps[BSM_NUMBER_SIZE];
    char count[WORDS_SIZE];
    snprintf(count, sizeof count, bsm_tr("Finger %1$s of %2$s"), bsm_number(stage->show.step, step),
             bsm_number(stage->show.steps, steps));
    bsm_widget_title(column, bsm_finger_name(stage->show.position), stage->show.steps > 1 ? count : NULL);
    bsm_column_gap(column, 36);
    struct bsm_item *hands = bsm_page_add_fixed(column->page, BSM_ITEM_DRAWING,
                                                bsm_column_take(column, bsm_column_px(column, HANDS_HEIGHT)));
    if (column->page->mirrored)
        hands->rect.x = stage->width_px - hands->rect.x - hands->rect.w;
    hands->paint = bsm_paint_hands;
    hands->details[0] = (int)stage->show.position;
    hands->details[1] = (int)taken_set(stage);
    hands->details[2] = stage->hint == BSM_HINT_FINGER_GOOD;
    hands->details[3] = stage->missing_sent;
    if (stage->show.position == BSM_POSITION_NONE || stage->hint == BSM_HINT_FINGER_GOOD)
        return;
    struct bsm_item *breath =
        bsm_page_add_fixed(column->page, BSM_ITEM_DRAWING, bsm_hand_tip(hands->rect, stage->show.position));
    breath->paint = bsm_paint_breath;
    breath->animated = true;
}

/* details: step, whether it is the present one, whether it is taken, the picture's version */
static void paint_frame(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    const struct bsm_picture *picture = &painter->stage->pictures.fingers[item->details[0] - 1];
    double radius = r.w * 0.42;
    cairo_save(cr);
    bsm_paint_rounded(cr, r.x, r.y, r.w, r.h, radius);
    bsm_theme_source(cr, BSM_COLOUR_CARD, 1);
    cairo_fill_preserve(cr);
    cairo_clip(cr);
    if (picture->pixels)
        bsm_picture_cover(cr, picture, r.x, r.y, r.w, r.h);
    cairo_restore(cr);
    enum bsm_colour line = item->details[2] ? BSM_COLOUR_GOOD : item->details[1] ? BSM_COLOUR_GREEN : BSM_COLOUR_LINE;
    double width = item->details[1] || item->details[2] ? r.w * 0.03 : r.w * 0.018;
    bsm_paint_rounded(cr, r.x + width / 2, r.y + width / 2, r.w - width, r.h - width, radius);
    if (!picture->pixels)
        cairo_set_dash(cr, (const double[]){r.w * 0.06, r.w * 0.05}, 2, 0);
    cairo_set_line_width(cr, width);
    bsm_theme_source(cr, line, 1);
    cairo_stroke(cr);
    if (!picture->pixels) {
        int side = r.w / 2;
        bsm_icon_draw(painter->stage->icons, cr, "fingerprint", r.x + (r.w - side) / 2, r.y + (r.h - side) / 2, side,
                      item->details[1] ? BSM_COLOUR_GREEN : BSM_COLOUR_SKIN_LINE, false);
    }
}

static void add_frame(const struct bsm_stage *stage, struct bsm_column *column, struct bsm_rect rect, int step)
{
    bool here = step == stage->show.step;
    bool taken = step < stage->show.step || (here && stage->hint == BSM_HINT_FINGER_GOOD);
    struct bsm_item *frame = bsm_page_add(column->page, BSM_ITEM_DRAWING, rect);
    frame->paint = paint_frame;
    frame->details[0] = step;
    frame->details[1] = here;
    frame->details[2] = taken;
    frame->details[3] = (int)(stage->pictures.fingers[step - 1].version & 0xffffff);
    if (!taken)
        return;
    int side = rect.w * 2 / 5;
    struct bsm_rect badge = {rect.x + rect.w - side * 3 / 4, rect.y + rect.h - side, side, side};
    struct bsm_item *disc = bsm_page_add(column->page, BSM_ITEM_PANEL, badge);
    disc->ground = BSM_COLOUR_GOOD;
    disc->radius_px = side / 2;
    bsm_column_icon(column, badge, "check", 44, BSM_COLOUR_WHITE);
}

static void add_frames(const struct bsm_stage *stage, struct bsm_column *column)
{
    int count = stage->show.steps > BSM_FINGERS_ASKED_MAX ? BSM_FINGERS_ASKED_MAX : stage->show.steps;
    int width = bsm_column_px(column, FRAME_WIDTH);
    int gap = bsm_column_px(column, FRAME_GAP);
    struct bsm_rect row = bsm_column_take(column, bsm_column_px(column, FRAME_HEIGHT));
    int x = row.x + (row.w - count * width - (count - 1) * gap) / 2;
    for (int step = 1; step <= count; step++) {
        add_frame(stage, column, (struct bsm_rect){x, row.y, width, row.h}, step);
        x += width + gap;
    }
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    add_frames(stage, column);
    bsm_column_gap(column, 32);
    bsm_advice_add(column, stage->hint, BSM_MODALITY_FINGER);
    bsm_column_gap(column, 24);
    bsm_widget_button_in(column, bsm_column_take(column, bsm_column_target_px(column, BSM_TARGET_MIN + 8)),
                         stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_SECOND, BSM_STYLE_LABEL,
                         BSM_TARGET_MISSING_FINGER, "hand", bsm_tr("This finger is missing or hurt"));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (target != BSM_TARGET_MISSING_FINGER || stage->answered)
        return false;
    stage->answered = true;
    return bsm_stage_say(stage, BSM_INPUT_MISSING_FINGER, answer);
}

static int on_tick(struct bsm_stage *stage)
{
    if (bsm_pictures_take(&stage->pictures, stage->show.step))
        stage->changed = true;
    return FRAME_MS;
}

const struct bsm_screen_ops bsm_screen_hand = {.build = build, .on_touch = on_touch, .on_tick = on_tick};
