/*
 * Laying out by measure: a column that things are put into from the top, each as high as it turns out to be.
 *
 * Line heights differ by script and words by language, so nothing is placed by fixed height. What does not fit is laid
 * out again somewhat smaller (stage.c). Measures are in the theme's units; columns are in left-to-right coordinates.
 */
#ifndef BASMA_UI_COLUMN_H
#define BASMA_UI_COLUMN_H

#include "ui/page.h"

struct bsm_column {
    struct bsm_page *page;
    struct bsm_text *text;
    int x;
    int y; /* where the next thing goes */
    int width;
    int bottom;          /* how far down there is room; a wish, not a wall */
    double scale;        /* pixels a unit, as dense as it had to become */
    double target_scale; /* the same before: things to touch do not shrink below BSM_TARGET_MIN of it */
};

int bsm_column_px(const struct bsm_column *column, double units);

/* The height of a thing to touch: units, but never below the least. */
int bsm_column_target_px(const struct bsm_column *column, double units);

void bsm_column_gap(struct bsm_column *column, double units);

/* Takes height_px of the column's full width. */
struct bsm_rect bsm_column_take(struct bsm_column *column, int height_px);

/* A paragraph over the whole width. */
struct bsm_item *bsm_column_text(struct bsm_column *column, enum bsm_style style, enum bsm_colour ink,
                                 enum bsm_align align, const char *words);

/* A column inside a place of this one, at the same scale. */
struct bsm_column bsm_column_inside(const struct bsm_column *column, int x, int y, int width);

/* Words in a box, in the middle of its height. */
struct bsm_item *bsm_column_words(struct bsm_column *column, struct bsm_rect box, enum bsm_style style,
                                  enum bsm_colour ink, enum bsm_align align, const char *words);

/* How high words are at a width. */
int bsm_column_measure(const struct bsm_column *column, enum bsm_style style, const char *words, int width_px);

/* An icon in the middle of a box. */
struct bsm_item *bsm_column_icon(struct bsm_column *column, struct bsm_rect box, const char *name, double side,
                                 enum bsm_colour ink);

#endif
