/* All that speaks for and against two prints being of one finger, and the score made of it. */
#ifndef BASMA_ENROLL_FINGER_EVIDENCE_H
#define BASMA_ENROLL_FINGER_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/finger/align.h"
#include "enroll/finger/ridges.h"

/* The score where the prints cannot be laid over each other at all. */
enum { BSM_EVIDENCE_NONE = -800 };

struct bsm_evidence {
    float pairing; /* of the cylinders, 0..1 */
    bool bare;     /* no ridges on one side: they say nothing */
    struct bsm_overlay overlay;
    struct bsm_ridge_evidence ridges;
};

int32_t bsm_evidence_score(const struct bsm_evidence *evidence);

#endif
