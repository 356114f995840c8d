#include "central/store/offices.h"

#include <string.h>

enum bsm_status bsm_offices_clear(struct bsm_db *db)
{
    static const char *const statements[] = {"DELETE FROM offices", "DELETE FROM office_hours",
                                             "DELETE FROM office_closed", "DELETE FROM office_sites"};
    enum bsm_status status = BSM_OK;
    for (size_t i = 0; status == BSM_OK && i < sizeof statements / sizeof statements[0]; i++) {
        status = bsm_db_execute(db, statements[i]);
    }
    return status;
}

static enum bsm_status add_row(struct bsm_db *db, const struct bsm_office_row *row, int ordinal)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO offices (id, ordinal, name_ar, name_en, utc_offset, slot, capacity, lead, days)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
    bsm_bind_text(&query, row->office.id);
    bsm_bind_integer(&query, ordinal);
    bsm_bind_text(&query, row->office.name_ar);
    bsm_bind_text(&query, row->office.name_en);
    bsm_bind_integer(&query, row->utc_offset);
    bsm_bind_integer(&query, row->slot);
    bsm_bind_integer(&query, row->capacity);
    bsm_bind_integer(&query, row->lead);
    bsm_bind_integer(&query, row->days);
    return bsm_query_run(&query);
}

static enum bsm_status add_hours(struct bsm_db *db, const struct bsm_office_row *row, int weekday)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO office_hours (office, weekday, opens, closes) VALUES ($1, $2, $3, $4)");
    bsm_bind_text(&query, row->office.id);
    bsm_bind_integer(&query, weekday);
    bsm_bind_integer(&query, row->hours[weekday].opens);
    bsm_bind_integer(&query, row->hours[weekday].closes);
    return bsm_query_run(&query);
}

static enum bsm_status add_closed(struct bsm_db *db, const char *office, const char *day)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO office_closed (office, day) VALUES ($1, $2)");
    bsm_bind_text(&query, office);
    bsm_bind_text(&query, day);
    return bsm_query_run(&query);
}

static enum bsm_status add_site(struct bsm_db *db, const char *office, const char *site)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO office_sites (office, site) VALUES ($1, $2)");
    bsm_bind_text(&query, office);
    bsm_bind_text(&query, site);
    return bsm_query_run(&query);
}

enum bsm_status bsm_office_add(struct bsm_db *db, const struct bsm_office_import *office, int ordinal)
{
    const char *id = office->row.office.id;
    enum bsm_status status = add_row(db, &office->row, ordinal);
    for (int i = 0; status == BSM_OK && i < BSM_WEEKDAYS; i++) {
        status = office->row.hours[i].closes ? add_hours(db, &office->row, i) : BSM_OK;
    }
    for (int i = 0; status == BSM_OK && i < office->closed_count; i++) {
        status = add_closed(db, id, office->closed[i]);
    }
    for (int i = 0; status == BSM_OK && i < office->sites_count; i++) {
        status = add_site(db, id, office->sites[i]);
    }
    return status;
}

#define OFFICE_COLUMNS "o.id, o.name_ar, o.name_en, o.utc_offset, o.slot, o.capacity, o.lead, o.days"

static void take_row(struct bsm_query *query, struct bsm_office_row *row)
{
    memset(row, 0, sizeof *row);
    bsm_column_text(query, 0, row->office.id, sizeof row->office.id);
    bsm_column_text(query, 1, row->office.name_ar, sizeof row->office.name_ar);
    bsm_column_text(query, 2, row->office.name_en, sizeof row->office.name_en);
    row->utc_offset = (int)bsm_column_integer(query, 3);
    row->slot = (int)bsm_column_integer(query, 4);
    row->capacity = (int)bsm_column_integer(query, 5);
    row->lead = (int)bsm_column_integer(query, 6);
    row->days = (int)bsm_column_integer(query, 7);
}

static enum bsm_status find_hours(struct bsm_db *db, struct bsm_office_row *row)
{
    struct bsm_query query = bsm_query_of(db, "SELECT weekday, opens, closes FROM office_hours WHERE office = $1");
    bsm_bind_text(&query, row->office.id);
    while (bsm_query_next(&query)) {
        int64_t weekday = bsm_column_integer(&query, 0);
        if (weekday >= 0 && weekday < BSM_WEEKDAYS) {
            row->hours[weekday] =
                (struct bsm_office_hours){(int)bsm_column_integer(&query, 1), (int)bsm_column_integer(&query, 2)};
        }
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_office_find(struct bsm_db *db, const char *id, struct bsm_office_row *row)
{
    struct bsm_query query = bsm_query_of(db, "SELECT " OFFICE_COLUMNS " FROM offices o WHERE o.id = $1");
    bsm_bind_text(&query, id);
    bool found = bsm_query_next(&query);
    if (found) {
        take_row(&query, row);
    }
    enum bsm_status status = bsm_query_end(&query);
    if (status != BSM_OK || !found) {
        return status == BSM_OK ? BSM_GONE : status;
    }
    return find_hours(db, row);
}

enum bsm_status bsm_office_is_closed(struct bsm_db *db, const char *id, const char *day, bool *closed)
{
    struct bsm_query query = bsm_query_of(db, "SELECT 1 FROM office_closed WHERE office = $1 AND day = $2");
    bsm_bind_text(&query, id);
    bsm_bind_text(&query, day);
    *closed = bsm_query_next(&query);
    return bsm_query_end(&query);
}

/* near 0: of this site; 1: of every site; 2: any. */
static enum bsm_status take_near(struct bsm_db *db, const char *site, struct bsm_office_row *rows, int max, int *count)
{
    struct bsm_query query = bsm_query_of(
        db, "SELECT " OFFICE_COLUMNS ", CASE WHEN EXISTS (SELECT 1 FROM office_sites s WHERE s.office = o.id AND"
            " s.site = $1) THEN 0 WHEN EXISTS (SELECT 1 FROM office_sites s WHERE s.office = o.id) THEN 2 ELSE 1 END"
            " AS near FROM offices o ORDER BY near, o.ordinal");
    bsm_bind_text(&query, site);
    bool near = false; /* one was that is not only another site's */
    for (*count = 0; *count < max && bsm_query_next(&query);) {
        bool far = bsm_column_integer(&query, 8) == 2;
        if (far && near) {
            break;
        }
        near = !far;
        take_row(&query, &rows[(*count)++]);
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_offices_near(struct bsm_db *db, const char *site, struct bsm_office_row *rows, int max, int *count)
{
    enum bsm_status status = take_near(db, site, rows, max, count);
    for (int i = 0; status == BSM_OK && i < *count; i++) {
        status = find_hours(db, &rows[i]);
    }
    return status;
}
