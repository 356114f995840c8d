/*
 * The hub's NET_SPOOL lines: kept in the spool, answered by NET_STORED when they are on disk, and brought to the centre
 * in batches (POST /v1/telemetry), one at a time, whenever no request of a visit is under way. A batch goes out again
 * with its key until the centre has answered for it; what the centre refuses for good is set aside and told once in
 * the log. Disk and spool may fail: lines then wait in memory and the hub, and visits go on.
 *
 * Part of bsm_uplink, for uplink.c only. Waits for the disk in step and on_answer; not while a visit's request is under
 * way, but for BSM_TELEMETRY_HELD_MS at most.
 */
#ifndef BASMA_UPLINK_TELEMETRY_H
#define BASMA_UPLINK_TELEMETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "net/uplink/spool.h"
#include "net/uplink/transport.h"

enum {
    BSM_TELEMETRY_HELD_MAX = 64,    /* lines that are not on disk yet; the hub sends fewer at a time */
    BSM_TELEMETRY_HELD_MS = 1000,   /* longest wait for a visit's request, then they go to the disk */
    BSM_TELEMETRY_GATHER_MS = 2000, /* a batch that is not full waits so long for more lines */
    BSM_TELEMETRY_DISK_AGAIN_MS = 5000,
    BSM_TELEMETRY_AGAIN_FIRST_MS = 1000, /* after a batch that was not answered; doubling, by half by chance, to ... */
    BSM_TELEMETRY_AGAIN_MOST_MS = 300000,
};

enum bsm_telemetry_outcome {
    BSM_TELEMETRY_OPEN = 0, /* not answered */
    BSM_TELEMETRY_DONE,
    BSM_TELEMETRY_REFUSED,
};

struct bsm_telemetry {
    const char *state_folder; /* borrowed */
    struct bsm_spool *spool;  /* owned; NULL: could not be opened, tried again */
    int64_t disk_ms;          /* not before this is the disk tried (again) */
    int held_count;
    int64_t held_since_ms;
    struct bsm_net_spool held[BSM_TELEMETRY_HELD_MAX];
    int64_t due_ms; /* when to send the next batch; INT64_MAX: nothing to send */
    unsigned failed;
    bool link_was_up;
    struct bsm_spool_batch batch;       /* the one being sent */
    struct bsm_exchange *exchange;      /* NULL: none is under way */
    enum bsm_telemetry_outcome outcome; /* of the batch, until it is on disk */
    enum bsm_problem problem;           /* why it was refused */
    struct bsm_wire_text body;          /* of the batch; owned */
};

struct bsm_uplink;

void bsm_telemetry_init(struct bsm_telemetry *telemetry, const char *state_folder);
void bsm_telemetry_finish(struct bsm_uplink *uplink);

/* Takes uplink->message, a NET_SPOOL. INVALID: it says what it may not. */
enum bsm_status bsm_telemetry_take(struct bsm_uplink *uplink);

/* Does what is due: the disk, the next batch. Not OK: the hub does not read, or is gone. */
enum bsm_status bsm_telemetry_step(struct bsm_uplink *uplink);

/* An exchange of telemetry's own has ended. */
void bsm_telemetry_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer);

/* When step has something to do; INT64_MAX: nothing. */
int64_t bsm_telemetry_next_ms(const struct bsm_uplink *uplink);

#endif
