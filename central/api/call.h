/*
 * One call on its way: who asks what, and the answer as it comes about.
 *
 * A call with an effect computes first and then commits: bsm_call_commit runs the effect on the writer's thread, in one
 * transaction with the answer it gives, kept under the call's Idempotency-Key. A repeat gets the first answer, another
 * body under the same key is refused.
 */
#ifndef BASMA_CENTRAL_API_CALL_H
#define BASMA_CENTRAL_API_CALL_H

#include "central/api/centre.h"
#include "central/store/device_days.h"
#include "central/store/devices.h"
#include "central/store/visits.h"
#include "net/wire/wire.h"

/* Answers are filled up with blanks to a multiple of this, so that their length tells nothing. */
enum { BSM_ANSWER_QUANTUM = 512 };

struct bsm_call {
    struct bsm_centre *centre;
    const struct bsm_http_request *request;
    enum bsm_wire_call kind;
    struct bsm_uuid visit;    /* where the path names one */
    struct bsm_device device; /* who asks; id "" where anybody may */
    struct bsm_uuid key;      /* of calls with an effect */
    int64_t now_ms;
    struct bsm_http_answer *answer;
    const void *stand_in; /* what is digested in place of the body to know a repeat; NULL: the body itself */
    size_t stand_in_size;
    struct bsm_wire_text keep; /* what is kept for repeats in place of the answer; no bytes: the answer itself */
    bool unkept;               /* the answer is of this moment: a repeat is a new request */
    bool repeated;             /* after a commit: the answer is that of an earlier request */
};

/* Gives the text out as the answer (and empties it); a text that could not be made, status, becomes a 503. */
void bsm_call_answer(struct bsm_call *call, int http_status, enum bsm_status status, struct bsm_wire_text *text);
void bsm_call_answer_nothing(struct bsm_call *call, int http_status); /* no body */

/* A problem document; detail may be NULL, is for engineers and never personal. */
void bsm_call_refuse(struct bsm_call *call, enum bsm_problem problem, const char *detail);
void bsm_call_refuse_for(struct bsm_call *call, enum bsm_problem problem, uint32_t retry_after_s);
void bsm_call_refuse_with_tries(struct bsm_call *call, enum bsm_problem problem, int tries_left);
void bsm_call_refuse_with_offers(struct bsm_call *call, const char offers[][BSM_USER_NAME_SIZE], uint32_t count);
/* For a status from below: 503 where the store failed. */
void bsm_call_fail(struct bsm_call *call, enum bsm_status status);

/*
 * Runs the effect once for this key. It returns OK with an answer given (a refusal too), then all it did and the answer
 * are durable; or another status, then nothing is. It may run more than once, see store.h. When commit comes back there
 * is an answer.
 */
enum bsm_status bsm_call_commit(struct bsm_call *call,
                                enum bsm_status (*effect)(struct bsm_call *call, struct bsm_db *db, void *context),
                                void *context);

/* Finds the call's visit and sees that it is this kiosk's. False: refused, or *status tells what failed below. */
bool bsm_call_find_visit(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit, enum bsm_status *status);

/* Finds the call's visit and sees that it is this kiosk's, in its time, and that the move is lawful now. False:
 * refused, or *status tells what failed below. */
bool bsm_call_admit(struct bsm_call *call, struct bsm_db *db, enum bsm_visit_move move, struct bsm_visit *visit,
                    enum bsm_status *status);

/* An entry of the audit that tells of a visit; never a number, name or code. In the transaction of what it tells of. */
enum bsm_status bsm_call_audit(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                               const char *event, const char *detail);

/* The last two digits; "" where there is no number. */
void bsm_hint_at_mobile(const char *mobile, char hint[BSM_WIRE_MOBILE_HINT_SIZE]);

/* Counts a message to the number, which anybody can ask for, where it had fewer than most within the hour. False:
 * refused, or *status tells what failed below. */
bool bsm_call_may_send_to(struct bsm_call *call, struct bsm_db *db, const char *mobile, int most,
                          enum bsm_status *status);

/* Counts so many more things that are kept for the kiosk today. False: refused as too many (which is logged once a day
 * and leaves no answer), or *status tells what failed below. */
bool bsm_call_may_keep(struct bsm_call *call, struct bsm_db *db, enum bsm_device_use use, int64_t count,
                       enum bsm_status *status);

/* The calls, one file a resource. */
void bsm_api_enrol(struct bsm_call *call);
void bsm_api_open(struct bsm_call *call);
void bsm_api_claim(struct bsm_call *call);
void bsm_api_missing(struct bsm_call *call);
void bsm_api_capture(struct bsm_call *call);
void bsm_api_verify(struct bsm_call *call);
void bsm_api_send_code(struct bsm_call *call);
void bsm_api_check_code(struct bsm_call *call);
void bsm_api_user_name(struct bsm_call *call);
void bsm_api_complete(struct bsm_call *call);
void bsm_api_slots(struct bsm_call *call);
void bsm_api_book(struct bsm_call *call);
void bsm_api_leave(struct bsm_call *call);
void bsm_api_campaign(struct bsm_call *call);
void bsm_api_wish(struct bsm_call *call);
void bsm_api_telemetry(struct bsm_call *call);
void bsm_api_time(struct bsm_call *call);
void bsm_api_config(struct bsm_call *call);
void bsm_api_health(struct bsm_call *call);
void bsm_api_metrics(struct bsm_call *call);

#endif
