/* The camera's picture as in a mirror, an oval to fill, a ring that says how it goes, and one piece of advice. */
#include <math.h>

#include "ui/advice.h"
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/ground.h"
#include "ui/language.h"
#include "ui/movement.h"
#include "ui/paint.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { SIDE = 820, FRAME_MS = 33, TURN_MS = 6000 };

static void oval(cairo_t *cr, struct bsm_rect r, double grow)
{
    double rx = r.h * BSM_PREVIEW_OVAL_WIDTH / 2000.0 + grow;
    double ry = r.h * BSM_PREVIEW_OVAL_HEIGHT / 2000.0 + grow;
    cairo_save(cr);
    cairo_translate(cr, r.x + r.w / 2.0, r.y + r.h / 2.0);
    cairo_scale(cr, rx, ry);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cr);
}

/* What lies outside the oval steps back. */
static void paint_veil(cairo_t *cr, struct bsm_rect r, unsigned ground_rgb)
{
    cairo_new_path(cr);
    cairo_rectangle(cr, r.x, r.y, r.w, r.h);
    oval(cr, r, 0);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    bsm_theme_source_rgb(cr, ground_rgb, 0.72);
    cairo_fill(cr);
}

static void paint_ring(struct bsm_painter *painter, struct bsm_rect r, enum bsm_tone tone)
{
    cairo_t *cr = painter->cr;
    double width = r.h / 68.0;
    cairo_new_path(cr);
    oval(cr, r, width / 2);
    cairo_set_line_width(cr, width);
    if (tone == BSM_TONE_WARN) {
        double dash = r.h / 24.0;
        bsm_theme_source(cr, BSM_COLOUR_WHITE, 0.9);
        cairo_stroke_preserve(cr);
        cairo_set_dash(cr, (const double[]){dash, dash}, 2, bsm_paint_phase(painter, TURN_MS) * 8 * dash);
        bsm_theme_source(cr, BSM_COLOUR_GOLD, 1);
    } else {
        bsm_theme_source(cr, tone == BSM_TONE_GOOD ? BSM_COLOUR_GOOD : BSM_COLOUR_GREEN, 1);
    }
    cairo_stroke(cr);
}

static void paint_nobody(struct bsm_painter *painter, struct bsm_rect r)
{
    int side = r.h * 36 / 100;
    bsm_icon_draw(painter->stage->icons, painter->cr, "user-round", r.x + (r.w - side) / 2, r.y + (r.h - side) / 2,
                  side, BSM_COLOUR_SKIN_LINE, false);
}

/* details: the tone, the picture's version, the hint, the ground */
static void paint_mirror(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    const struct bsm_picture *picture = &painter->stage->pictures.face;
    cairo_save(cr);
    bsm_paint_rounded(cr, r.x, r.y, r.w, r.h, item->radius_px);
    cairo_clip(cr);
    bsm_theme_source(cr, BSM_COLOUR_LINE, 1);
    cairo_paint(cr);
    if (picture->pixels)
        bsm_picture_cover(cr, picture, r.x, r.y, r.w, r.h);
    else
        paint_nobody(painter, r);
    paint_veil(cr, r, (unsigned)item->details[3]);
    cairo_restore(cr);
    paint_ring(painter, r, (enum bsm_tone)item->details[0]);
    bsm_movement_paint(painter, r, (enum bsm_hint)item->details[2]);
}

static bool keeps_portrait(const struct bsm_stage *stage) { return stage->show.reason == BSM_REASON_PORTRAIT; }

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    if (bsm_hint_is_movement(stage->hint))
        bsm_widget_title(column, bsm_tr("One small movement, please"),
                         bsm_tr("So that nobody can use a picture of you."));
    else
        bsm_widget_title(column, bsm_tr("Look at the camera"),
                         keeps_portrait(stage)
                             ? bsm_tr("Soft colours light your face. The centre keeps a portrait of you.")
                             : bsm_tr("Soft colours light your face. Your picture is not kept."));
    bsm_column_gap(column, 32);
    int side = bsm_column_px(column, SIDE);
    side = side < column->width ? side : column->width;
    struct bsm_rect rect = {column->x + (column->width - side) / 2, column->y, side, side};
    column->y += side;
    const struct bsm_advice *advice = bsm_advice_for(stage->hint, BSM_MODALITY_FACE);
    struct bsm_item *mirror = bsm_page_add(column->page, BSM_ITEM_DRAWING, rect);
    mirror->paint = paint_mirror;
    mirror->animated = advice->tone == BSM_TONE_WARN || bsm_movement_is_drawn(stage->hint);
    mirror->radius_px = bsm_column_px(column, 56);
    mirror->details[0] = (int)advice->tone;
    mirror->details[1] = (int)(stage->pictures.face.version & 0xffffff);
    mirror->details[2] = (int)stage->hint;
    mirror->details[3] = (int)bsm_ground_rgb(stage);
    if (advice->tone == BSM_TONE_GOOD) {
        int badge = bsm_column_px(column, 120);
        struct bsm_rect at = {rect.x + (side - badge) / 2, rect.y + side * 85 / 100 - badge / 2, badge, badge};
        struct bsm_item *disc = bsm_page_add(column->page, BSM_ITEM_PANEL, at);
        disc->ground = BSM_COLOUR_GOOD;
        disc->radius_px = badge / 2;
        bsm_column_icon(column, at, "check", 76, BSM_COLOUR_WHITE);
    }
}

/* For who does not uncover the face before others: a booth, or an office, at once. */
static void fill_other_ways(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_column_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("Would you rather do it unseen? The staff here will show you a private booth."));
    bsm_column_gap(column, 20);
    bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                      stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_SECOND, BSM_TARGET_APPOINTMENT, "building-2",
                      bsm_tr("Rather at an office"));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    if (stage->hint == BSM_HINT_UNCOVER_FACE && keeps_portrait(stage))
        bsm_advice_add_saying(column, stage->hint, BSM_MODALITY_FACE,
                              BSM_MSGID("Eyes, nose and mouth. The centre keeps a portrait of you."));
    else
        bsm_advice_add(column, stage->hint, BSM_MODALITY_FACE);
    bsm_column_gap(column, 20);
    if (stage->hint == BSM_HINT_UNCOVER_FACE) {
        fill_other_ways(stage, column);
        return;
    }
    if (stage->show.other_way) {
        bsm_widget_button_in(column, bsm_column_take(column, bsm_column_target_px(column, BSM_TARGET_MIN + 8)),
                             stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_SECOND, BSM_STYLE_LABEL,
                             BSM_TARGET_CANNOT_TURN, "accessibility", bsm_tr("I cannot turn my head"));
        bsm_column_gap(column, 20);
    }
    bsm_column_text(column, BSM_STYLE_SMALL, BSM_COLOUR_INK_SOFT, BSM_ALIGN_CENTRE,
                    bsm_tr("If you would rather do this in private, please ask the staff here."));
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
    page->ground_rgb = bsm_ground_rgb(stage);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if ((target != BSM_TARGET_APPOINTMENT && target != BSM_TARGET_CANNOT_TURN) || stage->answered)
        return false;
    stage->answered = true;
    return bsm_stage_say(stage, target == BSM_TARGET_APPOINTMENT ? BSM_INPUT_APPOINTMENT : BSM_INPUT_CANNOT_TURN,
                         answer);
}

static int on_tick(struct bsm_stage *stage)
{
    if (bsm_pictures_take(&stage->pictures, 0) || bsm_ground_moves(stage))
        stage->changed = true;
    return FRAME_MS;
}

static bool view(struct bsm_stage *stage, int number)
{
    stage->hint = BSM_HINT_UNCOVER_FACE;
    return number == 1;
}

const struct bsm_screen_ops bsm_screen_face = {.build = build, .on_tick = on_tick, .on_touch = on_touch, .view = view};
