/*
 * What is kept without the link: a campaign's visit, and a wish for an appointment, which needs no pack.
 *
 * A campaign's visit: the site pack that allows it, what its captures are signed with in place of the centre's nonce,
 * and what is held in memory until all of it goes to the uplink's disk together.
 *
 * How many visits the pack has left on this kiosk is a file of its own, DIR/campaign.NAME: the pack's name and the
 * visits that were sealed under it, which stay counted while the kiosk serves another pack. It counts before anything
 * is kept, so that a power cut can cost the pack a visit, never give it one.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/base/log.h"
#include "firmware/base/reference.h"
#include "firmware/hub/hub_impl.h"

_Static_assert((int)BSM_SITE_PACK_NONCE_SIZE == (int)BSM_NONCE_SIZE, "a pack's name is as long as a nonce");
_Static_assert((int)BSM_SITE_PACK_ASK_MAX <= (int)BSM_VISIT_FINGERS_MAX, "a visit takes what a pack may ask for");
_Static_assert((int)BSM_SETTINGS_SITE_SIZE == (int)BSM_SITE_SIZE, "a site as it is configured");
_Static_assert((int)BSM_REFERENCE_SIZE <= (int)BSM_BOOKING_CODE_SIZE, "the screen shows a reference as it does a code");

enum { NAME_SIZE = 2 * BSM_SITE_PACK_NONCE_SIZE + 1, LINE_SIZE = NAME_SIZE + 16, MARGIN_S = 60 };

/* --- the pack --- */

static void name_of(const struct bsm_site_pack *pack, char name[NAME_SIZE])
{
    for (int i = 0; i < BSM_SITE_PACK_NONCE_SIZE; i++)
        snprintf(name + 2 * i, 3, "%02x", pack->nonce[i]);
}

static void path_of(const struct bsm_hub *hub, char path[PATH_MAX])
{
    char name[NAME_SIZE];
    name_of(&hub->pack, name);
    snprintf(path, PATH_MAX, "%s/campaign.%s", hub->options.state_folder, name);
}

/* Of this pack; a file of another one, or none, counts nothing. */
static int read_count(const struct bsm_hub *hub)
{
    char path[PATH_MAX], name[NAME_SIZE];
    uint8_t *bytes = NULL;
    size_t size = 0;
    long count = 0;
    path_of(hub, path);
    name_of(&hub->pack, name);
    if (bsm_file_read(path, LINE_SIZE, &bytes, &size) != BSM_OK)
        return 0;
    if (strncmp((const char *)bytes, name, NAME_SIZE - 1) == 0)
        count = strtol((const char *)bytes + NAME_SIZE - 1, NULL, 10);
    free(bytes);
    return count > 0 && count <= BSM_SITE_PACK_VISITS_MAX ? (int)count : count > 0 ? BSM_SITE_PACK_VISITS_MAX : 0;
}

static bool count_one(struct bsm_hub *hub)
{
    char path[PATH_MAX], name[NAME_SIZE], line[LINE_SIZE];
    path_of(hub, path);
    name_of(&hub->pack, name);
    int length = snprintf(line, sizeof line, "%s %d\n", name, hub->pack_count + 1);
    if (bsm_file_write(path, line, (size_t)length, 0600) != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "a campaign's visit could not be counted, file=%s; free space", path);
        return false;
    }
    if (++hub->pack_count >= hub->pack.visits_max)
        hub->settings_due_ms = 0; /* looked at before the next visit */
    return true;
}

/* A visit that began before the pack's end must also end before it: the centre goes by when things were taken. */
static bool lasts_for_a_visit(const struct bsm_hub *hub)
{
    int64_t visit_s = hub->visit.policy.visit_limit_ms / 1000 + MARGIN_S;
    return bsm_clock_unix_ms() / 1000 + visit_s < hub->pack.to_unix_s;
}

static void feed_pack(struct bsm_hub *hub)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_PACK};
    struct bsm_visit_pack *pack = &event.as.pack;
    pack->in_force = hub->pack_good && hub->pack_count < hub->pack.visits_max && lasts_for_a_visit(hub);
    pack->ask = hub->pack.ask;
    pack->fingers_count = hub->pack.fingers_count;
    memcpy(pack->fingers, hub->pack.fingers, sizeof pack->fingers);
    bsm_hub_feed(hub, &event);
}

void bsm_hub_mind_pack(struct bsm_hub *hub)
{
    char error[BSM_SITE_PACK_ERROR_SIZE];
    bool was_good = hub->pack_good;
    uint8_t before[BSM_SITE_PACK_NONCE_SIZE];
    memcpy(before, hub->pack.nonce, sizeof before);
    enum bsm_status status =
        bsm_site_pack_load(hub->options.state_folder, bsm_clock_unix_ms() / 1000, &hub->pack, error);
    hub->pack_good = status == BSM_OK;
    if (error[0] && strcmp(error, hub->pack_error) != 0) {
        bsm_log(BSM_LOG_WARNING, "firmware/hub", "%s", error);
        bsm_journal_write(&hub->journal, hub->round, "site_pack_refused status=%s", bsm_status_name(status));
    }
    memcpy(hub->pack_error, error, sizeof hub->pack_error);
    hub->pack_count = hub->pack_good ? read_count(hub) : 0;
    if (hub->pack_good != was_good || memcmp(before, hub->pack.nonce, sizeof before) != 0)
        bsm_journal_write(&hub->journal, hub->round, "site_pack in_force=%s", hub->pack_good ? "yes" : "no");
    feed_pack(hub);
}

/* --- a visit --- */

int64_t bsm_hub_centre_offset(const struct bsm_hub *hub)
{
    return hub->centre_offset_ms != 0 ? hub->centre_offset_ms : bsm_clock_unix_ms() - bsm_clock_mono_ms();
}

void bsm_hub_begin_campaign(struct bsm_hub *hub)
{
    bsm_site_pack_visit_nonce(hub->pack.nonce, &hub->now.visit, hub->now.nonce);
    hub->now.clock_offset_ms = bsm_hub_centre_offset(hub);
    bsm_journal_write(&hub->journal, hub->round, "campaign_visit");
}

/* name: the visit's or the wish's. */
static struct bsm_request *add_record(struct bsm_hub *hub, enum bsm_kept_kind kind, const struct bsm_uuid *name,
                                      int item, const struct bsm_sealed *sealed)
{
    struct bsm_request *request = bsm_requests_add(&hub->requests, BSM_VISIT_KEEP, item);
    assert(request); /* captures of one visit, and its claim: there is room for them */
    request->queued = true;
    request->message.type = BSM_MESSAGE_NET_KEEP;
    request->message.as.net_keep.head = (struct bsm_net_request){
        .request = request->number,
        .key = *name,
        .visit = *name,
    };
    request->message.as.net_keep.kind = kind;
    request->message.as.net_keep.sealed = *sealed;
    return request;
}

void bsm_hub_hold_capture(struct bsm_hub *hub, int item)
{
    add_record(hub, BSM_KEPT_VISIT, &hub->now.visit, item, &hub->in.as.captured.sealed);
}

void bsm_hub_send_bio_claim(struct bsm_hub *hub, const struct bsm_visit_effect *effect)
{
    struct bsm_bio_claim *claim = &hub->out.as.bio_claim;
    hub->out.type = BSM_MESSAGE_BIO_CLAIM;
    memcpy(claim->pack, hub->pack.nonce, sizeof claim->pack);
    memcpy(claim->id_number, effect->as.claim.identity.id_number, sizeof claim->id_number);
    memcpy(claim->birth_date, effect->as.claim.identity.birth_date, sizeof claim->birth_date);
    memcpy(claim->mobile, effect->as.claim.mobile, sizeof claim->mobile);
    claim->consent_version = hub->settings.consent_version;
    claim->missing = effect->as.claim.missing;
    bsm_hub_send(hub, BSM_LEAF_BIO, -1);
}

void bsm_hub_on_claim_sealed(struct bsm_hub *hub, const struct bsm_claim_sealed *sealed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_SEALED};
    bool good = sealed->status == BSM_OK;
    if (good && !bsm_seq_use(&hub->seq, sealed->seq)) {
        bsm_hub_refuse(hub, BSM_LEAF_BIO, "claim_sealed");
        return;
    }
    bool wish = hub->visit.state == BSM_VISIT_WISHING;
    bsm_journal_write(&hub->journal, hub->round, "%s status=%s", wish ? "wish_sealed" : "claim_sealed",
                      bsm_status_name(sealed->status));
    event.as.sealed = good && (wish || count_one(hub));
    bsm_hub_feed(hub, &event);
}

/* In the order in which they were made: that of their numbers, and of the list, for nothing else is asked meanwhile. */
void bsm_hub_keep(struct bsm_hub *hub)
{
    uint8_t count = 0, index = 0;
    add_record(hub, BSM_KEPT_VISIT, &hub->now.visit, -1, &hub->in.as.claim_sealed.sealed);
    for (int i = 0; i < BSM_REQUESTS_MAX; i++)
        count = (uint8_t)(count + (hub->requests.list[i].number != 0));
    for (int i = 0; i < BSM_REQUESTS_MAX; i++) {
        struct bsm_request *request = &hub->requests.list[i];
        if (request->number == 0)
            continue;
        request->message.as.net_keep.index = index++;
        request->message.as.net_keep.count = count;
        request->message.as.net_keep.place = hub->in.as.claim_sealed.seq;
        bsm_hub_send_request(hub, request);
    }
}

/* The uplink says so for each record, when all of them are on disk. */
void bsm_hub_on_record_kept(struct bsm_hub *hub)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_ANSWERED, .as.answered = BSM_VISIT_KEEP};
    if (bsm_requests_first(&hub->requests, BSM_VISIT_KEEP))
        return;
    if (hub->visit.state == BSM_VISIT_WISHING) {
        bsm_journal_write(&hub->journal, hub->round, "wish_kept");
    } else {
        bsm_journal_write(&hub->journal, hub->round, "kept");
        bsm_reference_of(&hub->now.visit, hub->now.receipt.code);
        bsm_hub_send_receipt(hub);
    }
    bsm_hub_feed(hub, &event);
}

/* A name of its own: the visit's may be known to the centre, and may be on its way there as a campaign's. */
void bsm_hub_send_bio_wish(struct bsm_hub *hub, const char mobile[BSM_MOBILE_SIZE])
{
    struct bsm_bio_wish *wish = &hub->out.as.bio_wish;
    bsm_hub_mind_seq(hub);
    hub->out.type = BSM_MESSAGE_BIO_WISH;
    hub->now.wish = wish->wish = bsm_uuid7(bsm_clock_unix_ms());
    wish->seq = hub->seq.next;
    wish->clock_offset_ms = bsm_hub_centre_offset(hub);
    memcpy(wish->site, hub->settings.site, sizeof wish->site);
    memcpy(wish->mobile, mobile, sizeof wish->mobile);
    bsm_hub_send(hub, BSM_LEAF_BIO, -1);
}

void bsm_hub_keep_wish(struct bsm_hub *hub)
{
    const struct bsm_claim_sealed *sealed = &hub->in.as.claim_sealed;
    struct bsm_request *request = add_record(hub, BSM_KEPT_WISH, &hub->now.wish, -1, &sealed->sealed);
    request->message.as.net_keep.count = 1;
    request->message.as.net_keep.place = sealed->seq;
    bsm_hub_send_request(hub, request);
}

void bsm_hub_on_delivered(struct bsm_hub *hub, const struct bsm_net_delivered *delivered)
{
    bool taken = delivered->problem == BSM_PROBLEM_NONE;
    bsm_journal_write(&hub->journal, hub->round, "delivered seq=%llu result=%s problem=%s what=%s",
                      (unsigned long long)delivered->place, taken ? "taken" : "refused",
                      bsm_problem_name(delivered->problem), bsm_kept_kind_name(delivered->kind));
}
