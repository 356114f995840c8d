/*
 * A visit as a pure state machine: events in, a short list of effects out. No input or output, no clock, no allocation, no
 * randomness; time is in the events, so that every case can be tested.
 *
 * Life: bsm_visit_init once, then bsm_visit_handle for each event, for one visit after the other. After each event the caller
 * carries the effects out in their order, and wipes them. A TICK is due at bsm_visit_next_ms. Not thread-safe.
 *
 * Promises: never two captures at once; VERIFY only when every capture asked for was accepted; each BEGIN is followed by one
 * FORGET; nothing personal is kept after it, and what was typed only until it is sent; every state ends by itself in time;
 * an event that does not fit is counted (unexpected) and does nothing.
 */
#ifndef BASMA_VISIT_VISIT_H
#define BASMA_VISIT_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/biometric.h"
#include "firmware/base/hint.h"
#include "firmware/base/identity.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"
#include "firmware/ipc/screens.h"
#include "firmware/visit/policy.h"

enum {
    BSM_VISIT_FINGERS_MAX = 4,
    BSM_VISIT_ITEMS_MAX = BSM_VISIT_FINGERS_MAX + 1, /* fingers in their order, then the face */
    BSM_VISIT_MOBILE_HINT_SIZE = 5,
    BSM_VISIT_EFFECTS_MAX = 16,
};

enum bsm_visit_state {
    /* no visit */
    BSM_VISIT_STARTING,
    BSM_VISIT_OUT_OF_SERVICE,
    BSM_VISIT_WELCOME,
    /* a visit; the person is asked */
    BSM_VISIT_CONSENT,
    BSM_VISIT_IDENTITY,
    BSM_VISIT_HAND,
    BSM_VISIT_FACE,
    BSM_VISIT_TRY_AGAIN,
    BSM_VISIT_CODE,
    /* the centre is asked */
    BSM_VISIT_CLAIMING,
    BSM_VISIT_SETTLING, /* all is captured, not all accepted */
    BSM_VISIT_VERIFYING,
    BSM_VISIT_SENDING_CODE,
    BSM_VISIT_CHECKING_CODE,
    BSM_VISIT_COMPLETING,
    /* over */
    BSM_VISIT_DONE,
    BSM_VISIT_ENDED,
    BSM_VISIT_FORGETTING,
};
enum { BSM_VISIT_STATES = BSM_VISIT_FORGETTING + 1 };

enum bsm_visit_part {
    BSM_VISIT_PART_BIO,
    BSM_VISIT_PART_UI,
    BSM_VISIT_PART_UPLINK,
    BSM_VISIT_PART_READER,
    BSM_VISIT_PART_CAMERA,
    BSM_VISIT_PART_LINK,
};
enum { BSM_VISIT_PARTS = BSM_VISIT_PART_LINK + 1 };

enum bsm_visit_request {
    BSM_VISIT_OPEN,
    BSM_VISIT_CLAIM,
    BSM_VISIT_CAPTURE,
    BSM_VISIT_VERIFY,
    BSM_VISIT_SEND_CODE,
    BSM_VISIT_CHECK_CODE,
    BSM_VISIT_COMPLETE,
    BSM_VISIT_LEAVE, /* its answer concerns nobody */
};

enum bsm_outcome {
    BSM_OUTCOME_NONE = 0,
    BSM_OUTCOME_ACTIVE,
    BSM_OUTCOME_REFUSED,
    BSM_OUTCOME_LEFT,
    BSM_OUTCOME_WALKED_AWAY,
    BSM_OUTCOME_EXPIRED,
    BSM_OUTCOME_LINK,
    BSM_OUTCOME_DEVICE,
    BSM_OUTCOME_CAPTURE,
    BSM_OUTCOME_LOCKED,
    BSM_OUTCOME_FAULT,
};
enum { BSM_OUTCOME_LAST = BSM_OUTCOME_FAULT };

enum bsm_visit_event_type {
    BSM_EVENT_TICK,
    BSM_EVENT_INPUT,
    BSM_EVENT_IDENTITY,
    BSM_EVENT_CODE,
    BSM_EVENT_OPENED,
    BSM_EVENT_CLAIMED,
    BSM_EVENT_ACCEPTED,
    BSM_EVENT_VERIFIED,
    BSM_EVENT_ANSWERED, /* SEND_CODE, CHECK_CODE, COMPLETE: yes */
    BSM_EVENT_FAILED,   /* a request: no, or not reached */
    BSM_EVENT_HINT,
    BSM_EVENT_CAPTURED,
    BSM_EVENT_CAPTURE_FAILED,
    BSM_EVENT_PART,     /* a leaf is ready or lost, a device present or not, the link up or down */
    BSM_EVENT_SERVICE,  /* whether the kiosk may serve at all (its configuration) */
    BSM_EVENT_FORGOTTEN,
};
enum { BSM_EVENT_LAST = BSM_EVENT_FORGOTTEN };

struct bsm_visit_identity {
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
};

struct bsm_visit_claim {
    uint32_t steps; /* set of enum bsm_step */
    int fingers_count;
    enum bsm_position fingers[BSM_VISIT_FINGERS_MAX];
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
    enum bsm_action action;
};

struct bsm_visit_event {
    enum bsm_visit_event_type type;
    int64_t now_ms; /* monotonic, above 0 */
    union {
        struct {
            enum bsm_input input;
            enum bsm_language language; /* with START and LANGUAGE */
        } input;
        struct bsm_visit_identity identity;
        char code[BSM_CODE_SIZE];
        struct bsm_visit_claim claimed;
        struct {
            int item;   /* that SEND_CAPTURE named */
            bool again; /* not usable: take it again */
        } accepted;
        struct {
            enum bsm_verdict verdict;
            int tries_left;
        } verified;
        enum bsm_visit_request answered;
        struct {
            enum bsm_visit_request about;
            int item; /* with CAPTURE */
            enum bsm_status status;
            enum bsm_problem problem;
            uint32_t retry_after_s;
            int tries_left;
        } failed;
        struct {
            enum bsm_modality modality;
            enum bsm_position position;
            enum bsm_status status; /* CAPTURE_FAILED */
            enum bsm_hint hint;     /* CAPTURE_FAILED, HINT */
        } capture;
        struct {
            enum bsm_visit_part part;
            bool present;
        } part;
        struct {
            bool available;
            enum bsm_reason reason;
        } service;
    } as;
};

enum bsm_visit_effect_type {
    BSM_EFFECT_BEGIN,        /* a visit begins: a new round, a new identifier; open it at the centre */
    BSM_EFFECT_SHOW,
    BSM_EFFECT_BIO_VISIT,    /* tell this bio what captures are signed with */
    BSM_EFFECT_BIO_FINGER,
    BSM_EFFECT_BIO_FACE,
    BSM_EFFECT_BIO_CANCEL,
    BSM_EFFECT_BIO_RELEASE,  /* end this bio and start a fresh one; the visit takes it as lost at once */
    BSM_EFFECT_SEND_CLAIM,
    BSM_EFFECT_SEND_CAPTURE, /* the capture of the CAPTURED event that is being handled */
    BSM_EFFECT_DROP_CAPTURES, /* one was refused, and with it those that follow it in the chain: send none of them */
    BSM_EFFECT_SEND_PLAIN,   /* VERIFY, SEND_CODE, COMPLETE, LEAVE */
    BSM_EFFECT_SEND_CODE,    /* CHECK_CODE */
    BSM_EFFECT_SEND_AGAIN,   /* all that failed for a time, with their keys */
    BSM_EFFECT_CANCEL,       /* drop all requests under way */
    BSM_EFFECT_FORGET,       /* the visit is over: the ui forgets, then FORGOTTEN (old bio gone, ui wiped) */
    BSM_EFFECT_KILL,         /* they did not forget in time: end them */
};
enum { BSM_EFFECT_LAST = BSM_EFFECT_KILL };

struct bsm_visit_show {
    enum bsm_screen screen;
    enum bsm_language language;
    enum bsm_reason reason;
    enum bsm_position position;
    int step;
    int steps;
    int tries_left;
    int seconds;
    enum bsm_hint hint;
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
};

struct bsm_visit_effect {
    enum bsm_visit_effect_type type;
    union {
        struct bsm_visit_show show;
        struct bsm_visit_identity identity; /* SEND_CLAIM */
        char code[BSM_CODE_SIZE];           /* SEND_CODE */
        struct {
            enum bsm_position position;
            int64_t timeout_ms;
        } capture;                          /* BIO_FINGER, BIO_FACE */
        int item;                           /* SEND_CAPTURE */
        struct {
            enum bsm_visit_request request;
            enum bsm_action action;         /* COMPLETE */
        } plain;
        struct {
            enum bsm_outcome outcome;
            int64_t duration_ms;
        } forget;
    } as;
};

struct bsm_visit_effects {
    int count;
    struct bsm_visit_effect list[BSM_VISIT_EFFECTS_MAX];
};

enum bsm_visit_timer {
    BSM_TIMER_IDLE,     /* then the countdown */
    BSM_TIMER_END,      /* of the countdown */
    BSM_TIMER_LIMIT,    /* of the visit */
    BSM_TIMER_WAIT,     /* then a wait screen; after a visit: then the starting screen */
    BSM_TIMER_HOLD,     /* then another screen may follow a wait screen */
    BSM_TIMER_PATIENCE, /* with the centre */
    BSM_TIMER_DEVICE,   /* patience with a device */
    BSM_TIMER_CAPTURE,  /* bio should have ended it by then */
    BSM_TIMER_RESTART,  /* then the capture may be begun again */
    BSM_TIMER_RESEND,
    BSM_TIMER_LINGER,   /* of the last screen */
    BSM_TIMER_FORGET,
    BSM_TIMER_GRACE,
};
enum { BSM_TIMERS = BSM_TIMER_GRACE + 1 };

enum bsm_visit_overlay { BSM_OVERLAY_NONE, BSM_OVERLAY_CALL, BSM_OVERLAY_TIME };
enum bsm_visit_item_state { BSM_ITEM_NEEDED, BSM_ITEM_SENT, BSM_ITEM_ACCEPTED };
enum bsm_visit_capture_state { BSM_CAPTURE_NONE, BSM_CAPTURE_RUNNING, BSM_CAPTURE_CANCELLING };

struct bsm_visit_item {
    enum bsm_modality modality;
    enum bsm_position position;
    enum bsm_visit_item_state state;
    int failures;
};

/* What is known of the visit under way; all zero outside one. */
struct bsm_visit_course {
    int64_t started_ms;
    bool opened;    /* at the centre */
    bool closed;    /* done or ended: the centre and bio have been told */
    bool unreached; /* a request failed for a time and waits to be sent again */
    int extensions;
    int code_sends;
    enum bsm_outcome outcome;
    enum bsm_reason reason; /* of ended; of the code screen */
    int tries_left;
    int seconds;            /* ended: when again */
    uint32_t steps;
    enum bsm_action action;

    bool bio_told;     /* this bio knows the visit */
    bool bio_released; /* the visit needs no more captures */
    enum bsm_visit_capture_state capture;
    int item;                /* being captured */
    bool tried;              /* somebody tried in this capture */
    enum bsm_hint hint;      /* from the last failure */
    int64_t device_since_ms; /* device trouble; 0: none since a sign of a working device */
    int items_count;
    struct bsm_visit_item items[BSM_VISIT_ITEMS_MAX];

    bool identity_waits;
    struct bsm_visit_identity identity; /* personal; typed before the visit was opened */
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
};

struct bsm_visit {
    struct bsm_policy policy;
    int64_t now_ms;
    int64_t due_ms[BSM_TIMERS]; /* 0: not running */
    uint64_t unexpected;        /* events that did not fit, since init */

    enum bsm_visit_state state;
    enum bsm_visit_overlay overlay;
    enum bsm_language language;
    bool part[BSM_VISIT_PARTS]; /* what is there */
    bool available;
    enum bsm_reason out_reason; /* why not; why out of service */

    bool shown_valid; /* shown is what the ui has */
    bool wait_shown;  /* the present wait is long enough for its screen */
    struct bsm_visit_show shown;
    int64_t shown_ms; /* since when */

    struct bsm_visit_course course;
};

/* All parts absent, service available, Arabic, state STARTING. now_ms above 0. */
void bsm_visit_init(struct bsm_visit *visit, const struct bsm_policy *policy, int64_t now_ms);

/* Fills effects (from empty). */
void bsm_visit_handle(struct bsm_visit *visit, const struct bsm_visit_event *event, struct bsm_visit_effects *effects);

/* When the next TICK is due; -1: no timer runs. */
int64_t bsm_visit_next_ms(const struct bsm_visit *visit);

/* Between BEGIN and the end of forgetting. */
bool bsm_visit_in_visit(const struct bsm_visit *visit);

void bsm_visit_effects_wipe(struct bsm_visit_effects *effects);

/* Lower-case words ("try_again", "walked_away"); "unknown" outside. */
const char *bsm_visit_state_name(enum bsm_visit_state state);
const char *bsm_outcome_name(enum bsm_outcome outcome);

#endif
