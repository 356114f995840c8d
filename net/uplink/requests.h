/*
 * The hub's NET_* messages as calls of the interface, and the centre's answers as NET_* messages. Pure: no clock, no
 * network.
 */
#ifndef BASMA_UPLINK_REQUESTS_H
#define BASMA_UPLINK_REQUESTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "firmware/ipc/messages.h"
#include "net/wire/path.h"
#include "net/wire/wire.h"

/* Which call a message asks for; false for a message that asks for none. */
bool bsm_request_call(enum bsm_message_type type, enum bsm_wire_call *call);

/* The head of a message that asks for a call. */
const struct bsm_net_request *bsm_request_head(const struct bsm_message *message);

/* Its body; text stays zeroed where the call has none. now_unix_ms: by the centre's clock, as far as known. INVALID:
 * the message says what the interface cannot. */
enum bsm_status bsm_request_body(const struct bsm_message *message, const char *site, int64_t now_unix_ms,
                                 struct bsm_wire_text *text);

/* An answer of the centre, of whatever status. */
struct bsm_reply {
    int http_status;
    const char *body;
    size_t body_size;
    int64_t server_unix_ms; /* of its header; 0: not said */
};

/* Whether to ask again with the same key: the centre could not (500, 502, 503, 504), which is not a no. */
bool bsm_reply_is_again(const struct bsm_reply *reply);

/* The message to the hub: the answer to the call, or NET_FAILED. round is the caller's to set. */
void bsm_reply_read(enum bsm_wire_call call, uint32_t request, const struct bsm_reply *reply,
                    struct bsm_message *message);

/* NET_FAILED for a request that was never answered (TIMEOUT, GONE), or only by "try again later". */
void bsm_request_failed(uint32_t request, enum bsm_status status, enum bsm_problem problem,
                        struct bsm_message *message);

/* Seconds that a 503 asks to wait; 0: none said. */
uint32_t bsm_reply_retry_after_s(const struct bsm_reply *reply);

/* The problem that an answer says, or the one that its status stands for. NONE for 2xx. */
enum bsm_problem bsm_reply_problem(const struct bsm_reply *reply);

#endif
