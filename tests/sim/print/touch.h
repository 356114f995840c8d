/*
 * One touch, drawn from its seed: where the finger lies, how its skin is stretched, how it presses and how moist it is;
 * and from that how much of the light each place of the platen takes. Pure. Coordinates: px at 500 ppi from the middle,
 * x right, y down; "finger" those of the skin at rest, "platen" those of the reader.
 */
#ifndef BASMA_SIM_PRINT_TOUCH_H
#define BASMA_SIM_PRINT_TOUCH_H

#include "tests/sim/print/dice.h"
#include "tests/sim/print/print.h"

/* Skin held by friction where it presses most, moved as a whole at the rim, stretched between. */
struct plastic {
    float middle_x, middle_y;
    float half_x, half_y;     /* of the close-up region */
    float reach;              /* of the transition, in measures of the close-up region */
    float turn_cos, turn_sin; /* of the rim against the middle */
    float pull_x, pull_y;     /* px of the rim */
    float stretch_px;         /* free, from place to place */
    struct noise wide_x, wide_y;
};

struct touch {
    const struct bsm_print_master *master; /* borrowed */
    float turn_cos, turn_sin;
    float shift_x, shift_y; /* of the finger on the platen */
    struct plastic plastic;
    float pad_x, pad_y;          /* middle of what touches, finger */
    float pad_width, pad_height; /* half axes */
    float rim_from;              /* share of the way out where the pressure begins to fall */
    float pressure;
    float lean_x, lean_y; /* pressure that one side has more, a px */
    float dryness, wetness, dirt, pores;
    float ghost_x, ghost_y;    /* what the last touch left, by how much it is off */
    float ghost;               /* 0..1 */
    struct noise patch, damp;  /* pressure and moisture from place to place */
    struct noise rim;          /* outline of the contact */
    struct noise coarse, fine; /* broken ridges */
    struct noise smear;
};

void touch_init(struct touch *touch, const struct bsm_print_master *master, uint64_t impression,
                const struct bsm_print_params *params);

/* From the platen to the finger. */
void touch_to_finger(const struct touch *touch, float x, float y, float *finger_x, float *finger_y);

/* How much of the light a place of the platen takes, 0..1. softness: how gently a ridge's side falls, 0.1 hard .. 1. */
float touch_ink(const struct touch *touch, float x, float y, float softness);

#endif
