/*
 * What is kept for the centre while the link is down: a campaign's visits, and wishes for an appointment. From the hub
 * onto the disk, and from there to the centre, whole and once.
 *
 *     NET_KEEP, a record each -> all of a visit (a wish has one) are there -> on disk, then NET_DONE for each
 *     the oldest on disk -> POST /v1/campaign, /v1/wishes -> answered for good -> off the disk, then NET_DELIVERED
 *
 * What is kept is the request's body as it will be sent: records that only the centre can open. It goes out under one
 * key, the visit's or the wish's, however often. An answer that means "later" leaves it where it is; "taken" and
 * "never" end it. Each kind has its own way to the centre: what one waits for does not hold up the other.
 *
 * They share telemetry's spool, and wait like it: a visit with the link goes first. Where as many are kept as may be
 * (BSM_SPOOL_VISITS_MAX, BSM_SPOOL_WISHES_MAX), or the disk fails, the hub hears so at once, before the person is told
 * that anything was kept.
 *
 * Part of bsm_uplink, for uplink.c only. Waits for the disk in step and on_answer.
 */
#ifndef BASMA_UPLINK_KEEPING_H
#define BASMA_UPLINK_KEEPING_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "net/uplink/transport.h"

/* One kind's way to the centre. */
struct bsm_kept_way {
    struct bsm_exchange *exchange; /* NULL: none is under way */
    struct bsm_wire_text body;     /* owned */
    uint64_t sending;              /* its place */
    int64_t due_ms;                /* not before this; INT64_MAX: nothing waits */
    unsigned failed;
    bool answered; /* for good, but not off the disk yet */
    enum bsm_problem problem;
};

struct bsm_keeping {
    /* from the hub */
    struct bsm_wire_campaign *held; /* owned; NULL: nothing comes */
    enum bsm_kept_kind kind;
    uint32_t round;
    struct bsm_uuid name; /* the visit's or the wish's */
    uint64_t place;
    int count;
    uint32_t requests[BSM_RECORDS_MAX];
    /* to the centre */
    struct bsm_kept_way ways[BSM_KEPT_LAST];
    bool link_was_up;
};

struct bsm_uplink;

void bsm_keeping_init(struct bsm_keeping *keeping);
void bsm_keeping_finish(struct bsm_uplink *uplink);

/* Takes uplink->message, a NET_KEEP. INVALID: it says what it may not. */
enum bsm_status bsm_keeping_take(struct bsm_uplink *uplink);

/* The hub takes back what it said in a round, where it is not on disk yet. */
void bsm_keeping_cancel(struct bsm_uplink *uplink, uint32_t round);

enum bsm_status bsm_keeping_step(struct bsm_uplink *uplink);

/* Whether an exchange is one of ours, by its owner. */
bool bsm_keeping_owns(const struct bsm_uplink *uplink, const void *owner);
enum bsm_status bsm_keeping_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer);
int64_t bsm_keeping_next_ms(const struct bsm_uplink *uplink);

#endif
