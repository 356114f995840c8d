/*
 * The picture of a movement that is asked for: a drawn head that does it, and arrows to where. The person sees
 * themselves as in a mirror, so their left is the left of the screen, in every language.
 */
#ifndef BASMA_UI_MOVEMENT_H
#define BASMA_UI_MOVEMENT_H

#include "firmware/base/hint.h"
#include "ui/paint.h"

/* Paints over the square r of the mirror; nothing where the hint asks for no movement away from the camera. */
void bsm_movement_paint(struct bsm_painter *painter, struct bsm_rect r, enum bsm_hint hint);

/* Whether it paints anything. */
bool bsm_movement_is_drawn(enum bsm_hint hint);

#endif
