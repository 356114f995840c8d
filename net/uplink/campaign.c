#include "net/uplink/campaign.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "net/uplink/backoff.h"
#include "net/uplink/link.h"
#include "net/uplink/requests.h"
#include "net/uplink/uplink.h"

enum { DISK_AGAIN_MS = 5000, AGAIN_FIRST_MS = 1000, AGAIN_MOST_MS = 300000 };

static const char subsystem[] = "net/uplink";
static const int64_t never = INT64_MAX;

_Static_assert((int)BSM_RECORDS_MAX == (int)BSM_WIRE_RECORDS_MAX, "one visit is one request");
_Static_assert((int)BSM_SEALED_TEXT_MAX == (int)BSM_WIRE_SEALED_MAX, "one size of record");

static void drop_held(struct bsm_campaign_way *way)
{
    if (way->held)
        bsm_wipe_free(way->held, sizeof *way->held);
    way->held = NULL;
    way->count = 0;
}

void bsm_campaign_init(struct bsm_campaign_way *way) { *way = (struct bsm_campaign_way){.due_ms = 0}; }

void bsm_campaign_finish(struct bsm_uplink *uplink)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    drop_held(way);
    bsm_transport_release(uplink->transport, way->exchange);
    bsm_wire_text_finish(&way->body);
    *way = (struct bsm_campaign_way){.due_ms = never};
}

/* --- from the hub onto the disk --- */

/* One answer for each record. */
static enum bsm_status say_all(struct bsm_uplink *uplink, enum bsm_status how)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    enum bsm_status status = BSM_OK;
    for (int i = 0; i < way->count && status == BSM_OK; i++) {
        if (how == BSM_OK)
            uplink->message =
                (struct bsm_message){.type = BSM_MESSAGE_NET_DONE, .as.net_done.request = way->requests[i]};
        else
            bsm_request_failed(way->requests[i], how, BSM_PROBLEM_NONE, &uplink->message);
        status = bsm_uplink_say(uplink, way->round);
    }
    return status;
}

/* The visit's name, which is the key it goes out under, and the body. */
static enum bsm_status keep(struct bsm_uplink *uplink)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    struct bsm_wire_text body = {0};
    if (!uplink->telemetry.spool)
        return BSM_FAULT;
    enum bsm_status status = bsm_wire_campaign_encode(way->held, &body);
    uint8_t *item = status == BSM_OK ? malloc(BSM_UUID_SIZE + body.size) : NULL;
    if (status == BSM_OK && !item)
        status = BSM_NO_MEMORY;
    if (status == BSM_OK) {
        memcpy(item, way->visit.bytes, BSM_UUID_SIZE);
        memcpy(item + BSM_UUID_SIZE, body.bytes, body.size);
        status = bsm_spool_keep(uplink->telemetry.spool, BSM_SPOOL_VISIT, way->place, item, BSM_UUID_SIZE + body.size);
        bsm_wipe_free(item, BSM_UUID_SIZE + body.size);
    }
    bsm_wire_text_finish(&body);
    if (status != BSM_OK)
        bsm_log(BSM_LOG_ERROR, subsystem, "a campaign's visit could not be kept, status=%s", bsm_status_name(status));
    return status == BSM_OK || status == BSM_DENIED ? status : BSM_FAULT;
}

static enum bsm_status on_whole(struct bsm_uplink *uplink)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    enum bsm_status kept = keep(uplink);
    if (kept == BSM_OK && way->due_ms == never)
        way->due_ms = bsm_clock_mono_ms();
    enum bsm_status status = say_all(uplink, kept);
    drop_held(way);
    return status;
}

/* The first of a visit: whatever came before it and is not whole is not wanted any more. */
static bool begin(struct bsm_campaign_way *way, uint32_t round, const struct bsm_net_keep *keep)
{
    drop_held(way);
    way->held = calloc(1, sizeof *way->held);
    if (!way->held)
        return false;
    way->round = round;
    way->place = keep->place;
    way->visit = way->held->visit = keep->head.visit;
    return true;
}

static bool follows(const struct bsm_campaign_way *way, uint32_t round, const struct bsm_net_keep *keep)
{
    return way->held && way->round == round && way->place == keep->place &&
           bsm_uuid_equal(&way->visit, &keep->head.visit) && keep->index == way->count && keep->index < keep->count;
}

enum bsm_status bsm_campaign_take(struct bsm_uplink *uplink)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    const struct bsm_net_keep *keep = &uplink->message.as.net_keep;
    uint32_t round = uplink->message.round;
    if (keep->index == 0 && !begin(way, round, keep))
        return BSM_NO_MEMORY;
    if (!follows(way, round, keep) || keep->place >> 53 != 0 || keep->sealed.text_size == 0) {
        bsm_log(BSM_LOG_ERROR, subsystem, "the hub sent a record that it may not, index=%u held=%d", keep->index,
                way->count);
        return BSM_INVALID;
    }
    struct bsm_wire_sealed *record = &way->held->records[way->count];
    memcpy(record->kid, keep->sealed.kid, sizeof record->kid);
    memcpy(record->enc, keep->sealed.enc, sizeof record->enc);
    memcpy(record->text, keep->sealed.text, keep->sealed.text_size);
    record->text_size = keep->sealed.text_size;
    way->requests[way->count++] = keep->head.request;
    way->held->records_count = (uint32_t)way->count;
    bool whole = way->count == keep->count;
    bsm_message_wipe(&uplink->message);
    return whole ? on_whole(uplink) : BSM_OK;
}

void bsm_campaign_cancel(struct bsm_uplink *uplink, uint32_t round)
{
    if (uplink->campaign.held && uplink->campaign.round == round)
        drop_held(&uplink->campaign);
}

/* --- answers --- */

/* What it answered for is off the disk, and the hub hears of it. */
static enum bsm_status settle(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    if (!uplink->telemetry.spool || bsm_spool_drop(uplink->telemetry.spool, BSM_SPOOL_VISIT, way->sending) != BSM_OK) {
        way->due_ms = now_ms + DISK_AGAIN_MS;
        return BSM_OK;
    }
    way->answered = false;
    way->failed = 0;
    way->due_ms = now_ms;
    uplink->message = (struct bsm_message){.type = BSM_MESSAGE_NET_DELIVERED,
                                           .as.net_delivered = {.place = way->sending, .problem = way->problem}};
    return bsm_uplink_say(uplink, 0);
}

static void try_again_later(struct bsm_campaign_way *way, uint32_t retry_after_s)
{
    uint32_t chance;
    bsm_random_bytes(&chance, sizeof chance);
    way->failed++;
    int64_t wait_ms = bsm_backoff_within_ms(way->failed, AGAIN_FIRST_MS, AGAIN_MOST_MS, chance);
    if (wait_ms < (int64_t)retry_after_s * 1000)
        wait_ms = (int64_t)retry_after_s * 1000;
    way->due_ms = bsm_clock_mono_ms() + wait_ms;
}

static bool says_taken(const struct bsm_campaign_way *way, const struct bsm_answer *answer)
{
    struct bsm_wire_stored stored;
    return answer->http_status >= 200 && answer->http_status < 300 &&
           bsm_wire_stored_decode(answer->body, answer->body_size, &stored) == BSM_OK && stored.place == way->sending;
}

/* A no that another try would not change, said by the centre itself. A quota that says when to come again is one of the
 * kiosk's requests in a day, and no word about the visit. */
static bool says_never(const struct bsm_answer *answer, struct bsm_wire_problem *problem)
{
    if (answer->http_status < 400 || answer->http_status >= 500 ||
        bsm_wire_problem_decode(answer->body, answer->body_size, problem) != BSM_OK)
        return false;
    return problem->problem == BSM_PROBLEM_BAD_REQUEST || problem->problem == BSM_PROBLEM_TOO_LARGE ||
           problem->problem == BSM_PROBLEM_KEY_REUSED || problem->problem == BSM_PROBLEM_CAPTURE_INVALID ||
           problem->problem == BSM_PROBLEM_REPLAYED ||
           (problem->problem == BSM_PROBLEM_QUOTA && problem->retry_after_s == 0);
}

static void judge(struct bsm_campaign_way *way, const struct bsm_answer *answer)
{
    struct bsm_wire_problem problem = {.problem = BSM_PROBLEM_NONE};
    way->answered = says_taken(way, answer) || says_never(answer, &problem);
    way->problem = problem.problem;
    if (way->answered && problem.problem != BSM_PROBLEM_NONE)
        bsm_log(BSM_LOG_ERROR, subsystem, "the centre refuses a campaign's visit for good, http=%d problem=%s",
                answer->http_status, bsm_problem_name(problem.problem));
    else if (!way->answered)
        try_again_later(way, problem.retry_after_s);
}

enum bsm_status bsm_campaign_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    if (answer->status == BSM_OK)
        judge(way, answer);
    else
        try_again_later(way, 0);
    bsm_transport_release(uplink->transport, way->exchange);
    bsm_wire_text_finish(&way->body);
    way->exchange = NULL;
    return way->answered ? settle(uplink, bsm_clock_mono_ms()) : BSM_OK;
}

/* --- to the centre --- */

/* The oldest, as it was kept. */
static enum bsm_status read_oldest(struct bsm_uplink *uplink, struct bsm_uuid *key)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    uint8_t *item = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_spool_oldest(uplink->telemetry.spool, BSM_SPOOL_VISIT, &way->sending, &item, &size);
    if (status != BSM_OK)
        return status;
    status = size > BSM_UUID_SIZE ? BSM_OK : BSM_INVALID;
    char *body = status == BSM_OK ? malloc(size - BSM_UUID_SIZE + 1) : NULL;
    if (body) {
        memcpy(key->bytes, item, BSM_UUID_SIZE);
        memcpy(body, item + BSM_UUID_SIZE, size - BSM_UUID_SIZE);
        body[size - BSM_UUID_SIZE] = '\0';
        way->body = (struct bsm_wire_text){.bytes = body, .size = size - BSM_UUID_SIZE};
    } else if (status == BSM_OK) {
        status = BSM_NO_MEMORY;
    }
    bsm_wipe_free(item, size);
    return status;
}

static void send(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    struct bsm_uuid key = {{0}};
    enum bsm_status status = read_oldest(uplink, &key);
    if (status == BSM_GONE) {
        way->due_ms = never;
        return;
    }
    struct bsm_sending sending = {
        .call = BSM_WIRE_CAMPAIGN, .key = key, .body = &way->body, .timeout_ms = BSM_TRANSPORT_TOTAL_MS, .owner = way};
    if (status == BSM_OK)
        status = bsm_transport_begin(uplink->transport, &sending, &way->exchange);
    if (status == BSM_OK)
        return;
    bsm_wire_text_finish(&way->body);
    way->due_ms = now_ms + DISK_AGAIN_MS;
}

static void mind_link(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    uint32_t chance;
    if (uplink->link.up && !way->link_was_up && way->failed > 0 && way->due_ms != never) {
        bsm_random_bytes(&chance, sizeof chance);
        way->due_ms = now_ms + chance % AGAIN_FIRST_MS; /* not all kiosks at once */
    }
    way->link_was_up = uplink->link.up;
}

static bool may_send(const struct bsm_uplink *uplink)
{
    const struct bsm_campaign_way *way = &uplink->campaign;
    return uplink->telemetry.spool && !way->exchange && (way->answered || uplink->link.up) &&
           !bsm_uplink_someone_waits(uplink);
}

enum bsm_status bsm_campaign_step(struct bsm_uplink *uplink)
{
    struct bsm_campaign_way *way = &uplink->campaign;
    int64_t now_ms = bsm_clock_mono_ms();
    mind_link(uplink, now_ms);
    if (now_ms < way->due_ms || !may_send(uplink))
        return BSM_OK;
    if (way->answered)
        return settle(uplink, now_ms);
    send(uplink, now_ms);
    return BSM_OK;
}

int64_t bsm_campaign_next_ms(const struct bsm_uplink *uplink)
{
    return may_send(uplink) ? uplink->campaign.due_ms : never;
}
