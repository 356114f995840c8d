#include "ui/movement.h"

#include <math.h>

#include "ui/theme.h"

enum { CHEVRONS = 3, FLOW_MS = 1500, NOD_MS = 2400 };

/* To where, on the screen: one of the two is not 0. */
struct way {
    double x, y;
};

static struct way way_of(enum bsm_hint hint)
{
    return (struct way){
        .x = hint == BSM_HINT_TURN_LEFT ? -1 : hint == BSM_HINT_TURN_RIGHT,
        .y = hint == BSM_HINT_LOOK_UP ? -1 : hint == BSM_HINT_LOOK_DOWN,
    };
}

bool bsm_movement_is_drawn(enum bsm_hint hint)
{
    struct way way = way_of(hint);
    return way.x != 0 || way.y != 0;
}

static void ellipse(cairo_t *cr, double x, double y, double rx, double ry)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * M_PI);
    cairo_restore(cr);
}

/* One chevron with its point at the origin's way, 1 high, as a stroke. */
static void chevron(cairo_t *cr, struct way way, double at, double size)
{
    double tip = at + size / 4, tail = at - size / 4;
    cairo_move_to(cr, way.x * tail + fabs(way.y) * -size / 2, way.y * tail + fabs(way.x) * -size / 2);
    cairo_line_to(cr, way.x * tip, way.y * tip);
    cairo_line_to(cr, way.x * tail + fabs(way.y) * size / 2, way.y * tail + fabs(way.x) * size / 2);
}

/* They light up one after the other, outwards. */
static void paint_arrows(struct bsm_painter *painter, struct bsm_rect r, struct way way)
{
    cairo_t *cr = painter->cr;
    double size = r.h * (way.x != 0 ? 0.10 : 0.06), from = way.x != 0 ? 0.33 : 0.37, gap = way.x != 0 ? 0.055 : 0.045;
    double phase = bsm_paint_phase(painter, FLOW_MS) * (CHEVRONS + 1);
    cairo_save(cr);
    cairo_translate(cr, r.x + r.w / 2.0, r.y + r.h / 2.0);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (int i = 0; i < CHEVRONS; i++) {
        double lit = 1 - fmin(fabs(phase - i - 0.5), 1);
        cairo_new_path(cr);
        chevron(cr, way, (from + i * gap) * r.h, size);
        cairo_set_line_width(cr, size * 0.32);
        bsm_theme_source(cr, BSM_COLOUR_WHITE, 1);
        cairo_stroke_preserve(cr);
        cairo_set_line_width(cr, size * 0.2);
        bsm_theme_source(cr, BSM_COLOUR_GREEN, 0.45 + 0.55 * lit);
        cairo_stroke(cr);
    }
    cairo_restore(cr);
}

/* Nobody in particular: a face seen from where it looks; its marks go before the skull. */
static void paint_head(cairo_t *cr, double x, double y, double size, double to_x, double to_y)
{
    double rx = size * 0.27, ry = size * 0.35, dx = to_x * rx, dy = to_y * ry;
    cairo_set_line_width(cr, size * 0.03);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int side = -1; side <= 1; side += 2) { /* ears */
        cairo_new_path(cr);
        ellipse(cr, x + side * rx - dx * 0.3, y - dy * 0.2, size * 0.05, size * 0.08);
        bsm_theme_source(cr, BSM_COLOUR_SKIN, 1);
        cairo_fill_preserve(cr);
        bsm_theme_source(cr, BSM_COLOUR_SKIN_LINE, 1);
        cairo_stroke(cr);
    }
    cairo_new_path(cr);
    ellipse(cr, x, y, rx, ry);
    bsm_theme_source(cr, BSM_COLOUR_SKIN, 1);
    cairo_fill_preserve(cr);
    bsm_theme_source(cr, BSM_COLOUR_SKIN_LINE, 1);
    cairo_stroke(cr);
    bsm_theme_source(cr, BSM_COLOUR_INK, 1);
    for (int side = -1; side <= 1; side += 2) {
        cairo_new_path(cr);
        ellipse(cr, x + dx * 0.62 + side * rx * 0.42 * (1 - 0.25 * fabs(to_x)), y + dy * 0.5 - ry * 0.14, size * 0.028,
                size * 0.035);
        cairo_fill(cr);
    }
    cairo_new_path(cr);
    cairo_move_to(cr, x + dx * 0.66, y + dy * 0.55 - ry * 0.08);
    cairo_line_to(cr, x + dx * 0.95 + (to_x < 0 ? -1 : 1) * rx * 0.08, y + dy * 0.75 + ry * 0.2);
    cairo_line_to(cr, x + dx * 0.72, y + dy * 0.6 + ry * 0.24);
    cairo_stroke(cr);
    cairo_new_path(cr);
    cairo_move_to(cr, x + dx * 0.6 - rx * 0.3, y + dy * 0.45 + ry * 0.5);
    cairo_curve_to(cr, x + dx * 0.6 - rx * 0.12, y + dy * 0.45 + ry * 0.6, x + dx * 0.6 + rx * 0.12,
                   y + dy * 0.45 + ry * 0.6, x + dx * 0.6 + rx * 0.3, y + dy * 0.45 + ry * 0.5);
    cairo_stroke(cr);
}

void bsm_movement_paint(struct bsm_painter *painter, struct bsm_rect r, enum bsm_hint hint)
{
    if (!bsm_movement_is_drawn(hint))
        return;
    struct way way = way_of(hint);
    cairo_t *cr = painter->cr;
    double side = r.h * 0.26, x = r.x + r.w / 2.0, y = r.y + r.h * 0.86, far = bsm_paint_wave(painter, NOD_MS);
    paint_arrows(painter, r, way);
    cairo_new_path(cr);
    ellipse(cr, x, y, side / 2, side / 2);
    bsm_theme_source(cr, BSM_COLOUR_WHITE, 1);
    cairo_fill_preserve(cr);
    cairo_set_line_width(cr, side * 0.035);
    bsm_theme_source(cr, BSM_COLOUR_GREEN, 1);
    cairo_stroke(cr);
    paint_head(cr, x, y, side, way.x * far * 0.7, way.y * far * 0.6);
}
