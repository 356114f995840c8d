/*
 * Advice that does not flicker: a new hint is said only when it has stood for some frames, and never two in a breath. Pure.
 */
#ifndef BASMA_ENROLL_BIO_STEADIER_H
#define BASMA_ENROLL_BIO_STEADIER_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/hint.h"

enum {
    STEADIER_HOLD_MS = 250,  /* how long a hint must stand before it is said */
    STEADIER_SHOW_MS = 900,  /* how long what was said stays, unless the view became good */
};

struct steadier {
    enum bsm_hint said;
    int64_t said_ms;
    enum bsm_hint candidate;
    int64_t candidate_ms; /* since when it stands */
};

/* Takes the hint of a frame seen at now_ms (monotonic); true when steadier.said has become it and should be told. */
bool steadier_take(struct steadier *steadier, enum bsm_hint hint, int64_t now_ms);

#endif
