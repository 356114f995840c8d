/*
 * What a visit is told and what it answers: plain values, filled in by the caller one way and carried out the other.
 * Some are personal (number, date, code, mobile number, user name, password): wipe both after use.
 */
#ifndef BASMA_VISIT_EVENTS_H
#define BASMA_VISIT_EVENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/account.h"
#include "firmware/base/biometric.h"
#include "firmware/base/challenge.h"
#include "firmware/base/hint.h"
#include "firmware/base/identity.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"
#include "firmware/ipc/screens.h"

enum {
    BSM_VISIT_FINGERS_MAX = 4,
    BSM_VISIT_MOBILE_HINT_SIZE = 5,
    BSM_VISIT_OFFICE_SIZE = 17,
    BSM_VISIT_TIME_SIZE = 6,
    BSM_VISIT_EFFECTS_MAX = 16,
};

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
    BSM_VISIT_SAY_MISSING,
    BSM_VISIT_CAPTURE,
    BSM_VISIT_VERIFY,
    BSM_VISIT_SEND_CODE,
    BSM_VISIT_CHECK_CODE,
    BSM_VISIT_KEEP_NAME,
    BSM_VISIT_COMPLETE,
    BSM_VISIT_SLOTS,
    BSM_VISIT_BOOK,
    BSM_VISIT_KEEP,  /* of a campaign, or a wish: on disk */
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
    BSM_OUTCOME_KEPT,   /* of a campaign: the centre decides later */
    BSM_OUTCOME_WISHED, /* there was no link: an appointment was wished for, and that is kept */
};

enum { BSM_OUTCOME_LAST = BSM_OUTCOME_WISHED };

enum bsm_visit_event_type {
    BSM_EVENT_TICK,
    BSM_EVENT_INPUT,
    BSM_EVENT_IDENTITY,
    BSM_EVENT_CODE,
    BSM_EVENT_MISSING,
    BSM_EVENT_MOBILE,
    BSM_EVENT_USER_NAME,
    BSM_EVENT_PASSWORD,
    BSM_EVENT_SLOT,
    BSM_EVENT_OPENED,
    BSM_EVENT_CLAIMED, /* to CLAIM and MISSING */
    BSM_EVENT_ACCEPTED,
    BSM_EVENT_VERIFIED,
    BSM_EVENT_ANSWERED, /* SEND_CODE, CHECK_CODE, USER_NAME, COMPLETE, SLOTS, BOOK, KEEP: yes */
    BSM_EVENT_FAILED,   /* a request: no, or not reached */
    BSM_EVENT_HINT,
    BSM_EVENT_CAPTURED,
    BSM_EVENT_CAPTURE_FAILED,
    BSM_EVENT_PART,    /* a leaf is ready or lost, a device present or not, the link up or down */
    BSM_EVENT_PACK,    /* whether a site pack is in force: what may be done without the link */
    BSM_EVENT_SEALED,  /* the claim of a campaign's visit, the wish; or it could not be */
    BSM_EVENT_SERVICE, /* whether the kiosk may serve at all (its configuration) */
    BSM_EVENT_FORGOTTEN,
};
enum { BSM_EVENT_LAST = BSM_EVENT_FORGOTTEN };

struct bsm_visit_identity {
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
};

/* Of a site pack: which fingers, in the order in which they are asked for, and how many of them. */
struct bsm_visit_pack {
    bool in_force;
    int ask; /* 1..BSM_VISIT_FINGERS_MAX, at most fingers_count */
    int fingers_count;
    enum bsm_position fingers[BSM_POSITION_MAX];
};

struct bsm_visit_claim {
    uint32_t steps; /* set of enum bsm_step: FINGERS and FACE count */
    int fingers_count;
    enum bsm_position fingers[BSM_VISIT_FINGERS_MAX];
};

/* What follows a match. */
struct bsm_visit_rest {
    uint32_t steps;         /* set of enum bsm_step: CODE, MOBILE, ACCOUNT, PASSWORD count */
    enum bsm_action action; /* 0: nothing is left to do */
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
};

struct bsm_visit_slot {
    char office[BSM_VISIT_OFFICE_SIZE];
    char day[BSM_DATE_SIZE];
    char time[BSM_VISIT_TIME_SIZE];
    char mobile[BSM_MOBILE_SIZE]; /* "" where none is asked for */
};

struct bsm_visit_event {
    enum bsm_visit_event_type type;
    int64_t now_ms; /* monotonic, above 0 */
    union {
        struct {
            enum bsm_input input;
            enum bsm_language language; /* with START and LANGUAGE, and APPOINTMENT out of service */
            int value;                  /* with RATE: 1..5 */
        } input;
        struct bsm_visit_identity identity;
        char code[BSM_CODE_SIZE];
        uint16_t missing; /* bit n: finger position n */
        char mobile[BSM_MOBILE_SIZE];
        char user_name[BSM_USER_NAME_SIZE];
        char password[BSM_PASSWORD_SIZE];
        struct bsm_visit_slot slot;
        struct bsm_visit_claim claimed;
        struct {
            int item;   /* that SEND_CAPTURE named */
            bool again; /* not usable: take it again */
        } accepted;
        struct {
            enum bsm_verdict verdict;
            int tries_left;
            struct bsm_visit_rest rest; /* with MATCH */
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
        struct bsm_visit_pack pack;
        bool sealed; /* SEALED */
        struct {
            bool available;
            enum bsm_reason reason;
        } service;
    } as;
};

enum bsm_visit_effect_type {
    BSM_EFFECT_BEGIN, /* a visit begins: a new round, a new identifier */
    BSM_EFFECT_SHOW,
    BSM_EFFECT_BIO_VISIT, /* tell this bio what captures are signed with */
    BSM_EFFECT_BIO_FINGER,
    BSM_EFFECT_BIO_FACE,
    BSM_EFFECT_BIO_CANCEL,
    BSM_EFFECT_BIO_RELEASE, /* end this bio and start a fresh one; the visit takes it as lost at once */
    BSM_EFFECT_SEND_CLAIM,
    BSM_EFFECT_SEND_MISSING,
    BSM_EFFECT_SEND_CAPTURE,  /* the capture of the CAPTURED event that is being handled */
    BSM_EFFECT_HOLD_CAPTURE,  /* the same, of a campaign: it is kept with the others */
    BSM_EFFECT_BIO_CLAIM,     /* who the person says they are, to be sealed */
    BSM_EFFECT_KEEP,          /* all that was held, and the claim of the SEALED event that is being handled */
    BSM_EFFECT_BIO_WISH,      /* where an appointment is to be sent, to be sealed */
    BSM_EFFECT_KEEP_WISH,     /* that of the SEALED event that is being handled */
    BSM_EFFECT_DROP_CAPTURES, /* one was refused, and with it those that follow it in the chain: send none of them */
    BSM_EFFECT_SEND_PLAIN,    /* OPEN, VERIFY, SEND_CODE, SLOTS, LEAVE */
    BSM_EFFECT_SEND_MOBILE,   /* SEND_CODE to this number */
    BSM_EFFECT_SEND_CODE,     /* CHECK_CODE */
    BSM_EFFECT_SEND_USER_NAME,
    BSM_EFFECT_SEND_COMPLETE,
    BSM_EFFECT_SEND_BOOK,
    BSM_EFFECT_RATED,      /* for the journal */
    BSM_EFFECT_SEND_AGAIN, /* all that failed for a time, with their keys */
    BSM_EFFECT_CANCEL,     /* drop all requests under way */
    BSM_EFFECT_FORGET,     /* the visit is over: the ui forgets, then FORGOTTEN (old bio gone, ui wiped) */
    BSM_EFFECT_KILL,       /* they did not forget in time: end them */
};
enum { BSM_EFFECT_LAST = BSM_EFFECT_KILL };

struct bsm_visit_show {
    enum bsm_screen screen;
    enum bsm_language language;
    enum bsm_reason reason;
    enum bsm_action action;
    enum bsm_position position;
    int step;
    int steps;
    int tries_left;
    int seconds;
    bool appointment;
    bool wish;
    bool rated;
    bool another_code;
    bool other_way; /* face: who cannot turn the head can say so */
    enum bsm_hint hint;
    char mobile_hint[BSM_VISIT_MOBILE_HINT_SIZE];
};

struct bsm_visit_effect {
    enum bsm_visit_effect_type type;
    union {
        struct bsm_visit_show show;
        struct bsm_visit_identity identity; /* SEND_CLAIM */
        char code[BSM_CODE_SIZE];           /* SEND_CODE */
        uint16_t missing;                   /* SEND_MISSING: all that are */
        char mobile[BSM_MOBILE_SIZE];       /* SEND_MOBILE, BIO_WISH */
        char user_name[BSM_USER_NAME_SIZE];
        struct bsm_visit_slot slot; /* SEND_BOOK */
        int rating;                 /* RATED */
        struct {
            enum bsm_action action;
            char password[BSM_PASSWORD_SIZE]; /* "" where none belongs to it */
        } complete;
        struct {
            enum bsm_position position;
            int64_t timeout_ms;
            enum bsm_challenge_kind challenge; /* BIO_FACE */
            int attempt;                       /* BIO_FACE: from 0 in this visit */
            bool portrait;                     /* BIO_FACE: one is wanted */
        } capture;                             /* BIO_FINGER, BIO_FACE */
        int item;                              /* SEND_CAPTURE, HOLD_CAPTURE */
        bool campaign;                         /* BEGIN: without the link, under the site pack */
        struct {
            struct bsm_visit_identity identity;
            char mobile[BSM_MOBILE_SIZE];
            uint16_t missing;
        } claim; /* BIO_CLAIM */
        struct {
            enum bsm_visit_request request;
            enum bsm_action purpose; /* OPEN */
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

void bsm_visit_effects_wipe(struct bsm_visit_effects *effects);

const char *bsm_outcome_name(enum bsm_outcome outcome); /* "walked_away"; "unknown" outside */

#endif
