/*
 * Is the face covered? A veil, a scarf or a mask over nose and mouth, dark glasses over the eyes: told by where the
 * upright face has its edges and how bright its parts are, without colour, so that it means the same on every skin.
 * Histograms of oriented gradients (Dalal and Triggs, CVPR 2005) in 8 x 8 cells, weighed by two logistic regressions
 * whose weights basma-cover makes (enroll/tools/cover.c) of faces on which it draws cloth and glasses; beards, clear
 * glasses and head scarves that leave the face free are drawn among those that must not be taken for it.
 *
 * Pure C on integers; about 0.2 ms. Nothing is kept.
 */
#ifndef BASMA_FACE_COVER_H
#define BASMA_FACE_COVER_H

#include "enroll/face/chip.h"

enum {
    BSM_COVER_SIDE = 8,                           /* cells along a side of the chip */
    BSM_COVER_BINS = 6,                           /* directions of an edge, without its sign */
    BSM_COVER_CELL_FEATURES = BSM_COVER_BINS + 2, /* and how much edge, how bright */
    BSM_COVER_FEATURES = BSM_COVER_SIDE * BSM_COVER_SIDE * BSM_COVER_CELL_FEATURES,
    BSM_COVER_MAX = 3000,
};

enum bsm_cover_part {
    BSM_COVER_MOUTH, /* nose and mouth, or the mouth alone */
    BSM_COVER_EYES,
};

enum { BSM_COVER_PARTS = BSM_COVER_EYES + 1 };

/* What the weights are laid on. */
void bsm_cover_features(const struct bsm_face_chip *chip, int features[BSM_COVER_FEATURES]);

/* Natural logarithm of the odds that the part is covered, in hundredths, -BSM_COVER_MAX..BSM_COVER_MAX, where as many
 * faces are covered as not. */
int bsm_cover_judge(const int features[BSM_COVER_FEATURES], enum bsm_cover_part part);

#endif
