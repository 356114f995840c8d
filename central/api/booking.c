#include "central/api/booking.h"

#include <stdio.h>

#include "central/store/outbox.h"
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
