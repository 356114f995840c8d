/*
 * Several impressions of one finger as one reference: each template stays whole (a view), the probe is compared with
 * each, and the scores become one that reads on the same scale and stands the same thresholds as that of a single
 * comparison.
 *
 * The fusion: a probe of the finger may lie best on any of n views, none of them likelier than another, so that the
 * likelihood ratio is the mean of the n ratios. A wrong finger gains nothing by n tries on the average, which the
 * plain maximum would give it.
 */
#ifndef BASMA_ENROLL_FINGER_VIEWS_H
#define BASMA_ENROLL_FINGER_VIEWS_H

#include <stddef.h>
#include <stdint.h>

#include "enroll/finger/finger.h"
#include "firmware/base/status.h"

enum { BSM_FINGER_VIEWS_MAX = 5 };

struct bsm_finger_view {
    const uint8_t *bytes; /* a template; borrowed */
    size_t size;
};

/* The score of a reference of count views (1..BSM_FINGER_VIEWS_MAX) from the scores of each: at most the highest, at
 * least that less 100 log10 count. */
int32_t bsm_finger_scores_fuse(const int32_t *scores, int count);

/* As bsm_finger_match. INVALID when count is out of range or anything is not a template; every view is compared
 * whatever the first ones say. */
enum bsm_status bsm_finger_match_views(struct bsm_finger_matcher *matcher, const struct bsm_finger_view *views,
                                       int count, const uint8_t *probe, size_t probe_size, int32_t *score);

#endif
