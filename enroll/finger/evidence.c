#include "enroll/finger/evidence.h"

#include "enroll/finger/exact.h"

/* Ridges that agree no better than this after a search for the best shift say nothing. */
static const float correlation_chance = 0.25f;

int32_t bsm_evidence_score(const struct bsm_evidence *evidence)
{
    float ridges = evidence->ridges.correlation - correlation_chance;
    return ridges > 0 ? bsm_exact_round((double)(ridges * evidence->pairing) * 10000) : 0;
}
