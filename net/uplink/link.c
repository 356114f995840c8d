#include "net/uplink/link.h"

#include <poll.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"

enum { HUB_PATIENCE_MS = 1000 };

static const char subsystem[] = "net/uplink";

enum bsm_status bsm_uplink_say(struct bsm_uplink *uplink, uint32_t round)
{
    uplink->message.round = round;
    enum bsm_status status = bsm_channel_send(uplink->channel, &uplink->message, -1);
    if (status == BSM_BUSY) { /* what goes to the hub is small: a full channel is a hub that does not read */
        struct pollfd hub = {.fd = uplink->channel->fd, .events = POLLOUT};
        poll(&hub, 1, HUB_PATIENCE_MS);
        status = bsm_channel_send(uplink->channel, &uplink->message, -1);
    }
    bsm_message_wipe(&uplink->message);
    if (status == BSM_BUSY)
        bsm_log(BSM_LOG_ERROR, subsystem, "the hub does not read");
    return status == BSM_BUSY ? BSM_FAULT : status;
}

/* A proxy that cannot reach the centre answers for it, but not with a problem document of ours; a centre that says "not
 * now" is there. */
static bool centre_answered(const struct bsm_answer *answer)
{
    struct bsm_wire_problem problem;
    return answer->status == BSM_OK && (answer->http_status < 502 || answer->http_status > 504 ||
                                        bsm_wire_problem_decode(answer->body, answer->body_size, &problem) == BSM_OK);
}

static void hurry(struct bsm_uplink *uplink, int64_t now_ms)
{
    for (int i = 0; i < BSM_UPLINK_REQUESTS_MAX; i++)
        if (uplink->pending[i].used && !uplink->pending[i].exchange && uplink->pending[i].next_ms > now_ms)
            uplink->pending[i].next_ms = now_ms;
}

static enum bsm_status change(struct bsm_uplink *uplink, bool up, const struct bsm_answer *answer)
{
    if (up)
        bsm_log(BSM_LOG_INFO, subsystem, "the centre answers");
    else if (answer->status == BSM_OK)
        bsm_log(BSM_LOG_WARNING, subsystem, "the centre cannot be reached: status %d", answer->http_status);
    else
        bsm_log(BSM_LOG_WARNING, subsystem, "the centre cannot be reached: %s", answer->reason);
    if (up)
        hurry(uplink, bsm_clock_mono_ms());
    uplink->link.known = true;
    uplink->link.up = up;
    uplink->message = (struct bsm_message){.type = BSM_MESSAGE_NET_LINK, .as.net_link = {.up = up}};
    return bsm_uplink_say(uplink, 0);
}

enum bsm_status bsm_link_learn(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    bool up = centre_answered(answer);
    if (answer->status == BSM_OK)
        bsm_centre_clock_learn(&uplink->clock, answer->server_unix_ms, bsm_clock_mono_ms(), answer->duration_ms);
    uplink->link.probe_ms = bsm_clock_mono_ms() + (up ? BSM_UPLINK_PROBE_IDLE_MS : BSM_UPLINK_PROBE_DOWN_MS);
    if (uplink->link.known && uplink->link.up == up)
        return BSM_OK;
    return change(uplink, up, answer);
}

void bsm_link_doubt(struct bsm_uplink *uplink, int64_t now_ms)
{
    if (uplink->link.probe_ms > now_ms)
        uplink->link.probe_ms = now_ms;
}

void bsm_link_probe(struct bsm_uplink *uplink, int64_t now_ms)
{
    if (uplink->link.probe || now_ms < uplink->link.probe_ms)
        return;
    struct bsm_sending sending = {.call = BSM_WIRE_TIME, .timeout_ms = BSM_TRANSPORT_TOTAL_MS, .owner = &uplink->link};
    if (bsm_transport_begin(uplink->transport, &sending, &uplink->link.probe) != BSM_OK)
        uplink->link.probe_ms = now_ms + BSM_UPLINK_PROBE_DOWN_MS;
}
