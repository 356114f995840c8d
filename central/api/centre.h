/*
 * The centre as its calls see it: the state it was loaded from, the register, the benches, the way to people's phones.
 * And the one entry for requests.
 *
 * Life: start -> handle, any number of times from any thread -> stop.
 */
#ifndef BASMA_CENTRAL_API_CENTRE_H
#define BASMA_CENTRAL_API_CENTRE_H

#include <stdatomic.h>

#include "central/api/bench.h"
#include "central/api/notices.h"
#include "central/http/server.h"
#include "central/passwords/common.h"
#include "central/sms/sms.h"
#include "central/state/decision_rule.h"
#include "central/state/state.h"
#include "central/store/store.h"
#include "net/wire/path.h"

enum bsm_count {
    BSM_COUNT_ANSWERED, /* 2xx, 3xx */
    BSM_COUNT_REFUSED,  /* 4xx */
    BSM_COUNT_FAILED,   /* 5xx */
    BSM_COUNT_KINDS,
};

struct bsm_centre {
    const struct bsm_state *state; /* borrowed */
    struct bsm_sms *sms;           /* borrowed */
    struct bsm_store *store;       /* owned */
    struct bsm_benches benches;
    struct bsm_thresholds thresholds; /* what is decided by */
    int mobile_wait_h;                /* until another number counts; set before the first request */
    bool challenge;                   /* no face is taken without a movement that was asked for and done */
    bool portrait;                    /* of who comes for an account one is kept, where the kiosk brings it */
    struct bsm_common common;         /* passwords that are none; only read */
    struct bsm_notices notices;       /* messages to people */
    struct bsm_http *http;            /* borrowed, for the figures; NULL until it is known */
    atomic_llong counts[BSM_WIRE_CALL_LAST + 1][BSM_COUNT_KINDS]; /* [0]: no such call */
};

/* Opens register and keys, and sends the codes that were due when the centre last ended. On failure why holds cause and
 * remedy. */
enum bsm_status bsm_centre_start(struct bsm_centre *centre, const struct bsm_state *state, struct bsm_sms *sms,
                                 char why[BSM_STATE_WHY_SIZE]);
void bsm_centre_stop(struct bsm_centre *centre);

/* Answers one request; context is the centre. May block on the disk and on computation. */
void bsm_centre_handle(void *context, const struct bsm_http_request *request, struct bsm_http_answer *answer);

/* What is due from time to time: visits whose time is over end, answers nobody asks for any more and visits long over
 * go. Once a minute will do. */
void bsm_centre_tidy(struct bsm_centre *centre);

#endif
