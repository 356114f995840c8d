/*
 * A visit as a pure state machine: events in, a short list of effects out. No input or output, no clock, no allocation,
 * no randomness; time is in the events, so that every case can be tested.
 *
 * Life: bsm_visit_init once, then bsm_visit_handle for each event, for one visit after the other. After each event the
 * caller carries the effects out in their order, and wipes them. A TICK is due at bsm_visit_next_ms. Not thread-safe.
 *
 * Promises: never two captures at once; VERIFY only when every capture asked for was accepted; each BEGIN is followed
 * by one FORGET; nothing personal is kept after it, and what was typed only until it is sent; every state ends by
 * itself in time; an event that does not fit is counted (unexpected) and does nothing.
 */
#ifndef BASMA_VISIT_VISIT_H
#define BASMA_VISIT_VISIT_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/visit/events.h"
#include "firmware/visit/policy.h"

enum { BSM_VISIT_ITEMS_MAX = BSM_VISIT_FINGERS_MAX + 1 }; /* fingers in their order, then the face */

enum bsm_visit_state {
    /* no visit */
    BSM_VISIT_STARTING,
    BSM_VISIT_OUT_OF_SERVICE,
    BSM_VISIT_WELCOME,
    /* a visit; the person is asked */
    BSM_VISIT_PURPOSE,
    BSM_VISIT_CONSENT,
    BSM_VISIT_IDENTITY,
    BSM_VISIT_HAND,
    BSM_VISIT_MISSING, /* marks fingers that are missing */
    BSM_VISIT_FACE,
    BSM_VISIT_TRY_AGAIN,
    BSM_VISIT_MOBILE,
    BSM_VISIT_CODE,
    BSM_VISIT_USER_NAME,
    BSM_VISIT_PASSWORD,
    /* the centre is asked */
    BSM_VISIT_CLAIMING,
    BSM_VISIT_ASKING_OTHERS, /* which fingers in place of those missing */
    BSM_VISIT_SETTLING,      /* all is captured, not all accepted */
    BSM_VISIT_VERIFYING,
    BSM_VISIT_SENDING_CODE,
    BSM_VISIT_CHECKING_CODE,
    BSM_VISIT_CHECKING_NAME,
    BSM_VISIT_KEEPING, /* of a campaign: sealed and on its way to the disk */
    BSM_VISIT_COMPLETING,
    /* over */
    BSM_VISIT_DONE,
    BSM_VISIT_KEPT, /* of a campaign */
    BSM_VISIT_ENDED,
    BSM_VISIT_ASKING_SLOTS, /* over, but for an appointment: the centre is asked */
    BSM_VISIT_APPOINTMENT,  /* the person is asked */
    BSM_VISIT_BOOKING,      /* the centre is asked */
    BSM_VISIT_BOOKED,
    BSM_VISIT_WISH,    /* over, or none was begun for want of a link: where an appointment is to be sent */
    BSM_VISIT_WISHING, /* sealed and on its way to the disk */
    BSM_VISIT_WISHED,
    BSM_VISIT_FORGETTING,
};
enum { BSM_VISIT_STATES = BSM_VISIT_FORGETTING + 1 };

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
    BSM_TIMER_LINGER, /* of the last screen */
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
    enum bsm_action purpose; /* what the person came for; 0: not said */
    bool campaign;           /* the link was down when it began: under the site pack, the centre decides later */
    bool opened;             /* at the centre */
    bool claimed;            /* the centre has said what comes next */
    bool closed;             /* done or ended: the centre and bio have been told; an appointment may follow */
    bool unreached;          /* a request failed for a time and waits to be sent again */
    int extensions;
    int code_sends;
    enum bsm_outcome outcome;
    enum bsm_reason reason; /* of ended; of the screen that asks again */
    int tries_left;
    int seconds;                /* ended: when again */
    enum bsm_reason end_reason; /* of ended, while an appointment is chosen */
    bool appointment;           /* ended: one can be booked, or wished for */
    bool wish;                  /* ended: only wished for, for want of a link */
    bool rated;
    uint32_t steps; /* after the match */
    enum bsm_action action;
    bool mobile_known; /* a code has gone to some number: back from MOBILE leads to CODE */

    bool bio_told;     /* this bio knows the visit */
    bool bio_released; /* the visit needs no more captures */
    enum bsm_visit_capture_state capture;
    int faces_begun;         /* captures of the face, each with other sides to turn to */
    bool cannot_turn;        /* the person has said so */
    bool portrait;           /* one is wanted, and the consent said so */
    int item;                /* being captured */
    bool tried;              /* somebody tried in this capture */
    bool seen;               /* the camera sees them at the moment */
    enum bsm_hint hint;      /* from the last failure */
    int64_t device_since_ms; /* device trouble; 0: none since a sign of a working device */
    int items_count;
    struct bsm_visit_item items[BSM_VISIT_ITEMS_MAX];

    uint16_t missing;   /* all fingers marked as missing */
    bool missing_waits; /* not sent yet: captures are still on their way */

    bool claim_asked; /* of a campaign: this bio seals it; the same of a wish */
    bool claim_sealed;
    bool identity_waits;
    struct bsm_visit_identity identity;         /* personal; typed before the visit was opened */
    char file_hint[BSM_VISIT_MOBILE_HINT_SIZE]; /* of the number on file */
    char mobile[BSM_MOBILE_SIZE];               /* personal; of a campaign or a wish, until it is sealed */
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
    /* Where the last code that went out went; a number that none could be sent to changes nothing. */
    char sent_hint[BSM_VISIT_MOBILE_HINT_SIZE];
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
    struct bsm_visit_pack pack;
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

/* "try_again"; "unknown" outside. */
const char *bsm_visit_state_name(enum bsm_visit_state state);

#endif
