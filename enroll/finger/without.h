/*
 * Leaving out one stage of the engine, to measure what it brings. Only the library that the bench links is built with
 * BSM_FINGER_WITHOUT; in the engine itself every question here is false when compiled, so nothing can be left out.
 */
#ifndef BASMA_ENROLL_FINGER_WITHOUT_H
#define BASMA_ENROLL_FINGER_WITHOUT_H

#include <stdbool.h>

enum bsm_stage {
    BSM_STAGE_NONE,
    BSM_STAGE_DIRECTION_PRIOR, /* a block's direction is chosen alone */
    BSM_STAGE_SPACING_PRIOR,   /* a block's ridge spacing is chosen alone */
    BSM_STAGE_QUALITY,         /* of minutiae: the first 80 from the top are kept, not the best */
    BSM_STAGE_CANCELLING,      /* opposite vortices side by side stay */
    BSM_STAGE_RELAXATION,      /* pairs keep the likeness of their cylinders */
    BSM_STAGE_ALIGNMENTS,      /* only the best supported turn and shift is weighed */
    BSM_STAGE_RIDGES,          /* minutiae alone, by the weights fitted for them */
    BSM_STAGE_ELASTICITY,      /* a block of ridges is shifted without its neighbours */
    BSM_STAGE_REFINING,        /* the ridges do not correct turn and shift */
    BSM_STAGE_SHORT_CUTS,      /* ridges are compared however hopeless or certain a pair is: slower */
    BSM_STAGE_SINGLE_PAIRS,    /* of a small print: alignments by one pair of minutiae */
    BSM_STAGES
};

#ifdef BSM_FINGER_WITHOUT
extern enum bsm_stage bsm_stage_left_out; /* set before anything else runs */
static inline bool bsm_without(enum bsm_stage stage) { return bsm_stage_left_out == stage; }
#else
static inline bool bsm_without(enum bsm_stage stage)
{
    (void)stage;
    return false;
}
#endif

#endif
