/*
 * The way of a campaign's visits to the centre: from the hub onto the disk, and from there to the centre, whole and
 * once.
 *
 *     NET_KEEP, a record each -> all of a visit are there -> on disk, then NET_DONE for each
 *     the oldest on disk -> POST /v1/campaign -> answered for good -> off the disk, then NET_DELIVERED
 *
 * What is kept is the request's body as it will be sent: records that only the centre can open. It goes out under one
 * key, the visit's, however often. An answer that means "later" leaves it where it is; "taken" and "never" end it.
 *
 * They share telemetry's spool, and wait like it: a visit with the link goes first. Where as many visits are kept as
 * may be (BSM_SPOOL_VISITS_MAX), or the disk fails, the hub hears so at once, before the person is told that anything
 * was kept.
 *
 * Part of bsm_uplink, for uplink.c only. Waits for the disk in step and on_answer.
 */
#ifndef BASMA_UPLINK_CAMPAIGN_H
#define BASMA_UPLINK_CAMPAIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "net/uplink/transport.h"

struct bsm_campaign_way {
    /* from the hub */
    struct bsm_wire_campaign *held; /* owned; NULL: nothing comes */
    uint32_t round;
    struct bsm_uuid visit;
    uint64_t place;
    int count;
    uint32_t requests[BSM_RECORDS_MAX];
    /* to the centre */
    struct bsm_exchange *exchange; /* NULL: none is under way */
    struct bsm_wire_text body;     /* owned */
    uint64_t sending;              /* its place */
    int64_t due_ms;                /* not before this; INT64_MAX: nothing waits */
    unsigned failed;
    bool link_was_up;
    bool answered; /* for good, but not off the disk yet */
    enum bsm_problem problem;
};

struct bsm_uplink;

void bsm_campaign_init(struct bsm_campaign_way *way);
void bsm_campaign_finish(struct bsm_uplink *uplink);

/* Takes uplink->message, a NET_KEEP. INVALID: it says what it may not. */
enum bsm_status bsm_campaign_take(struct bsm_uplink *uplink);

/* The hub takes the visit of a round back, where it is not on disk yet. */
void bsm_campaign_cancel(struct bsm_uplink *uplink, uint32_t round);

enum bsm_status bsm_campaign_step(struct bsm_uplink *uplink);
enum bsm_status bsm_campaign_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer);
int64_t bsm_campaign_next_ms(const struct bsm_uplink *uplink);

#endif
