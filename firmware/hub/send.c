/* Requests to the centre: each is kept whole until it is answered, so that it can be sent again with the same key. */
#include <assert.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/hub/hub_impl.h"

void bsm_hub_send_request(struct bsm_hub *hub, struct bsm_request *request)
{
    request->failed = request->queued = false;
    request->message.round = hub->round;
    bsm_child_send(&hub->child[BSM_LEAF_UPLINK], &request->message, -1);
}

/* Every request begins with the same head. */
static struct bsm_request *new_request(struct bsm_hub *hub, enum bsm_visit_request about, int item,
                                       enum bsm_message_type type)
{
    struct bsm_request *request = bsm_requests_add(&hub->requests, about, item);
    assert(request); /* the visit never asks for so many at once */
    request->message.type = type;
    request->message.as.net_plain.head = (struct bsm_net_request){
        .request = request->number,
        .key = bsm_uuid7(bsm_clock_unix_ms()),
        .visit = hub->now.visit,
    };
    return request;
}

void bsm_hub_send_claim(struct bsm_hub *hub, const struct bsm_visit_identity *identity)
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_CLAIM, 0, BSM_MESSAGE_NET_CLAIM);
    memcpy(request->message.as.net_claim.id_number, identity->id_number, sizeof identity->id_number);
    memcpy(request->message.as.net_claim.birth_date, identity->birth_date, sizeof identity->birth_date);
    bsm_hub_send_request(hub, request);
}

/* The centre takes captures only in the order of their chain: one at a time, so that none overtakes another. */
void bsm_hub_send_capture(struct bsm_hub *hub, int item)
{
    bool waits = bsm_requests_first(&hub->requests, BSM_VISIT_CAPTURE) != NULL;
    struct bsm_request *request = new_request(hub, BSM_VISIT_CAPTURE, item, BSM_MESSAGE_NET_CAPTURE);
    request->message.as.net_capture.sealed = hub->in.as.captured.sealed;
    memcpy(request->hash, hub->in.as.captured.hash, sizeof request->hash);
    request->queued = waits;
    if (!waits)
        bsm_hub_send_request(hub, request);
}

void bsm_hub_send_next_capture(struct bsm_hub *hub)
{
    struct bsm_request *next = bsm_requests_first(&hub->requests, BSM_VISIT_CAPTURE);
    if (next && next->queued)
        bsm_hub_send_request(hub, next);
}

void bsm_hub_drop_captures(struct bsm_hub *hub)
{
    for (struct bsm_request *request; (request = bsm_requests_first(&hub->requests, BSM_VISIT_CAPTURE)) != NULL;)
        bsm_requests_drop(request);
    memcpy(hub->now.previous_hash, hub->now.accepted_hash, sizeof hub->now.previous_hash);
}

void bsm_hub_send_code(struct bsm_hub *hub, const char code[BSM_CODE_SIZE])
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_CHECK_CODE, 0, BSM_MESSAGE_NET_CHECK_CODE);
    memcpy(request->message.as.net_check_code.code, code, BSM_CODE_SIZE);
    bsm_hub_send_request(hub, request);
}

/* Nobody waits for its answer, so it is not kept. */
static void send_leave(struct bsm_hub *hub)
{
    hub->out.type = BSM_MESSAGE_NET_LEAVE;
    hub->out.as.net_plain.head = (struct bsm_net_request){
        .request = bsm_requests_number(&hub->requests),
        .key = bsm_uuid7(bsm_clock_unix_ms()),
        .visit = hub->now.visit,
    };
    bsm_hub_send(hub, BSM_LEAF_UPLINK, -1);
}

void bsm_hub_send_missing(struct bsm_hub *hub, uint16_t missing)
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_SAY_MISSING, 0, BSM_MESSAGE_NET_MISSING);
    request->message.as.net_missing.fingers = missing;
    bsm_hub_send_request(hub, request);
}

void bsm_hub_send_mobile(struct bsm_hub *hub, const char mobile[BSM_MOBILE_SIZE])
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_SEND_CODE, 0, BSM_MESSAGE_NET_SEND_CODE);
    memcpy(request->message.as.net_send_code.mobile, mobile, BSM_MOBILE_SIZE);
    bsm_hub_send_request(hub, request);
}

void bsm_hub_send_user_name(struct bsm_hub *hub, const char user_name[BSM_USER_NAME_SIZE])
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_KEEP_NAME, 0, BSM_MESSAGE_NET_USER_NAME);
    memcpy(request->message.as.net_user_name.user_name, user_name, BSM_USER_NAME_SIZE);
    bsm_hub_send_request(hub, request);
}

void bsm_hub_send_complete(struct bsm_hub *hub, enum bsm_action action, const char password[BSM_PASSWORD_SIZE])
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_COMPLETE, 0, BSM_MESSAGE_NET_COMPLETE);
    request->message.as.net_complete.action = action;
    request->message.as.net_complete.consent_version = hub->settings.consent_version;
    memcpy(request->message.as.net_complete.password, password, BSM_PASSWORD_SIZE);
    bsm_hub_send_request(hub, request);
}

void bsm_hub_send_book(struct bsm_hub *hub, const struct bsm_visit_slot *wanted)
{
    struct bsm_request *request = new_request(hub, BSM_VISIT_BOOK, 0, BSM_MESSAGE_NET_BOOK);
    struct bsm_ui_slot *slot = &request->message.as.net_book.slot;
    memcpy(slot->office, wanted->office, sizeof slot->office);
    memcpy(slot->day, wanted->day, sizeof slot->day);
    memcpy(slot->time, wanted->time, sizeof slot->time);
    memcpy(slot->mobile, wanted->mobile, sizeof slot->mobile);
    bsm_hub_send_request(hub, request);
}

static enum bsm_message_type plain_type(enum bsm_visit_request about)
{
    if (about == BSM_VISIT_OPEN)
        return BSM_MESSAGE_NET_OPEN;
    if (about == BSM_VISIT_VERIFY)
        return BSM_MESSAGE_NET_VERIFY;
    assert(about == BSM_VISIT_SEND_CODE || about == BSM_VISIT_SLOTS);
    return about == BSM_VISIT_SLOTS ? BSM_MESSAGE_NET_SLOTS : BSM_MESSAGE_NET_SEND_CODE;
}

void bsm_hub_send_plain(struct bsm_hub *hub, enum bsm_visit_request about, enum bsm_action purpose)
{
    if (about == BSM_VISIT_LEAVE) {
        send_leave(hub);
        return;
    }
    struct bsm_request *request = new_request(hub, about, 0, plain_type(about));
    if (about == BSM_VISIT_OPEN)
        request->message.as.net_open.purpose = purpose;
    bsm_hub_send_request(hub, request);
}

void bsm_hub_send_again(struct bsm_hub *hub)
{
    for (int i = 0; i < BSM_REQUESTS_MAX; i++)
        if (hub->requests.list[i].number != 0 && hub->requests.list[i].failed)
            bsm_hub_send_request(hub, &hub->requests.list[i]);
}
