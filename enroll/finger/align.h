/* How the probe lies over the reference: a turn and a shift, found from pairs of minutiae. */
#ifndef BASMA_ENROLL_FINGER_ALIGN_H
#define BASMA_ENROLL_FINGER_ALIGN_H

#include <stdbool.h>

#include "enroll/finger/pairs.h"

/* A point (x, y) of the reference, px at 500 ppi, is (c x - s y + dx, s x + c y + dy) of the probe. */
struct bsm_alignment {
    float c, s, dx, dy;
};

/* Weighted sums for the least-squares rigid transform (Arun, Huang and Blostein 1987, in the plane). Start from
 * zeroes. */
struct bsm_align_sums {
    float weight, rx, ry, px, py, dot, cross;
};

/* A point of the reference and where it lies on the probe. */
void bsm_align_add(struct bsm_align_sums *sums, float rx, float ry, float px, float py, float weight);

/* False, with alignment untouched, when the points do not tell a turn. */
bool bsm_align_solve(const struct bsm_align_sums *sums, struct bsm_alignment *alignment);

void bsm_align_apply(const struct bsm_alignment *alignment, float rx, float ry, float *px, float *py);

/* What the minutiae say once aligned. */
struct bsm_overlay {
    int matched;   /* minutiae of the reference with one of the probe on them */
    int reference; /* minutiae of the reference that fall on the print of the probe */
    int probe;     /* the other way round */
};

/* Fits to the pairs that agree with the one at index anchor. False when they are too few. */
bool bsm_align(const struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
               const struct bsm_finger_features *probe, int anchor, struct bsm_alignment *alignment);

/* Lays the one pair at index anchor on each other, in place and direction. */
void bsm_align_singly(const struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
                      const struct bsm_finger_features *probe, int anchor, struct bsm_alignment *alignment);

/* Matches all minutiae under the alignment, fits it to them again, and counts. */
void bsm_overlay(const struct bsm_finger_features *reference, const struct bsm_finger_features *probe,
                 struct bsm_alignment *alignment, struct bsm_overlay *overlay);

/* Whether the point, px at 500 ppi, is on the print. */
bool bsm_ridge_map_holds(const struct bsm_ridge_map *ridges, float x, float y);

#endif
