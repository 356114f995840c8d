/*
 * The thresholds that the centre decides by: one file in its state folder, thresholds.jws, signed with the key that
 * signs configurations, so that nobody who can only write to the folder makes the centre more lenient. Without the
 * file, the thresholds of the program (enroll/record/thresholds.h).
 */
#ifndef BASMA_CENTRAL_STATE_DECISION_RULE_H
#define BASMA_CENTRAL_STATE_DECISION_RULE_H

#include "central/state/state.h"
#include "enroll/record/thresholds.h"

/* Reads and verifies them. INVALID: not such a file, or not for this program's engines; DENIED: signed by another key;
 * FAULT. *thresholds is then untouched, and why says cause and remedy. */
enum bsm_status bsm_decision_rule_load(const struct bsm_state *state, struct bsm_thresholds *thresholds,
                                       char why[BSM_STATE_WHY_SIZE]);

/* Signs them into the file, in place of what was there. As above. */
enum bsm_status bsm_decision_rule_store(const struct bsm_state *state, const struct bsm_thresholds *thresholds,
                                        char why[BSM_STATE_WHY_SIZE]);

#endif
