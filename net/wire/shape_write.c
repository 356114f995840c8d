/* A struct into JSON. Each writer returns a new value, or NULL where there is no memory or (and then *refused) the
 * value is not lawful. */
#include "net/wire/shape.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/wipe.h"
#include "net/wire/document.h"

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

static bool in_range(const struct bsm_wire_field *field, int64_t number)
{
    return number >= field->lowest && number <= field->highest;
}

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

static json_t *write_object(const struct bsm_wire_shape *shape, const void *all, bool *refused);

static json_t *write_item(const struct bsm_wire_field *field, const uint8_t *at, bool *refused)
{
    return field->inner ? write_object(field->inner, at, refused) : write_text(field, (const char *)at, refused);
}

/* Of structs with an inner shape, else of texts. */
static json_t *write_list(const struct bsm_wire_field *field, const uint8_t *all, bool *refused)
{
    size_t count = (size_t)number_at(all + field->beside, 4);
    size_t stride = field->inner ? field->inner->size : field->size;
    *refused = count > field->capacity;
    json_t *list = *refused ? NULL : json_array();
    for (size_t i = 0; list && i < count; i++)
        if (json_array_append_new(list, write_item(field, all + field->offset + i * stride, refused)) != 0) {
            json_decref(list);
            return NULL;
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
    case BSM_WIRE_OBJECT: return write_object(field->inner, at, refused);
    case BSM_WIRE_LIST:
    case BSM_WIRE_TEXTS: return write_list(field, all, refused);
    case BSM_WIRE_MAYBE:
        return *(const bool *)(all + field->beside) ? write_object(field->inner, at, refused) : json_null();
    case BSM_WIRE_NO_NEEDS: return json_array();
    }
    return NULL;
}

static bool left_out(const struct bsm_wire_field *field, const uint8_t *all)
{
    if (!field->optional)
        return false;
    if (field->kind == BSM_WIRE_LIST || field->kind == BSM_WIRE_TEXTS || field->kind == BSM_WIRE_BLOB)
        return number_at(all + field->beside, 4) == 0;
    if (field->beside)
        return !*(const bool *)(all + field->beside);
    return field->kind == BSM_WIRE_TEXT ? all[field->offset] == '\0' : number_at(all + field->offset, field->size) == 0;
}

/* As deep as the shapes are, which is two. */
static json_t *write_object(const struct bsm_wire_shape *shape, const void *all, bool *refused)
{
    *refused = shape->consistent && !shape->consistent(all);
    json_t *root = *refused ? NULL : json_object();
    for (size_t i = 0; root && i < shape->count; i++) {
        const struct bsm_wire_field *field = &shape->fields[i];
        if (left_out(field, all))
            continue;
        if (json_object_set_new(root, field->name, write_field(field, all, refused)) != 0) {
            json_decref(root);
            return NULL;
        }
    }
    return root;
}

enum bsm_status bsm_wire_shape_encode(const struct bsm_wire_shape *shape, const void *all, struct bsm_wire_text *text)
{
    bool refused = false;
    bsm_wire_init();
    json_t *root = write_object(shape, all, &refused);
    if (!root)
        return refused ? BSM_INVALID : BSM_NO_MEMORY;
    enum bsm_status status = bsm_wire_document_write(root, text);
    json_decref(root);
    return status;
}
