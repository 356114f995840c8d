#include "net/uplink/keeping.h"

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

static const struct {
    enum bsm_spool_kind spooled;
    enum bsm_wire_call call;
    int records_least, records_most;
} kinds[BSM_KEPT_LAST] = {
    [BSM_KEPT_VISIT - 1] = {BSM_SPOOL_VISIT, BSM_WIRE_CAMPAIGN, 2, BSM_RECORDS_MAX},
    [BSM_KEPT_WISH - 1] = {BSM_SPOOL_WISH, BSM_WIRE_WISH, 1, 1},
};

_Static_assert((int)BSM_RECORDS_MAX == (int)BSM_WIRE_RECORDS_MAX, "one visit is one request");
_Static_assert((int)BSM_SEALED_TEXT_MAX == (int)BSM_WIRE_SEALED_MAX, "one size of record");

static void drop_held(struct bsm_keeping *keeping)
{
    if (keeping->held)
        bsm_wipe_free(keeping->held, sizeof *keeping->held);
    keeping->held = NULL;
    keeping->count = 0;
}

void bsm_keeping_init(struct bsm_keeping *keeping) { *keeping = (struct bsm_keeping){.count = 0}; }

void bsm_keeping_finish(struct bsm_uplink *uplink)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    drop_held(keeping);
    for (int i = 0; i < BSM_KEPT_LAST; i++) {
        struct bsm_kept_way *way = &keeping->ways[i];
        bsm_transport_release(uplink->transport, way->exchange);
        bsm_wire_text_finish(&way->body);
        *way = (struct bsm_kept_way){.due_ms = never};
    }
}

/* --- from the hub onto the disk --- */

/* One answer for each record. */
static enum bsm_status say_all(struct bsm_uplink *uplink, enum bsm_status how)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    enum bsm_status status = BSM_OK;
    for (int i = 0; i < keeping->count && status == BSM_OK; i++) {
        if (how == BSM_OK)
            uplink->message =
                (struct bsm_message){.type = BSM_MESSAGE_NET_DONE, .as.net_done.request = keeping->requests[i]};
        else
            bsm_request_failed(keeping->requests[i], how, BSM_PROBLEM_NONE, &uplink->message);
        status = bsm_uplink_say(uplink, keeping->round);
    }
    return status;
}

static enum bsm_status encode_wish(const struct bsm_keeping *keeping, struct bsm_wire_text *body)
{
    struct bsm_wire_wish *wish = malloc(sizeof *wish);
    if (!wish)
        return BSM_NO_MEMORY;
    *wish = (struct bsm_wire_wish){.wish = keeping->name, .record = keeping->held->records[0]};
    enum bsm_status status = bsm_wire_wish_encode(wish, body);
    bsm_wipe_free(wish, sizeof *wish);
    return status;
}

/* Its name, which is the key it goes out under, and the body. */
static enum bsm_status keep(struct bsm_uplink *uplink)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    struct bsm_wire_text body = {0};
    if (!uplink->telemetry.spool)
        return BSM_FAULT;
    enum bsm_status status =
        keeping->kind == BSM_KEPT_WISH ? encode_wish(keeping, &body) : bsm_wire_campaign_encode(keeping->held, &body);
    uint8_t *item = status == BSM_OK ? malloc(BSM_UUID_SIZE + body.size) : NULL;
    if (status == BSM_OK && !item)
        status = BSM_NO_MEMORY;
    if (status == BSM_OK) {
        memcpy(item, keeping->name.bytes, BSM_UUID_SIZE);
        memcpy(item + BSM_UUID_SIZE, body.bytes, body.size);
        status = bsm_spool_keep(uplink->telemetry.spool, kinds[keeping->kind - 1].spooled, keeping->place, item,
                                BSM_UUID_SIZE + body.size);
        bsm_wipe_free(item, BSM_UUID_SIZE + body.size);
    }
    bsm_wire_text_finish(&body);
    if (status != BSM_OK)
        bsm_log(BSM_LOG_ERROR, subsystem, "a %s could not be kept, status=%s", bsm_kept_kind_name(keeping->kind),
                bsm_status_name(status));
    return status == BSM_OK || status == BSM_DENIED ? status : BSM_FAULT;
}

static enum bsm_status on_whole(struct bsm_uplink *uplink)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    struct bsm_kept_way *way = &keeping->ways[keeping->kind - 1];
    enum bsm_status kept = keep(uplink);
    if (kept == BSM_OK && way->due_ms == never)
        way->due_ms = bsm_clock_mono_ms();
    enum bsm_status status = say_all(uplink, kept);
    drop_held(keeping);
    return status;
}

/* The first of it: whatever came before and is not whole is not wanted any more. */
static bool begin(struct bsm_keeping *keeping, uint32_t round, const struct bsm_net_keep *keep)
{
    drop_held(keeping);
    keeping->held = calloc(1, sizeof *keeping->held);
    if (!keeping->held)
        return false;
    keeping->kind = keep->kind;
    keeping->round = round;
    keeping->place = keep->place;
    keeping->name = keeping->held->visit = keep->head.visit;
    return true;
}

static bool follows(const struct bsm_keeping *keeping, uint32_t round, const struct bsm_net_keep *keep)
{
    int least = kinds[keep->kind - 1].records_least, most = kinds[keep->kind - 1].records_most;
    return keeping->held && keeping->kind == keep->kind && keeping->round == round && keeping->place == keep->place &&
           bsm_uuid_equal(&keeping->name, &keep->head.visit) && keep->index == keeping->count &&
           keep->index < keep->count && keep->count >= least && keep->count <= most;
}

enum bsm_status bsm_keeping_take(struct bsm_uplink *uplink)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    const struct bsm_net_keep *keep = &uplink->message.as.net_keep;
    uint32_t round = uplink->message.round;
    if (keep->index == 0 && !begin(keeping, round, keep))
        return BSM_NO_MEMORY;
    if (!follows(keeping, round, keep) || keep->place >> 53 != 0 || keep->sealed.text_size == 0) {
        bsm_log(BSM_LOG_ERROR, subsystem, "the hub sent a record that it may not, index=%u held=%d", keep->index,
                keeping->count);
        return BSM_INVALID;
    }
    struct bsm_wire_sealed *record = &keeping->held->records[keeping->count];
    memcpy(record->kid, keep->sealed.kid, sizeof record->kid);
    memcpy(record->enc, keep->sealed.enc, sizeof record->enc);
    memcpy(record->text, keep->sealed.text, keep->sealed.text_size);
    record->text_size = keep->sealed.text_size;
    keeping->requests[keeping->count++] = keep->head.request;
    keeping->held->records_count = (uint32_t)keeping->count;
    bool whole = keeping->count == keep->count;
    bsm_message_wipe(&uplink->message);
    return whole ? on_whole(uplink) : BSM_OK;
}

void bsm_keeping_cancel(struct bsm_uplink *uplink, uint32_t round)
{
    if (uplink->keeping.held && uplink->keeping.round == round)
        drop_held(&uplink->keeping);
}

/* --- answers --- */

static enum bsm_kept_kind kind_of(const struct bsm_uplink *uplink, const struct bsm_kept_way *way)
{
    return (enum bsm_kept_kind)(way - uplink->keeping.ways + 1);
}

/* What it answered for is off the disk, and the hub hears of it. */
static enum bsm_status settle(struct bsm_uplink *uplink, struct bsm_kept_way *way, int64_t now_ms)
{
    enum bsm_kept_kind kind = kind_of(uplink, way);
    if (!uplink->telemetry.spool ||
        bsm_spool_drop(uplink->telemetry.spool, kinds[kind - 1].spooled, way->sending) != BSM_OK) {
        way->due_ms = now_ms + DISK_AGAIN_MS;
        return BSM_OK;
    }
    way->answered = false;
    way->failed = 0;
    way->due_ms = now_ms;
    uplink->message =
        (struct bsm_message){.type = BSM_MESSAGE_NET_DELIVERED,
                             .as.net_delivered = {.kind = kind, .place = way->sending, .problem = way->problem}};
    return bsm_uplink_say(uplink, 0);
}

static void try_again_later(struct bsm_kept_way *way, uint32_t retry_after_s)
{
    uint32_t chance;
    bsm_random_bytes(&chance, sizeof chance);
    way->failed++;
    int64_t wait_ms = bsm_backoff_within_ms(way->failed, AGAIN_FIRST_MS, AGAIN_MOST_MS, chance);
    if (wait_ms < (int64_t)retry_after_s * 1000)
        wait_ms = (int64_t)retry_after_s * 1000;
    way->due_ms = bsm_clock_mono_ms() + wait_ms;
}

static bool says_taken(const struct bsm_kept_way *way, const struct bsm_answer *answer)
{
    struct bsm_wire_stored stored;
    return answer->http_status >= 200 && answer->http_status < 300 &&
           bsm_wire_stored_decode(answer->body, answer->body_size, &stored) == BSM_OK && stored.place == way->sending;
}

/* A no that another try would not change, said by the centre itself. A quota that says when to come again is one of the
 * kiosk's requests in a day, and no word about what is kept. */
static bool says_never(const struct bsm_answer *answer, struct bsm_wire_problem *problem)
{
    if (answer->http_status < 400 || answer->http_status >= 500 ||
        bsm_wire_problem_decode(answer->body, answer->body_size, problem) != BSM_OK)
        return false;
    return problem->problem == BSM_PROBLEM_BAD_REQUEST || problem->problem == BSM_PROBLEM_TOO_LARGE ||
           problem->problem == BSM_PROBLEM_KEY_REUSED || problem->problem == BSM_PROBLEM_CAPTURE_INVALID ||
           problem->problem == BSM_PROBLEM_REPLAYED || problem->problem == BSM_PROBLEM_VISIT_EXPIRED ||
           (problem->problem == BSM_PROBLEM_QUOTA && problem->retry_after_s == 0);
}

static void judge(struct bsm_kept_way *way, enum bsm_kept_kind kind, const struct bsm_answer *answer)
{
    struct bsm_wire_problem problem = {.problem = BSM_PROBLEM_NONE};
    way->answered = says_taken(way, answer) || says_never(answer, &problem);
    way->problem = problem.problem;
    if (way->answered && problem.problem != BSM_PROBLEM_NONE)
        bsm_log(BSM_LOG_ERROR, subsystem, "the centre refuses a %s for good, http=%d problem=%s",
                bsm_kept_kind_name(kind), answer->http_status, bsm_problem_name(problem.problem));
    else if (!way->answered)
        try_again_later(way, problem.retry_after_s);
}

bool bsm_keeping_owns(const struct bsm_uplink *uplink, const void *owner)
{
    for (int i = 0; i < BSM_KEPT_LAST; i++)
        if (owner == &uplink->keeping.ways[i])
            return true;
    return false;
}

enum bsm_status bsm_keeping_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    struct bsm_kept_way *way = answer->owner;
    if (answer->status == BSM_OK)
        judge(way, kind_of(uplink, way), answer);
    else
        try_again_later(way, 0);
    bsm_transport_release(uplink->transport, way->exchange);
    bsm_wire_text_finish(&way->body);
    way->exchange = NULL;
    return way->answered ? settle(uplink, way, bsm_clock_mono_ms()) : BSM_OK;
}

/* --- to the centre --- */

/* The oldest, as it was kept. */
static enum bsm_status read_oldest(struct bsm_uplink *uplink, struct bsm_kept_way *way, struct bsm_uuid *key)
{
    uint8_t *item = NULL;
    size_t size = 0;
    enum bsm_status status =
        bsm_spool_oldest(uplink->telemetry.spool, kinds[kind_of(uplink, way) - 1].spooled, &way->sending, &item, &size);
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

static void send(struct bsm_uplink *uplink, struct bsm_kept_way *way, int64_t now_ms)
{
    struct bsm_uuid key = {{0}};
    enum bsm_status status = read_oldest(uplink, way, &key);
    if (status == BSM_GONE) {
        way->due_ms = never;
        return;
    }
    struct bsm_sending sending = {.call = kinds[kind_of(uplink, way) - 1].call,
                                  .key = key,
                                  .body = &way->body,
                                  .timeout_ms = BSM_TRANSPORT_TOTAL_MS,
                                  .owner = way};
    if (status == BSM_OK)
        status = bsm_transport_begin(uplink->transport, &sending, &way->exchange);
    if (status == BSM_OK)
        return;
    bsm_wire_text_finish(&way->body);
    way->due_ms = now_ms + DISK_AGAIN_MS;
}

static void mind_link(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_keeping *keeping = &uplink->keeping;
    bool back = uplink->link.up && !keeping->link_was_up;
    for (int i = 0; i < BSM_KEPT_LAST && back; i++) {
        struct bsm_kept_way *way = &keeping->ways[i];
        uint32_t chance;
        bsm_random_bytes(&chance, sizeof chance);
        if (way->failed > 0 && way->due_ms != never)
            way->due_ms = now_ms + chance % AGAIN_FIRST_MS; /* not all kiosks at once */
    }
    keeping->link_was_up = uplink->link.up;
}

static bool may_send(const struct bsm_uplink *uplink, const struct bsm_kept_way *way)
{
    return uplink->telemetry.spool && !way->exchange && (way->answered || uplink->link.up) &&
           !bsm_uplink_someone_waits(uplink);
}

static enum bsm_status step_way(struct bsm_uplink *uplink, struct bsm_kept_way *way, int64_t now_ms)
{
    if (now_ms < way->due_ms || !may_send(uplink, way))
        return BSM_OK;
    if (way->answered)
        return settle(uplink, way, now_ms);
    send(uplink, way, now_ms);
    return BSM_OK;
}

enum bsm_status bsm_keeping_step(struct bsm_uplink *uplink)
{
    enum bsm_status status = BSM_OK;
    int64_t now_ms = bsm_clock_mono_ms();
    mind_link(uplink, now_ms);
    for (int i = 0; i < BSM_KEPT_LAST && status == BSM_OK; i++)
        status = step_way(uplink, &uplink->keeping.ways[i], now_ms);
    return status;
}

int64_t bsm_keeping_next_ms(const struct bsm_uplink *uplink)
{
    int64_t next_ms = never;
    for (int i = 0; i < BSM_KEPT_LAST; i++) {
        const struct bsm_kept_way *way = &uplink->keeping.ways[i];
        if (may_send(uplink, way) && way->due_ms < next_ms)
            next_ms = way->due_ms;
    }
    return next_ms;
}
