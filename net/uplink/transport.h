/*
 * HTTPS to one centre on libcurl's multi interface: nothing here blocks but bsm_transport_wait, which is the process's
 * one place to sleep.
 *
 * Mutual TLS of at least 1.2; our CA and no other; a pin on the server's key where one is given; no redirects, no
 * proxy, no scheme but https. Answers are bounded (BSM_WIRE_BODY_MAX), every phase has its time-out.
 *
 * Life: init -> begin, wait, next ... -> finish. One thread. An exchange lives from begin to release; its body is
 * borrowed until then.
 */
#ifndef BASMA_UPLINK_TRANSPORT_H
#define BASMA_UPLINK_TRANSPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "net/wire/path.h"
#include "net/wire/wire.h"

enum { BSM_TRANSPORT_CONNECT_MS = 3000, BSM_TRANSPORT_TOTAL_MS = 10000, BSM_TRANSPORT_PATH_SIZE = 512 };

struct bsm_transport_settings {
    const char *state; /* the kiosk's folder: trust/ca.crt, keys/tls.crt, keys/tls.key */
    const char *url;   /* as bsm_wire_url_valid says */
    const char *pin;   /* "sha256//BASE64", or NULL */
};

struct bsm_transport;
struct bsm_exchange;

/* What to send. */
struct bsm_sending {
    enum bsm_wire_call call;
    struct bsm_uuid visit;
    struct bsm_uuid key;              /* Idempotency-Key, for calls with an effect */
    const struct bsm_wire_text *body; /* borrowed; NULL for none */
    int64_t known_version;            /* of what is asked for, sent as If-None-Match; 0: none */
    int64_t timeout_ms;               /* for the whole of it, at most BSM_TRANSPORT_TOTAL_MS */
    void *owner;                      /* comes back with the answer */
};

struct bsm_answer {
    void *owner;
    struct bsm_exchange *exchange;
    enum bsm_status status; /* OK: an answer came, whatever it says; GONE, TIMEOUT; INVALID: too long or not HTTP */
    const char *reason;     /* where not OK: words for an operator; static */
    int http_status;
    const char *body; /* zero-ended; lives until release */
    size_t body_size;
    int64_t server_unix_ms; /* 0: not said */
    int64_t duration_ms;
};

/* FAULT: libcurl cannot be set up, or a file is missing (said in the log). */
enum bsm_status bsm_transport_init(const struct bsm_transport_settings *settings, struct bsm_transport **transport);
void bsm_transport_finish(struct bsm_transport *transport); /* NULL is fine; all exchanges must have been released */

enum bsm_status bsm_transport_begin(struct bsm_transport *transport, const struct bsm_sending *sending,
                                    struct bsm_exchange **exchange);

/* Sleeps until something moves, fd is readable or timeout_ms has passed, then lets everything move. */
void bsm_transport_wait(struct bsm_transport *transport, int fd, int64_t timeout_ms);

/* The next exchange that has ended; false when there is none. */
bool bsm_transport_next(struct bsm_transport *transport, struct bsm_answer *answer);

/* Ends it, where it is still going, and wipes what it held. NULL is fine. */
void bsm_transport_release(struct bsm_transport *transport, struct bsm_exchange *exchange);

#endif
