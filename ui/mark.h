/*
 * Basma's own drawings: the mark (ridges of a finger that are also arches of a gate, over the dot of the letter ba) and
 * the pattern of eight-pointed stars behind the welcome.
 */
#ifndef BASMA_UI_MARK_H
#define BASMA_UI_MARK_H

#include <cairo.h>

#include "ui/paint.h"
#include "ui/theme.h"

/* The mark in a square. lit: how many of its four arches are drawn, from within, fractions allowed; 4 is the whole. */
void bsm_mark_draw(cairo_t *cr, double x, double y, double side, enum bsm_colour ridges, enum bsm_colour dot,
                   double lit);

/* DRAWING: the mark; details[0] the ridges' colour, details[1] the dot's. */
void bsm_paint_mark(struct bsm_painter *painter, const struct bsm_item *item);

/* DRAWING: the mark whose arches light up one after the other, in the colour of details[0]; animated. */
void bsm_paint_mark_at_work(struct bsm_painter *painter, const struct bsm_item *item);

/* DRAWING: a green ground with the pattern; details[0] the cell's side in pixels. */
void bsm_paint_pattern(struct bsm_painter *painter, const struct bsm_item *item);

#endif
