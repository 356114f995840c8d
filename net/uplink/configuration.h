/*
 * Looks now and then, and when the link comes back, whether the centre has another configuration for this kiosk than
 * the one in force, and hands it to the hub, which checks it. Only when no request of a visit is under way. Part of
 * bsm_uplink, for uplink.c only; blocks nowhere.
 */
#ifndef BASMA_UPLINK_CONFIGURATION_H
#define BASMA_UPLINK_CONFIGURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/uplink/transport.h"

enum {
    BSM_CONFIGURATION_EVERY_MS = 10 * 60 * 1000, /* and up to half of it more, by chance */
    BSM_CONFIGURATION_AGAIN_MS = 30 * 1000,      /* the same, after a failure */
};

struct bsm_configuration {
    int64_t version; /* in force; 0: not known */
    int64_t due_ms;
    bool link_was_up;
    struct bsm_exchange *exchange; /* NULL: none is under way */
};

struct bsm_uplink;

void bsm_configuration_step(struct bsm_uplink *uplink);

/* Its exchange has ended. Not OK: the hub does not read, or is gone. */
enum bsm_status bsm_configuration_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer);

/* When step has something to do; INT64_MAX: nothing. */
int64_t bsm_configuration_next_ms(const struct bsm_uplink *uplink);

#endif
