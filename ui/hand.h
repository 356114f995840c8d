/*
 * The drawn hands: both, as one sees one's own with the palms down, so that left is left in every language. The finger
 * asked for is coloured, and rings breathe round its tip.
 */
#ifndef BASMA_UI_HAND_H
#define BASMA_UI_HAND_H

#include "ui/paint.h"

/* DRAWING: details[0] the position asked for, details[1] a set (1 << position) of those taken, details[2] 1 when the
 * finger asked for is good. */
void bsm_paint_hands(struct bsm_painter *painter, const struct bsm_item *item);

/* The square round the tip of a finger of hands painted in a rectangle, where it breathes. */
struct bsm_rect bsm_hand_tip(struct bsm_rect hands, enum bsm_position position);

/* DRAWING: rings that breathe, in the middle of the item; animated. */
void bsm_paint_breath(struct bsm_painter *painter, const struct bsm_item *item);

/* "Right index finger", translated; "" for no finger. */
const char *bsm_finger_name(enum bsm_position position);

#endif
