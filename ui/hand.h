/*
 * The drawn hands: both, as one sees one's own with the palms down, so that left is left in every language. The finger
 * asked for is coloured, and rings breathe round its tip.
 */
#ifndef BASMA_UI_HAND_H
#define BASMA_UI_HAND_H

#include "ui/paint.h"

enum { BSM_HANDS_TO_MARK = -1 };

/* DRAWING: details[0] the position asked for (BSM_HANDS_TO_MARK: none, both hands are in use), details[1] a set (1 <<
 * position) of those taken, details[2] 1 when the finger asked for is good, details[3] a set of those marked as
 * missing. */
void bsm_paint_hands(struct bsm_painter *painter, const struct bsm_item *item);

/* The place to touch for a finger of hands painted in a rectangle: none meets another. */
struct bsm_rect bsm_hand_finger(struct bsm_rect hands, enum bsm_position position);

/* The square round the tip of a finger of hands painted in a rectangle, where it breathes. */
struct bsm_rect bsm_hand_tip(struct bsm_rect hands, enum bsm_position position);

/* DRAWING: rings that breathe, in the middle of the item; animated. */
void bsm_paint_breath(struct bsm_painter *painter, const struct bsm_item *item);

/* "Right index finger", translated; "" for no finger. */
const char *bsm_finger_name(enum bsm_position position);

#endif
