/* What the leaves say, as events of the visit. */
#include <string.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/hub/hub_impl.h"

_Static_assert((int)BSM_FINGERS_ASKED_MAX == (int)BSM_VISIT_FINGERS_MAX, "as many fingers on the wire as in a visit");
_Static_assert((int)BSM_MOBILE_HINT_SIZE == (int)BSM_VISIT_MOBILE_HINT_SIZE, "the same hint");

/* --- any leaf --- */

static void on_ready(struct bsm_hub *hub, enum bsm_leaf leaf)
{
    bsm_child_set_ready(&hub->child[leaf], bsm_clock_mono_ms());
    bsm_journal_write(&hub->journal, hub->round, "leaf_ready leaf=%s", bsm_leaf_name(leaf));
    if (leaf == BSM_LEAF_UI && bsm_visit_in_visit(&hub->visit)) {
        bsm_hub_send_preview(hub);
        bsm_hub_send_known(hub);
    }
    for (int i = 0; leaf == BSM_LEAF_UPLINK && i < BSM_REQUESTS_MAX; i++)
        if (hub->requests.list[i].number != 0 && !hub->requests.list[i].queued)
            bsm_hub_send_request(hub, &hub->requests.list[i]);
    bsm_hub_feed_part(hub, bsm_hub_part_of(leaf), true);
}

/* --- bio --- */

static void on_preview(struct bsm_hub *hub, int *descriptor)
{
    if (hub->preview_fd >= 0)
        close(hub->preview_fd);
    hub->preview_fd = *descriptor;
    *descriptor = -1;
    if (bsm_visit_in_visit(&hub->visit))
        bsm_hub_send_preview(hub);
}

static void on_device(struct bsm_hub *hub, const struct bsm_device_state *state)
{
    bsm_hub_tell_device(hub, state->device, state->present);
    bsm_hub_feed_part(hub, state->device == BSM_DEVICE_READER ? BSM_VISIT_PART_READER : BSM_VISIT_PART_CAMERA,
                      state->present);
}

static void on_hint(struct bsm_hub *hub, const struct bsm_hint_said *said)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_HINT};
    event.as.capture.modality = said->modality;
    event.as.capture.hint = said->hint;
    bool running = hub->visit.course.capture == BSM_CAPTURE_RUNNING;
    bsm_hub_feed(hub, &event);
    if (!running)
        return;
    if (bsm_hint_is_movement(said->hint))
        bsm_journal_write(&hub->journal, hub->round, "movement_asked hint=%s", bsm_hint_name(said->hint));
    hub->out.type = BSM_MESSAGE_HINT;
    hub->out.as.hint = *said;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

/* No event: it says nothing of the person. */
static void on_light(struct bsm_hub *hub, const struct bsm_light_asked *asked)
{
    if (hub->visit.course.capture != BSM_CAPTURE_RUNNING)
        return;
    hub->out.type = BSM_MESSAGE_LIGHT;
    hub->out.as.light = *asked;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

static void on_captured(struct bsm_hub *hub, const struct bsm_captured *captured)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_CAPTURED};
    if (!bsm_seq_use(&hub->seq, captured->seq)) {
        bsm_hub_refuse(hub, BSM_LEAF_BIO, "captured");
        return;
    }
    if (!bsm_seq_is_enough(&hub->seq))
        hub->settings_due_ms = 0; /* looked at before the next visit */
    memcpy(hub->now.previous_hash, captured->hash, sizeof hub->now.previous_hash);
    bsm_light_place_learn(&hub->light_place, captured->light_gain);
    if (captured->modality == BSM_MODALITY_FINGER)
        bsm_journal_write(&hub->journal, hub->round, "captured modality=finger position=%s quality=%u",
                          bsm_position_name(captured->position), captured->quality);
    else
        bsm_journal_write(&hub->journal, hub->round, "captured modality=face quality=%u", captured->quality);
    event.as.capture.modality = captured->modality;
    event.as.capture.position = captured->position;
    bsm_hub_feed(hub, &event);
}

static void on_capture_failed(struct bsm_hub *hub, const struct bsm_capture_failed *failed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_CAPTURE_FAILED};
    bsm_journal_write(&hub->journal, hub->round, "capture_failed modality=%s status=%s hint=%s",
                      bsm_modality_name(failed->modality), bsm_status_name(failed->status),
                      bsm_hint_name(failed->hint));
    event.as.capture.modality = failed->modality;
    event.as.capture.position = failed->position;
    event.as.capture.status = failed->status;
    event.as.capture.hint = failed->hint;
    bsm_hub_feed(hub, &event);
}

/* --- ui --- */

static void on_drawn(struct bsm_hub *hub, uint32_t serial)
{
    if (serial == hub->serial)
        hub->drawn_due_ms = 0;
    bsm_hub_tell_screen(hub, serial);
}

static void on_input(struct bsm_hub *hub, const struct bsm_ui_input *said)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_INPUT};
    bool starts = (said->input == BSM_INPUT_START && hub->visit.state == BSM_VISIT_WELCOME) ||
                  (said->input == BSM_INPUT_APPOINTMENT && hub->visit.state == BSM_VISIT_OUT_OF_SERVICE);
    if (said->input != BSM_INPUT_TOUCH)
        bsm_journal_write(&hub->journal, hub->round + (starts ? 1 : 0), "input name=%s", bsm_input_name(said->input));
    event.as.input.input = said->input;
    event.as.input.language = said->language;
    event.as.input.value = said->value;
    bsm_hub_feed(hub, &event);
}

/* --- the centre's answers --- */

static void on_opened(struct bsm_hub *hub, const struct bsm_net_opened *opened)
{
    memcpy(hub->now.nonce, opened->nonce, sizeof hub->now.nonce);
    hub->now.clock_offset_ms = hub->centre_offset_ms = opened->server_unix_ms - bsm_clock_mono_ms();
    bsm_journal_write(&hub->journal, hub->round, "visit_opened");
    bsm_hub_feed(hub, &(struct bsm_visit_event){.type = BSM_EVENT_OPENED});
}

static void on_claimed(struct bsm_hub *hub, const struct bsm_net_claimed *claimed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_CLAIMED};
    event.as.claimed.steps = claimed->steps;
    event.as.claimed.fingers_count = claimed->fingers_count;
    memcpy(event.as.claimed.fingers, claimed->fingers, sizeof claimed->fingers);
    bsm_hub_tell_claimed(hub, claimed->steps);
    bsm_hub_feed(hub, &event);
}

static void on_accepted(struct bsm_hub *hub, int item, bool again)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_ACCEPTED};
    if (!again && item < hub->visit.course.items_count)
        bsm_journal_write(&hub->journal, hub->round, "accepted modality=%s",
                          bsm_modality_name(hub->visit.course.items[item].modality));
    event.as.accepted.item = item;
    event.as.accepted.again = again;
    bsm_hub_feed(hub, &event);
    bsm_hub_send_next_capture(hub); /* where those after a refused one were not dropped */
}

static void on_confirmed(struct bsm_hub *hub, const struct bsm_next *next)
{
    struct bsm_ui_person *person = &hub->now.person;
    memcpy(person->name_ar, next->name_ar, sizeof person->name_ar);
    memcpy(person->name_en, next->name_en, sizeof person->name_en);
    memcpy(person->user_name, next->user_name, sizeof person->user_name);
    bsm_hub_send_person(hub);
}

static void on_verified(struct bsm_hub *hub, const struct bsm_net_verified *verified)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_VERIFIED};
    bsm_journal_write(&hub->journal, hub->round, "verified verdict=%s tries_left=%u",
                      bsm_verdict_name(verified->verdict), verified->tries_left);
    event.as.verified.verdict = verified->verdict;
    event.as.verified.tries_left = verified->tries_left;
    event.as.verified.rest.steps = verified->next.steps;
    event.as.verified.rest.action = verified->next.action;
    memcpy(event.as.verified.rest.mobile_hint, verified->next.mobile_hint, sizeof verified->next.mobile_hint);
    if (verified->verdict == BSM_VERDICT_MATCH)
        on_confirmed(hub, &verified->next);
    bsm_hub_feed(hub, &event);
}

static void on_done(struct bsm_hub *hub, enum bsm_visit_request about)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_ANSWERED, .as.answered = about};
    bsm_hub_feed(hub, &event);
}

static void on_completed(struct bsm_hub *hub, const struct bsm_net_completed *completed)
{
    bsm_journal_write(&hub->journal, hub->round, "completed action=%s", bsm_action_name(hub->visit.course.action));
    hub->now.receipt = completed->receipt;
    bsm_hub_send_receipt(hub);
    on_done(hub, BSM_VISIT_COMPLETE);
}

static void on_offered(struct bsm_hub *hub, const struct bsm_net_offered *offered)
{
    bsm_journal_write(&hub->journal, hub->round, "offered offices=%u slots=%u", offered->slots.offices_count,
                      offered->slots.slots_count);
    hub->now.slots = offered->slots;
    bsm_hub_send_slots(hub);
    on_done(hub, BSM_VISIT_SLOTS);
}

static void on_booked(struct bsm_hub *hub, const struct bsm_net_booked *booked)
{
    bsm_journal_write(&hub->journal, hub->round, "booked");
    hub->now.booked = booked->booked;
    bsm_hub_send_booked(hub);
    on_done(hub, BSM_VISIT_BOOK);
}

static void on_failed(struct bsm_hub *hub, struct bsm_request *request, const struct bsm_net_failed *failed)
{
    struct bsm_visit_event event = {.type = BSM_EVENT_FAILED};
    event.as.failed.about = request->about;
    event.as.failed.item = request->item;
    event.as.failed.status = failed->status;
    event.as.failed.problem = failed->problem;
    event.as.failed.retry_after_s = failed->retry_after_s;
    event.as.failed.tries_left = failed->tries_left;
    bsm_log(BSM_LOG_INFO, "firmware/hub", "a request failed, request=%s status=%s problem=%s",
            bsm_message_name(request->message.type), bsm_status_name(failed->status),
            bsm_problem_name(failed->problem));
    request->failed = true;
    if (failed->problem == BSM_PROBLEM_NAME_TAKEN) {
        hub->now.offers = failed->offers;
        bsm_hub_send_offers(hub);
    }
    if (!bsm_policy_failure_is_temporary(failed->status, failed->problem))
        bsm_requests_drop(request);
    bsm_hub_feed(hub, &event);
}

static bool answers(enum bsm_message_type type, enum bsm_visit_request about)
{
    switch (about) {
    case BSM_VISIT_OPEN: return type == BSM_MESSAGE_NET_OPENED;
    case BSM_VISIT_CLAIM:
    case BSM_VISIT_SAY_MISSING: return type == BSM_MESSAGE_NET_CLAIMED;
    case BSM_VISIT_CAPTURE: return type == BSM_MESSAGE_NET_ACCEPTED;
    case BSM_VISIT_VERIFY: return type == BSM_MESSAGE_NET_VERIFIED;
    case BSM_VISIT_SEND_CODE:
    case BSM_VISIT_CHECK_CODE:
    case BSM_VISIT_KEEP:
    case BSM_VISIT_KEEP_NAME: return type == BSM_MESSAGE_NET_DONE;
    case BSM_VISIT_SLOTS: return type == BSM_MESSAGE_NET_OFFERED;
    case BSM_VISIT_BOOK: return type == BSM_MESSAGE_NET_BOOKED;
    case BSM_VISIT_COMPLETE: return type == BSM_MESSAGE_NET_COMPLETED;
    case BSM_VISIT_LEAVE: return false;
    }
    return false;
}

static void on_answer(struct bsm_hub *hub)
{
    const struct bsm_message *in = &hub->in;
    /* the request's number is the first member of every answer */
    struct bsm_request *request = bsm_requests_find(&hub->requests, in->as.net_done.request);
    if (!request)
        return; /* cancelled meanwhile, or NET_LEAVE's */
    if (in->type == BSM_MESSAGE_NET_FAILED) {
        on_failed(hub, request, &in->as.net_failed);
        return;
    }
    enum bsm_visit_request about = request->about;
    int item = request->item;
    if (!answers(in->type, about)) {
        bsm_hub_refuse(hub, BSM_LEAF_UPLINK, bsm_message_name(in->type));
        return;
    }
    if (in->type == BSM_MESSAGE_NET_ACCEPTED && !in->as.net_accepted.again)
        memcpy(hub->now.accepted_hash, request->hash, sizeof hub->now.accepted_hash);
    bsm_requests_drop(request);
    if (in->type == BSM_MESSAGE_NET_OPENED)
        on_opened(hub, &in->as.net_opened);
    else if (in->type == BSM_MESSAGE_NET_CLAIMED)
        on_claimed(hub, &in->as.net_claimed);
    else if (in->type == BSM_MESSAGE_NET_ACCEPTED)
        on_accepted(hub, item, in->as.net_accepted.again);
    else if (in->type == BSM_MESSAGE_NET_VERIFIED)
        on_verified(hub, &in->as.net_verified);
    else if (in->type == BSM_MESSAGE_NET_COMPLETED)
        on_completed(hub, &in->as.net_completed);
    else if (in->type == BSM_MESSAGE_NET_OFFERED)
        on_offered(hub, &in->as.net_offered);
    else if (in->type == BSM_MESSAGE_NET_BOOKED)
        on_booked(hub, &in->as.net_booked);
    else if (about == BSM_VISIT_KEEP)
        bsm_hub_on_record_kept(hub);
    else
        on_done(hub, about);
}

static void on_stored(struct bsm_hub *hub, uint32_t request)
{
    bsm_spooler_stored(&hub->spooler, request);
    hub->journal.stored = hub->spooler.stored;
}

/* In force from the next look at it, between visits. The same refusal is told once. */
static void on_config(struct bsm_hub *hub, const struct bsm_net_config *offered)
{
    int64_t version;
    enum bsm_status status = bsm_settings_offer(&hub->settings, hub->options.state_folder, offered->jws,
                                                bsm_clock_unix_ms() / 1000, &version);
    if (status == BSM_OK) {
        hub->settings_due_ms = 0;
        bsm_journal_write(&hub->journal, hub->round, "configuration version=%lld", (long long)version);
    } else if (version != hub->settings.version && (hub->refused_version != version || hub->refused_status != status)) {
        hub->refused_version = version;
        hub->refused_status = status;
        bsm_journal_write(&hub->journal, hub->round, "configuration_refused version=%lld status=%s", (long long)version,
                          bsm_status_name(status));
    }
}

/* --- all --- */

static void deliver(struct bsm_hub *hub, enum bsm_leaf leaf, int *descriptor)
{
    const struct bsm_message *in = &hub->in;
    if (in->type == BSM_MESSAGE_READY) {
        on_ready(hub, leaf);
    } else if (in->type == BSM_MESSAGE_PREVIEW) {
        on_preview(hub, descriptor);
    } else if (in->type == BSM_MESSAGE_DEVICE) {
        on_device(hub, &in->as.device);
    } else if (in->type == BSM_MESSAGE_HINT) {
        on_hint(hub, &in->as.hint);
    } else if (in->type == BSM_MESSAGE_LIGHT) {
        on_light(hub, &in->as.light);
    } else if (in->type == BSM_MESSAGE_CAPTURED) {
        on_captured(hub, &in->as.captured);
    } else if (in->type == BSM_MESSAGE_CAPTURE_FAILED) {
        on_capture_failed(hub, &in->as.capture_failed);
    } else if (in->type == BSM_MESSAGE_CLAIM_SEALED) {
        bsm_hub_on_claim_sealed(hub, &in->as.claim_sealed);
    } else if (in->type == BSM_MESSAGE_UI_DRAWN) {
        on_drawn(hub, in->as.ui_drawn.serial);
    } else if (in->type == BSM_MESSAGE_UI_FORGOTTEN) {
        hub->ui_forgot = true;
    } else if (in->type == BSM_MESSAGE_UI_INPUT) {
        on_input(hub, &in->as.ui_input);
    } else if (in->type == BSM_MESSAGE_UI_IDENTITY) {
        bsm_hub_on_identity(hub, &in->as.ui_identity);
    } else if (in->type == BSM_MESSAGE_UI_CODE) {
        bsm_hub_on_code(hub, &in->as.ui_code);
    } else if (in->type == BSM_MESSAGE_UI_MISSING) {
        bsm_hub_on_missing(hub, in->as.ui_missing.fingers);
    } else if (in->type == BSM_MESSAGE_UI_MOBILE) {
        bsm_hub_on_mobile(hub, &in->as.ui_mobile);
    } else if (in->type == BSM_MESSAGE_UI_USER_NAME) {
        bsm_hub_on_user_name(hub, &in->as.ui_user_name);
    } else if (in->type == BSM_MESSAGE_UI_PASSWORD) {
        bsm_hub_on_password(hub, &in->as.ui_password);
    } else if (in->type == BSM_MESSAGE_UI_SLOT) {
        bsm_hub_on_slot(hub, &in->as.ui_slot);
    } else if (in->type == BSM_MESSAGE_NET_LINK) {
        bsm_hub_tell_link(hub, in->as.net_link.up);
        bsm_hub_feed_part(hub, BSM_VISIT_PART_LINK, in->as.net_link.up);
    } else if (in->type == BSM_MESSAGE_NET_DELIVERED) {
        bsm_hub_on_delivered(hub, &in->as.net_delivered);
    } else if (in->type == BSM_MESSAGE_NET_CONFIG) {
        on_config(hub, &in->as.net_config);
    } else if (in->type == BSM_MESSAGE_NET_STORED) {
        on_stored(hub, in->as.net_stored.request);
    } else {
        on_answer(hub);
    }
}

void bsm_hub_on_message(struct bsm_hub *hub, enum bsm_leaf leaf, int *descriptor)
{
    enum bsm_message_type type = hub->in.type;
    bool of_round = bsm_hub_is_of_round(type);
    bool first = hub->child[leaf].state == BSM_CHILD_STARTING;
    bool lawful = bsm_message_permitted(type, leaf, true) && first == (type == BSM_MESSAGE_READY);
    if (!lawful || (of_round && hub->in.round > hub->round)) {
        bsm_hub_refuse(hub, leaf, bsm_message_name(type));
        return;
    }
    if (of_round && hub->in.round < hub->round)
        return; /* said in a past visit */
    if (of_round && leaf == BSM_LEAF_UPLINK && !bsm_visit_in_visit(&hub->visit))
        return; /* an answer that was on its way when the visit was cancelled and forgotten */
    if (bsm_hub_permits(&hub->visit, type))
        deliver(hub, leaf, descriptor);
    else
        bsm_hub_refuse(hub, leaf, bsm_message_name(type));
}
