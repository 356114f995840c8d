/*
 * A visit while the link is down, under a site pack: who, fingers, face and a mobile number are taken; then all of it
 * is sealed and kept, and the person is told that the centre decides later. Nothing is asked of the centre here, and so
 * nothing is known of the person: fingers are asked for as the pack says, whoever it is.
 */
#include <string.h>

#include "firmware/base/wipe.h"
#include "firmware/visit/inner.h"

/* What is taken already stays; a finger that was given cannot be missing. */
static uint16_t given_fingers(const struct bsm_visit *visit)
{
    unsigned given = 0;
    for (int i = 0; i < visit->course.items_count; i++) {
        const struct bsm_visit_item *item = &visit->course.items[i];
        if (item->modality == BSM_MODALITY_FINGER && item->state == BSM_ITEM_ACCEPTED)
            given |= 1U << item->position;
    }
    return (uint16_t)given;
}

static void add_item(struct bsm_visit_course *course, enum bsm_modality modality, enum bsm_position position,
                     bool given)
{
    course->items[course->items_count++] = (struct bsm_visit_item){
        .modality = modality, .position = position, .state = given ? BSM_ITEM_ACCEPTED : BSM_ITEM_NEEDED};
}

/* The first of the pack's fingers that are not missing. False: none is left. */
static bool plan(struct bsm_visit *visit)
{
    const struct bsm_visit_pack *pack = &visit->pack;
    struct bsm_visit_course *course = &visit->course;
    unsigned given = given_fingers(visit);
    course->items_count = 0;
    course->item = 0;
    for (int i = 0; i < pack->fingers_count && course->items_count < pack->ask; i++)
        if ((course->missing >> pack->fingers[i] & 1) == 0)
            add_item(course, BSM_MODALITY_FINGER, pack->fingers[i], (given >> pack->fingers[i] & 1) != 0);
    bool any = course->items_count > 0;
    add_item(course, BSM_MODALITY_FACE, BSM_POSITION_NONE, false);
    return any;
}

static void go_on(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    if (plan(visit))
        bsm_visit_next_capture(visit, effects);
    else
        bsm_visit_end(visit, BSM_REASON_OFFICE, effects);
}

void bsm_visit_campaign_identity(struct bsm_visit *visit, const struct bsm_visit_identity *identity,
                                 struct bsm_visit_effects *effects)
{
    visit->course.identity = *identity;
    go_on(visit, effects);
}

void bsm_visit_campaign_others(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    visit->course.missing &= (uint16_t)~given_fingers(visit);
    visit->course.device_since_ms = 0; /* nobody waited for the device meanwhile */
    go_on(visit, effects);
}

void bsm_visit_campaign_mobile(struct bsm_visit *visit, const char mobile[BSM_MOBILE_SIZE])
{
    memcpy(visit->course.mobile, mobile, BSM_MOBILE_SIZE);
    bsm_visit_go(visit, BSM_VISIT_KEEPING);
}

void bsm_visit_pursue_claim(struct bsm_visit *visit, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    bool due = visit->state == BSM_VISIT_KEEPING || visit->state == BSM_VISIT_WISHING;
    if (!due || course->claim_asked || !visit->part[BSM_VISIT_PART_BIO])
        return;
    if (visit->state == BSM_VISIT_WISHING) {
        course->claim_asked = true;
        memcpy(bsm_visit_add(effects, BSM_EFFECT_BIO_WISH)->as.mobile, course->mobile, sizeof course->mobile);
        return;
    }
    if (!course->bio_told)
        bsm_visit_add(effects, BSM_EFFECT_BIO_VISIT);
    course->bio_told = course->claim_asked = true;
    struct bsm_visit_effect *effect = bsm_visit_add(effects, BSM_EFFECT_BIO_CLAIM);
    effect->as.claim.identity = course->identity;
    effect->as.claim.missing = course->missing;
    memcpy(effect->as.claim.mobile, course->mobile, sizeof course->mobile);
}

/* What was typed is not needed in the clear any more. */
static void on_sealed(struct bsm_visit *visit, bool sealed, struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    bool wish = visit->state == BSM_VISIT_WISHING;
    if (!sealed) {
        bsm_visit_end(visit, wish ? BSM_REASON_NOT_KEPT : BSM_REASON_FAULT, effects);
        return;
    }
    course->claim_sealed = true;
    bsm_wipe(&course->identity, sizeof course->identity);
    bsm_wipe(course->mobile, sizeof course->mobile);
    bsm_visit_add(effects, wish ? BSM_EFFECT_KEEP_WISH : BSM_EFFECT_KEEP);
}

void bsm_visit_in_keeping(struct bsm_visit *visit, const struct bsm_visit_event *event,
                          struct bsm_visit_effects *effects)
{
    struct bsm_visit_course *course = &visit->course;
    bool kept = event->type == BSM_EVENT_ANSWERED && event->as.answered == BSM_VISIT_KEEP;
    if (event->type == BSM_EVENT_SEALED && course->claim_asked && !course->claim_sealed)
        on_sealed(visit, event->as.sealed, effects);
    else if (kept && course->claim_sealed && visit->state == BSM_VISIT_WISHING)
        bsm_visit_wish_kept(visit, effects);
    else if (kept && course->claim_sealed)
        bsm_visit_kept(visit, effects);
    else if (event->type != BSM_EVENT_HINT)
        bsm_visit_unexpected(visit);
}
