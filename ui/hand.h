/*
 * The drawn hands: both, as one sees one's own with the palms down, so that left is left in every language. The finger asked
 * for is coloured and breathes.
 */
#ifndef BASMA_UI_HAND_H
#define BASMA_UI_HAND_H

#include "ui/paint.h"

/* DRAWING: details[0] the position asked for, details[1] a set (1 << position) of those taken, details[2] 1 when the finger
 * asked for is good. */
void bsm_paint_hands(struct bsm_painter *painter, const struct bsm_item *item);

/* "Right index finger", translated; "" for no finger. */
const char *bsm_finger_name(enum bsm_position position);

#endif
