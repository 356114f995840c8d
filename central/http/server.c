#include "central/http/server.h"

#include <assert.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "central/http/answer.h"
#include "central/http/connections.h"
#include "central/http/headers.h"
#include "central/http/listen.h"
#include "central/http/peer.h"
#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"
#include "net/wire/path.h"

enum {
    URI_MAX = 512,
    DRAIN_FACTOR = 4,              /* of the body's limit: read and thrown away before we refuse */
    CONNECTION_MEMORY = 64 * 1024, /* the library's, per connection: head and read buffer */
    CONNECTIONS_MAX = 2000,
    STOP_PATIENCE_MS = 5000,
};

struct bsm_http {
    struct bsm_http_options options;
    struct bsm_connections connections;
    struct MHD_Daemon *daemon;
    char address[BSM_LISTEN_ADDRESS_SIZE];
    atomic_llong requests;
    atomic_int running; /* requests being answered */
};

/* One request on its way in. */
struct exchange {
    char uri[URI_MAX + 1];
    bool uri_too_long;
    bool begun;
    enum bsm_problem refusal;
    const char *detail;
    char *body; /* capacity bytes and one */
    size_t capacity;
    size_t size; /* that came, also those thrown away */
};

/* A whole request is there. */

static struct bsm_connection *connection_of(struct MHD_Connection *mhd)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static enum MHD_Result answer_request(struct bsm_http *http, struct MHD_Connection *mhd, const char *method,
                                      struct exchange *exchange)
{
    struct bsm_connection *connection = connection_of(mhd);
    if (!connection) {
        return MHD_NO; /* there was no memory for it */
    }
    struct bsm_http_request request = {
        .method = method,
        .path = exchange->uri,
        .body = exchange->body ? exchange->body : "",
        .body_size = exchange->body ? exchange->size : 0,
        .idempotency_key = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, BSM_WIRE_HEADER_KEY),
        .if_none_match = MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH),
        .refusal = exchange->refusal,
        .detail = exchange->detail,
    };
    request.peer = bsm_peer_judge(mhd, connection, http->options.ca_pem, time(NULL));
    request.fingerprint = connection->fingerprint;
    struct bsm_http_answer answer = {0};
    atomic_fetch_add(&http->requests, 1);
    bsm_connection_progress(&http->connections, connection);
    http->options.handle(http->options.context, &request, &answer);
    assert(answer.status >= 200);
    return bsm_answer_send(mhd, &answer) ? MHD_YES : MHD_NO;
}

/* The request comes in. */

static void *on_uri(void *context, const char *uri, struct MHD_Connection *connection)
{
    (void)connection;
    struct bsm_http *http = context;
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange) {
        return NULL;
    }
    size_t length = strnlen(uri, URI_MAX + 1);
    exchange->uri_too_long = length > URI_MAX;
    if (!exchange->uri_too_long) {
        memcpy(exchange->uri, uri, length);
    }
    atomic_fetch_add(&http->running, 1);
    return exchange;
}

/* The body's memory is taken once and never grown, so that no copy of what was personal stays behind. */
static bool take_memory(struct exchange *exchange, size_t content_length, size_t body_max)
{
    exchange->capacity = content_length == SIZE_MAX ? body_max : content_length;
    exchange->body = calloc(1, exchange->capacity + 1);
    return exchange->body != NULL;
}

static enum MHD_Result begin(struct bsm_http *http, struct MHD_Connection *mhd, const char *method, const char *version,
                             struct exchange *exchange)
{
    size_t content_length = SIZE_MAX;
    size_t body_max = http->options.body_max;
    exchange->begun = true;
    exchange->refusal = exchange->uri_too_long ? BSM_PROBLEM_NOT_FOUND
                                               : bsm_headers_check(mhd, method, exchange->uri, version, body_max,
                                                                   &content_length, &exchange->detail);
    bool has_body = content_length != SIZE_MAX
                        ? content_length > 0
                        : MHD_lookup_connection_value(mhd, MHD_HEADER_KIND, MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL;
    if (exchange->refusal != BSM_PROBLEM_NONE) {
        bool drain = exchange->refusal == BSM_PROBLEM_TOO_LARGE && content_length <= DRAIN_FACTOR * body_max;
        return drain ? MHD_YES : answer_request(http, mhd, method, exchange);
    }
    return !has_body || take_memory(exchange, content_length, body_max) ? MHD_YES : MHD_NO;
}

static enum MHD_Result take_part(struct bsm_http *http, struct exchange *exchange, const char *bytes, size_t *size)
{
    if (exchange->body && exchange->size + *size <= exchange->capacity) {
        memcpy(exchange->body + exchange->size, bytes, *size);
    } else if (exchange->refusal == BSM_PROBLEM_NONE) {
        exchange->refusal = BSM_PROBLEM_TOO_LARGE;
        exchange->detail = "the body is too large";
    }
    exchange->size += *size;
    *size = 0;
    return exchange->size <= DRAIN_FACTOR * http->options.body_max ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *mhd, const char *url, const char *method,
                                  const char *version, const char *upload, size_t *upload_size, void **request)
{
    (void)url;
    struct bsm_http *http = context;
    struct exchange *exchange = *request;
    if (!exchange) {
        return MHD_NO;
    }
    if (!exchange->begun) {
        return begin(http, mhd, method, version, exchange);
    }
    if (*upload_size > 0) {
        return take_part(http, exchange, upload, upload_size);
    }
    return answer_request(http, mhd, method, exchange);
}

static void on_completed(void *context, struct MHD_Connection *mhd, void **request,
                         enum MHD_RequestTerminationCode code)
{
    (void)code;
    struct bsm_http *http = context;
    struct exchange *exchange = *request;
    if (!exchange) {
        return;
    }
    struct bsm_connection *connection = connection_of(mhd);
    if (connection) {
        bsm_connection_progress(&http->connections, connection);
    }
    bsm_wipe_free(exchange->body, exchange->body ? exchange->capacity : 0);
    bsm_wipe_free(exchange, sizeof *exchange);
    *request = NULL;
    atomic_fetch_sub(&http->running, 1);
}

static void on_connection(void *context, struct MHD_Connection *mhd, void **socket_context,
                          enum MHD_ConnectionNotificationCode code)
{
    struct bsm_http *http = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket_context = info ? bsm_connection_add(&http->connections, info->connect_fd) : NULL;
    } else {
        bsm_connection_remove(&http->connections, *socket_context);
        *socket_context = NULL;
    }
}

/* Paths are taken as they were sent. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

/* Life. */

static struct MHD_Daemon *start_daemon(struct bsm_http *http, int socket_fd)
{
    const struct bsm_http_options *options = &http->options;
    return MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_TLS, 0, NULL, NULL, on_request, http, MHD_OPTION_LISTEN_SOCKET,
        socket_fd, MHD_OPTION_HTTPS_MEM_KEY, options->key_pem, MHD_OPTION_HTTPS_MEM_CERT, options->certificate_pem,
        MHD_OPTION_HTTPS_MEM_TRUST, options->ca_pem, /* makes the library request a client's certificate */
        MHD_OPTION_HTTPS_PRIORITIES, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", MHD_OPTION_THREAD_POOL_SIZE,
        (unsigned)options->threads, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_s, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, on_uri, http, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_NOTIFY_COMPLETED, on_completed, http, MHD_OPTION_NOTIFY_CONNECTION,
        on_connection, http, MHD_OPTION_END);
}

static enum bsm_status open_door(struct bsm_http *http, char why[BSM_HTTP_WHY_SIZE])
{
    int socket_fd = -1;
    enum bsm_status status = bsm_listen_open(http->options.listen, &socket_fd, http->address, why, BSM_HTTP_WHY_SIZE);
    if (status != BSM_OK) {
        return status;
    }
    http->daemon = start_daemon(http, socket_fd);
    if (!http->daemon) {
        close(socket_fd);
        snprintf(why, BSM_HTTP_WHY_SIZE, "cannot start the TLS server: are the server's key and certificate whole?");
        return BSM_INVALID;
    }
    return BSM_OK;
}

enum bsm_status bsm_http_start(const struct bsm_http_options *options, struct bsm_http **out,
                               char why[BSM_HTTP_WHY_SIZE])
{
    struct bsm_http *http = calloc(1, sizeof *http);
    snprintf(why, BSM_HTTP_WHY_SIZE, "out of memory");
    if (!http) {
        return BSM_NO_MEMORY;
    }
    http->options = *options;
    enum bsm_status status = bsm_connections_start(&http->connections, options->request_max_ms);
    if (status == BSM_OK) {
        status = open_door(http, why);
        if (status != BSM_OK) {
            bsm_connections_stop(&http->connections);
        }
    }
    if (status != BSM_OK) {
        free(http);
        return status;
    }
    *out = http;
    return BSM_OK;
}

const char *bsm_http_address(const struct bsm_http *http) { return http->address; }

struct bsm_http_counts bsm_http_counts(struct bsm_http *http)
{
    pthread_mutex_lock(&http->connections.lock);
    struct bsm_http_counts counts = {.connections = http->connections.open, .cut = http->connections.cut};
    pthread_mutex_unlock(&http->connections.lock);
    counts.requests = atomic_load(&http->requests);
    return counts;
}

void bsm_http_stop(struct bsm_http *http)
{
    if (!http) {
        return;
    }
    int socket_fd = MHD_quiesce_daemon(http->daemon);
    for (int waited_ms = 0; atomic_load(&http->running) > 0 && waited_ms < STOP_PATIENCE_MS; waited_ms += 10) {
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    MHD_stop_daemon(http->daemon);
    if (socket_fd >= 0) {
        close(socket_fd);
    }
    bsm_connections_stop(&http->connections);
    free(http);
}
