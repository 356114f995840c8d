#include "ui/mark.h"

#include <math.h>

enum { ARCHES = 4, WORK_PERIOD_MS = 2000 };

/* One arch: a half circle on two legs. The outer ones reach further down, as ridges do round a core. */
static void arch(cairo_t *cr, double cx, double cy, double radius, double leg)
{
    cairo_new_path(cr);
    cairo_move_to(cr, cx - radius, cy + leg);
    cairo_arc(cr, cx, cy, radius, M_PI, 2 * M_PI);
    cairo_line_to(cr, cx + radius, cy + leg);
}

static void arches(cairo_t *cr, double x, double y, double side, enum bsm_colour colour, double alpha, double lit)
{
    double cx = x + side / 2;
    double cy = y + side * 0.48;
    cairo_set_line_width(cr, side * 0.068);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    for (int i = 0; i < ARCHES && i < lit; i++) {
        double radius = side * (0.085 + 0.115 * i);
        double leg = side * (0.07 + 0.055 * i);
        arch(cr, cx, cy, radius, leg);
        bsm_theme_source(cr, colour, alpha * fmin(1, lit - i));
        cairo_stroke(cr);
    }
}

static void dot(cairo_t *cr, double x, double y, double side, enum bsm_colour colour)
{
    double reach = side * 0.072;
    double cx = x + side / 2;
    double cy = y + side * 0.80;
    cairo_new_path(cr);
    cairo_move_to(cr, cx, cy - reach); /* the dot of Arabic letters is a lozenge: a reed pen's touch */
    cairo_line_to(cr, cx + reach, cy);
    cairo_line_to(cr, cx, cy + reach);
    cairo_line_to(cr, cx - reach, cy);
    cairo_close_path(cr);
    bsm_theme_source(cr, colour, 1);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, side * 0.02);
    cairo_fill_preserve(cr);
    cairo_stroke(cr);
}

void bsm_mark_draw(cairo_t *cr, double x, double y, double side, enum bsm_colour ridges, enum bsm_colour dot_colour,
                   double lit)
{
    arches(cr, x, y, side, ridges, 1, lit);
    dot(cr, x, y, side, dot_colour);
}

void bsm_paint_mark(struct bsm_painter *painter, const struct bsm_item *item)
{
    bsm_mark_draw(painter->cr, item->rect.x, item->rect.y, item->rect.w, (enum bsm_colour)item->details[0],
                  (enum bsm_colour)item->details[1], ARCHES);
}

void bsm_paint_mark_at_work(struct bsm_painter *painter, const struct bsm_item *item)
{
    struct bsm_rect r = item->rect;
    double phase = bsm_paint_phase(painter, WORK_PERIOD_MS);
    enum bsm_colour colour = (enum bsm_colour)item->details[0];
    arches(painter->cr, r.x, r.y, r.w, colour, 0.16, ARCHES);
    double lit = phase < 0.7 ? phase / 0.7 * ARCHES : ARCHES;
    double alpha = phase < 0.8 ? 1 : (1 - phase) / 0.2;
    arches(painter->cr, r.x, r.y, r.w, colour, alpha, lit);
    dot(painter->cr, r.x, r.y, r.w, BSM_COLOUR_GOLD);
}

/* Two squares, one turned by 45 degrees: khatam, the seal. */
static void star(cairo_t *cr, double cx, double cy, double radius)
{
    cairo_new_sub_path(cr);
    for (int i = 0; i < 16; i++) {
        double r = i % 2 ? radius * 0.7654 : radius; /* where the sides of the two squares cross */
        double angle = M_PI / 8 * i;
        cairo_line_to(cr, cx + r * cos(angle), cy + r * sin(angle));
    }
    cairo_close_path(cr);
}

void bsm_paint_pattern(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    cairo_pattern_t *ground = cairo_pattern_create_linear(0, r.y, 0, r.y + r.h);
    cairo_pattern_add_color_stop_rgb(ground, 0, 0.031, 0.224, 0.180);
    cairo_pattern_add_color_stop_rgb(ground, 1, 0.051, 0.361, 0.290);
    cairo_rectangle(cr, r.x, r.y, r.w, r.h);
    cairo_clip(cr);
    cairo_set_source(cr, ground);
    cairo_paint(cr);
    cairo_pattern_destroy(ground);

    double cell = item->details[0];
    cairo_new_path(cr);
    double left = r.x + r.w / 2.0 - ceil(r.w / 2.0 / cell) * cell;
    for (double y = r.y; y < r.y + r.h + cell; y += cell)
        for (double x = left; x < r.x + r.w + cell; x += cell) {
            star(cr, x, y, cell * 0.5);
            star(cr, x, y, cell * 0.30);
        }
    bsm_theme_source(cr, BSM_COLOUR_WHITE, 0.055);
    cairo_set_line_width(cr, fmax(1.2, cell / 60));
    cairo_stroke(cr);
}
