/*
 * What comes of a visit of a campaign: the decision that every visit gets, the number's failures, and the message that
 * tells the person. Nobody's account is made active here: for that a code is needed, and a code is asked for in a visit
 * with the link. Who was recognised is noted (proofs) and told how to finish, at
 * the number on file where there is one; the number that was given at the kiosk then hears that it was decided.
 */
#ifndef BASMA_CENTRAL_API_CAMPAIGN_OUTCOME_H
#define BASMA_CENTRAL_API_CAMPAIGN_OUTCOME_H

#include "central/api/call.h"
#include "enroll/record/decision.h"

struct bsm_campaign_outcome {
    const struct bsm_decision *decision;
    uint32_t taken;     /* bit n: finger position n; bit 0: the face */
    const char *mobile; /* that the person gave */
    const char *site;   /* of the pack */
    int64_t taken_ms;   /* when the person was there */
};

/* Decides the visit, which is CAPTURING, ends it, and writes the message into the outbox. In the transaction that took
 * it. */
enum bsm_status bsm_campaign_decide(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                    const struct bsm_campaign_outcome *outcome);

/* The same for a number that only an operator opens: nothing is compared. */
enum bsm_status bsm_campaign_refuse(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                    const struct bsm_campaign_outcome *outcome);

/* The same for one that is too old to be decided: the person is asked to come again. */
enum bsm_status bsm_campaign_too_late(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                      const struct bsm_campaign_outcome *outcome);

#endif
