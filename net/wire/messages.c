/* Each message of wire.h as a table of its fields, and the functions that read and write it by that table. */
#include "net/wire/wire.h"

#include <string.h>

#include "firmware/base/wipe.h"
#include "firmware/base/base64url.h"
#include "net/wire/shape.h"

#define UNIX_MS_LAST INT64_C(253402300799999) /* the end of the year 9999 */
#define SEQ_LAST INT64_C(9007199254740991)    /* 2^53 - 1: what every JSON reader can hold */

_Static_assert(BSM_BASE64URL_LENGTH(BSM_WIRE_SEALED_MAX) + 1024 < BSM_WIRE_BODY_MAX, "a sealed capture fits a body");

/*
 * Which texts are lawful.
 */

static bool printable(const char *text, const char *also)
{
    for (; *text; text++)
        if ((*text < ' ' || *text > '~') && !strchr(also, *text))
            return false;
    return true;
}

static bool word_valid(const char *text) { return *text && printable(text, ""); }
static bool site_valid(const char *text) { return printable(text, ""); }
static bool pem_valid(const char *text) { return strncmp(text, "-----BEGIN ", 11) == 0 && printable(text, "\r\n"); }

static bool jws_valid(const char *text)
{
    return *text && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(text);
}

static bool mobile_hint_valid(const char *text)
{
    return *text == '\0' || (strlen(text) == 2 && strspn(text, "0123456789") == 2);
}

bool bsm_wire_device_valid(const char *device)
{
    size_t length = strnlen(device, BSM_WIRE_DEVICE_SIZE);
    return length > 0 && length < BSM_WIRE_DEVICE_SIZE &&
           strspn(device, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && device[0] != '-' &&
           device[length - 1] != '-';
}

/*
 * The words of the enums.
 */

static const char *action_name(unsigned value) { return bsm_action_name((enum bsm_action)value); }
static const char *step_name(unsigned value) { return bsm_step_name((enum bsm_step)value); }
static const char *verdict_name(unsigned value) { return bsm_verdict_name((enum bsm_verdict)value); }
static const char *state_name(unsigned value) { return bsm_account_state_name((enum bsm_account_state)value); }
static const char *modality_name(unsigned value) { return bsm_modality_name((enum bsm_modality)value); }

static const struct bsm_wire_words actions = {action_name, BSM_ACTION_REGISTER, BSM_ACTION_LAST};
static const struct bsm_wire_words steps = {step_name, BSM_STEP_FINGERS, BSM_STEP_PASSWORD};
static const struct bsm_wire_words verdicts = {verdict_name, BSM_VERDICT_MATCH, BSM_VERDICT_LAST};
static const struct bsm_wire_words states = {state_name, BSM_ACCOUNT_NONE, BSM_ACCOUNT_LAST};
static const struct bsm_wire_words modalities = {modality_name, BSM_MODALITY_FINGER, BSM_MODALITY_FACE};

/*
 * The tables. AT says where a member lies and how large it is.
 */

#define AT(type, member) .offset = offsetof(struct type, member), .size = sizeof(((struct type *)0)->member)
#define BESIDE(type, member) .beside = offsetof(struct type, member)
#define COUNT(fields) (sizeof(fields) / sizeof(fields)[0])

static const struct bsm_wire_field enrol_fields[] = {
    {.name = "token", .kind = BSM_WIRE_BYTES, AT(bsm_wire_enrol, secret)},
    {.name = "csr", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrol, csr), .valid = pem_valid},
    {.name = "capture_key", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrol, capture_key), .valid = pem_valid},
    {.name = "device",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_enrol, device),
     .valid = bsm_wire_device_valid,
     .optional = true},
};
static const struct bsm_wire_shape enrol_shape = {
    .fields = enrol_fields, .count = COUNT(enrol_fields), .size = sizeof(struct bsm_wire_enrol), .request = true};

static const struct bsm_wire_field open_fields[] = {
    {.name = "visit", .kind = BSM_WIRE_UUID, AT(bsm_wire_open, visit)},
    {.name = "purpose", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_open, purpose), .words = &actions},
    {.name = "site", .kind = BSM_WIRE_TEXT, AT(bsm_wire_open, site), .valid = site_valid},
    {.name = "time", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_open, time_unix_ms), .highest = UNIX_MS_LAST},
};
static const struct bsm_wire_shape open_shape = {
    .fields = open_fields, .count = COUNT(open_fields), .size = sizeof(struct bsm_wire_open), .request = true};

static const struct bsm_wire_field claim_fields[] = {
    {.name = "id_number", .kind = BSM_WIRE_TEXT, AT(bsm_wire_claim, id_number), .valid = bsm_id_number_valid},
    {.name = "birth_date", .kind = BSM_WIRE_TEXT, AT(bsm_wire_claim, birth_date), .valid = bsm_date_valid},
};
static const struct bsm_wire_shape claim_shape = {
    .fields = claim_fields, .count = COUNT(claim_fields), .size = sizeof(struct bsm_wire_claim), .request = true};

static const struct bsm_wire_field sealed_fields[] = {
    {.name = "kid", .kind = BSM_WIRE_BYTES, AT(bsm_wire_sealed, kid)},
    {.name = "enc", .kind = BSM_WIRE_BYTES, AT(bsm_wire_sealed, enc)},
    {.name = "ct", .kind = BSM_WIRE_BLOB, AT(bsm_wire_sealed, text), BESIDE(bsm_wire_sealed, text_size)},
};
static const struct bsm_wire_shape sealed_shape = {
    .fields = sealed_fields, .count = COUNT(sealed_fields), .size = sizeof(struct bsm_wire_sealed), .request = true};

static const struct bsm_wire_field code_fields[] = {
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_code, code), .valid = bsm_code_valid},
};
static const struct bsm_wire_shape code_shape = {
    .fields = code_fields, .count = COUNT(code_fields), .size = sizeof(struct bsm_wire_code), .request = true};

static const struct bsm_wire_field complete_fields[] = {
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_complete, action), .words = &actions},
    {.name = "consent_version",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_complete, consent_version),
     .lowest = 1,
     .highest = UINT32_MAX},
};
static const struct bsm_wire_shape complete_shape = {.fields = complete_fields,
                                                     .count = COUNT(complete_fields),
                                                     .size = sizeof(struct bsm_wire_complete),
                                                     .request = true};

/* A face has no position, a finger has one. */
static bool capture_consistent(const void *all)
{
    const struct bsm_wire_capture *capture = all;
    return (capture->modality == BSM_MODALITY_FINGER) == (capture->position != BSM_POSITION_NONE);
}

static const struct bsm_wire_field capture_fields[] = {
    {.name = "visit", .kind = BSM_WIRE_UUID, AT(bsm_wire_capture, visit)},
    {.name = "nonce", .kind = BSM_WIRE_BYTES, AT(bsm_wire_capture, nonce)},
    {.name = "seq", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, seq), .highest = SEQ_LAST},
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, device), .valid = bsm_wire_device_valid},
    {.name = "reader", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, reader), .valid = word_valid},
    {.name = "captured_at", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, captured_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "modality", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_capture, modality), .words = &modalities},
    {.name = "position", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, position), .highest = BSM_POSITION_MAX},
    {.name = "quality", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, quality), .highest = 100},
    {.name = "liveness", .kind = BSM_WIRE_NULL},
    {.name = "engine", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, engine), .valid = word_valid},
    {.name = "engine_version", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, engine_version), .valid = word_valid},
    {.name = "template",
     .kind = BSM_WIRE_BLOB,
     AT(bsm_wire_capture, template_bytes),
     BESIDE(bsm_wire_capture, template_size)},
    {.name = "previous_hash", .kind = BSM_WIRE_BYTES, AT(bsm_wire_capture, previous_hash)},
};
static const struct bsm_wire_shape capture_shape = {.fields = capture_fields,
                                                    .count = COUNT(capture_fields),
                                                    .size = sizeof(struct bsm_wire_capture),
                                                    .request = true,
                                                    .consistent = capture_consistent};

static const struct bsm_wire_field enrolled_fields[] = {
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, device), .valid = bsm_wire_device_valid},
    {.name = "certificate", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, certificate), .valid = pem_valid},
    {.name = "ca", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, ca), .valid = pem_valid},
    {.name = "centre_seal", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, centre_seal), .valid = pem_valid},
    {.name = "config_sign", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, config_sign), .valid = pem_valid},
    {.name = "config", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, config), .valid = jws_valid},
};
static const struct bsm_wire_shape enrolled_shape = {.fields = enrolled_fields,
                                                     .count = COUNT(enrolled_fields),
                                                     .size = sizeof(struct bsm_wire_enrolled),
                                                     .request = false};

static const struct bsm_wire_field opened_fields[] = {
    {.name = "nonce", .kind = BSM_WIRE_BYTES, AT(bsm_wire_opened, nonce)},
    {.name = "expires", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_opened, expires_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "server_time", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_opened, server_unix_ms), .highest = UNIX_MS_LAST},
};
static const struct bsm_wire_shape opened_shape = {
    .fields = opened_fields, .count = COUNT(opened_fields), .size = sizeof(struct bsm_wire_opened), .request = false};

static const struct bsm_wire_field claimed_fields[] = {
    {.name = "steps", .kind = BSM_WIRE_SET_OF, AT(bsm_wire_claimed, steps), .words = &steps},
    {.name = "fingers",
     .kind = BSM_WIRE_FINGERS,
     .offset = offsetof(struct bsm_wire_claimed, fingers),
     .size = BSM_WIRE_FINGERS_MAX,
     BESIDE(bsm_wire_claimed, fingers_count)},
    {.name = "mobile_hint", .kind = BSM_WIRE_TEXT, AT(bsm_wire_claimed, mobile_hint), .valid = mobile_hint_valid},
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_claimed, action), .words = &actions},
};
static const struct bsm_wire_shape claimed_shape = {.fields = claimed_fields,
                                                    .count = COUNT(claimed_fields),
                                                    .size = sizeof(struct bsm_wire_claimed),
                                                    .request = false};

static const struct bsm_wire_field accepted_fields[] = {
    {.name = "accepted", .kind = BSM_WIRE_BOOL, AT(bsm_wire_accepted, accepted)},
    {.name = "need", .kind = BSM_WIRE_NO_NEEDS},
};
static const struct bsm_wire_shape accepted_shape = {.fields = accepted_fields,
                                                     .count = COUNT(accepted_fields),
                                                     .size = sizeof(struct bsm_wire_accepted),
                                                     .request = false};

static const struct bsm_wire_field verified_fields[] = {
    {.name = "decision", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_verified, verdict), .words = &verdicts},
    {.name = "tries_left", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_verified, tries_left), .highest = BSM_WIRE_TRIES_MAX},
};
static const struct bsm_wire_shape verified_shape = {.fields = verified_fields,
                                                     .count = COUNT(verified_fields),
                                                     .size = sizeof(struct bsm_wire_verified),
                                                     .request = false};

static const struct bsm_wire_field completed_fields[] = {
    {.name = "state", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_completed, state), .words = &states},
};
static const struct bsm_wire_shape completed_shape = {.fields = completed_fields,
                                                      .count = COUNT(completed_fields),
                                                      .size = sizeof(struct bsm_wire_completed),
                                                      .request = false};

static const struct bsm_wire_field time_fields[] = {
    {.name = "server_time", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_time, server_unix_ms), .highest = UNIX_MS_LAST},
};
static const struct bsm_wire_shape time_shape = {
    .fields = time_fields, .count = COUNT(time_fields), .size = sizeof(struct bsm_wire_time), .request = false};

/*
 * The functions, all of one form.
 */

#define CODEC(message)                                                                                                 \
    enum bsm_status bsm_wire_##message##_encode(const struct bsm_wire_##message *value, struct bsm_wire_text *text)    \
    {                                                                                                                  \
        return bsm_wire_shape_encode(&message##_shape, value, text);                                                   \
    }                                                                                                                  \
    enum bsm_status bsm_wire_##message##_decode(const char *json, size_t size, struct bsm_wire_##message *value)       \
    {                                                                                                                  \
        return bsm_wire_shape_decode(&message##_shape, json, size, value);                                             \
    }

CODEC(enrol)
CODEC(open)
CODEC(claim)
CODEC(sealed)
CODEC(code)
CODEC(complete)
CODEC(capture)
CODEC(enrolled)
CODEC(opened)
CODEC(claimed)
CODEC(accepted)
CODEC(verified)
CODEC(completed)
CODEC(time)

enum bsm_status bsm_wire_nothing_encode(struct bsm_wire_text *text)
{
    return bsm_wire_shape_encode(&(struct bsm_wire_shape){0}, NULL, text);
}

enum bsm_status bsm_wire_nothing_decode(const char *json, size_t size)
{
    return size == 0 ? BSM_OK : bsm_wire_shape_decode(&(struct bsm_wire_shape){.request = true}, json, size, NULL);
}
