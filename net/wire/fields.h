/*
 * What the tables of messages have in common: how a member is named in them, which texts are lawful, the words of the
 * enums, and the two functions of a message, all of one form. Inside net/wire only.
 */
#ifndef BASMA_WIRE_FIELDS_H
#define BASMA_WIRE_FIELDS_H

#include "net/wire/shape.h"

#define UNIX_MS_LAST INT64_C(253402300799999) /* the end of the year 9999 */
#define SEQ_LAST INT64_C(9007199254740991)    /* 2^53 - 1: what every JSON reader can hold */

/* AT says where a member lies and how large it is. */
#define AT(type, member) .offset = offsetof(struct type, member), .size = sizeof(((struct type *)0)->member)
#define BESIDE(type, member) .beside = offsetof(struct type, member)
#define COUNT(fields) (sizeof(fields) / sizeof(fields)[0])

#define CODEC(message)                                                                                                 \
    enum bsm_status bsm_wire_##message##_encode(const struct bsm_wire_##message *value, struct bsm_wire_text *text)    \
    {                                                                                                                  \
        return bsm_wire_shape_encode(&message##_shape, value, text);                                                   \
    }                                                                                                                  \
    enum bsm_status bsm_wire_##message##_decode(const char *json, size_t size, struct bsm_wire_##message *value)       \
    {                                                                                                                  \
        return bsm_wire_shape_decode(&message##_shape, json, size, value);                                             \
    }

bool bsm_wire_word_valid(const char *text); /* printable ASCII, not empty */
bool bsm_wire_site_valid(const char *text); /* printable ASCII */
bool bsm_wire_name_valid(const char *text); /* UTF-8, for people */
bool bsm_wire_pem_valid(const char *text);
bool bsm_wire_jws_valid(const char *text);
bool bsm_wire_code_name_valid(const char *text); /* "K7Q2-M4P" */
bool bsm_wire_time_valid(const char *text);      /* "09:30" */
bool bsm_wire_mobile_hint_valid(const char *text);

extern const struct bsm_wire_words bsm_wire_actions;
extern const struct bsm_wire_words bsm_wire_steps;
extern const struct bsm_wire_words bsm_wire_verdicts;
extern const struct bsm_wire_words bsm_wire_states;
extern const struct bsm_wire_words bsm_wire_modalities;
extern const struct bsm_wire_words bsm_wire_challenges;

#endif
