#include "net/wire/shape.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "firmware/base/base64url.h"
#include "net/wire/document.h"

static const struct bsm_wire_words no_words = {0};

/* The number in a member of 1, 4 or 8 bytes. */
static int64_t number_at(const void *at, size_t size)
{
    if (size == 1)
        return *(const uint8_t *)at;
    if (size == 4) {
        uint32_t value;
        memcpy(&value, at, sizeof value);
        return value;
    }
    int64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void put_number(void *at, size_t size, int64_t number)
{
    if (size == 1) {
        *(uint8_t *)at = (uint8_t)number;
    } else if (size == 4) {
        uint32_t value = (uint32_t)number;
        memcpy(at, &value, sizeof value);
    } else {
        memcpy(at, &number, sizeof number);
    }
}

static bool in_range(const struct bsm_wire_field *field, int64_t number)
{
    return number >= field->lowest && number <= field->highest;
}

/*
 * Writing: each returns a new value, or NULL where there is no memory or (and then *refused) the value is not lawful.
 */

static json_t *write_base64url(const uint8_t *bytes, size_t size)
{
    size_t length = BSM_BASE64URL_LENGTH(size);
    char *text = malloc(length + 1);
    if (!text)
        return NULL;
    bsm_base64url_encode(bytes, size, text);
    json_t *value = json_stringn(text, length);
    bsm_wipe_free(text, length + 1);
    return value;
}

static json_t *write_text(const struct bsm_wire_field *field, const char *text, bool *refused)
{
    *refused = strnlen(text, field->size) == field->size || (field->valid && !field->valid(text));
    if (*refused)
        return NULL;
    json_t *value = json_string(text);
    *refused = !value; /* not UTF-8, or no memory: json_string does not tell which */
    return value;
}

static json_t *write_uuid(const struct bsm_uuid *uuid, bool *refused)
{
    char text[BSM_UUID_TEXT_SIZE];
    *refused = bsm_uuid_is_none(uuid);
    bsm_uuid_text(uuid, text);
    return *refused ? NULL : json_string(text);
}

static json_t *write_word(const struct bsm_wire_words *words, int64_t value, bool *refused)
{
    *refused = value < words->first || value > words->last;
    return *refused ? NULL : json_string(words->name((unsigned)value));
}

static json_t *write_set(const struct bsm_wire_words *words, uint32_t set, bool *refused)
{
    json_t *list = json_array();
    for (unsigned bit = 1; list && set; set &= ~bit, bit <<= 1) {
        *refused = bit > words->last;
        if (*refused || ((set & bit) && json_array_append_new(list, json_string(words->name(bit))) != 0)) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *write_fingers(const enum bsm_position *fingers, size_t count, size_t capacity, bool *refused)
{
    *refused = count > capacity;
    json_t *list = *refused ? NULL : json_array();
    for (size_t i = 0; list && i < count; i++) {
        *refused = fingers[i] < BSM_POSITION_RIGHT_THUMB || (int)fingers[i] > BSM_POSITION_MAX;
        if (*refused || json_array_append_new(list, json_integer((json_int_t)fingers[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static json_t *write_field(const struct bsm_wire_field *field, const uint8_t *all, bool *refused)
{
    const uint8_t *at = all + field->offset;
    int64_t number;
    switch (field->kind) {
    case BSM_WIRE_TEXT: return write_text(field, (const char *)at, refused);
    case BSM_WIRE_INTEGER:
        number = number_at(at, field->size);
        *refused = !in_range(field, number);
        return *refused ? NULL : json_integer(number);
    case BSM_WIRE_BOOL: return json_boolean(*(const bool *)at);
    case BSM_WIRE_UUID: return write_uuid((const struct bsm_uuid *)at, refused);
    case BSM_WIRE_BYTES: return write_base64url(at, field->size);
    case BSM_WIRE_BLOB:
        number = number_at(all + field->beside, 4);
        *refused = number < 1 || number > (int64_t)field->size;
        return *refused ? NULL : write_base64url(at, (size_t)number);
    case BSM_WIRE_WORD_OF: return write_word(field->words, number_at(at, 4), refused);
    case BSM_WIRE_SET_OF: return write_set(field->words, (uint32_t)number_at(at, 4), refused);
    case BSM_WIRE_FINGERS:
        return write_fingers((const enum bsm_position *)at, all[field->beside], field->size, refused);
    case BSM_WIRE_NULL: return json_null();
    case BSM_WIRE_NO_NEEDS: return json_array();
    }
    return NULL;
}

static bool left_out(const struct bsm_wire_field *field, const uint8_t *all)
{
    if (!field->optional)
        return false;
    if (field->beside)
        return !*(const bool *)(all + field->beside);
    return field->kind == BSM_WIRE_TEXT ? all[field->offset] == '\0' : number_at(all + field->offset, field->size) == 0;
}

static enum bsm_status write_fields(const struct bsm_wire_shape *shape, const void *all, json_t *root)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct bsm_wire_field *field = &shape->fields[i];
        bool refused = false;
        if (left_out(field, all))
            continue;
        if (json_object_set_new(root, field->name, write_field(field, all, &refused)) != 0)
            return refused ? BSM_INVALID : BSM_NO_MEMORY;
    }
    return BSM_OK;
}

enum bsm_status bsm_wire_shape_encode(const struct bsm_wire_shape *shape, const void *all, struct bsm_wire_text *text)
{
    bsm_wire_init();
    if (shape->consistent && !shape->consistent(all))
        return BSM_INVALID;
    json_t *root = json_object();
    if (!root)
        return BSM_NO_MEMORY;
    enum bsm_status status = write_fields(shape, all, root);
    if (status == BSM_OK)
        status = bsm_wire_document_write(root, text);
    json_decref(root);
    return status;
}

/*
 * Reading: each is true when the value is of its kind and in its range, and then in the struct.
 */

static bool read_text(const struct bsm_wire_field *field, const json_t *value, char *at)
{
    size_t length = json_string_length(value);
    if (!json_is_string(value) || length >= field->size)
        return false;
    memcpy(at, json_string_value(value), length + 1);
    return !field->valid || field->valid(at);
}

static bool read_integer(const struct bsm_wire_field *field, const json_t *value, void *at)
{
    if (!json_is_integer(value) || !in_range(field, json_integer_value(value)))
        return false;
    put_number(at, field->size, json_integer_value(value));
    return true;
}

static bool read_base64url(const json_t *value, uint8_t *at, size_t capacity, size_t *size)
{
    return json_is_string(value) &&
           bsm_base64url_decode(json_string_value(value), json_string_length(value), at, capacity, size) == BSM_OK;
}

static bool word_value(const struct bsm_wire_words *words, const json_t *value, bool as_bits, unsigned *found)
{
    if (!json_is_string(value))
        return false;
    for (unsigned i = words->first; i <= words->last; i = as_bits ? i << 1 : i + 1)
        if (strcmp(words->name(i), json_string_value(value)) == 0) {
            *found = i;
            return true;
        }
    return false;
}

static bool read_word(const struct bsm_wire_words *words, const json_t *value, void *at)
{
    unsigned found = 0;
    if (!word_value(words, value, false, &found))
        return false;
    put_number(at, 4, found);
    return true;
}

static bool read_set(const struct bsm_wire_words *words, const json_t *value, void *at)
{
    uint32_t set = 0;
    if (!json_is_array(value))
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        unsigned bit = 0;
        if (!word_value(words, json_array_get(value, i), true, &bit) || (set & bit))
            return false;
        set |= bit;
    }
    put_number(at, 4, set);
    return true;
}

static bool read_fingers(const json_t *value, enum bsm_position *fingers, size_t capacity, uint8_t *count)
{
    unsigned seen = 0;
    if (!json_is_array(value) || json_array_size(value) > capacity)
        return false;
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *finger = json_array_get(value, i);
        json_int_t number = json_is_integer(finger) ? json_integer_value(finger) : 0;
        if (number < BSM_POSITION_RIGHT_THUMB || number > BSM_POSITION_MAX || (seen & (1u << number)))
            return false;
        seen |= 1u << number;
        fingers[i] = (enum bsm_position)number;
    }
    *count = (uint8_t)json_array_size(value);
    return true;
}

static bool read_uuid(const json_t *value, struct bsm_uuid *uuid)
{
    return json_is_string(value) && bsm_uuid_parse(json_string_value(value), uuid) && !bsm_uuid_is_none(uuid);
}

static bool read_blob(const struct bsm_wire_field *field, const json_t *value, uint8_t *all)
{
    size_t size = 0;
    if (!read_base64url(value, all + field->offset, field->size, &size) || size == 0)
        return false;
    put_number(all + field->beside, 4, (int64_t)size);
    return true;
}

static bool read_field(const struct bsm_wire_field *field, const json_t *value, uint8_t *all)
{
    uint8_t *at = all + field->offset;
    const struct bsm_wire_words *words = field->words ? field->words : &no_words;
    size_t size = 0;
    switch (field->kind) {
    case BSM_WIRE_TEXT: return read_text(field, value, (char *)at);
    case BSM_WIRE_INTEGER: return read_integer(field, value, at);
    case BSM_WIRE_BOOL: *(bool *)at = json_is_true(value); return json_is_boolean(value);
    case BSM_WIRE_UUID: return read_uuid(value, (struct bsm_uuid *)at);
    case BSM_WIRE_BYTES: return read_base64url(value, at, field->size, &size) && size == field->size;
    case BSM_WIRE_BLOB: return read_blob(field, value, all);
    case BSM_WIRE_WORD_OF: return read_word(words, value, at);
    case BSM_WIRE_SET_OF: return read_set(words, value, at);
    case BSM_WIRE_FINGERS: return read_fingers(value, (enum bsm_position *)at, field->size, all + field->beside);
    case BSM_WIRE_NULL: return json_is_null(value);
    case BSM_WIRE_NO_NEEDS: return json_is_array(value);
    }
    return false;
}

static bool read_fields(const struct bsm_wire_shape *shape, const json_t *root, uint8_t *all)
{
    size_t taken = 0;
    for (size_t i = 0; i < shape->count; i++) {
        const struct bsm_wire_field *field = &shape->fields[i];
        const json_t *value = json_object_get(root, field->name);
        if (!value && field->optional)
            continue;
        if (!value || !read_field(field, value, all))
            return false;
        if (field->optional && field->beside)
            *(bool *)(all + field->beside) = true;
        taken++;
    }
    return !shape->request || taken == json_object_size(root);
}

enum bsm_status bsm_wire_shape_decode(const struct bsm_wire_shape *shape, const char *json, size_t size, void *all)
{
    bsm_wipe(all, shape->size);
    json_t *root = NULL;
    enum bsm_status status = bsm_wire_document_parse(json, size, &root);
    if (status != BSM_OK)
        return status;
    if (!read_fields(shape, root, all) || (shape->consistent && !shape->consistent(all))) {
        bsm_wipe(all, shape->size);
        status = BSM_INVALID;
    }
    json_decref(root);
    return status;
}
