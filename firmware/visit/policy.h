/*
 * The numbers of a visit: how long a person is waited for, how often they may try. Durations in milliseconds of the
 * monotonic clock. The signed configuration may set some of them; the rest are these.
 */
#ifndef BASMA_VISIT_POLICY_H
#define BASMA_VISIT_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/hint.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"

struct bsm_policy {
    int64_t idle_warn_ms;       /* without a sign of life, then the countdown begins */
    int64_t code_ms;            /* in place of idle_warn_ms while the code is on its way to a telephone */
    int64_t idle_end_ms;        /* the countdown */
    int64_t call_ms;            /* in place of idle_warn_ms while a called person is waited for */
    int64_t visit_limit_ms;     /* the centre's nonce lives as long */
    int64_t capture_timeout_ms; /* of one capture; a time-out without a try is no failure */
    int64_t wait_screen_ms;     /* shorter waits show no screen of their own */
    int64_t wait_hold_ms;       /* a wait screen that came stays so long, for it not to flash */
    int64_t link_patience_ms;   /* for an answer while the person waits */
    int64_t device_patience_ms; /* for a device or bio to come back */
    int64_t bio_margin_ms;      /* after that time, or after a cancel, bio must have ended the capture */
    int64_t restart_ms;         /* pause before a capture that the device refused is begun again */
    int64_t busy_ms;            /* the same, where the device asked for rest or refused before */
    int64_t resend_ms;          /* pause before a request that did not arrive is sent again */
    int64_t resend_max_ms;      /* what a centre's retry_after may lengthen it to */
    int64_t done_ms;            /* the last screen stays, after success */
    int64_t ended_ms;           /* the same, without success */
    int64_t forget_ms;          /* for the leaves to forget; then they are killed */
    int64_t grace_ms;           /* for what is missing at the start before the screen says out of service */
    int64_t challenge_ms;       /* what each turn of the head adds to it */
    bool challenge;             /* a turn of the head is asked for before a face is taken */
    bool portrait;              /* the centre keeps a portrait of who comes for an account */
    int extensions_max;         /* times the countdown may be taken back */
    int captures_max;           /* failed captures of one finger or face */
    int code_sends_max;         /* codes sent in a visit */
};

/* The numbers of design: 20 s, 30 s, ten minutes, three captures ... */
struct bsm_policy bsm_policy_default(void);

/* Whether the same request, sent again later with the same key, may yet be answered. */
bool bsm_policy_failure_is_temporary(enum bsm_status status, enum bsm_problem problem);

/* Whether a hint shows that somebody is there and trying; that nobody is there is advised by the others. */
bool bsm_policy_hint_is_life(enum bsm_hint hint);

#endif
