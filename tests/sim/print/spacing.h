/*
 * How far apart ridges stand from place to place, so that they go with the directions they run in. Where ridges fan out
 * they either come to stand wider or a new one must begin. Skin does much of the first; a spacing drawn without regard
 * for the directions does only the second, and then most minutiae are where the flow wants them and point the same way:
 * fingers of one class become alike. So the wanted spacing is bent, in the sense of least squares, until it widens
 * along the ridges by as much as they fan out; what minutiae there still are come from chance. Pure.
 */
#ifndef BASMA_SIM_PRINT_SPACING_H
#define BASMA_SIM_PRINT_SPACING_H

#include "firmware/base/status.h"
#include "tests/sim/print/print.h"

enum {
    SPACING_STEP_PX = 8,
    SPACING_COLUMNS = BSM_PRINT_MASTER_WIDTH_PX / SPACING_STEP_PX + 1,
    SPACING_ROWS = BSM_PRINT_MASTER_HEIGHT_PX / SPACING_STEP_PX + 1,
};

/* Log of the distance of ridges as a share of the finger's mean, on a lattice over the master from its upper left. */
struct spacing {
    double values[SPACING_ROWS][SPACING_COLUMNS];
};

/* What a finger's ridges do at (x, y), px from the middle of the master, x to the right, y up. */
typedef double spacing_field(const void *finger, double x, double y);

/* direction: rad counter-clockwise from the x axis, any multiple of pi off; wanted: the log that spacing would have by
 * itself. NO_MEMORY. */
enum bsm_status spacing_fit(struct spacing *spacing, spacing_field *direction, spacing_field *wanted,
                            const void *finger);

/* Between the lattice's places; beyond the master as at its edge. */
double spacing_at(const struct spacing *spacing, double x, double y);

#endif
