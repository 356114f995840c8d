#include "central/store/appointments.h"

#include <string.h>

#include "central/visits/calendar.h"

/* How many of its time are taken, and the first seat that is not: one that was cancelled leaves a gap. */
static enum bsm_status count_taken(struct bsm_db *db, const struct bsm_appointment *appointment, int64_t *count,
                                   int64_t *free_seat)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT seat FROM appointments WHERE office = $1 AND day = $2 AND time = $3 ORDER BY seat");
    bsm_bind_text(&query, appointment->office);
    bsm_bind_text(&query, appointment->day);
    bsm_bind_text(&query, appointment->time);
    *count = *free_seat = 0;
    while (bsm_query_next(&query)) {
        ++*count;
        *free_seat += bsm_column_integer(&query, 0) == *free_seat;
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_appointment_has_room(struct bsm_db *db, const struct bsm_appointment *appointment, int capacity,
                                         bool *has)
{
    int64_t taken, free_seat;
    enum bsm_status status = count_taken(db, appointment, &taken, &free_seat);
    *has = taken < capacity;
    return status;
}

enum bsm_status bsm_appointment_take(struct bsm_db *db, const struct bsm_appointment *appointment, int capacity)
{
    int64_t taken, free_seat;
    enum bsm_status status = count_taken(db, appointment, &taken, &free_seat);
    if (status != BSM_OK || taken >= capacity) {
        return status == BSM_OK ? BSM_DENIED : status;
    }
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO appointments (office, day, time, seat, code, visit, person, mobile, made_at,"
                         " device) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    bsm_bind_text(&query, appointment->office);
    bsm_bind_text(&query, appointment->day);
    bsm_bind_text(&query, appointment->time);
    bsm_bind_integer(&query, free_seat);
    bsm_bind_text(&query, appointment->code);
    bsm_bind_blob(&query, appointment->visit.bytes, sizeof appointment->visit.bytes);
    bsm_bind_integer(&query, appointment->person);
    bsm_bind_text(&query, appointment->mobile);
    bsm_bind_integer(&query, appointment->made_ms);
    bsm_bind_text(&query, appointment->device);
    return bsm_query_run(&query);
}

/* As of messages (mobile_uses.c): those of later than now were made before our clock was set back. They are of now,
 * else they would stand in the way of others until the clock is where it was. */
static enum bsm_status mend_clock(struct bsm_db *db, const char *device, int64_t now_ms)
{
    struct bsm_query query =
        bsm_query_of(db, "UPDATE appointments SET made_at = $1 WHERE person = 0 AND made_at > $1 AND device = $2");
    bsm_bind_integer(&query, now_ms);
    bsm_bind_text(&query, device);
    return bsm_query_run(&query);
}

enum bsm_status bsm_appointments_of_strangers(struct bsm_db *db, const char *device, int64_t since_ms, int64_t now_ms,
                                              int *count)
{
    enum bsm_status status = mend_clock(db, device, now_ms);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_query query =
        bsm_query_of(db, "SELECT count(*) FROM appointments WHERE person = 0 AND made_at > $1 AND device = $2");
    bsm_bind_integer(&query, since_ms);
    bsm_bind_text(&query, device);
    *count = bsm_query_next(&query) ? (int)bsm_column_integer(&query, 0) : 0;
    return bsm_query_end(&query);
}

enum bsm_status bsm_appointment_of_visit(struct bsm_db *db, const struct bsm_uuid *visit, bool *has)
{
    struct bsm_query query = bsm_query_of(db, "SELECT 1 FROM appointments WHERE visit = $1");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    *has = bsm_query_next(&query);
    return bsm_query_end(&query);
}

enum bsm_status bsm_appointments_taken(struct bsm_db *db, const char *office, const char *day, uint16_t taken[24 * 60])
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT time, count(*) FROM appointments WHERE office = $1 AND day = $2 GROUP BY time");
    bsm_bind_text(&query, office);
    bsm_bind_text(&query, day);
    memset(taken, 0, 24 * 60 * sizeof *taken);
    while (bsm_query_next(&query)) {
        char time[BSM_WIRE_TIME_SIZE];
        int minute = 0;
        bsm_column_text(&query, 0, time, sizeof time);
        if (bsm_minute_parse(time, &minute) && minute < BSM_DAY_MINUTES) {
            taken[minute] = (uint16_t)bsm_column_integer(&query, 1);
        }
    }
    return bsm_query_end(&query);
}

static void read_line(struct bsm_query *query, struct bsm_appointment *line)
{
    *line = (struct bsm_appointment){.person = bsm_column_integer(query, 5), .made_ms = bsm_column_integer(query, 6)};
    bsm_column_text(query, 0, line->office, sizeof line->office);
    bsm_column_text(query, 1, line->day, sizeof line->day);
    bsm_column_text(query, 2, line->time, sizeof line->time);
    bsm_column_text(query, 3, line->code, sizeof line->code);
    bsm_column_text(query, 4, line->mobile, sizeof line->mobile);
    bsm_column_exactly(query, 7, line->visit.bytes, sizeof line->visit.bytes);
    bsm_column_text(query, 8, line->device, sizeof line->device);
}

enum bsm_status bsm_appointment_list(struct bsm_db *db,
                                     bool (*visit)(const struct bsm_appointment *appointment, void *context),
                                     void *context)
{
    struct bsm_query query = bsm_query_of(db, "SELECT office, day, time, code, mobile, person, made_at, visit, device"
                                              " FROM appointments ORDER BY office, day, time, seat");
    bool more = true;
    while (more && bsm_query_next(&query)) {
        struct bsm_appointment line;
        read_line(&query, &line);
        more = visit(&line, context);
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_appointment_by_code(struct bsm_db *db, const char *code, struct bsm_appointment *appointment)
{
    struct bsm_query query = bsm_query_of(db, "SELECT office, day, time, code, mobile, person, made_at, visit, device"
                                              " FROM appointments WHERE code = $1");
    bsm_bind_text(&query, code);
    bool found = bsm_query_next(&query);
    if (found) {
        read_line(&query, appointment);
    }
    return bsm_query_end_found(&query, found);
}

enum bsm_status bsm_appointment_drop(struct bsm_db *db, const char *code)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM appointments WHERE code = $1");
    bsm_bind_text(&query, code);
    return bsm_query_run(&query);
}

enum bsm_status bsm_appointments_purge(struct bsm_db *db, const char *before_day)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM appointments WHERE day < $1");
    bsm_bind_text(&query, before_day);
    return bsm_query_run(&query);
}
