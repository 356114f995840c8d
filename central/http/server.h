/*
 * The centre's door: HTTP/1.1 over TLS 1.2 and later, on libmicrohttpd and GnuTLS. It knows nothing of what is asked
 * for: it receives a whole request, says who the peer is, and hands both to one function that fills an answer.
 *
 * Who the peer is: the client certificate is only requested in the handshake; at a connection's first request we verify
 * it against our own CA and keep the verdict with the connection. Whether such a kiosk is (still) admitted is for the
 * handler to look up at every request.
 *
 * What the library lets through and we refuse: differing Content-Length headers, zero bytes in headers, a missing Host.
 * Bodies are bounded, and a connection that brings no whole request in time is cut, however busily it dribbles.
 *
 * Life: start -> stop. Threads: the handler is called from a pool, many at a time; it may block.
 */
#ifndef BASMA_CENTRAL_HTTP_SERVER_H
#define BASMA_CENTRAL_HTTP_SERVER_H

#include <stddef.h>
#include <stdint.h>

#include "central/digest.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"

enum bsm_http_peer {
    BSM_HTTP_PEER_NONE,     /* showed no certificate */
    BSM_HTTP_PEER_REFUSED,  /* showed one that is not ours, or out of its time */
    BSM_HTTP_PEER_VERIFIED, /* fingerprint tells which */
};

struct bsm_http_request { /* lives for the call */
    const char *method;
    const char *path; /* as it was sent, query and escapes included */
    const char *body; /* body_size bytes and a zero byte */
    size_t body_size;
    const char *idempotency_key; /* NULL when none */
    const char *if_none_match;   /* NULL when none */
    enum bsm_http_peer peer;
    struct bsm_digest fingerprint; /* SHA-256 of the certificate */
    enum bsm_problem refusal;      /* not NONE: the request cannot stand, answer this problem */
    const char *detail;            /* of the refusal, for an engineer */
};

enum { BSM_HTTP_ETAG_SIZE = 32 };

struct bsm_http_answer { /* zeroed before the call */
    int status;
    const char *type; /* a literal; NULL with no body */
    char *body;       /* taken over and wiped; body_size bytes and a zero byte */
    size_t body_size;
    char etag[BSM_HTTP_ETAG_SIZE]; /* with its quotes; "" for none */
    uint32_t retry_after_s;        /* 0 for none */
    const char *allow;             /* a literal, NULL for none */
};

struct bsm_http_options {
    const char *listen; /* "127.0.0.1:8443", "[::]:8443"; port 0 takes any */
    const char *key_pem;
    const char *certificate_pem;
    const char *ca_pem; /* whose client certificates are good */
    int threads;
    size_t body_max;
    unsigned idle_s;        /* without any byte */
    int64_t request_max_ms; /* from a connection's start or its last answer to a whole request */
    void (*handle)(void *context, const struct bsm_http_request *request, struct bsm_http_answer *answer);
    void *context;
};

enum { BSM_HTTP_WHY_SIZE = 200 };

struct bsm_http;

/* Binds and begins to serve. The PEM texts must outlive the server. INVALID: listen is not ADDRESS:PORT, or key and
 * certificate cannot be used; DENIED: the port is taken or not allowed; FAULT. On failure why holds cause and remedy.
 */
enum bsm_status bsm_http_start(const struct bsm_http_options *options, struct bsm_http **http,
                               char why[BSM_HTTP_WHY_SIZE]);

/* "127.0.0.1:43211": where it listens in fact. Lives as long as the server. */
const char *bsm_http_address(const struct bsm_http *http);

struct bsm_http_counts {
    long long connections; /* open now */
    long long requests;
    long long cut; /* connections that took too long */
};
struct bsm_http_counts bsm_http_counts(struct bsm_http *http);

/* Takes no new connections, lets requests finish for at most 5 s, ends. NULL is fine. */
void bsm_http_stop(struct bsm_http *http);

#endif
