/* Which appointments are free, and whether one may be taken. In the caller's transaction. */
#ifndef BASMA_CENTRAL_OFFICES_SCHEDULE_H
#define BASMA_CENTRAL_OFFICES_SCHEDULE_H

#include <stdbool.h>

#include "central/store/offices.h"

/* Fills in offices near to the site and what is free there, the first ones of each, by day and time. */
enum bsm_status bsm_schedule_offer(struct bsm_db *db, const char *site, int64_t now_ms, struct bsm_wire_slots *slots);

/* The first place that is free from the moment on at any office near to the site; the nearer one's where two have it.
 * GONE: none in the days that can be booked. */
enum bsm_status bsm_schedule_next(struct bsm_db *db, const char *site, int64_t now_ms, int64_t from_ms,
                                  struct bsm_office_row *office, struct bsm_wire_slot *slot);

/* Whether the office gives appointments then, taken or not: in its hours and its grid, not closed, not too soon and not
 * too far ahead. day and time are valid in form. */
enum bsm_status bsm_schedule_has(struct bsm_db *db, const struct bsm_office_row *office, const char *day,
                                 const char *time, int64_t now_ms, bool *has);

#endif
