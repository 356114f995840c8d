/* Appointments at offices: a row is one person's at one time; a place of an office's time is given once. */
#ifndef BASMA_CENTRAL_STORE_APPOINTMENTS_H
#define BASMA_CENTRAL_STORE_APPOINTMENTS_H

#include <stdbool.h>

#include "central/store/db.h"
#include "firmware/base/account.h"
#include "firmware/base/random.h"
#include "net/wire/wire.h"

struct bsm_appointment {
    char office[BSM_WIRE_OFFICE_ID_SIZE];
    char day[BSM_DATE_SIZE];
    char time[BSM_WIRE_TIME_SIZE];
    char code[BSM_WIRE_CODE_NAME_SIZE];
    struct bsm_uuid visit;             /* or the wish */
    char device[BSM_WIRE_DEVICE_SIZE]; /* the kiosk */
    int64_t person;                    /* 0: was not recognised */
    char mobile[BSM_MOBILE_SIZE];
    int64_t made_ms;
};

/* Whether a place of its time is left. */
enum bsm_status bsm_appointment_has_room(struct bsm_db *db, const struct bsm_appointment *appointment, int capacity,
                                         bool *has);

/* Takes a place where less than capacity are taken. DENIED: none is left, or the visit has an appointment, or the code
 * is another's. */
enum bsm_status bsm_appointment_take(struct bsm_db *db, const struct bsm_appointment *appointment, int capacity);

/* How many a kiosk has made since then for people who were not recognised. Writes, where our clock was set back. */
enum bsm_status bsm_appointments_of_strangers(struct bsm_db *db, const char *device, int64_t since_ms, int64_t now_ms,
                                              int *count);

enum bsm_status bsm_appointment_of_visit(struct bsm_db *db, const struct bsm_uuid *visit, bool *has);

/* How many places of each time of the day are taken, by minute of the day; the array is zeroed first. */
enum bsm_status bsm_appointments_taken(struct bsm_db *db, const char *office, const char *day, uint16_t taken[24 * 60]);

/* All, by office, day and time, until the visitor says false. */
enum bsm_status bsm_appointment_list(struct bsm_db *db,
                                     bool (*visit)(const struct bsm_appointment *appointment, void *context),
                                     void *context);

/* GONE: no appointment has the code. The caller wipes it. */
enum bsm_status bsm_appointment_by_code(struct bsm_db *db, const char *code, struct bsm_appointment *appointment);

/* Its place is free again. */
enum bsm_status bsm_appointment_drop(struct bsm_db *db, const char *code);

/* Those of days before this one. */
enum bsm_status bsm_appointments_purge(struct bsm_db *db, const char *before_day);

#endif
