/*
 * How a struct and a JSON object are the same thing: a table of fields, read by one encoder and one decoder, so that
 * what is written and what is accepted cannot drift apart. Inside net/wire only.
 */
#ifndef BASMA_WIRE_SHAPE_H
#define BASMA_WIRE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "net/wire/wire.h"

enum bsm_wire_kind {
    BSM_WIRE_TEXT,    /* char[size]; valid says which */
    BSM_WIRE_INTEGER, /* unsigned of 1, 4 or signed/unsigned of 8 bytes, lowest..highest */
    BSM_WIRE_BOOL,
    BSM_WIRE_UUID,     /* not none */
    BSM_WIRE_BYTES,    /* uint8_t[size], all of them; base64url */
    BSM_WIRE_BLOB,     /* uint8_t[size], 1..size of them, how many in the uint32_t at beside */
    BSM_WIRE_WORD_OF,  /* an enum by its name */
    BSM_WIRE_SET_OF,   /* uint32_t of bits, a list of step names */
    BSM_WIRE_FINGERS,  /* enum bsm_position[size], how many in the uint8_t at beside; a list of numbers */
    BSM_WIRE_OBJECT,   /* a struct by the shape in inner */
    BSM_WIRE_LIST,     /* structs[capacity] by the shape in inner, how many in the uint32_t at beside */
    BSM_WIRE_TEXTS,    /* char[capacity][size], how many in the uint32_t at beside */
    BSM_WIRE_MAYBE,    /* as OBJECT; null where the bool at beside is false */
    BSM_WIRE_NO_NEEDS, /* nothing in the struct, an empty list in the JSON, ignored when read */
};

/* The names of an enum whose values are 0..last. */
struct bsm_wire_words {
    const char *(*name)(unsigned value);
    unsigned first;
    unsigned last;
};

struct bsm_wire_field {
    const char *name;
    enum bsm_wire_kind kind;
    size_t offset;
    size_t size;
    size_t beside; /* BLOB, FINGERS, LIST, TEXTS: the count; optional INTEGER: the bool that says it is there, 0 for
                      none such */
    size_t capacity;
    bool optional; /* absent when empty or zero */
    int64_t lowest;
    int64_t highest;
    bool (*valid)(const char *text);
    const struct bsm_wire_words *words;
    const struct bsm_wire_shape *inner;
};

struct bsm_wire_shape {
    const struct bsm_wire_field *fields;
    size_t count;
    size_t size;                         /* of the struct */
    bool request;                        /* an unknown member is refused; each inner shape says it for itself */
    bool (*consistent)(const void *all); /* what no single field can say; may be NULL */
};

enum bsm_status bsm_wire_shape_encode(const struct bsm_wire_shape *shape, const void *all, struct bsm_wire_text *text);
enum bsm_status bsm_wire_shape_decode(const struct bsm_wire_shape *shape, const char *json, size_t size, void *all);

#endif
