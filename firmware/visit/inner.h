/* What the files of this folder say to each other; nobody else includes it. Every function may add effects. */
#ifndef BASMA_VISIT_INNER_H
#define BASMA_VISIT_INNER_H

#include "firmware/visit/visit.h"

/* Adds a zeroed effect of the type. */
struct bsm_visit_effect *bsm_visit_add(struct bsm_visit_effects *effects, enum bsm_visit_effect_type type);
void bsm_visit_add_plain(struct bsm_visit_effects *effects, enum bsm_visit_request request);

/* timers.c */
void bsm_visit_arm(struct bsm_visit *visit, enum bsm_visit_timer timer, int64_t after_ms);
void bsm_visit_disarm(struct bsm_visit *visit, enum bsm_visit_timer timer);
bool bsm_visit_armed(const struct bsm_visit *visit, enum bsm_visit_timer timer);
/* True once for a timer that is due; it then no longer runs. */
bool bsm_visit_take_due(struct bsm_visit *visit, enum bsm_visit_timer timer);
/* A sign of life: the idle time begins anew, a countdown is taken back. */
void bsm_visit_alive(struct bsm_visit *visit);
/* Starts and stops the idle and wait timers as the present state asks. */
void bsm_visit_mind_time(struct bsm_visit *visit);

/* visit.c */
void bsm_visit_go(struct bsm_visit *visit, enum bsm_visit_state state);
void bsm_visit_unexpected(struct bsm_visit *visit);
/* The person is waiting for the centre. */
bool bsm_visit_is_waiting(enum bsm_visit_state state);

/* deciding.c: what is left after the code is right, and its end */
void bsm_visit_complete(struct bsm_visit *visit, const char *password, struct bsm_visit_effects *effects);
void bsm_visit_send_code(struct bsm_visit *visit, const char *mobile, struct bsm_visit_effects *effects);

/* finish.c: the ways out */
void bsm_visit_end(struct bsm_visit *visit, enum bsm_reason reason, struct bsm_visit_effects *effects);

/* The person chose so: the visit is left, and an appointment offered. */
void bsm_visit_go_to_office(struct bsm_visit *visit, struct bsm_visit_effects *effects);
void bsm_visit_done(struct bsm_visit *visit, struct bsm_visit_effects *effects);
void bsm_visit_kept(struct bsm_visit *visit, struct bsm_visit_effects *effects);
void bsm_visit_forget(struct bsm_visit *visit, struct bsm_visit_effects *effects);
void bsm_visit_walk_away(struct bsm_visit *visit, struct bsm_visit_effects *effects);
/* The person says how it was, once. */
void bsm_visit_rate(struct bsm_visit *visit, int value, struct bsm_visit_effects *effects);
void bsm_visit_release_bio(struct bsm_visit *visit, struct bsm_visit_effects *effects);

/* failure.c: a request that failed, in any state */
void bsm_visit_on_failed(struct bsm_visit *visit, const struct bsm_visit_event *event,
                         struct bsm_visit_effects *effects);

/* capture.c */
/* The centre has said what it wants: the captures are planned (anew) and begun. */
void bsm_visit_on_claimed(struct bsm_visit *visit, const struct bsm_visit_claim *claim,
                          struct bsm_visit_effects *effects);
void bsm_visit_captures_anew(struct bsm_visit *visit);
/* To the state of the first finger or face still needed; VERIFYING when all are accepted. */
void bsm_visit_next_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects);
/* The centre cannot use this one. */
/* A capture that ended while no other may begin (its finger is being marked as missing): what it brought is kept. */
void bsm_visit_take_late_capture(struct bsm_visit *visit, const struct bsm_visit_event *event,
                                 struct bsm_visit_effects *effects);
/* Whether a capture runs or one is not answered yet. */
bool bsm_visit_captures_open(const struct bsm_visit *visit);
void bsm_visit_on_accepted(struct bsm_visit *visit, const struct bsm_visit_event *event,
                           struct bsm_visit_effects *effects);
void bsm_visit_item_refused(struct bsm_visit *visit, int item, struct bsm_visit_effects *effects);
/* Starts or cancels a capture as the present state asks. */
void bsm_visit_pursue_capture(struct bsm_visit *visit, struct bsm_visit_effects *effects);
bool bsm_visit_device_there(const struct bsm_visit *visit);
void bsm_visit_bio_lost(struct bsm_visit *visit);

/* missing.c: says which are missing as soon as nothing is on its way that belongs to the fingers before */
void bsm_visit_pursue_missing(struct bsm_visit *visit, struct bsm_visit_effects *effects);

/* campaign.c: without the link, under a site pack */
void bsm_visit_campaign_identity(struct bsm_visit *visit, const struct bsm_visit_identity *identity,
                                 struct bsm_visit_effects *effects);
/* Fingers were marked as missing: others in their place. */
void bsm_visit_campaign_others(struct bsm_visit *visit, struct bsm_visit_effects *effects);
void bsm_visit_campaign_mobile(struct bsm_visit *visit, const char mobile[BSM_MOBILE_SIZE]);
/* Has the claim sealed as soon as bio is there. */
void bsm_visit_pursue_claim(struct bsm_visit *visit, struct bsm_visit_effects *effects);

/* appointment.c */
void bsm_visit_ask_slots(struct bsm_visit *visit, struct bsm_visit_effects *effects);

/* wish.c: for an appointment, without the link */
/* Out of service: whether one may be wished for. */
bool bsm_visit_may_wish(const struct bsm_visit *visit);
/* Out of service: the person wishes for one, and this is their visit. */
void bsm_visit_begin_wish(struct bsm_visit *visit, enum bsm_language language, struct bsm_visit_effects *effects);
/* At the end of a visit. */
void bsm_visit_wish(struct bsm_visit *visit);
void bsm_visit_wish_kept(struct bsm_visit *visit, struct bsm_visit_effects *effects);
/* What is left of one that was not kept. */
void bsm_visit_drop_wish(struct bsm_visit *visit, struct bsm_visit_effects *effects);

/* screen.c: adds SHOW when the screen should be another */
void bsm_visit_present(struct bsm_visit *visit, struct bsm_visit_effects *effects);

typedef void bsm_visit_in(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects);
bsm_visit_in bsm_visit_in_starting, bsm_visit_in_out_of_service, bsm_visit_in_welcome; /* home.c */
bsm_visit_in bsm_visit_in_forgetting;                                                  /* finish.c */
bsm_visit_in bsm_visit_in_done, bsm_visit_in_ended;
bsm_visit_in bsm_visit_in_purpose, bsm_visit_in_consent, bsm_visit_in_identity; /* asking.c */
bsm_visit_in bsm_visit_in_claiming, bsm_visit_in_try_again;
bsm_visit_in bsm_visit_in_missing, bsm_visit_in_asking_others; /* missing.c */
bsm_visit_in bsm_visit_in_mobile, bsm_visit_in_user_name, bsm_visit_in_checking_name,
    bsm_visit_in_password; /* account.c */
bsm_visit_in bsm_visit_in_asking_slots, bsm_visit_in_appointment, bsm_visit_in_booking,
    bsm_visit_in_booked;                                                           /* appointment.c */
bsm_visit_in bsm_visit_in_capturing, bsm_visit_in_settling;                        /* capture.c */
bsm_visit_in bsm_visit_in_verifying, bsm_visit_in_sending_code, bsm_visit_in_code; /* deciding.c */
bsm_visit_in bsm_visit_in_checking_code, bsm_visit_in_completing;
bsm_visit_in bsm_visit_in_keeping; /* campaign.c; of a wish, too */
bsm_visit_in bsm_visit_in_wish;    /* wish.c */

/* home.c: where a kiosk without a visit belongs */
void bsm_visit_go_home(struct bsm_visit *visit);
void bsm_visit_settle_home(struct bsm_visit *visit);

#endif
