#include "net/uplink/transport.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <curl/curl.h>

#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

enum { CONNECTIONS_MAX = 4, URL_ROOM = BSM_WIRE_URL_SIZE + BSM_WIRE_PATH_SIZE, HEADER_ROOM = 80 };

static const char subsystem[] = "net/uplink";

struct bsm_transport {
    CURLM *multi;
    int going; /* exchanges begun whose end has not been told yet */
    char url[BSM_WIRE_URL_SIZE];
    char pin[64]; /* "" for none */
    char ca[BSM_TRANSPORT_PATH_SIZE];
    char certificate[BSM_TRANSPORT_PATH_SIZE];
    char key[BSM_TRANSPORT_PATH_SIZE];
};

struct bsm_exchange {
    CURL *easy; /* owned, as all below */
    struct curl_slist *headers;
    void *owner; /* borrowed */
    char *body;
    size_t body_size;
    size_t body_room;
    bool body_too_long;
    bool going; /* its end has not been told yet */
    int64_t server_unix_ms;
};

static bool path_in(char path[BSM_TRANSPORT_PATH_SIZE], const char *state, const char *name)
{
    int length = snprintf(path, BSM_TRANSPORT_PATH_SIZE, "%s/%s", state, name);
    if (length < 0 || length >= BSM_TRANSPORT_PATH_SIZE || access(path, R_OK) != 0) {
        bsm_log(BSM_LOG_ERROR, subsystem, "%s cannot be read; enrol this kiosk with basma-provision", name);
        return false;
    }
    return true;
}

static bool take_settings(struct bsm_transport *transport, const struct bsm_transport_settings *settings)
{
    snprintf(transport->url, sizeof transport->url, "%s", settings->url);
    snprintf(transport->pin, sizeof transport->pin, "%s", settings->pin ? settings->pin : "");
    return path_in(transport->ca, settings->state, "trust/ca.crt") &&
           path_in(transport->certificate, settings->state, "keys/tls.crt") &&
           path_in(transport->key, settings->state, "keys/tls.key");
}

enum bsm_status bsm_transport_init(const struct bsm_transport_settings *settings, struct bsm_transport **transport)
{
    struct bsm_transport *made = calloc(1, sizeof *made);
    if (!made)
        return BSM_NO_MEMORY;
    if (take_settings(made, settings) && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
        made->multi = curl_multi_init();
    if (!made->multi) {
        free(made);
        return BSM_FAULT;
    }
    curl_multi_setopt(made->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)CONNECTIONS_MAX);
    *transport = made;
    return BSM_OK;
}

void bsm_transport_finish(struct bsm_transport *transport)
{
    if (!transport)
        return;
    curl_multi_cleanup(transport->multi);
    curl_global_cleanup();
    free(transport);
}

/* Room is made by a new block and a wipe of the old one; realloc would leave a copy behind. */
static bool make_room(struct bsm_exchange *exchange, size_t size)
{
    if (size < exchange->body_room)
        return true;
    size_t room = exchange->body_room ? exchange->body_room : 1024;
    while (room <= size)
        room *= 2;
    char *body = malloc(room);
    if (!body)
        return false;
    if (exchange->body)
        memcpy(body, exchange->body, exchange->body_size);
    bsm_wipe_free(exchange->body, exchange->body_room);
    exchange->body = body;
    exchange->body_room = room;
    return true;
}

static size_t on_body(char *bytes, size_t one, size_t count, void *context)
{
    struct bsm_exchange *exchange = context;
    size_t size = one * count;
    if (size > BSM_WIRE_BODY_MAX - exchange->body_size) {
        exchange->body_too_long = true;
        return 0;
    }
    if (!make_room(exchange, exchange->body_size + size))
        return 0;
    memcpy(exchange->body + exchange->body_size, bytes, size);
    exchange->body_size += size;
    exchange->body[exchange->body_size] = '\0';
    return size;
}

static size_t on_header(char *bytes, size_t one, size_t count, void *context)
{
    static const char name[] = BSM_WIRE_HEADER_TIME ":";
    struct bsm_exchange *exchange = context;
    size_t size = one * count;
    char value[24];
    if (size >= sizeof name - 1 && strncasecmp(bytes, name, sizeof name - 1) == 0) {
        size_t length = size - (sizeof name - 1);
        snprintf(value, sizeof value, "%.*s", (int)(length < sizeof value ? length : 0), bytes + sizeof name - 1);
        long long moment = strtoll(value, NULL, 10);
        if (moment > 0)
            exchange->server_unix_ms = moment;
    }
    return size;
}

static bool add_header(struct bsm_exchange *exchange, const char *name, const char *value)
{
    char line[HEADER_ROOM];
    snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *headers = curl_slist_append(exchange->headers, line);
    if (headers)
        exchange->headers = headers;
    return headers != NULL;
}

static bool set_headers(struct bsm_exchange *exchange, const struct bsm_sending *sending)
{
    char key[BSM_UUID_TEXT_SIZE];
    bsm_uuid_text(&sending->key, key);
    struct curl_slist *no_expect = curl_slist_append(NULL, "Expect:"); /* no waiting for a "100 Continue" */
    if (!no_expect)
        return false;
    exchange->headers = no_expect;
    if (sending->body && !add_header(exchange, "Content-Type", BSM_WIRE_TYPE_JSON))
        return false;
    return !bsm_wire_call_has_effect(sending->call) || add_header(exchange, BSM_WIRE_HEADER_KEY, key);
}

/* Whom to trust and who we are. A failure of any of these must not be passed over. */
static bool set_trust(CURL *easy, const struct bsm_transport *transport)
{
    /* Without a NULL here the system's public CAs would stay trusted beside ours. */
    return curl_easy_setopt(easy, CURLOPT_CAPATH, NULL) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CAINFO, transport->ca) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLCERT, transport->certificate) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLKEY, transport->key) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           (!transport->pin[0] || curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, transport->pin) == CURLE_OK);
}

static bool set_limits(CURL *easy, int64_t timeout_ms)
{
    int64_t whole = timeout_ms < BSM_TRANSPORT_TOTAL_MS ? timeout_ms : BSM_TRANSPORT_TOTAL_MS;
    return curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)BSM_TRANSPORT_CONNECT_MS) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(whole > 1 ? whole : 1)) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
}

static bool set_method(CURL *easy, const struct bsm_sending *sending)
{
    if (sending->body &&
        (curl_easy_setopt(easy, CURLOPT_POSTFIELDS, sending->body->bytes) != CURLE_OK ||
         curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)sending->body->size) != CURLE_OK))
        return false;
    return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, bsm_wire_call_method(sending->call)) == CURLE_OK;
}

static bool set_target(CURL *easy, const struct bsm_transport *transport, const struct bsm_sending *sending)
{
    char path[BSM_WIRE_PATH_SIZE];
    char url[URL_ROOM];
    bsm_wire_path_format(sending->call, &sending->visit, path);
    snprintf(url, sizeof url, "%s%s", transport->url, path);
    return curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK;
}

static bool set_up(const struct bsm_transport *transport, struct bsm_exchange *exchange,
                   const struct bsm_sending *sending)
{
    CURL *easy = exchange->easy;
    return easy && set_target(easy, transport, sending) && set_trust(easy, transport) &&
           set_limits(easy, sending->timeout_ms) && set_method(easy, sending) && set_headers(exchange, sending) &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) == CURLE_OK;
}

static void destroy(struct bsm_exchange *exchange)
{
    curl_easy_cleanup(exchange->easy);
    curl_slist_free_all(exchange->headers);
    bsm_wipe_free(exchange->body, exchange->body_room);
    free(exchange);
}

enum bsm_status bsm_transport_begin(struct bsm_transport *transport, const struct bsm_sending *sending,
                                    struct bsm_exchange **exchange)
{
    struct bsm_exchange *made = calloc(1, sizeof *made);
    if (!made)
        return BSM_NO_MEMORY;
    made->owner = sending->owner;
    made->easy = curl_easy_init();
    if (!make_room(made, 0) || !set_up(transport, made, sending) ||
        curl_multi_add_handle(transport->multi, made->easy) != CURLM_OK) {
        destroy(made);
        return BSM_FAULT;
    }
    made->body[0] = '\0';
    made->going = true;
    transport->going++;
    *exchange = made;
    return BSM_OK;
}

void bsm_transport_wait(struct bsm_transport *transport, int fd, int64_t timeout_ms)
{
    struct curl_waitfd channel = {.fd = fd, .events = CURL_WAIT_POLLIN};
    int running = 0;
    curl_multi_perform(transport->multi, &running);
    if (running < transport->going) /* one has ended just now: nothing would wake us for it */
        return;
    curl_multi_poll(transport->multi, &channel, fd >= 0 ? 1 : 0, (int)timeout_ms, NULL);
    curl_multi_perform(transport->multi, &running);
}

/* What a failure of libcurl means, and words for an operator. */
static enum bsm_status judge(const struct bsm_exchange *exchange, CURLcode code, const char **reason)
{
    *reason = curl_easy_strerror(code);
    switch ((int)code) {
    case CURLE_OK: *reason = ""; return BSM_OK;
    case CURLE_OPERATION_TIMEDOUT: return BSM_TIMEOUT;
    case CURLE_WRITE_ERROR:
        if (exchange->body_too_long)
            *reason = "the answer is longer than an answer may be";
        return exchange->body_too_long ? BSM_INVALID : BSM_GONE;
    case CURLE_PEER_FAILED_VERIFICATION:
        *reason = "the server's certificate is not of our CA, not for this name, or not valid now";
        return BSM_GONE;
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH: *reason = "the server's key is not the pinned one"; return BSM_GONE;
    case CURLE_SSL_CERTPROBLEM:
        *reason = "the kiosk's own certificate or key cannot be used; enrol again with basma-provision";
        return BSM_GONE;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL: return BSM_INVALID;
    default: return BSM_GONE;
    }
}

static void fill(struct bsm_exchange *exchange, CURLcode code, struct bsm_answer *answer)
{
    long http_status = 0;
    curl_off_t duration_us = 0;
    curl_easy_getinfo(exchange->easy, CURLINFO_RESPONSE_CODE, &http_status);
    curl_easy_getinfo(exchange->easy, CURLINFO_TOTAL_TIME_T, &duration_us);
    *answer = (struct bsm_answer){
        .owner = exchange->owner,
        .exchange = exchange,
        .http_status = (int)http_status,
        .body = exchange->body,
        .body_size = exchange->body_size,
        .server_unix_ms = exchange->server_unix_ms,
        .duration_ms = duration_us / 1000,
    };
    answer->status = judge(exchange, code, &answer->reason);
}

static void over(struct bsm_transport *transport, struct bsm_exchange *exchange)
{
    if (exchange->going)
        transport->going--;
    exchange->going = false;
}

bool bsm_transport_next(struct bsm_transport *transport, struct bsm_answer *answer)
{
    int left = 0;
    for (CURLMsg *message; (message = curl_multi_info_read(transport->multi, &left));) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct bsm_exchange *exchange = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &exchange);
        over(transport, exchange);
        fill(exchange, message->data.result, answer);
        return true;
    }
    return false;
}

/* The libraries leave pieces of what they carried on the stack; what lies below us belongs to nobody now. */
__attribute__((noinline)) static void wipe_stack_below(void)
{
    uint8_t below[128 * 1024];
    bsm_wipe(below, sizeof below);
}

void bsm_transport_release(struct bsm_transport *transport, struct bsm_exchange *exchange)
{
    if (!exchange)
        return;
    over(transport, exchange);
    curl_multi_remove_handle(transport->multi, exchange->easy);
    destroy(exchange);
    wipe_stack_below();
}
