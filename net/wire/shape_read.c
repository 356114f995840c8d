/* JSON into a struct. Each reader is true when the value is of its kind and in its range, and then in the struct. */
#include "net/wire/shape.h"

#include <jansson.h>
#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/wipe.h"
#include "net/wire/document.h"

static const struct bsm_wire_words no_words = {0};

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

static bool read_object(const struct bsm_wire_shape *shape, const json_t *value, uint8_t *all);

/* Of structs with an inner shape, else of texts. */
static bool read_list(const struct bsm_wire_field *field, const json_t *value, uint8_t *all)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value) || count > field->capacity)
        return false;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(value, i);
        size_t stride = field->inner ? field->inner->size : field->size;
        uint8_t *at = all + field->offset + i * stride;
        if (field->inner ? !read_object(field->inner, item, at) : !read_text(field, item, (char *)at))
            return false;
    }
    put_number(all + field->beside, 4, (int64_t)count);
    return true;
}

static bool read_maybe(const struct bsm_wire_field *field, const json_t *value, uint8_t *all)
{
    *(bool *)(all + field->beside) = !json_is_null(value);
    return json_is_null(value) || read_object(field->inner, value, all + field->offset);
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
    case BSM_WIRE_OBJECT: return read_object(field->inner, value, at);
    case BSM_WIRE_LIST:
    case BSM_WIRE_TEXTS: return read_list(field, value, all);
    case BSM_WIRE_MAYBE: return read_maybe(field, value, all);
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
        if (field->optional && field->beside && field->kind == BSM_WIRE_INTEGER)
            *(bool *)(all + field->beside) = true;
        taken++;
    }
    return !shape->request || taken == json_object_size(root);
}

static bool read_object(const struct bsm_wire_shape *shape, const json_t *value, uint8_t *all)
{
    return json_is_object(value) && read_fields(shape, value, all) && (!shape->consistent || shape->consistent(all));
}

enum bsm_status bsm_wire_shape_decode(const struct bsm_wire_shape *shape, const char *json, size_t size, void *all)
{
    bsm_wipe(all, shape->size);
    json_t *root = NULL;
    enum bsm_status status = bsm_wire_document_parse(json, size, &root);
    if (status != BSM_OK)
        return status;
    if (!read_object(shape, root, all)) {
        bsm_wipe(all, shape->size);
        status = BSM_INVALID;
    }
    json_decref(root);
    return status;
}
