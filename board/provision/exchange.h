/*
 * The two conversations of an enrolment, on libcurl. Both block, for at most some seconds: this program runs once, by
 * hand.
 */
#ifndef BASMA_PROVISION_EXCHANGE_H
#define BASMA_PROVISION_EXCHANGE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "net/wire/wire.h"

enum { BSM_EXCHANGE_REASON_SIZE = 256 };

/* What came back. */
struct bsm_heard {
    int http_status;
    int64_t server_unix_ms; /* 0: not said */
    struct bsm_wire_text body;
    char reason[BSM_EXCHANGE_REASON_SIZE]; /* where nothing came back: a sentence */
};

/*
 * POST /v1/enrol to a server that is known by its key alone (pin: "sha256//BASE64"): the handshake proves that it holds
 * that key, and the token that carries the pin came from the centre, so that nothing else about its certificate matters
 * yet. GONE, TIMEOUT: no answer; DENIED: another server's key. heard is to be finished in any case.
 */
enum bsm_status bsm_exchange_enrol(const char *url, const char *pin, const struct bsm_uuid *key,
                                   const struct bsm_wire_text *body, struct bsm_heard *heard);

/* GET /v1/devices/config as the uplink will: with the kiosk's certificate from the state folder, trusting its CA only.
 */
enum bsm_status bsm_exchange_config(const char *url, const char *pin, const char *state, struct bsm_heard *heard);

void bsm_heard_finish(struct bsm_heard *heard);

#endif
