/*
 * POST /v1/wishes: somebody asked for an appointment at a kiosk that had no link, and left their number. The kiosk
 * could not say what is free, so the next free place of the offices near to its site is theirs, not sooner than a day
 * from now; an SMS tells them which, or that there is none.
 *
 * Who it is nobody knows: the bounds of people who were not recognised hold, by kiosk and by number. A kiosk that
 * brings more than its own comes again; a number that was told too often is told no more, and its wish is over.
 */
#include <stdio.h>
#include <string.h>

#include "central/api/booking.h"
#include "central/api/captures.h"
#include "central/offices/schedule.h"
#include "central/store/audit.h"
#include "central/store/outbox.h"
#include "central/store/wishes.h"
#include "central/visits/policy.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

struct wish {
    struct bsm_wire_wish body;
    struct bsm_wire_wished wished;
};

/* --- what came --- */

/* NULL, or what is wrong. */
static const char *read_wish(struct bsm_call *call, struct bsm_bench *bench, struct wish *wish)
{
    size_t size = 0;
    struct bsm_digest hash;
    bench->sealed = wish->body.record;
    const char *wrong = bsm_sealed_open(call, bench, &wish->body.wish, &size, &hash);
    if (wrong) {
        return wrong;
    }
    if (bsm_wire_wished_decode(bench->payload, size, &wish->wished) != BSM_OK) {
        return "cannot be read";
    }
    if (!bsm_uuid_equal(&wish->wished.wish, &wish->body.wish) || strcmp(wish->wished.device, call->device.id) != 0) {
        return "of another wish or kiosk";
    }
    return wish->wished.wished_unix_ms > call->now_ms + BSM_POLICY_CAMPAIGN_AHEAD_MS ? "not wished yet" : NULL;
}

/* --- what comes of it --- */

static enum bsm_status audit(struct bsm_call *call, struct bsm_db *db, const struct wish *wish, const char *detail)
{
    return bsm_audit_add(db, &(struct bsm_audit_entry){.at_ms = call->now_ms,
                                                       .event = "wish",
                                                       .device = call->device.id,
                                                       .visit = &wish->body.wish,
                                                       .detail = detail});
}

/* Why there is none, and what they can do now. */
static enum bsm_status tell_of_none(struct bsm_call *call, struct bsm_db *db, const struct wish *wish,
                                    const char *why_ar, const char *why_en)
{
    char text[BSM_MESSAGE_TEXT_SIZE];
    struct bsm_office_row office;
    int count = 0;
    enum bsm_status status = bsm_offices_near(db, wish->wished.site, &office, 1, &count);
    snprintf(text, sizeof text,
             "بصمة: طلبت موعداً، %s. احجز عند أي جهاز بصمة، أو راجع: %s.\n"
             "Basma: you asked for an appointment, %s. Book one at any Basma kiosk, or go to: %s.",
             why_ar, count > 0 ? office.office.name_ar : "أقرب مكتب", why_en,
             count > 0 ? office.office.name_en : "the nearest office");
    return status == BSM_OK ? bsm_outbox_add(db, wish->wished.mobile, text, call->now_ms) : status;
}

static enum bsm_status tell_too_late(struct bsm_call *call, struct bsm_db *db, const struct wish *wish)
{
    enum bsm_status status = tell_of_none(call, db, wish, "ووصلنا طلبك متأخراً", "and your request reached us too late");
    return status == BSM_OK ? audit(call, db, wish, "too late, told so") : status;
}

static enum bsm_status tell_full(struct bsm_call *call, struct bsm_db *db, const struct wish *wish)
{
    enum bsm_status status = tell_of_none(call, db, wish, "ولا يوجد موعد شاغر الآن", "and none is free now");
    return status == BSM_OK ? audit(call, db, wish, "no place free, told so") : status;
}

static enum bsm_status book(struct bsm_call *call, struct bsm_db *db, const struct wish *wish)
{
    struct bsm_office_row office;
    struct bsm_wire_slot slot;
    enum bsm_status status =
        bsm_schedule_next(db, wish->wished.site, call->now_ms, call->now_ms + BSM_POLICY_WISH_LEAD_MS, &office, &slot);
    if (status != BSM_OK) {
        return status == BSM_GONE ? tell_full(call, db, wish) : status;
    }
    struct bsm_appointment appointment = {.visit = wish->body.wish, .made_ms = call->now_ms};
    memcpy(appointment.device, call->device.id, sizeof appointment.device);
    memcpy(appointment.office, office.office.id, sizeof appointment.office);
    memcpy(appointment.day, slot.day, sizeof appointment.day);
    memcpy(appointment.time, slot.time, sizeof appointment.time);
    memcpy(appointment.mobile, wish->wished.mobile, sizeof appointment.mobile);
    status = bsm_booking_make(db, &appointment, &office);
    bsm_wipe(&appointment, sizeof appointment);
    return status == BSM_OK ? audit(call, db, wish, "appointment") : status;
}

/* --- the transaction --- */

/* Whether it is new, and noted. False: refused, or *status tells what failed below. */
static bool admit(struct bsm_call *call, struct bsm_db *db, const struct wish *wish, enum bsm_status *status)
{
    bool too_many = false;
    *status = bsm_booking_strangers_are_too_many(db, call->device.id, call->now_ms, &too_many);
    if (*status == BSM_OK && too_many) {
        bsm_call_refuse_for(call, BSM_PROBLEM_QUOTA, BSM_POLICY_WISH_RETRY_S);
        call->unkept = true; /* of this moment: it comes again */
        return false;
    }
    if (*status == BSM_OK && !bsm_call_may_keep(call, db, BSM_DEVICE_WISHES, 1, status)) {
        return false;
    }
    if (*status == BSM_OK) {
        *status = bsm_wish_add(db, &wish->body.wish, call->now_ms);
    }
    if (*status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_REPLAYED, "the wish was brought before");
        *status = BSM_OK;
        return false;
    }
    return *status == BSM_OK;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct wish *wish = context;
    const struct bsm_wire_wished *wished = &wish->wished;
    enum bsm_status status;
    if (!admit(call, db, wish, &status)) {
        return status;
    }
    if (!bsm_call_may_send_to(call, db, wished->mobile, BSM_POLICY_MESSAGES_OF_STRANGERS, &status)) {
        return status == BSM_OK ? audit(call, db, wish, "not taken: too many to this number") : status;
    }
    bool late = wished->wished_unix_ms < call->now_ms - BSM_POLICY_WISH_AGE_MS;
    status = late ? tell_too_late(call, db, wish) : book(call, db, wish);
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_stored_encode(&(struct bsm_wire_stored){.place = wished->seq}, &text), &text);
    return status;
}

static void take(struct bsm_call *call, struct bsm_bench *bench, struct wish *wish)
{
    if (bsm_wire_wish_decode(call->request->body, call->request->body_size, &wish->body) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not a wish");
        return;
    }
    const char *wrong = read_wish(call, bench, wish);
    if (wrong) {
        bsm_log(BSM_LOG_WARNING, "central/api", "a wish was refused, device=%s reason=\"%s\"", call->device.id, wrong);
        bsm_call_refuse(call, BSM_PROBLEM_CAPTURE_INVALID, wrong);
    } else if (wish->wished.wished_unix_ms < call->now_ms - BSM_POLICY_WISH_KEPT_MS) {
        bsm_log(BSM_LOG_WARNING, "central/api", "a wish was refused, device=%s reason=\"too old\"", call->device.id);
        bsm_call_refuse(call, BSM_PROBLEM_VISIT_EXPIRED, NULL);
    } else if (bsm_call_commit(call, effect, wish) == BSM_OK) {
        bsm_notices_wake(&call->centre->notices);
    }
}

void bsm_api_wish(struct bsm_call *call)
{
    static _Thread_local struct wish wish;
    struct bsm_bench *bench = bsm_bench_take(&call->centre->benches);
    if (!bench) {
        bsm_call_fail(call, BSM_NO_MEMORY);
        return;
    }
    take(call, bench, &wish);
    bsm_bench_give(&call->centre->benches, bench);
    bsm_wipe(&wish, sizeof wish);
}
