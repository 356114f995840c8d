/* What the visit wants done, as messages to the leaves. */
#include <string.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"
#include "firmware/hub/hub_impl.h"

void bsm_hub_send(struct bsm_hub *hub, enum bsm_leaf leaf, int descriptor)
{
    hub->out.round = hub->round;
    bsm_child_send(&hub->child[leaf], &hub->out, descriptor);
    bsm_message_wipe(&hub->out);
}

void bsm_hub_send_preview(struct bsm_hub *hub)
{
    if (hub->preview_fd < 0)
        return;
    hub->out.type = BSM_MESSAGE_PREVIEW;
    bsm_hub_send(hub, BSM_LEAF_UI, hub->preview_fd);
}

/* --- the screen --- */

static void show(struct bsm_hub *hub, const struct bsm_visit_show *wanted)
{
    struct bsm_ui_show *shown = &hub->out.as.ui_show;
    hub->out.type = BSM_MESSAGE_UI_SHOW;
    *shown = (struct bsm_ui_show){
        .serial = ++hub->serial,
        .screen = wanted->screen,
        .language = wanted->language,
        .reason = wanted->reason,
        .action = wanted->action,
        .position = wanted->position,
        .step = (uint8_t)wanted->step,
        .steps = (uint8_t)wanted->steps,
        .tries_left = (uint8_t)wanted->tries_left,
        .seconds = (uint16_t)wanted->seconds,
        .appointment = wanted->appointment,
        .wish = wanted->wish,
        .other_way = wanted->other_way,
        .another_code = wanted->another_code,
        .rated = wanted->rated,
        .hint = wanted->hint,
    };
    hub->shows[hub->serial % BSM_HUB_SHOWS_KEPT] = *shown;
    memcpy(shown->mobile_hint, wanted->mobile_hint, sizeof shown->mobile_hint);
    hub->drawn_due_ms = bsm_clock_mono_ms() + BSM_HUB_DRAWN_MS;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

/* --- bio --- */

static void tell_bio_visit(struct bsm_hub *hub)
{
    struct bsm_bio_visit *visit = &hub->out.as.bio_visit;
    bsm_hub_mind_seq(hub); /* where it cannot be kept, a visit's worth is: else none would have begun */
    hub->out.type = BSM_MESSAGE_BIO_VISIT;
    visit->visit = hub->now.visit;
    memcpy(visit->nonce, hub->now.nonce, sizeof visit->nonce);
    visit->seq = hub->seq.next;
    memcpy(visit->previous_hash, hub->now.previous_hash, sizeof visit->previous_hash);
    visit->clock_offset_ms = hub->now.clock_offset_ms;
    bsm_hub_send(hub, BSM_LEAF_BIO, -1);
}

static void start_capture(struct bsm_hub *hub, const struct bsm_visit_effect *effect)
{
    bool finger = effect->type == BSM_EFFECT_BIO_FINGER;
    uint32_t timeout_ms = (uint32_t)effect->as.capture.timeout_ms;
    hub->out.type = finger ? BSM_MESSAGE_BIO_FINGER : BSM_MESSAGE_BIO_FACE;
    if (finger)
        hub->out.as.bio_finger = (struct bsm_bio_finger){effect->as.capture.position, timeout_ms};
    else
        hub->out.as.bio_face =
            (struct bsm_bio_face){timeout_ms, effect->as.capture.challenge, (uint8_t)effect->as.capture.attempt,
                                  (uint16_t)bsm_light_place_usual(&hub->light_place), effect->as.capture.portrait};
    bsm_hub_tell_capture(hub, "capture_started", finger ? BSM_MODALITY_FINGER : BSM_MODALITY_FACE,
                         effect->as.capture.position);
    bsm_hub_send(hub, BSM_LEAF_BIO, -1);
}

void bsm_hub_close_preview(struct bsm_hub *hub)
{
    if (hub->preview_fd >= 0)
        close(hub->preview_fd);
    hub->preview_fd = -1;
}

static void release_bio(struct bsm_hub *hub)
{
    bsm_hub_close_preview(hub);
    bsm_child_end(&hub->child[BSM_LEAF_BIO], bsm_clock_mono_ms());
}

static void cancel(struct bsm_hub *hub)
{
    bsm_requests_clear(&hub->requests);
    hub->out.type = BSM_MESSAGE_NET_CANCEL;
    bsm_hub_send(hub, BSM_LEAF_UPLINK, -1);
}

/* --- beginning and end --- */

static void begin(struct bsm_hub *hub, bool campaign)
{
    hub->round++;
    bsm_wipe(&hub->now, sizeof hub->now);
    hub->now.visit = bsm_uuid7(bsm_clock_unix_ms());
    if (campaign)
        bsm_hub_begin_campaign(hub);
    bsm_hub_send_preview(hub);
}

static void forget(struct bsm_hub *hub, enum bsm_outcome outcome, int64_t duration_ms)
{
    bsm_journal_write(&hub->journal, hub->round, "visit_ended outcome=%s duration_ms=%lld", bsm_outcome_name(outcome),
                      (long long)duration_ms);
    bsm_requests_clear(&hub->requests);
    bsm_wipe(&hub->now, sizeof hub->now);
    hub->wipe_waits = true;
    hub->drawn_due_ms = 0; /* what is not drawn yet never will be */
    if (outcome == BSM_OUTCOME_LINK && hub->child[BSM_LEAF_UPLINK].state != BSM_CHILD_DOWN)
        hub->child[BSM_LEAF_UPLINK].broken = true; /* in case it hangs: a fresh one is cheap */
    hub->ui_forgot = !bsm_child_is_ready(&hub->child[BSM_LEAF_UI]);
    hub->out.type = BSM_MESSAGE_UI_FORGET;
    bsm_hub_send(hub, BSM_LEAF_UI, -1);
}

/* An end by force: their memory goes with them. */
static void kill_forgetful(struct bsm_hub *hub)
{
    if (hub->child[BSM_LEAF_BIO].state == BSM_CHILD_ENDING)
        bsm_child_kill(&hub->child[BSM_LEAF_BIO], bsm_clock_mono_ms());
    if (!hub->ui_forgot)
        hub->child[BSM_LEAF_UI].broken = true;
}

void bsm_hub_carry_out(struct bsm_hub *hub, const struct bsm_visit_effect *effect)
{
    switch (effect->type) {
    case BSM_EFFECT_BEGIN: begin(hub, effect->as.campaign); break;
    case BSM_EFFECT_SHOW: show(hub, &effect->as.show); break;
    case BSM_EFFECT_BIO_VISIT: tell_bio_visit(hub); break;
    case BSM_EFFECT_BIO_FINGER:
    case BSM_EFFECT_BIO_FACE: start_capture(hub, effect); break;
    case BSM_EFFECT_BIO_CANCEL:
        hub->out.type = BSM_MESSAGE_BIO_CANCEL;
        bsm_hub_send(hub, BSM_LEAF_BIO, -1);
        break;
    case BSM_EFFECT_BIO_RELEASE: release_bio(hub); break;
    case BSM_EFFECT_SEND_CLAIM: bsm_hub_send_claim(hub, &effect->as.identity); break;
    case BSM_EFFECT_SEND_MISSING: bsm_hub_send_missing(hub, effect->as.missing); break;
    case BSM_EFFECT_SEND_CAPTURE: bsm_hub_send_capture(hub, effect->as.item); break;
    case BSM_EFFECT_HOLD_CAPTURE: bsm_hub_hold_capture(hub, effect->as.item); break;
    case BSM_EFFECT_BIO_CLAIM: bsm_hub_send_bio_claim(hub, effect); break;
    case BSM_EFFECT_KEEP: bsm_hub_keep(hub); break;
    case BSM_EFFECT_BIO_WISH: bsm_hub_send_bio_wish(hub, effect->as.mobile); break;
    case BSM_EFFECT_KEEP_WISH: bsm_hub_keep_wish(hub); break;
    case BSM_EFFECT_DROP_CAPTURES: bsm_hub_drop_captures(hub); break;
    case BSM_EFFECT_SEND_PLAIN: bsm_hub_send_plain(hub, effect->as.plain.request, effect->as.plain.purpose); break;
    case BSM_EFFECT_SEND_MOBILE: bsm_hub_send_mobile(hub, effect->as.mobile); break;
    case BSM_EFFECT_SEND_CODE: bsm_hub_send_code(hub, effect->as.code); break;
    case BSM_EFFECT_SEND_USER_NAME: bsm_hub_send_user_name(hub, effect->as.user_name); break;
    case BSM_EFFECT_SEND_COMPLETE:
        bsm_hub_send_complete(hub, effect->as.complete.action, effect->as.complete.password);
        break;
    case BSM_EFFECT_SEND_BOOK: bsm_hub_send_book(hub, &effect->as.slot); break;
    case BSM_EFFECT_RATED: bsm_journal_write(&hub->journal, hub->round, "rated value=%d", effect->as.rating); break;
    case BSM_EFFECT_SEND_AGAIN: bsm_hub_send_again(hub); break;
    case BSM_EFFECT_CANCEL: cancel(hub); break;
    case BSM_EFFECT_FORGET: forget(hub, effect->as.forget.outcome, effect->as.forget.duration_ms); break;
    case BSM_EFFECT_KILL: kill_forgetful(hub); break;
    }
}
