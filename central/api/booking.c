#include "central/api/booking.h"

#include <stdio.h>

#include "central/offices/office_file.h"
#include "central/store/audit.h"
#include "central/store/outbox.h"
#include "central/visits/calendar.h"
#include "central/visits/code_name.h"
#include "central/visits/policy.h"
#include "firmware/base/wipe.h"

static enum bsm_status confirm_by_message(struct bsm_db *db, const struct bsm_appointment *appointment,
                                          const struct bsm_wire_office *office)
{
    char text[BSM_MESSAGE_TEXT_SIZE];
    snprintf(text, sizeof text,
             "بصمة: موعدك في %s يوم %s الساعة %s. رمز الموعد: %s\n"
             "Basma: your appointment at %s on %s at %s. Show this: %s",
             office->name_ar, appointment->day, appointment->time, appointment->code, office->name_en, appointment->day,
             appointment->time, appointment->code);
    return bsm_outbox_add(db, appointment->mobile, text, appointment->made_ms);
}

/* A code that somebody has is as good as never drawn; a full slot is left as it is. */
static enum bsm_status take(struct bsm_db *db, struct bsm_appointment *appointment, int capacity)
{
    enum bsm_status status = BSM_DENIED;
    for (int i = 0; status == BSM_DENIED && i < 3; i++) {
        bsm_code_name_make(appointment->code);
        status = bsm_appointment_take(db, appointment, capacity);
    }
    return status;
}

enum bsm_status bsm_booking_make(struct bsm_db *db, struct bsm_appointment *appointment,
                                 const struct bsm_office_row *office)
{
    enum bsm_status status = take(db, appointment, office->capacity);
    return status == BSM_OK ? confirm_by_message(db, appointment, &office->office) : status;
}

enum bsm_status bsm_booking_strangers_are_too_many(struct bsm_db *db, const char *device, int64_t now_ms, bool *are)
{
    int count = 0;
    enum bsm_status status =
        bsm_appointments_of_strangers(db, device, now_ms - BSM_POLICY_MOBILE_WINDOW_MS, now_ms, &count);
    *are = count >= BSM_POLICY_STRANGERS_PER_KIOSK;
    return status;
}

/* An office that an import took away has no name any more, and the clock of most. */
static enum bsm_status find_office(struct bsm_db *db, const char *id, struct bsm_office_row *office)
{
    enum bsm_status status = bsm_office_find(db, id, office);
    if (status == BSM_GONE) {
        *office = (struct bsm_office_row){.utc_offset = BSM_OFFICE_UTC_OFFSET,
                                          .office = {.name_ar = "المكتب", .name_en = "the office"}};
        status = BSM_OK;
    }
    return status;
}

static bool is_over(const struct bsm_appointment *appointment, int utc_offset, int64_t now_ms)
{
    int minute = 0;
    return bsm_minute_parse(appointment->time, &minute) &&
           bsm_moment_of(bsm_day_parse(appointment->day), minute, utc_offset) <= now_ms;
}

static enum bsm_status tell_cancelled(struct bsm_db *db, const struct bsm_appointment *appointment,
                                      const struct bsm_wire_office *office, int64_t now_ms)
{
    char text[BSM_MESSAGE_TEXT_SIZE];
    snprintf(text, sizeof text,
             "بصمة: أُلغي موعدك %s في %s يوم %s الساعة %s. يمكنك حجز موعد آخر عند أي جهاز بصمة.\n"
             "Basma: your appointment %s at %s on %s at %s is cancelled. You can book another at any Basma kiosk.",
             appointment->code, office->name_ar, appointment->day, appointment->time, appointment->code,
             office->name_en, appointment->day, appointment->time);
    return bsm_outbox_add(db, appointment->mobile, text, now_ms);
}

static enum bsm_status audit_cancelled(struct bsm_db *db, const struct bsm_appointment *appointment, int64_t now_ms)
{
    return bsm_audit_add(db, &(struct bsm_audit_entry){.at_ms = now_ms,
                                                       .event = "appointment",
                                                       .device = "",
                                                       .visit = &appointment->visit,
                                                       .person = appointment->person,
                                                       .detail = "cancelled by operator"});
}

enum bsm_status bsm_booking_cancel(struct bsm_db *db, const char *code, int64_t now_ms,
                                   struct bsm_appointment *appointment)
{
    struct bsm_office_row office;
    enum bsm_status status = bsm_appointment_by_code(db, code, appointment);
    if (status == BSM_OK) {
        status = find_office(db, appointment->office, &office);
    }
    if (status == BSM_OK && is_over(appointment, office.utc_offset, now_ms)) {
        return BSM_DENIED;
    }
    if (status == BSM_OK) {
        status = bsm_appointment_drop(db, code);
    }
    if (status == BSM_OK) {
        status = tell_cancelled(db, appointment, &office.office, now_ms);
    }
    return status == BSM_OK ? audit_cancelled(db, appointment, now_ms) : status;
}
