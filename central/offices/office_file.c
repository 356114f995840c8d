#include "central/offices/office_file.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/text.h"

struct reading {
    json_t *object;
    int taken; /* members that were read */
    char *why;
};

static bool wrong(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct reading *reading, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(reading->why, BSM_OFFICE_WHY_SIZE, format, list);
    va_end(list);
    return false;
}

static json_t *take(struct reading *reading, const char *name)
{
    json_t *value = json_object_get(reading->object, name);
    reading->taken += value != NULL;
    return value;
}

static bool copy(const json_t *value, char *out, size_t size)
{
    size_t length = json_string_length(value);
    if (!json_is_string(value) || length == 0 || length >= size ||
        bsm_text_length(json_string_value(value), length) < 0) {
        return false;
    }
    memcpy(out, json_string_value(value), length + 1);
    return true;
}

static bool take_text(struct reading *reading, const char *name, char *out, size_t size)
{
    return copy(take(reading, name), out, size) ||
           wrong(reading, "\"%s\" is missing, empty, longer than %zu bytes, or no plain text", name, size - 1);
}

/* Absent is allowed where otherwise is not negative. */
static bool take_number(struct reading *reading, const char *name, int lowest, int highest, int otherwise, int *out)
{
    const json_t *value = take(reading, name);
    *out = otherwise;
    if (!value && otherwise >= 0) {
        return true;
    }
    if (!json_is_integer(value) || json_integer_value(value) < lowest || json_integer_value(value) > highest) {
        return wrong(reading, "\"%s\" is not a number from %d to %d", name, lowest, highest);
    }
    *out = (int)json_integer_value(value);
    return true;
}

static bool read_hours(const json_t *value, int slot, struct bsm_office_hours *hours)
{
    char text[2 * BSM_WIRE_TIME_SIZE];
    if (!copy(value, text, sizeof text) || strlen(text) != 11 || text[5] != '-') {
        return false;
    }
    text[5] = '\0';
    return bsm_minute_parse(text, &hours->opens) && bsm_minute_parse(text + 6, &hours->closes) &&
           hours->opens + slot <= hours->closes;
}

static bool take_hours(struct reading *reading, struct bsm_office_row *row)
{
    static const char *const weekdays[BSM_WEEKDAYS] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    const json_t *hours = take(reading, "hours");
    size_t known = 0;
    for (int i = 0; i < BSM_WEEKDAYS; i++) {
        const json_t *value = json_object_get(hours, weekdays[i]);
        known += value != NULL;
        if (value && !read_hours(value, row->slot, &row->hours[i])) {
            return wrong(reading, "\"hours\" of %s are not like \"08:00-14:30\", or shorter than an appointment",
                         weekdays[i]);
        }
    }
    if (!json_is_object(hours) || known == 0 || known != json_object_size(hours)) {
        return wrong(reading, "\"hours\" has no weekday, or something that is none (sun mon tue wed thu fri sat)");
    }
    return true;
}

static bool take_closed(struct reading *reading, struct bsm_office_import *office)
{
    const json_t *list = take(reading, "closed");
    if (list && (!json_is_array(list) || json_array_size(list) > BSM_OFFICE_DAYS_LISTED_MAX)) {
        return wrong(reading, "\"closed\" is not a list of at most %d days", BSM_OFFICE_DAYS_LISTED_MAX);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *day = office->closed[office->closed_count];
        if (!copy(json_array_get(list, i), day, BSM_DATE_SIZE) || !bsm_date_valid(day)) {
            return wrong(reading, "\"closed\" has something that is no day as YYYY-MM-DD");
        }
        for (int j = 0; j < office->closed_count; j++) {
            if (!strcmp(office->closed[j], day)) {
                return wrong(reading, "\"closed\" has a day twice");
            }
        }
        office->closed_count++;
    }
    return true;
}

static bool take_sites(struct reading *reading, struct bsm_office_import *office)
{
    const json_t *list = take(reading, "sites");
    if (list && (!json_is_array(list) || json_array_size(list) > BSM_OFFICE_SITES_MAX)) {
        return wrong(reading, "\"sites\" is not a list of at most %d sites", BSM_OFFICE_SITES_MAX);
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *site = office->sites[office->sites_count];
        if (!copy(json_array_get(list, i), site, BSM_WIRE_SITE_SIZE)) {
            return wrong(reading, "\"sites\" has something that is no site");
        }
        for (int j = 0; j < office->sites_count; j++) {
            if (!strcmp(office->sites[j], site)) {
                return wrong(reading, "\"sites\" has a site twice");
            }
        }
        office->sites_count++;
    }
    return true;
}

static bool take_office(struct reading *reading, struct bsm_office_import *office)
{
    struct bsm_office_row *row = &office->row;
    struct bsm_wire_office *names = &row->office;
    int lead_hours = 0;
    if (!take_text(reading, "id", names->id, sizeof names->id) ||
        !take_text(reading, "name_ar", names->name_ar, sizeof names->name_ar) ||
        !take_text(reading, "name_en", names->name_en, sizeof names->name_en)) {
        return false;
    }
    if (!bsm_wire_office_id_valid(names->id)) {
        return wrong(reading, "\"id\" is not of a-z, 0-9 and - (not at its ends)");
    }
    if (!take_number(reading, "slot_minutes", 5, 240, -1, &row->slot) ||
        !take_number(reading, "capacity", 1, 100, -1, &row->capacity) ||
        !take_number(reading, "lead_hours", 0, 24 * 30, -1, &lead_hours) ||
        !take_number(reading, "days", 1, 90, -1, &row->days) ||
        !take_number(reading, "utc_offset_minutes", -14 * 60, 14 * 60, BSM_OFFICE_UTC_OFFSET, &row->utc_offset)) {
        return false;
    }
    row->lead = lead_hours * 60;
    if (!take_hours(reading, row) || !take_closed(reading, office) || !take_sites(reading, office)) {
        return false;
    }
    return (size_t)reading->taken == json_object_size(reading->object) ||
           wrong(reading, "there is something in it that no office has");
}

enum bsm_status bsm_office_line_read(const char *line, size_t size, struct bsm_office_import *office,
                                     char why[BSM_OFFICE_WHY_SIZE])
{
    json_error_t error;
    memset(office, 0, sizeof *office);
    json_t *object = json_loadb(line, size, JSON_REJECT_DUPLICATES, &error);
    if (!json_is_object(object)) {
        snprintf(why, BSM_OFFICE_WHY_SIZE, "not a JSON object%s%.100s", object ? "" : ": ", object ? "" : error.text);
        json_decref(object);
        return BSM_INVALID;
    }
    struct reading reading = {.object = object, .why = why};
    bool good = take_office(&reading, office);
    json_decref(object);
    return good ? BSM_OK : BSM_INVALID;
}
