/*
 * Draws the items of a page with Cairo. Knows nothing of windows: the target is any surface.
 *
 * Drawings that move take the time from the painter, so that the same page painted at the same time is the same
 * picture.
 */
#ifndef BASMA_UI_PAINT_H
#define BASMA_UI_PAINT_H

#include <cairo.h>
#include <stdint.h>

#include "ui/page.h"
#include "ui/stage.h"

struct bsm_painter {
    cairo_t *cr;
    const struct bsm_stage *stage; /* for drawings that show pictures or typed digits */
    int64_t now_ms;
};

/* Draws what of the page lies in rect, on paper. */
void bsm_paint_page(struct bsm_painter *painter, const struct bsm_page *page, struct bsm_rect rect);

/* A path of rounded corners. */
void bsm_paint_rounded(cairo_t *cr, double x, double y, double w, double h, double radius);

/* Words in the middle of a rectangle, in one line. */
void bsm_paint_words(struct bsm_painter *painter, struct bsm_rect rect, const char *words, enum bsm_style style,
                     int font_px, enum bsm_colour ink, bool mirrored);

/* 0..1..0 over period_ms, smooth. */
double bsm_paint_wave(const struct bsm_painter *painter, int period_ms);

/* 0..1 over period_ms, again and again. */
double bsm_paint_phase(const struct bsm_painter *painter, int period_ms);

#endif
