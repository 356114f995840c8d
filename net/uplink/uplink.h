/*
 * The kiosk's only way out: takes the hub's NET_* requests from the channel, carries them to the centre and brings the
 * answers back. Knows nothing of what it carries but its shape. Of a visit nothing is kept on disk; only what the hub
 * has it spool is (net/uplink/telemetry.h).
 *
 * A request is tried again with the same key and the same body while the centre does not answer or cannot serve, until
 * it is answered, the hub takes it back (NET_CANCEL), or BSM_UPLINK_PATIENCE_MS have passed; a refusal goes to the hub
 * at once. A request's body is wiped as soon as the request is over.
 *
 * Life: init -> step until it is not OK -> farewell -> finish. One thread; sleeps only in step and farewell.
 */
#ifndef BASMA_UPLINK_UPLINK_H
#define BASMA_UPLINK_UPLINK_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "firmware/ipc/channel.h"
#include "net/uplink/clock.h"
#include "net/uplink/configuration.h"
#include "net/uplink/keeping.h"
#include "net/uplink/telemetry.h"
#include "net/uplink/transport.h"

enum {
    BSM_UPLINK_PATIENCE_MS = 90000,
    BSM_UPLINK_REQUESTS_MAX = 16,
    BSM_UPLINK_FAREWELL_MS = 1000,    /* less than the hub waits for a leaf that it ends */
    BSM_UPLINK_PROBE_DOWN_MS = 3000,  /* between looks for a centre that is not there */
    BSM_UPLINK_PROBE_IDLE_MS = 30000, /* after the last answer, while there is nothing to ask */
};

/* One request of the hub's on its way. */
struct bsm_pending {
    bool used;
    uint32_t round;
    uint32_t request;
    enum bsm_wire_call call;
    struct bsm_uuid key;
    struct bsm_uuid visit;
    struct bsm_wire_text body;     /* owned */
    unsigned failed;               /* tries so far */
    enum bsm_status last_status;   /* why the last one failed */
    enum bsm_problem last_problem; /* the same */
    int64_t next_ms;               /* when to try (again) */
    int64_t deadline_ms;
    struct bsm_exchange *exchange; /* NULL while it waits */
};

struct bsm_link {
    bool known; /* said to the hub at least once */
    bool up;
    int64_t probe_ms; /* when to look next */
    struct bsm_exchange *probe;
};

struct bsm_uplink {
    struct bsm_transport *transport; /* borrowed */
    struct bsm_channel *channel;     /* borrowed */
    const char *site;                /* borrowed */
    struct bsm_centre_clock clock;
    struct bsm_link link;
    struct bsm_pending pending[BSM_UPLINK_REQUESTS_MAX];
    struct bsm_telemetry telemetry;
    struct bsm_keeping keeping;
    struct bsm_configuration configuration;
    struct bsm_message message; /* the one being received or sent; wiped after each */
};

/* What the hub says when it starts the uplink; borrowed. */
struct bsm_uplink_settings {
    const char *site;
    const char *state_folder;
    int64_t config_version; /* in force; 0: not said */
};

/* Says READY to the hub. */
enum bsm_status bsm_uplink_init(struct bsm_uplink *uplink, struct bsm_transport *transport, struct bsm_channel *channel,
                                const struct bsm_uplink_settings *settings);

/* Whether a request of a visit is under way: people go first. */
bool bsm_uplink_someone_waits(const struct bsm_uplink *uplink);

/* Sleeps until something happens and deals with it. GONE: the hub is no more. INVALID: it sent what it may not. FAULT:
 * it does not read. */
enum bsm_status bsm_uplink_step(struct bsm_uplink *uplink);

/* After GONE: the centre still hears that a person has left, where it can within BSM_UPLINK_FAREWELL_MS. */
void bsm_uplink_farewell(struct bsm_uplink *uplink);

void bsm_uplink_finish(struct bsm_uplink *uplink);

#endif
