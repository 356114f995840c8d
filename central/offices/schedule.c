#include "central/offices/schedule.h"

#include <string.h>

#include "central/store/appointments.h"

enum { MINUTE_MS = 60000 };

/* From which moment on, and until which day (not included). */
struct window {
    int64_t first_day;
    int64_t end_day;
    int64_t from_ms;
};

static struct window window_of(const struct bsm_office_row *office, int64_t now_ms)
{
    int minute;
    int64_t today = bsm_day_at(now_ms, office->utc_offset, &minute);
    return (struct window){today, today + office->days, now_ms + (int64_t)office->lead * MINUTE_MS};
}

static void offer_day(const struct bsm_office_row *office, int index, int64_t day, const struct window *window,
                      const uint16_t *taken, uint32_t most, struct bsm_wire_slots *slots)
{
    const struct bsm_office_hours *hours = &office->hours[bsm_weekday_of(day)];
    for (int minute = hours->opens; minute + office->slot <= hours->closes && slots->slots_count < most;
         minute += office->slot) {
        bool soon = bsm_moment_of(day, minute, office->utc_offset) < window->from_ms;
        if (soon || taken[minute] >= office->capacity) {
            continue;
        }
        struct bsm_wire_slot *slot = &slots->slots[slots->slots_count++];
        slot->office = (uint8_t)index;
        bsm_day_text(day, slot->day);
        bsm_minute_text(minute, slot->time);
    }
}

/* The first free ones, until there are most in all. */
static enum bsm_status offer_office(struct bsm_db *db, const struct bsm_office_row *office, int index,
                                    const struct window *window, uint32_t most, struct bsm_wire_slots *slots)
{
    enum bsm_status status = BSM_OK;
    for (int64_t day = window->first_day; status == BSM_OK && day < window->end_day && slots->slots_count < most;
         day++) {
        char text[BSM_DATE_SIZE];
        uint16_t taken[BSM_DAY_MINUTES];
        bool closed = !office->hours[bsm_weekday_of(day)].closes;
        bsm_day_text(day, text);
        if (!closed) {
            status = bsm_office_is_closed(db, office->office.id, text, &closed);
        }
        if (status == BSM_OK && !closed) {
            status = bsm_appointments_taken(db, office->office.id, text, taken);
        }
        if (status == BSM_OK && !closed) {
            offer_day(office, index, day, window, taken, most, slots);
        }
    }
    return status;
}

enum bsm_status bsm_schedule_offer(struct bsm_db *db, const char *site, int64_t now_ms, struct bsm_wire_slots *slots)
{
    struct bsm_office_row rows[BSM_WIRE_OFFICES_MAX];
    int count = 0;
    enum bsm_status status = bsm_offices_near(db, site, rows, BSM_WIRE_OFFICES_MAX, &count);
    slots->offices_count = (uint32_t)count;
    slots->slots_count = 0;
    for (int i = 0; status == BSM_OK && i < count; i++) {
        slots->offices[i] = rows[i].office;
        struct window window = window_of(&rows[i], now_ms);
        status = offer_office(db, &rows[i], i, &window, (uint32_t)(BSM_WIRE_SLOTS_MAX / count * (i + 1)), slots);
    }
    return status;
}

/* GONE: the office has none. */
static enum bsm_status first_of(struct bsm_db *db, const struct bsm_office_row *office, int index, int64_t now_ms,
                                int64_t from_ms, struct bsm_wire_slot *slot, int64_t *at_ms)
{
    static _Thread_local struct bsm_wire_slots slots;
    struct window window = window_of(office, now_ms);
    int minute = 0;
    slots.slots_count = 0;
    if (window.from_ms < from_ms) {
        window.from_ms = from_ms;
    }
    enum bsm_status status = offer_office(db, office, index, &window, 1, &slots);
    if (status != BSM_OK || slots.slots_count == 0) {
        return status == BSM_OK ? BSM_GONE : status;
    }
    *slot = slots.slots[0];
    bsm_minute_parse(slot->time, &minute);
    *at_ms = bsm_moment_of(bsm_day_parse(slot->day), minute, office->utc_offset);
    return BSM_OK;
}

enum bsm_status bsm_schedule_next(struct bsm_db *db, const char *site, int64_t now_ms, int64_t from_ms,
                                  struct bsm_office_row *office, struct bsm_wire_slot *slot)
{
    struct bsm_office_row rows[BSM_WIRE_OFFICES_MAX];
    int count = 0;
    int64_t best_ms = INT64_MAX;
    enum bsm_status status = bsm_offices_near(db, site, rows, BSM_WIRE_OFFICES_MAX, &count);
    for (int i = 0; status == BSM_OK && i < count; i++) {
        struct bsm_wire_slot first;
        int64_t at_ms = INT64_MAX;
        status = first_of(db, &rows[i], i, now_ms, from_ms, &first, &at_ms);
        if (status == BSM_OK && at_ms < best_ms) {
            best_ms = at_ms;
            *slot = first;
            *office = rows[i];
        }
        status = status == BSM_GONE ? BSM_OK : status;
    }
    return status == BSM_OK && best_ms == INT64_MAX ? BSM_GONE : status;
}

enum bsm_status bsm_schedule_has(struct bsm_db *db, const struct bsm_office_row *office, const char *day,
                                 const char *time, int64_t now_ms, bool *has)
{
    struct window window = window_of(office, now_ms);
    int64_t wanted = bsm_day_parse(day);
    const struct bsm_office_hours *hours = &office->hours[bsm_weekday_of(wanted)];
    int minute = 0;
    bool closed = true;
    *has = bsm_minute_parse(time, &minute) && wanted >= window.first_day && wanted < window.end_day && hours->closes &&
           minute >= hours->opens && minute + office->slot <= hours->closes &&
           (minute - hours->opens) % office->slot == 0 &&
           bsm_moment_of(wanted, minute, office->utc_offset) >= window.from_ms;
    enum bsm_status status = *has ? bsm_office_is_closed(db, office->office.id, day, &closed) : BSM_OK;
    *has = *has && status == BSM_OK && !closed;
    return status;
}
