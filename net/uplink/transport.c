#include "net/uplink/transport.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <curl/curl.h>

#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "net/uplink/exchange.h"

enum { CONNECTIONS_MAX = 4 };

static const char subsystem[] = "net/uplink";

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
    if (!bsm_exchange_set_up(transport, made, sending) ||
        curl_multi_add_handle(transport->multi, made->easy) != CURLM_OK) {
        destroy(made);
        return BSM_FAULT;
    }
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
