#include "net/uplink/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"

enum { URL_ROOM = BSM_WIRE_URL_SIZE + BSM_WIRE_PATH_SIZE, HEADER_ROOM = 80 };

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
    body[exchange->body_size] = '\0';
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
    struct bsm_exchange *exchange = context;
    bsm_wire_time_header_read(bytes, one * count, &exchange->server_unix_ms);
    return one * count;
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
    char version[24];
    bsm_uuid_text(&sending->key, key);
    struct curl_slist *no_expect = curl_slist_append(NULL, "Expect:"); /* no waiting for a "100 Continue" */
    if (!no_expect)
        return false;
    exchange->headers = no_expect;
    if (sending->body && !add_header(exchange, "Content-Type", BSM_WIRE_TYPE_JSON))
        return false;
    snprintf(version, sizeof version, "\"%lld\"", (long long)sending->known_version);
    if (sending->known_version > 0 && !add_header(exchange, "If-None-Match", version))
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

bool bsm_exchange_set_up(const struct bsm_transport *transport, struct bsm_exchange *exchange,
                         const struct bsm_sending *sending)
{
    CURL *easy = exchange->easy;
    return easy && make_room(exchange, 0) && set_target(easy, transport, sending) && set_trust(easy, transport) &&
           set_limits(easy, sending->timeout_ms) && set_method(easy, sending) && set_headers(exchange, sending) &&
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, exchange) == CURLE_OK;
}
