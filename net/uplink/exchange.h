/* One request and its answer on a libcurl handle of its own, and how it is set up. Inside net/uplink's transport only.
 */
#ifndef BASMA_UPLINK_EXCHANGE_H
#define BASMA_UPLINK_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

#include "net/uplink/transport.h"

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

/* Sets the handle up: what to send and where, whom to trust, what to bound. False when any of it fails; the exchange is
 * then still to be freed. */
bool bsm_exchange_set_up(const struct bsm_transport *transport, struct bsm_exchange *exchange,
                         const struct bsm_sending *sending);

#endif
