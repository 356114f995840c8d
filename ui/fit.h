/*
 * Puts what a screen says (the lead) and what is done there (the controls) into the room between header and footer: one
 * above the other on an upright screen, side by side on a wide one. What does not fit is laid out again a little
 * denser, until it does.
 */
#ifndef BASMA_UI_FIT_H
#define BASMA_UI_FIT_H

#include "ui/column.h"
#include "ui/stage.h"

typedef void (*bsm_fill)(const struct bsm_stage *stage, struct bsm_column *column);

/* controls may be NULL: the lead then has all the room. The controls stand at the bottom, where hands reach them. */
void bsm_fit(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
             bsm_fill controls);

/* The same; on a wide screen the lead has two thirds of the room. */
void bsm_fit_broad(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
                   bsm_fill controls);

/* The same over a keyboard, which stands at the bottom over nearly the whole width and never becomes denser. */
void bsm_fit_over(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill lead,
                  bsm_fill controls, bsm_fill keyboard);

/* One column in a box of its own, in the middle of its height. */
void bsm_fit_one(const struct bsm_stage *stage, struct bsm_page *page, struct bsm_rect room, bsm_fill fill);

#endif
