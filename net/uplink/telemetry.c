#include "net/uplink/telemetry.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "net/uplink/backoff.h"
#include "net/uplink/link.h"
#include "net/uplink/requests.h"
#include "net/uplink/uplink.h"

static const char subsystem[] = "net/uplink";
static const int64_t never = INT64_MAX;

_Static_assert((int)BSM_SPOOL_BATCH_MAX == (int)BSM_WIRE_ITEMS_MAX, "a batch is one request");
_Static_assert((int)BSM_WIRE_ITEM_SIZE == (int)BSM_SPOOL_TEXT_SIZE, "a line");

void bsm_telemetry_init(struct bsm_telemetry *telemetry, const char *state_folder)
{
    *telemetry = (struct bsm_telemetry){.state_folder = state_folder, .due_ms = never};
}

void bsm_telemetry_finish(struct bsm_uplink *uplink)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    bsm_transport_release(uplink->transport, telemetry->exchange);
    bsm_wire_text_finish(&telemetry->body);
    bsm_spool_close(telemetry->spool);
    *telemetry = (struct bsm_telemetry){.due_ms = never, .disk_ms = never};
}

/* --- the disk --- */

/* What is damaged is replaced, what else failed is tried again. */
static void on_disk_failed(struct bsm_telemetry *telemetry, enum bsm_status status, int64_t now_ms)
{
    telemetry->disk_ms = now_ms + BSM_TELEMETRY_DISK_AGAIN_MS;
    if (status != BSM_INVALID || !telemetry->spool)
        return;
    bsm_spool_replace(&telemetry->spool);
    telemetry->outcome = BSM_TELEMETRY_OPEN; /* its batch is no more */
    telemetry->due_ms = telemetry->disk_ms = now_ms;
}

static void open_spool(struct bsm_telemetry *telemetry, int64_t now_ms)
{
    enum bsm_status status = bsm_spool_open(telemetry->state_folder, BSM_SPOOL_QUOTA_BYTES, &telemetry->spool);
    if (status == BSM_OK)
        telemetry->due_ms = now_ms; /* what an earlier run has left */
    else
        on_disk_failed(telemetry, status, now_ms);
}

static enum bsm_status store(struct bsm_telemetry *telemetry)
{
    enum bsm_status status = BSM_OK;
    for (int i = 0; i < telemetry->held_count && status == BSM_OK; i++) {
        const struct bsm_net_spool *line = &telemetry->held[i];
        status = bsm_spool_add(telemetry->spool, BSM_SPOOL_LINE, line->place, line->text, strlen(line->text));
    }
    return status == BSM_OK ? bsm_spool_commit(telemetry->spool) : status;
}

static enum bsm_status say_stored(struct bsm_uplink *uplink)
{
    enum bsm_status status = BSM_OK;
    for (int i = 0; i < uplink->telemetry.held_count && status == BSM_OK; i++) {
        uplink->message = (struct bsm_message){.type = BSM_MESSAGE_NET_STORED,
                                               .as.net_stored.request = uplink->telemetry.held[i].request};
        status = bsm_uplink_say(uplink, 0);
    }
    uplink->telemetry.held_count = 0;
    return status;
}

/* All that the hub has sent, in one transaction. */
static enum bsm_status keep(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    enum bsm_status status = store(telemetry);
    if (status != BSM_OK) {
        on_disk_failed(telemetry, status, now_ms);
        return BSM_OK;
    }
    if (telemetry->due_ms == never)
        telemetry->due_ms = now_ms + BSM_TELEMETRY_GATHER_MS;
    return say_stored(uplink);
}

static int64_t keep_ms(const struct bsm_uplink *uplink)
{
    const struct bsm_telemetry *telemetry = &uplink->telemetry;
    int64_t due_ms = telemetry->held_since_ms + (bsm_uplink_someone_waits(uplink) ? BSM_TELEMETRY_HELD_MS : 0);
    if (telemetry->held_count == 0)
        return never;
    return due_ms > telemetry->disk_ms ? due_ms : telemetry->disk_ms;
}

/* --- answers --- */

static enum bsm_status record(struct bsm_telemetry *telemetry)
{
    return telemetry->outcome == BSM_TELEMETRY_DONE
               ? bsm_spool_done(telemetry->spool, &telemetry->batch)
               : bsm_spool_set_aside(telemetry->spool, &telemetry->batch, bsm_problem_name(telemetry->problem));
}

/* The batch is answered: gone from the disk, and the next one due. */
static void settle(struct bsm_telemetry *telemetry, int64_t now_ms)
{
    int waiting = 0;
    enum bsm_status status = record(telemetry);
    if (status == BSM_OK)
        status = bsm_spool_waiting(telemetry->spool, &waiting);
    if (status != BSM_OK) {
        on_disk_failed(telemetry, status, now_ms);
        return;
    }
    telemetry->outcome = BSM_TELEMETRY_OPEN;
    telemetry->failed = 0;
    telemetry->due_ms = waiting == 0 ? never : now_ms + (waiting < BSM_SPOOL_BATCH_MAX ? BSM_TELEMETRY_GATHER_MS : 0);
}

static void try_again_later(struct bsm_telemetry *telemetry, uint32_t retry_after_s)
{
    uint32_t chance;
    bsm_random_bytes(&chance, sizeof chance);
    telemetry->failed++;
    int64_t wait_ms =
        bsm_backoff_within_ms(telemetry->failed, BSM_TELEMETRY_AGAIN_FIRST_MS, BSM_TELEMETRY_AGAIN_MOST_MS, chance);
    if (wait_ms < (int64_t)retry_after_s * 1000)
        wait_ms = (int64_t)retry_after_s * 1000;
    telemetry->due_ms = bsm_clock_mono_ms() + wait_ms;
}

/* The centre has all of it; a page that a proxy made does not say so. */
static bool says_stored(const struct bsm_telemetry *telemetry, const struct bsm_answer *answer)
{
    struct bsm_wire_stored stored;
    return answer->http_status >= 200 && answer->http_status < 300 &&
           bsm_wire_stored_decode(answer->body, answer->body_size, &stored) == BSM_OK &&
           stored.place >= telemetry->batch.last;
}

/* A no that another try would not change, said by the centre itself. */
static bool says_never(const struct bsm_answer *answer, struct bsm_wire_problem *problem)
{
    return answer->http_status >= 400 && answer->http_status < 500 &&
           bsm_wire_problem_decode(answer->body, answer->body_size, problem) == BSM_OK &&
           (problem->problem == BSM_PROBLEM_BAD_REQUEST || problem->problem == BSM_PROBLEM_TOO_LARGE ||
            problem->problem == BSM_PROBLEM_KEY_REUSED);
}

static void judge(struct bsm_telemetry *telemetry, const struct bsm_answer *answer)
{
    struct bsm_wire_problem problem = {.problem = BSM_PROBLEM_NONE};
    if (says_stored(telemetry, answer)) {
        telemetry->outcome = BSM_TELEMETRY_DONE;
        return;
    }
    if (says_never(answer, &problem)) {
        bsm_log(BSM_LOG_ERROR, subsystem,
                "the centre refuses a batch of telemetry for good, http=%d problem=%s lines=%d; it is set aside in "
                "%s/spool",
                answer->http_status, bsm_problem_name(problem.problem), telemetry->batch.count,
                telemetry->state_folder);
        telemetry->outcome = BSM_TELEMETRY_REFUSED;
        telemetry->problem = problem.problem;
        return;
    }
    if (telemetry->failed == 0)
        bsm_log(BSM_LOG_WARNING, subsystem, "the centre does not take telemetry now, http=%d problem=%s",
                answer->http_status, bsm_problem_name(problem.problem));
    try_again_later(telemetry, problem.retry_after_s);
}

void bsm_telemetry_on_answer(struct bsm_uplink *uplink, const struct bsm_answer *answer)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    if (answer->status == BSM_OK)
        judge(telemetry, answer);
    else
        try_again_later(telemetry, 0);
    bsm_transport_release(uplink->transport, telemetry->exchange);
    bsm_wire_text_finish(&telemetry->body);
    telemetry->exchange = NULL;
}

/* --- sending --- */

static void take_item(void *context, uint64_t place, const uint8_t *bytes, size_t size)
{
    struct bsm_wire_telemetry *telemetry = context;
    if (telemetry->items_count == BSM_WIRE_ITEMS_MAX || size >= BSM_WIRE_ITEM_SIZE)
        return;
    struct bsm_wire_item *item = &telemetry->items[telemetry->items_count++];
    item->place = place;
    memcpy(item->text, bytes, size);
    item->text[size] = '\0';
}

static enum bsm_status write_body(struct bsm_telemetry *telemetry)
{
    struct bsm_wire_telemetry *items = calloc(1, sizeof *items);
    if (!items)
        return BSM_NO_MEMORY;
    enum bsm_status status = bsm_spool_batch(telemetry->spool, &telemetry->batch);
    if (status == BSM_OK)
        status = bsm_spool_each(telemetry->spool, &telemetry->batch, take_item, items);
    if (status == BSM_OK && bsm_wire_telemetry_encode(items, &telemetry->body) != BSM_OK)
        status = BSM_DENIED; /* not of the interface: it would never be taken */
    free(items);
    return status;
}

static void send(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    struct bsm_sending sending = {.call = BSM_WIRE_TELEMETRY,
                                  .key = telemetry->batch.key,
                                  .body = &telemetry->body,
                                  .timeout_ms = BSM_TRANSPORT_TOTAL_MS,
                                  .owner = telemetry};
    if (bsm_transport_begin(uplink->transport, &sending, &telemetry->exchange) == BSM_OK)
        return;
    bsm_wire_text_finish(&telemetry->body);
    telemetry->due_ms = now_ms + BSM_TELEMETRY_AGAIN_FIRST_MS;
}

static void begin(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    enum bsm_status status = write_body(telemetry);
    if (status == BSM_OK) {
        send(uplink, now_ms);
    } else if (status == BSM_GONE) {
        telemetry->due_ms = never;
    } else if (status == BSM_DENIED) {
        bsm_log(BSM_LOG_ERROR, subsystem, "a batch of telemetry cannot be written and is set aside, lines=%d",
                telemetry->batch.count);
        telemetry->outcome = BSM_TELEMETRY_REFUSED;
        telemetry->problem = BSM_PROBLEM_BAD_REQUEST;
    } else {
        telemetry->due_ms = now_ms + BSM_TELEMETRY_DISK_AGAIN_MS;
        on_disk_failed(telemetry, status, now_ms);
    }
}

/* --- all --- */

enum bsm_status bsm_telemetry_take(struct bsm_uplink *uplink)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    const struct bsm_net_spool *line = &uplink->message.as.net_spool;
    if (telemetry->held_count == BSM_TELEMETRY_HELD_MAX || line->place >> 53 != 0 || line->text[0] == '\0') {
        bsm_log(BSM_LOG_ERROR, subsystem, "the hub sent a line that it may not, held=%d", telemetry->held_count);
        return BSM_INVALID;
    }
    if (telemetry->held_count == 0)
        telemetry->held_since_ms = bsm_clock_mono_ms();
    telemetry->held[telemetry->held_count++] = *line;
    return BSM_OK;
}

static void mind_link(struct bsm_uplink *uplink, int64_t now_ms)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    uint32_t chance;
    if (uplink->link.up && !telemetry->link_was_up && telemetry->failed > 0 && telemetry->due_ms != never) {
        bsm_random_bytes(&chance, sizeof chance);
        telemetry->due_ms = now_ms + chance % BSM_TELEMETRY_AGAIN_FIRST_MS; /* not all kiosks at once */
    }
    telemetry->link_was_up = uplink->link.up;
}

static bool may_send(const struct bsm_uplink *uplink)
{
    const struct bsm_telemetry *telemetry = &uplink->telemetry;
    return telemetry->spool && !telemetry->exchange && telemetry->outcome == BSM_TELEMETRY_OPEN && uplink->link.up &&
           !bsm_uplink_someone_waits(uplink);
}

enum bsm_status bsm_telemetry_step(struct bsm_uplink *uplink)
{
    struct bsm_telemetry *telemetry = &uplink->telemetry;
    int64_t now_ms = bsm_clock_mono_ms();
    enum bsm_status status = BSM_OK;
    if (!telemetry->spool && now_ms >= telemetry->disk_ms)
        open_spool(telemetry, now_ms);
    if (telemetry->spool && now_ms >= keep_ms(uplink))
        status = keep(uplink, now_ms);
    if (telemetry->spool && telemetry->outcome != BSM_TELEMETRY_OPEN && now_ms >= telemetry->disk_ms)
        settle(telemetry, now_ms);
    mind_link(uplink, now_ms);
    if (now_ms >= telemetry->due_ms && now_ms >= telemetry->disk_ms && may_send(uplink))
        begin(uplink, now_ms);
    return status;
}

int64_t bsm_telemetry_next_ms(const struct bsm_uplink *uplink)
{
    const struct bsm_telemetry *telemetry = &uplink->telemetry;
    int64_t next_ms = keep_ms(uplink);
    if ((!telemetry->spool || telemetry->outcome != BSM_TELEMETRY_OPEN) && telemetry->disk_ms < next_ms)
        next_ms = telemetry->disk_ms;
    int64_t send_ms = telemetry->due_ms > telemetry->disk_ms ? telemetry->due_ms : telemetry->disk_ms;
    if (may_send(uplink) && send_ms < next_ms)
        next_ms = send_ms;
    return next_ms;
}
