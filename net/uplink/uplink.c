#include "net/uplink/uplink.h"

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "net/uplink/backoff.h"
#include "net/uplink/link.h"
#include "net/uplink/requests.h"

enum { WAIT_MOST_MS = 60000 };

static const char subsystem[] = "net/uplink";

static void end(struct bsm_uplink *uplink, struct bsm_pending *pending)
{
    bsm_transport_release(uplink->transport, pending->exchange);
    bsm_wire_text_finish(&pending->body);
    *pending = (struct bsm_pending){0};
}

/* Ends it and tells the hub what uplink->message says. */
static enum bsm_status end_with_message(struct bsm_uplink *uplink, struct bsm_pending *pending)
{
    uint32_t round = pending->round;
    end(uplink, pending);
    return bsm_uplink_say(uplink, round);
}

static enum bsm_status give_up(struct bsm_uplink *uplink, struct bsm_pending *pending)
{
    bsm_log(BSM_LOG_WARNING, subsystem, "gave a request up, call=%s tries=%u status=%s problem=%s",
            bsm_wire_call_name(pending->call), pending->failed, bsm_status_name(pending->last_status),
            bsm_problem_name(pending->last_problem));
    bsm_request_failed(pending->request, pending->last_status, pending->last_problem, &uplink->message);
    return end_with_message(uplink, pending);
}

/*
 * From the hub.
 */

static struct bsm_pending *free_place(struct bsm_uplink *uplink)
{
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++)
        if (!uplink->pending[i].used)
            return &uplink->pending[i];
    return NULL;
}

static enum bsm_status refuse(struct bsm_uplink *uplink, enum bsm_status why)
{
    uint32_t round = uplink->message.round;
    uint32_t request = bsm_request_head(&uplink->message)->request;
    bsm_message_wipe(&uplink->message);
    bsm_request_failed(request, why, BSM_PROBLEM_NONE, &uplink->message);
    return bsm_uplink_say(uplink, round);
}

static enum bsm_status on_request(struct bsm_uplink *uplink, enum bsm_wire_call call)
{
    const struct bsm_net_request *head = bsm_request_head(&uplink->message);
    struct bsm_pending *pending = free_place(uplink);
    if (!pending)
        return refuse(uplink, BSM_BUSY);
    int64_t now_ms = bsm_clock_mono_ms();
    *pending = (struct bsm_pending){
        .round = uplink->message.round,
        .request = head->request,
        .call = call,
        .key = head->key,
        .visit = head->visit,
        .last_status = BSM_TIMEOUT,
        .next_ms = now_ms,
        .deadline_ms = now_ms + BSM_UPLINK_PATIENCE_MS,
    };
    int64_t centre_ms = bsm_centre_clock_now(&uplink->clock, now_ms, bsm_clock_unix_ms());
    enum bsm_status status = bsm_request_body(&uplink->message, uplink->site, centre_ms, &pending->body);
    if (status != BSM_OK)
        return refuse(uplink, status);
    pending->used = true;
    bsm_message_wipe(&uplink->message);
    return BSM_OK;
}

/* A person who has left stays so: that message goes out whatever else is dropped. */
static void on_cancel(struct bsm_uplink *uplink)
{
    bsm_keeping_cancel(uplink, uplink->message.round);
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++) {
        struct bsm_pending *pending = &uplink->pending[i];
        if (pending->used && pending->round == uplink->message.round && pending->call != BSM_WIRE_LEAVE)
            end(uplink, pending);
    }
}

static enum bsm_status on_message(struct bsm_uplink *uplink)
{
    enum bsm_wire_call call;
    if (bsm_request_call(uplink->message.type, &call))
        return on_request(uplink, call);
    if (uplink->message.type == BSM_MESSAGE_NET_SPOOL)
        return bsm_telemetry_take(uplink);
    if (uplink->message.type == BSM_MESSAGE_NET_KEEP)
        return bsm_keeping_take(uplink);
    if (uplink->message.type == BSM_MESSAGE_NET_CANCEL) {
        on_cancel(uplink);
        return BSM_OK;
    }
    bsm_log(BSM_LOG_ERROR, subsystem, "the hub sent what it may not, type=%s", bsm_message_name(uplink->message.type));
    return BSM_INVALID;
}

static enum bsm_status read_channel(struct bsm_uplink *uplink)
{
    enum bsm_status status = BSM_OK;
    while (status == BSM_OK) {
        int descriptor = -1;
        status = bsm_channel_receive(uplink->channel, &uplink->message, &descriptor);
        if (status == BSM_OK)
            status = on_message(uplink);
    }
    return status == BSM_BUSY ? BSM_OK : status;
}

/*
 * To the centre.
 */

static void begin(struct bsm_uplink *uplink, struct bsm_pending *pending, int64_t now_ms)
{
    struct bsm_sending sending = {
        .call = pending->call,
        .visit = pending->visit,
        .key = pending->key,
        .body = pending->body.bytes ? &pending->body : NULL,
        .timeout_ms = pending->deadline_ms - now_ms,
        .owner = pending,
    };
    if (bsm_transport_begin(uplink->transport, &sending, &pending->exchange) == BSM_OK)
        return;
    pending->last_status = BSM_NO_MEMORY;
    pending->next_ms = now_ms + BSM_BACKOFF_MOST_MS;
}

static enum bsm_status begin_what_is_due(struct bsm_uplink *uplink)
{
    int64_t now_ms = bsm_clock_mono_ms();
    enum bsm_status status = BSM_OK;
    bsm_link_probe(uplink, now_ms);
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX && status == BSM_OK; i++) {
        struct bsm_pending *pending = &uplink->pending[i];
        if (!pending->used || pending->exchange)
            continue;
        if (now_ms >= pending->deadline_ms)
            status = give_up(uplink, pending);
        else if (now_ms >= pending->next_ms)
            begin(uplink, pending, now_ms);
    }
    return status;
}

static void try_again_later(struct bsm_uplink *uplink, struct bsm_pending *pending, uint32_t retry_after_s)
{
    uint32_t chance;
    bsm_random_bytes(&chance, sizeof chance);
    bsm_transport_release(uplink->transport, pending->exchange);
    pending->exchange = NULL;
    pending->failed++;
    int64_t wait_ms = bsm_backoff_ms(pending->failed, chance);
    if (wait_ms < (int64_t)retry_after_s * 1000)
        wait_ms = (int64_t)retry_after_s * 1000;
    pending->next_ms = bsm_clock_mono_ms() + wait_ms;
    if (pending->next_ms > pending->deadline_ms)
        pending->next_ms = pending->deadline_ms;
}

static enum bsm_status on_reply(struct bsm_uplink *uplink, struct bsm_pending *pending, const struct bsm_answer *answer)
{
    const struct bsm_reply reply = {answer->http_status, answer->body, answer->body_size, answer->server_unix_ms};
    if (bsm_reply_is_again(&reply)) {
        pending->last_status = BSM_GONE;
        pending->last_problem = bsm_reply_problem(&reply);
        try_again_later(uplink, pending, bsm_reply_retry_after_s(&reply));
        return BSM_OK;
    }
    bsm_reply_read(pending->call, pending->request, &reply, &uplink->message);
    if (uplink->message.type == BSM_MESSAGE_NET_FAILED)
        bsm_log(BSM_LOG_INFO, subsystem, "refused, call=%s http=%d problem=%s", bsm_wire_call_name(pending->call),
                answer->http_status, bsm_problem_name(uplink->message.as.net_failed.problem));
    return end_with_message(uplink, pending);
}

static enum bsm_status on_pending_ended(struct bsm_uplink *uplink, struct bsm_pending *pending,
                                        const struct bsm_answer *answer)
{
    if (answer->status == BSM_OK)
        return on_reply(uplink, pending, answer);
    pending->last_status = answer->status == BSM_INVALID ? BSM_GONE : answer->status;
    pending->last_problem = BSM_PROBLEM_NONE;
    try_again_later(uplink, pending, 0);
    return BSM_OK;
}

/* What no person waits for. A link is not called down for it: the next look will tell. */
static enum bsm_status on_own_ended(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    bool good = answer->status == BSM_OK && answer->http_status < 500;
    enum bsm_status status = good ? bsm_link_learn(uplink, answer) : BSM_OK;
    if (!good)
        bsm_link_doubt(uplink, bsm_clock_mono_ms());
    if (answer->owner == &uplink->telemetry)
        bsm_telemetry_on_answer(uplink, answer);
    else if (bsm_keeping_owns(uplink, answer->owner))
        status = bsm_keeping_on_answer(uplink, answer);
    else if (status == BSM_OK)
        status = bsm_configuration_on_answer(uplink, answer);
    return status;
}

static enum bsm_status take_answers(struct bsm_uplink *uplink)
{
    struct bsm_answer answer;
    enum bsm_status status = BSM_OK;
    while (status == BSM_OK && bsm_transport_next(uplink->transport, &answer)) {
        if (answer.owner == &uplink->telemetry || bsm_keeping_owns(uplink, answer.owner) ||
            answer.owner == &uplink->configuration) {
            status = on_own_ended(uplink, &answer);
            continue;
        }
        status = bsm_link_learn(uplink, &answer);
        if (answer.owner == &uplink->link) {
            bsm_transport_release(uplink->transport, uplink->link.probe);
            uplink->link.probe = NULL;
        } else if (status == BSM_OK) {
            status = on_pending_ended(uplink, answer.owner, &answer);
        }
    }
    return status;
}

/*
 * The loop.
 */

static int64_t until_next_ms(const struct bsm_uplink *uplink, int64_t now_ms)
{
    int64_t next_ms = uplink->link.probe ? now_ms + WAIT_MOST_MS : uplink->link.probe_ms;
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++) {
        const struct bsm_pending *pending = &uplink->pending[i];
        if (pending->used && !pending->exchange && pending->next_ms < next_ms)
            next_ms = pending->next_ms;
    }
    const int64_t others_ms[] = {bsm_telemetry_next_ms(uplink), bsm_keeping_next_ms(uplink),
                                 bsm_configuration_next_ms(uplink)};
    for (int i = 0; i < 3; i++)
        if (others_ms[i] < next_ms)
            next_ms = others_ms[i];
    if (next_ms > now_ms + WAIT_MOST_MS)
        next_ms = now_ms + WAIT_MOST_MS;
    return next_ms > now_ms ? next_ms - now_ms : 0;
}

enum bsm_status bsm_uplink_init(struct bsm_uplink *uplink, struct bsm_transport *transport, struct bsm_channel *channel,
                                const struct bsm_uplink_settings *settings)
{
    *uplink = (struct bsm_uplink){.transport = transport,
                                  .channel = channel,
                                  .site = settings->site,
                                  .configuration = {.version = settings->config_version},
                                  .message = {.type = BSM_MESSAGE_READY}};
    bsm_telemetry_init(&uplink->telemetry, settings->state_folder);
    bsm_keeping_init(&uplink->keeping);
    return bsm_uplink_say(uplink, 0);
}

bool bsm_uplink_someone_waits(const struct bsm_uplink *uplink)
{
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++)
        if (uplink->pending[i].used)
            return true;
    return false;
}

enum bsm_status bsm_uplink_step(struct bsm_uplink *uplink)
{
    enum bsm_status status = begin_what_is_due(uplink);
    if (status == BSM_OK)
        status = bsm_telemetry_step(uplink);
    if (status == BSM_OK)
        status = bsm_keeping_step(uplink);
    if (status == BSM_OK)
        bsm_configuration_step(uplink);
    if (status != BSM_OK)
        return status;
    /* Nothing is taken from the hub before the first look at the centre has ended: a visit is opened with its time. */
    int hub = uplink->link.known ? uplink->channel->fd : -1;
    bsm_transport_wait(uplink->transport, hub, until_next_ms(uplink, bsm_clock_mono_ms()));
    status = take_answers(uplink);
    return status == BSM_OK && uplink->link.known ? read_channel(uplink) : status;
}

static bool is_leaving(const struct bsm_uplink *uplink)
{
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++)
        if (uplink->pending[i].used && uplink->pending[i].call == BSM_WIRE_LEAVE)
            return true;
    return false;
}

/* What is said to the hub meanwhile finds nobody. */
void bsm_uplink_farewell(struct bsm_uplink *uplink)
{
    int64_t end_ms = bsm_clock_mono_ms() + BSM_UPLINK_FAREWELL_MS;
    bsm_keeping_finish(uplink);
    bsm_telemetry_finish(uplink); /* the rest is for the next run */
    for (int64_t now_ms; is_leaving(uplink) && (now_ms = bsm_clock_mono_ms()) < end_ms;) {
        int64_t wait_ms = until_next_ms(uplink, now_ms);
        begin_what_is_due(uplink);
        bsm_transport_wait(uplink->transport, -1, wait_ms < end_ms - now_ms ? wait_ms : end_ms - now_ms);
        take_answers(uplink);
    }
}

void bsm_uplink_finish(struct bsm_uplink *uplink)
{
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++)
        if (uplink->pending[i].used)
            end(uplink, &uplink->pending[i]);
    bsm_keeping_finish(uplink);
    bsm_telemetry_finish(uplink);
    bsm_transport_release(uplink->transport, uplink->configuration.exchange);
    bsm_transport_release(uplink->transport, uplink->link.probe);
    bsm_message_wipe(&uplink->message);
}
