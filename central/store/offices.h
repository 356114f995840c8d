/* Offices that people can be sent to: their hours, and which kiosks' sites they are near to. Written by an import only.
 */
#ifndef BASMA_CENTRAL_STORE_OFFICES_H
#define BASMA_CENTRAL_STORE_OFFICES_H

#include <stdbool.h>

#include "central/store/db.h"
#include "central/visits/calendar.h"
#include "net/wire/wire.h"

enum { BSM_OFFICE_DAYS_LISTED_MAX = 64, BSM_OFFICE_SITES_MAX = 32 };

/* Of one weekday, in minutes; both 0: closed. */
struct bsm_office_hours {
    int opens;
    int closes;
};

struct bsm_office_row {
    struct bsm_wire_office office;
    int utc_offset;                              /* minutes */
    int slot;                                    /* minutes of an appointment */
    int capacity;                                /* people at the same time */
    int lead;                                    /* minutes from now to the first appointment that can be taken */
    int days;                                    /* that can be booked, today included */
    struct bsm_office_hours hours[BSM_WEEKDAYS]; /* [0] is Sunday */
};

/* What an import brings beside it. */
struct bsm_office_import {
    struct bsm_office_row row;
    int closed_count;
    char closed[BSM_OFFICE_DAYS_LISTED_MAX][BSM_DATE_SIZE];
    int sites_count;
    char sites[BSM_OFFICE_SITES_MAX][BSM_WIRE_SITE_SIZE]; /* none: it serves every site */
};

enum bsm_status bsm_offices_clear(struct bsm_db *db);
/* ordinal: its place in the file. DENIED: there is one with this id. */
enum bsm_status bsm_office_add(struct bsm_db *db, const struct bsm_office_import *office, int ordinal);

/* GONE: there is none. */
enum bsm_status bsm_office_find(struct bsm_db *db, const char *id, struct bsm_office_row *row);
enum bsm_status bsm_office_is_closed(struct bsm_db *db, const char *id, const char *day, bool *closed);

/* At most max: first those near to the site in the order of the file, then those that serve every site; where there are
 * neither, any. */
enum bsm_status bsm_offices_near(struct bsm_db *db, const char *site, struct bsm_office_row *rows, int max, int *count);

#endif
