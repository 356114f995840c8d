/* How often and how long: the centre's rules for tries, codes and locks, in one place. Pure. */
#ifndef BASMA_CENTRAL_VISITS_POLICY_H
#define BASMA_CENTRAL_VISITS_POLICY_H

#include <stdint.h>

enum {
    BSM_POLICY_VISIT_MS = 10 * 60 * 1000,
    BSM_POLICY_SKEW_MAX_MS = 120 * 1000,
    BSM_POLICY_TRIES_PER_VISIT = 3,
    BSM_POLICY_FREE_FAILURES = 5, /* of a number, by comparison or code; from this one on each locks it */
    BSM_POLICY_LOCK_MS = 30 * 1000,
    BSM_POLICY_FAILURES_MAX = 50, /* then only an operator opens it */
    BSM_POLICY_CODE_MS = 5 * 60 * 1000,
    BSM_POLICY_CODE_TRIES = 5,
    BSM_POLICY_CODES_SENT_MAX = 4,        /* the first, and three more */
    BSM_POLICY_MESSAGES_PER_MOBILE = 12,  /* codes and confirmations an hour to one number, whoever asks */
    BSM_POLICY_MESSAGES_OF_STRANGERS = 6, /* of those; the rest is for people who were recognised */
    BSM_POLICY_STRANGERS_PER_KIOSK = 30,  /* appointments an hour of people not recognised: more than can stand there */
    BSM_POLICY_MOBILE_WAIT_H =
        24, /* until a number that takes the place of another counts, where nothing else is said */
    BSM_POLICY_REQUESTS_PER_KIOSK = 50000, /* a day: a visit a minute around the clock is some 30000 */
    BSM_POLICY_LINES_PER_KIOSK = 150000,   /* of its journal a day: such a day is some 90000 */
    BSM_POLICY_WISHES_PER_KIOSK = 24 * BSM_POLICY_STRANGERS_PER_KIOSK, /* a day, also those that get no place */
    BSM_POLICY_QUOTA_RETRY_S = 60 * 60,
    BSM_POLICY_MESSAGE_AGAIN_FIRST_MS = 30 * 1000, /* after a message could not be handed on; doubling, to ... */
    BSM_POLICY_MESSAGE_AGAIN_MOST_MS = 30 * 60 * 1000,
    BSM_POLICY_MESSAGE_FULL_MS = 5 * 60 * 1000, /* until it is seen again whether a number may have one more */
    BSM_POLICY_WISH_RETRY_S = 10 * 60, /* where a kiosk brings more wishes than the appointments of strangers */
    BSM_POLICY_TOKEN_MS = 15 * 60 * 1000,
    BSM_POLICY_OPERATOR_RETRY_S = 24 * 60 * 60, /* what a kiosk is told where only an operator helps */
};
#define BSM_POLICY_CAMPAIGN_AGE_MS (14LL * 24 * 60 * 60 * 1000) /* older captures of a campaign are not compared */
#define BSM_POLICY_CAMPAIGN_AHEAD_MS                                                                                   \
    (24LL * 60 * 60 * 1000) /* a kiosk without its link since it started goes by its own clock; of wishes, too */
#define BSM_POLICY_CAMPAIGN_SPAN_MS (20LL * 60 * 1000)       /* from the first capture of its visit to the claim */
#define BSM_POLICY_WISH_AGE_MS (7LL * 24 * 60 * 60 * 1000)   /* for an older wish no place is taken any more */
#define BSM_POLICY_WISH_KEPT_MS (30LL * 24 * 60 * 60 * 1000) /* one that is older still is refused */
#define BSM_POLICY_WISH_LEAD_MS                                                                                        \
    (24LL * 60 * 60 * 1000) /* from its SMS to the appointment, at least: nobody has chosen the day */
#define BSM_POLICY_PROOFS_KEPT_MS (30LL * 24 * 60 * 60 * 1000)
#define BSM_POLICY_PORTRAITS_KEPT_MS (5LL * 365 * 24 * 60 * 60 * 1000) /* then it is no good likeness any more */
#define BSM_POLICY_ANSWERS_KEPT_MS (48LL * 60 * 60 * 1000)
#define BSM_POLICY_FAILURES_KEPT_MS                                                                                    \
    (30LL * 24 * 60 * 60 * 1000)                               /* after the last one; not where an operator is needed */
#define BSM_POLICY_VISITS_KEPT_MS (90LL * 24 * 60 * 60 * 1000) /* what happened stays in the audit */
#define BSM_POLICY_MESSAGES_KEPT_MS (48LL * 60 * 60 * 1000)    /* that could not be handed on */
#define BSM_POLICY_MOBILE_WINDOW_MS (60LL * 60 * 1000)
#define BSM_POLICY_TELEMETRY_KEPT_MS (90LL * 24 * 60 * 60 * 1000)
#define BSM_POLICY_APPOINTMENTS_KEPT_MS (7LL * 24 * 60 * 60 * 1000) /* after their day */

/* Until when a number is locked after its failures-th failure happened now; 0: it is not. */
int64_t bsm_policy_locked_until(int failures, int64_t now_ms);

/* Seconds until it may be tried again, rounded up; 0: now. */
uint32_t bsm_policy_retry_after_s(int failures, int64_t locked_until_ms, int64_t now_ms);

/* How long a message waits that could not be handed on so often. */
int64_t bsm_policy_message_again_ms(int tries);

#endif
