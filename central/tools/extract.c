#include "central/tools/extract.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "firmware/base/wipe.h"

struct reading {
    struct bsm_extract_row *row;
    char *why;
};

static bool wrong(struct reading *reading, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool wrong(struct reading *reading, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(reading->why, BSM_EXTRACT_WHY_SIZE, format, list);
    va_end(list);
    return false;
}

static bool only_these(struct reading *reading, json_t *object, const char *const *names, size_t count)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        bool known = false;
        for (size_t i = 0; i < count; i++) {
            known = known || !strcmp(name, names[i]);
        }
        if (!known) {
            return wrong(reading, "unknown member \"%.40s\"", name);
        }
    }
    return true;
}

/* A text of less than size bytes, without a zero byte inside. */
static bool take_text(struct reading *reading, json_t *object, const char *name, char *out, size_t size)
{
    json_t *value = json_object_get(object, name);
    if (!value) {
        return wrong(reading, "no member \"%s\"", name);
    }
    if (!json_is_string(value) || json_string_length(value) >= size) {
        return wrong(reading, "\"%s\" is not a text of at most %zu bytes", name, size - 1);
    }
    memcpy(out, json_string_value(value), json_string_length(value) + 1);
    return true;
}

static bool file_stays_inside(const char *file)
{
    if (file[0] == '/' || file[0] == '\0') {
        return false;
    }
    for (const char *part = file; part; part = strchr(part, '/') ? strchr(part, '/') + 1 : NULL) {
        if (!strncmp(part, "..", 2) && (part[2] == '/' || part[2] == '\0')) {
            return false;
        }
    }
    return true;
}

static bool take_file(struct reading *reading, json_t *object, char file[BSM_EXTRACT_FILE_SIZE])
{
    if (!take_text(reading, object, "file", file, BSM_EXTRACT_FILE_SIZE)) {
        return false;
    }
    return file_stays_inside(file) || wrong(reading, "\"file\" is not a path below the extract's folder");
}

static bool take_integer(struct reading *reading, json_t *object, const char *name, int lowest, int highest, int *out)
{
    json_t *value = json_object_get(object, name);
    json_int_t number = json_integer_value(value);
    if (!json_is_integer(value) || number < lowest || number > highest) {
        return wrong(reading, "\"%s\" is not an integer of %d to %d", name, lowest, highest);
    }
    *out = (int)number;
    return true;
}

static bool take_finger(struct reading *reading, json_t *object, struct bsm_extract_finger *finger)
{
    static const char *const names[] = {"position", "file", "resolution_ppi"};
    int position = 0;
    if (!json_is_object(object)) {
        return wrong(reading, "a finger is not an object");
    }
    if (!only_these(reading, object, names, 3) ||
        !take_integer(reading, object, "position", 1, BSM_POSITION_MAX, &position) ||
        !take_file(reading, object, finger->file)) {
        return false;
    }
    finger->position = (enum bsm_position)position;
    return take_integer(reading, object, "resolution_ppi", BSM_FINGER_RESOLUTION_MIN_PPI, BSM_FINGER_RESOLUTION_MAX_PPI,
                        &finger->resolution_ppi);
}

static bool take_fingers(struct reading *reading, json_t *array)
{
    struct bsm_extract_row *row = reading->row;
    size_t count = json_array_size(array);
    if (!json_is_array(array) || count < 1 || count > BSM_EXTRACT_FINGERS_MAX) {
        return wrong(reading, "\"fingers\" is not a list of 1 to %d impressions", BSM_EXTRACT_FINGERS_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        if (!take_finger(reading, json_array_get(array, i), &row->fingers[i])) {
            return false;
        }
        int views = 1;
        for (size_t j = 0; j < i; j++) {
            views += row->fingers[j].position == row->fingers[i].position;
        }
        if (views > BSM_FINGER_VIEWS_MAX) {
            return wrong(reading, "finger position %d stands too often", row->fingers[i].position);
        }
    }
    row->fingers_count = (int)count;
    return true;
}

static bool take_face(struct reading *reading, json_t *object)
{
    static const char *const names[] = {"file"};
    if (!json_is_object(object)) {
        return wrong(reading, "\"face\" is not an object with a file");
    }
    return only_these(reading, object, names, 1) && take_file(reading, object, reading->row->face_file);
}

static bool mobile_valid(const char *mobile)
{
    if (mobile[0] == '\0') {
        return true;
    }
    size_t digits = mobile[0] == '+' ? strspn(mobile + 1, "0123456789") : 0;
    return digits >= 8 && digits <= 15 && mobile[1 + digits] == '\0';
}

static bool take_account(struct reading *reading, json_t *object)
{
    char name[16];
    enum bsm_account_state state = BSM_ACCOUNT_NONE;
    if (!take_text(reading, object, "account", name, sizeof name)) {
        return false;
    }
    if (!bsm_account_state_parse(name, &state) || (int)state > BSM_ACCOUNT_ACTIVE) {
        return wrong(reading, "\"account\" is not NONE, PENDING or ACTIVE");
    }
    reading->row->account = state;
    return true;
}

static bool take_person(struct reading *reading, json_t *object)
{
    struct bsm_extract_row *row = reading->row;
    if (!take_text(reading, object, "id_number", row->id_number, sizeof row->id_number) ||
        !take_text(reading, object, "name_ar", row->name_ar, sizeof row->name_ar) ||
        !take_text(reading, object, "name_en", row->name_en, sizeof row->name_en) ||
        !take_text(reading, object, "birth_date", row->birth_date, sizeof row->birth_date) ||
        !take_text(reading, object, "mobile", row->mobile, sizeof row->mobile) || !take_account(reading, object)) {
        return false;
    }
    if (!bsm_id_number_valid(row->id_number)) {
        return wrong(reading, "\"id_number\" is not 10 digits with a right check digit");
    }
    if (!bsm_date_valid(row->birth_date)) {
        return wrong(reading, "\"birth_date\" is not a day as YYYY-MM-DD");
    }
    return mobile_valid(row->mobile) || wrong(reading, "\"mobile\" is not + and 8 to 15 digits, nor empty");
}

static bool take_row(struct reading *reading, json_t *object)
{
    static const char *const names[] = {"id_number", "name_ar", "name_en", "birth_date",
                                        "mobile",    "account", "fingers", "face"};
    if (!json_is_object(object)) {
        return wrong(reading, "not a JSON object");
    }
    return only_these(reading, object, names, sizeof names / sizeof names[0]) && take_person(reading, object) &&
           take_fingers(reading, json_object_get(object, "fingers")) &&
           take_face(reading, json_object_get(object, "face"));
}

enum bsm_status bsm_extract_read(const char *line, size_t size, struct bsm_extract_row *row,
                                 char why[BSM_EXTRACT_WHY_SIZE])
{
    struct reading reading = {.row = row, .why = why};
    memset(row, 0, sizeof *row);
    if (size > BSM_EXTRACT_LINE_MAX) {
        wrong(&reading, "the line is longer than %d bytes", BSM_EXTRACT_LINE_MAX);
        return BSM_INVALID;
    }
    json_error_t error;
    json_t *object = json_loadb(line, size, JSON_REJECT_DUPLICATES, &error);
    bool good = object ? take_row(&reading, object) : wrong(&reading, "not JSON: error at byte %d", error.position);
    json_decref(object);
    if (!good) {
        bsm_wipe(row, sizeof *row);
    }
    return good ? BSM_OK : BSM_INVALID;
}
