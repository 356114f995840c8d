/* What every appointment comes to, chosen at a kiosk or wished for: a place that is given once, its code, its message.
 */
#ifndef BASMA_CENTRAL_API_BOOKING_H
#define BASMA_CENTRAL_API_BOOKING_H

#include "central/api/call.h"
#include "central/store/appointments.h"
#include "central/store/offices.h"

/* Takes the place, under a code that it draws, and writes the message that confirms it into the outbox. DENIED, and
 * nothing done: no place is left. In the caller's transaction. */
enum bsm_status bsm_booking_make(struct bsm_db *db, struct bsm_appointment *appointment,
                                 const struct bsm_office_row *office);

/* How many of the kiosk's within the hour were made for people who were not recognised: anybody's message to any
 * number, and a place that is lost to others. A kiosk in wrong hands must not make them without end. */
enum bsm_status bsm_booking_strangers_are_too_many(struct bsm_db *db, const char *device, int64_t now_ms, bool *are);

/* Takes an appointment back for an office's desk, in the caller's transaction: its place is free again, the person is
 * told by SMS, and the audit holds it. GONE: no appointment has the code; DENIED, and nothing done: its time is over.
 * The caller wipes what it was. */
enum bsm_status bsm_booking_cancel(struct bsm_db *db, const char *code, int64_t now_ms,
                                   struct bsm_appointment *appointment);

#endif
