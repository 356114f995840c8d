/*
 * The open connections and how long each has been without a whole request: libmicrohttpd's time-out starts anew with
 * every byte, so that one byte every two seconds would hold a connection for ever. A thread of ours shuts such sockets
 * down; the library then notices and cleans up.
 */
#ifndef BASMA_CENTRAL_HTTP_CONNECTIONS_H
#define BASMA_CENTRAL_HTTP_CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "central/http/server.h"

struct bsm_connection {
    int socket_fd;       /* the library's */
    int64_t progress_ms; /* monotonic: started, or last answered */
    bool judged;         /* the two below are known; only the connection's own thread */
    enum bsm_http_peer peer;
    struct bsm_digest fingerprint;
    int64_t certificate_to_unix_s;
    struct bsm_connection *next;
};

struct bsm_connections {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    pthread_t reaper;
    bool ending;
    int64_t limit_ms;
    struct bsm_connection *first;
    long long open;
    long long cut;
};

/* Starts the thread. NO_MEMORY when that fails. */
enum bsm_status bsm_connections_start(struct bsm_connections *connections, int64_t limit_ms);
/* Ends the thread; all connections must be gone. */
void bsm_connections_stop(struct bsm_connections *connections);

/* NULL when there is no memory. */
struct bsm_connection *bsm_connection_add(struct bsm_connections *connections, int socket_fd);
void bsm_connection_remove(struct bsm_connections *connections, struct bsm_connection *connection);

/* A whole request has come, or its answer has gone: time starts anew. */
void bsm_connection_progress(struct bsm_connections *connections, struct bsm_connection *connection);

#endif
