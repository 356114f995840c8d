/*
 * Where the ridges of a finger run: its class, the direction and the distance of ridges at each place. Pure.
 */
#ifndef BASMA_SIM_PRINT_FLOW_H
#define BASMA_SIM_PRINT_FLOW_H

#include <stdint.h>

#include "firmware/base/biometric.h"
#include "tests/sim/print/dice.h"
#include "tests/sim/print/kin.h"
#include "tests/sim/print/print.h"
#include "tests/sim/print/spacing.h"

enum { FLOW_CORRECTION_STEPS = 8, FLOW_SINGULARITIES_MAX = 2 };

/* A loop or delta, px from the middle of the master (x to the right, y up), and how far the field round it departs from
 * the plain zero-pole model at eight angles (rad). */
struct singularity {
    double x, y;
    double correction[FLOW_CORRECTION_STEPS];
    double rear;   /* of a loop: the angle towards which it opens */
    double narrow; /* of a loop: 0 as the model has it .. 1 legs quite parallel */
    double turn;   /* of a loop: how far its legs are turned near by, rad */
    double reach;  /* of a loop: px over which both fade */
};

struct flow {
    enum bsm_print_class class;
    struct singularity loops[FLOW_SINGULARITIES_MAX];
    struct singularity deltas[FLOW_SINGULARITIES_MAX];
    int pairs;                     /* of a loop and a delta; 0 for the arch */
    double arch;                   /* slope of the arch at its steepest */
    double shoulder;               /* how much the sides fall off, rad */
    double unrest;                 /* how far directions wander from the model's, rad */
    double tilt;                   /* of the pattern, rad */
    double wide, tall;             /* of the pattern, 1 the mean */
    double period_px;              /* mean distance of ridges */
    double widening_x, widening_y; /* share that they are wider 150 px to the right, and below */
    struct noise direction_noise;
    struct noise period_noise;
    struct spacing spacing;
};

/* NO_MEMORY. */
enum bsm_status flow_init(struct flow *flow, const struct kin *kin, uint64_t person, enum bsm_position position);

/* The direction of the ridge at a place, rad counter-clockwise from the x axis, any multiple of pi off. */
double flow_direction(const struct flow *flow, double x, double y);

/* Distance from ridge to ridge, px. */
double flow_period(const struct flow *flow, double x, double y);

#endif
