/*
 * The way of the outbox's messages to people's phones: a thing that was done is told of, whatever ends in between. One
 * thread of its own hands them on, so that a slow gateway holds up no visit, and nothing goes out twice; only a centre
 * that is killed between handing on and noting it may send one again. What could not be handed on stays and is tried
 * again when it is due and somebody wakes, which tidying does: after half a minute, then ever later up to half an hour,
 * and when the centre starts. Meanwhile it holds up those to the same number, whose order is kept, and no others.
 * Where a number had as many in the hour as anybody may cause, such a message waits until there is room.
 *
 * Life: start -> wake, settle from any thread but the writer's -> stop, which waits for the message under way.
 */
#ifndef BASMA_CENTRAL_API_NOTICES_H
#define BASMA_CENTRAL_API_NOTICES_H

#include <pthread.h>
#include <stdbool.h>

#include "central/digest.h"
#include "central/sms/sms.h"
#include "central/store/store.h"

struct bsm_notices {
    struct bsm_store *store;             /* borrowed */
    struct bsm_sms **sms;                /* borrowed; read for each message */
    const struct bsm_digest_key *secret; /* borrowed; numbers are counted under it */
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    bool wanted; /* there may be something */
    bool busy;
    bool ending;
};

/* NO_MEMORY: no thread could be had. */
enum bsm_status bsm_notices_start(struct bsm_notices *notices, struct bsm_store *store, struct bsm_sms **sms,
                                  const struct bsm_digest_key *secret);
void bsm_notices_stop(struct bsm_notices *notices);

/* There may be messages. Does not block. */
void bsm_notices_wake(struct bsm_notices *notices);

/* Waits until all that was there has been tried. */
void bsm_notices_settle(struct bsm_notices *notices);

#endif
