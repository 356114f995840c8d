/*
 * Is this the person? One rule and one set of thresholds, for the centre, which decides, and for the kiosk, which
 * foresees.
 *
 * Both modalities must pass. Fingers: every position that reference and probe share is compared, at least two where two
 * are enrolled; each score is turned into evidence, and the evidence is added up. Face: one score against one
 * threshold. All comparisons are made whatever the first ones say, so that time tells no more than the answer. Only
 * `match` and `incomplete` are for the outside; which modality failed is for the audit trail alone.
 *
 * Evidence of a finger is -log10 of the false match rate at its score, in thousandths, bounded so that one finger,
 * however good, does not carry a wrong one. Independent evidence adds up as in Fisher's method of combining
 * probabilities (Statistical Methods for Research Workers, section 21.1): for n fingers the sum must reach the
 * chi-squared quantile with 2n degrees of freedom at the wanted rate, over 2 ln 10.
 */
#ifndef BASMA_RECORD_DECISION_H
#define BASMA_RECORD_DECISION_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/finger/finger.h"
#include "enroll/record/record.h"
#include "firmware/base/status.h"

enum {
    BSM_DECADES = 4,
    BSM_EVIDENCE_MAX = 4106, /* what two fingers need, less 1000: the weaker must be as alike as one impostor in ten */
};

struct bsm_thresholds {
    int fingers_wanted; /* to be compared, where as many are enrolled */
    /* The score at a false match rate of 10^-d, by d; rising. Up to the first there is no evidence. */
    int32_t finger_scores[BSM_DECADES + 1];
    int32_t finger_evidence[BSM_POSITION_MAX + 1]; /* that n fingers must bring together, by n; [0] unused */
    int32_t face_score;
};

/* False match rate of 1 in 10,000 for each modality. */
extern const struct bsm_thresholds bsm_thresholds_default;

struct bsm_decision {
    bool match;
    bool incomplete;     /* something to compare is missing, so it is no match: ask for it, or refer the person */
    bool fingers_passed; /* for the audit trail only, from here on */
    bool face_passed;
    int fingers_compared;
};

/* Evidence of one finger's score: straight lines between the scores of the thresholds, the last one going on. */
int32_t bsm_decision_evidence(const struct bsm_thresholds *thresholds, int32_t finger_score);

/*
 * Decides whether probe and reference are of one person. A face of another model than the reference's counts as
 * missing. OK with *out filled, else a status of the finger engine and no decision (never a match).
 */
enum bsm_status bsm_decision_make(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                  const struct bsm_record *probe, const struct bsm_thresholds *thresholds,
                                  struct bsm_decision *out);

#endif
