/* From two sets of cylinders to pairs of minutiae that agree with each other. */
#ifndef BASMA_ENROLL_FINGER_PAIRS_H
#define BASMA_ENROLL_FINGER_PAIRS_H

#include "enroll/finger/template.h"

enum { BSM_PAIRS_MAX = 2 * BSM_FINGER_MINUTIAE_MAX, BSM_ARC_STEPS = 512 };

struct bsm_pair {
    uint8_t reference, probe; /* minutiae */
    uint8_t slot;             /* row and column in agreement */
    float similarity;         /* of the cylinders, 0..1 */
    float support;            /* after relaxation */
};

struct bsm_pair_tables {
    float root[64 * BSM_CYLINDER_SECTIONS + 1];
    float distance[256];                   /* sigmoid of a difference of distances, px */
    float direction[129];                  /* sigmoid of a difference of directions, 256 a turn */
    uint8_t arc[BSM_ARC_STEPS + 1];        /* angle of a slope of 0..1, 256 a turn */
    int best[BSM_FINGER_MINUTIAE_MAX + 1]; /* how many pairs count, by the smaller number of minutiae */
};

struct bsm_pairing {
    struct bsm_pair_tables tables;
    uint8_t similarity[BSM_FINGER_MINUTIAE_MAX][BSM_FINGER_MINUTIAE_MAX]; /* of cylinders, 0..255 */
    struct bsm_pair pairs[BSM_PAIRS_MAX];                                 /* best supported first */
    float agreement[BSM_PAIRS_MAX][BSM_PAIRS_MAX]; /* by slots: what the first gives to the second */
    int count;
    float score; /* 0..1: mean support of the best pairs */
};

void bsm_pairing_init(struct bsm_pairing *pairing);

/* Fills pairs, count and score. */
void bsm_pairing_find(struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
                      const struct bsm_finger_features *probe);

#endif
