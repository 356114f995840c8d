/*
 * GET /v1/visits/{visit}/slots and POST .../appointment: nobody is left at a dead end. From the claim on until the
 * visit's time is over, whatever became of it, an appointment at an office can be taken, once. What is offered does not
 * depend on who asks; only who was recognised is told that a number is on file.
 */
#include <string.h>

#include "central/api/booking.h"
#include "central/offices/schedule.h"
#include "central/store/people.h"
#include "central/visits/policy.h"
#include "firmware/base/wipe.h"

/* The visit, where an appointment may be taken in it. False: refused, or *status tells what failed below. */
static bool admit(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit, enum bsm_status *status)
{
    if (!bsm_call_find_visit(call, db, visit, status)) {
        return false;
    }
    if (call->now_ms >= visit->expires_ms || visit->state == BSM_VISIT_EXPIRED) {
        bsm_call_refuse(call, BSM_PROBLEM_VISIT_EXPIRED, NULL);
        return false;
    }
    if (visit->state == BSM_VISIT_OPENED || bsm_digest_is_none(&visit->number_key)) { /* also who left before it */
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "not before the claim");
        return false;
    }
    return true;
}

/* The number on file of who was recognised; "" of everybody else. The same rows are read either way. */
static enum bsm_status find_mobile(struct bsm_db *db, const struct bsm_visit *visit, char mobile[BSM_MOBILE_SIZE])
{
    struct bsm_person person = {0};
    enum bsm_status status = visit->reference ? bsm_person_by_id(db, visit->reference, &person) : BSM_OK;
    bool recognised = visit->matched_ms && visit->person == visit->reference;
    memset(mobile, 0, BSM_MOBILE_SIZE);
    if (status == BSM_OK && recognised) {
        memcpy(mobile, person.mobile, BSM_MOBILE_SIZE);
    }
    bsm_person_finish(&person);
    return status == BSM_GONE ? BSM_OK : status;
}

/* Slots. */

static enum bsm_status offer(struct bsm_call *call, struct bsm_db *db)
{
    static _Thread_local struct bsm_wire_slots slots;
    struct bsm_visit visit;
    char mobile[BSM_MOBILE_SIZE];
    enum bsm_status status;
    if (!admit(call, db, &visit, &status)) {
        return status;
    }
    status = bsm_schedule_offer(db, visit.site, call->now_ms, &slots);
    if (status == BSM_OK) {
        status = find_mobile(db, &visit, mobile);
    }
    if (status != BSM_OK) {
        return status;
    }
    slots.needs_mobile = !mobile[0];
    bsm_hint_at_mobile(mobile, slots.mobile_hint);
    struct bsm_wire_text text = {0};
    bsm_call_answer(call, 200, bsm_wire_slots_encode(&slots, &text), &text);
    bsm_wipe(mobile, sizeof mobile);
    bsm_wipe(&slots, sizeof slots);
    return BSM_OK;
}

void bsm_api_slots(struct bsm_call *call)
{
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? offer(call, db) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
    }
}

/* Booking. */

static enum bsm_status audit_appointment(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit)
{
    return bsm_call_audit(call, db, visit, "appointment", visit->matched_ms ? "taken" : "taken, not recognised");
}

static enum bsm_status answer_booked(struct bsm_call *call, const struct bsm_appointment *appointment,
                                     const struct bsm_wire_office *office)
{
    struct bsm_wire_booked booked = {.office = *office};
    struct bsm_wire_text text = {0};
    memcpy(booked.code, appointment->code, sizeof booked.code);
    memcpy(booked.day, appointment->day, sizeof booked.day);
    memcpy(booked.time, appointment->time, sizeof booked.time);
    bsm_call_answer(call, 201, bsm_wire_booked_encode(&booked, &text), &text);
    return BSM_OK;
}

/* False: refused, or *status tells. */
static bool may_book(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit, enum bsm_status *status)
{
    bool too_many = false;
    if (!visit->matched_ms) {
        *status = bsm_booking_strangers_are_too_many(db, visit->device, call->now_ms, &too_many);
    }
    if (*status == BSM_OK && too_many) {
        bsm_call_refuse(call, BSM_PROBLEM_QUOTA, "too many appointments at this kiosk");
        return false;
    }
    return *status == BSM_OK;
}

/* Who was not recognised cannot use up what is for the codes of whose number they name. */
static bool may_tell(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit, const char *mobile,
                     enum bsm_status *status)
{
    int most = visit->matched_ms ? BSM_POLICY_MESSAGES_PER_MOBILE : BSM_POLICY_MESSAGES_OF_STRANGERS;
    return bsm_call_may_send_to(call, db, mobile, most, status);
}

static enum bsm_status book(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                            struct bsm_appointment *appointment, const struct bsm_office_row *office)
{
    bool has = false;
    enum bsm_status status = bsm_schedule_has(db, office, appointment->day, appointment->time, call->now_ms, &has);
    if (status == BSM_OK && has) { /* what cannot be had sends no message, and is not counted as one */
        status = bsm_appointment_has_room(db, appointment, office->capacity, &has);
    }
    if (status != BSM_OK || !may_book(call, db, visit, &status) ||
        (has && !may_tell(call, db, visit, appointment->mobile, &status))) {
        return status;
    }
    status = has ? bsm_booking_make(db, appointment, office) : BSM_DENIED;
    if (status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_SLOT_TAKEN, NULL);
        return BSM_OK;
    }
    if (status != BSM_OK) {
        return status;
    }
    status = audit_appointment(call, db, visit);
    return status == BSM_OK ? answer_booked(call, appointment, &office->office) : status;
}

/* Where the confirmation goes. False: refused, or *status tells. */
static bool choose_mobile(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit, const char *wished,
                          struct bsm_appointment *appointment, enum bsm_status *status)
{
    *status = find_mobile(db, visit, appointment->mobile);
    if (wished[0]) {
        memcpy(appointment->mobile, wished, sizeof appointment->mobile);
    }
    if (*status == BSM_OK && !appointment->mobile[0]) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "a mobile number is needed");
        return false;
    }
    return *status == BSM_OK;
}

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct bsm_wire_book *wish = context;
    struct bsm_visit visit;
    struct bsm_office_row office;
    bool has = false;
    enum bsm_status status;
    if (!admit(call, db, &visit, &status)) {
        return status;
    }
    struct bsm_appointment appointment = {
        .visit = visit.id, .person = visit.matched_ms ? visit.person : 0, .made_ms = call->now_ms};
    memcpy(appointment.device, visit.device, sizeof appointment.device);
    memcpy(appointment.office, wish->office, sizeof appointment.office);
    memcpy(appointment.day, wish->day, sizeof appointment.day);
    memcpy(appointment.time, wish->time, sizeof appointment.time);
    status = bsm_appointment_of_visit(db, &visit.id, &has);
    if (status == BSM_OK && has) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, "this visit has an appointment");
        return BSM_OK;
    }
    if (status != BSM_OK || !choose_mobile(call, db, &visit, wish->mobile, &appointment, &status)) {
        return status;
    }
    status = bsm_office_find(db, wish->office, &office);
    if (status == BSM_GONE) {
        bsm_call_refuse(call, BSM_PROBLEM_SLOT_TAKEN, "no such office");
        status = BSM_OK;
    } else if (status == BSM_OK) {
        status = book(call, db, &visit, &appointment, &office);
    }
    bsm_wipe(&appointment, sizeof appointment);
    return status;
}

void bsm_api_book(struct bsm_call *call)
{
    struct bsm_wire_book wish;
    if (bsm_wire_book_decode(call->request->body, call->request->body_size, &wish) != BSM_OK) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not an appointment");
        return;
    }
    if (bsm_call_commit(call, effect, &wish) == BSM_OK) {
        bsm_notices_wake(&call->centre->notices);
    }
    bsm_wipe(&wish, sizeof wish);
}
