/*
 * Is this the person? One rule and one set of thresholds, for the centre, which decides, and for the kiosk, which
 * foresees.
 *
 * Fingers: every position that reference and probe share is compared, at least two where two are enrolled; of several
 * views all are compared and fused. Each score becomes the logarithm of a likelihood ratio (thresholds.h). Those of the
 * fingers and of the face are added up, and the sum must reach what the wanted rate of false matches asks. Besides,
 * every finger, the fingers together and the face must each reach a floor of its own, so that however good one is, it
 * does not carry a wrong other one. All comparisons are made whatever the first ones say, so that time tells no more
 * than the answer. Only `match` and `incomplete` are for the outside; which modality failed is for the audit trail
 * alone, and the sums are for measuring.
 */
#ifndef BASMA_RECORD_DECISION_H
#define BASMA_RECORD_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/finger/finger.h"
#include "enroll/record/record.h"
#include "enroll/record/thresholds.h"
#include "firmware/base/status.h"

struct bsm_decision {
    bool match;
    bool incomplete;     /* something to compare is missing, so it is no match: ask for it, or refer the person */
    bool fingers_passed; /* for the audit trail only, from here on */
    bool face_passed;
    int fingers_compared;
    int32_t fingers_llr, face_llr; /* hundredths of log10 */
};

/* Decides whether probe and reference are of one person. A face of another model than the reference's counts as
 * missing. OK with *out filled, else a status of the finger engine and no decision (never a match). */
enum bsm_status bsm_decision_make(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                  const struct bsm_record *probe, const struct bsm_thresholds *thresholds,
                                  struct bsm_decision *out);

/* The rule by itself, for those who have scores: each finger's, and the face's or NULL where there is none. Takes what
 * is given for all that was asked for. */
struct bsm_decision bsm_decision_weigh(const struct bsm_thresholds *thresholds, const int32_t *finger_scores, int count,
                                       const int32_t *face_score);

#endif
