/* Each message of wire.h as a table of its fields, and the functions that read and write it by that table. */
#include "net/wire/wire.h"

#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/text.h"
#include "firmware/base/wipe.h"
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

/* UTF-8, for people. */
static bool name_valid(const char *text) { return bsm_text_length(text, strlen(text)) >= 0; }

static bool code_name_valid(const char *text)
{
    return *text && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(text);
}

static bool time_valid(const char *text)
{
    static const char digits[] = "0123456789";
    return strlen(text) == 5 && strspn(text, digits) == 2 && text[2] == ':' && strspn(text + 3, digits) == 2 &&
           strncmp(text, "24", 2) < 0 && text[3] <= '5';
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

bool bsm_wire_office_id_valid(const char *id)
{
    return strnlen(id, BSM_WIRE_OFFICE_ID_SIZE) < BSM_WIRE_OFFICE_ID_SIZE && bsm_wire_device_valid(id);
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

static bool missing_consistent(const void *all) { return ((const struct bsm_wire_missing *)all)->fingers_count > 0; }

static const struct bsm_wire_field missing_fields[] = {
    {.name = "fingers",
     .kind = BSM_WIRE_FINGERS,
     .offset = offsetof(struct bsm_wire_missing, fingers),
     .size = BSM_POSITION_MAX,
     BESIDE(bsm_wire_missing, fingers_count)},
};
static const struct bsm_wire_shape missing_shape = {.fields = missing_fields,
                                                    .count = COUNT(missing_fields),
                                                    .size = sizeof(struct bsm_wire_missing),
                                                    .request = true,
                                                    .consistent = missing_consistent};

static const struct bsm_wire_field sealed_fields[] = {
    {.name = "kid", .kind = BSM_WIRE_BYTES, AT(bsm_wire_sealed, kid)},
    {.name = "enc", .kind = BSM_WIRE_BYTES, AT(bsm_wire_sealed, enc)},
    {.name = "ct", .kind = BSM_WIRE_BLOB, AT(bsm_wire_sealed, text), BESIDE(bsm_wire_sealed, text_size)},
};
static const struct bsm_wire_shape sealed_shape = {
    .fields = sealed_fields, .count = COUNT(sealed_fields), .size = sizeof(struct bsm_wire_sealed), .request = true};

static const struct bsm_wire_field send_code_fields[] = {
    {.name = "mobile",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_send_code, mobile),
     .valid = bsm_mobile_valid,
     .optional = true},
};
static const struct bsm_wire_shape send_code_shape = {.fields = send_code_fields,
                                                      .count = COUNT(send_code_fields),
                                                      .size = sizeof(struct bsm_wire_send_code),
                                                      .request = true};

static const struct bsm_wire_field code_fields[] = {
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_code, code), .valid = bsm_code_valid},
};
static const struct bsm_wire_shape code_shape = {
    .fields = code_fields, .count = COUNT(code_fields), .size = sizeof(struct bsm_wire_code), .request = true};

static const struct bsm_wire_field user_name_fields[] = {
    {.name = "user_name", .kind = BSM_WIRE_TEXT, AT(bsm_wire_user_name, user_name), .valid = bsm_user_name_valid},
};
static const struct bsm_wire_shape user_name_shape = {.fields = user_name_fields,
                                                      .count = COUNT(user_name_fields),
                                                      .size = sizeof(struct bsm_wire_user_name),
                                                      .request = true};

/* A password where one is set, and only there. */
static bool complete_consistent(const void *all)
{
    const struct bsm_wire_complete *complete = all;
    bool sets = complete->action == BSM_ACTION_REGISTER || complete->action == BSM_ACTION_RESET_PASSWORD;
    return sets == (complete->password[0] != '\0');
}

static const struct bsm_wire_field complete_fields[] = {
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_complete, action), .words = &actions},
    {.name = "consent_version",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_complete, consent_version),
     .lowest = 1,
     .highest = UINT32_MAX},
    {.name = "password",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_complete, password),
     .valid = bsm_password_valid,
     .optional = true},
};
static const struct bsm_wire_shape complete_shape = {.fields = complete_fields,
                                                     .count = COUNT(complete_fields),
                                                     .size = sizeof(struct bsm_wire_complete),
                                                     .request = true,
                                                     .consistent = complete_consistent};

static const struct bsm_wire_field book_fields[] = {
    {.name = "office", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, office), .valid = bsm_wire_office_id_valid},
    {.name = "day", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, day), .valid = bsm_date_valid},
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, time), .valid = time_valid},
    {.name = "mobile", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, mobile), .valid = bsm_mobile_valid, .optional = true},
};
static const struct bsm_wire_shape book_shape = {
    .fields = book_fields, .count = COUNT(book_fields), .size = sizeof(struct bsm_wire_book), .request = true};

static const struct bsm_wire_field item_fields[] = {
    {.name = "place", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_item, place), .highest = SEQ_LAST},
    {.name = "text", .kind = BSM_WIRE_TEXT, AT(bsm_wire_item, text), .valid = word_valid},
};
static const struct bsm_wire_shape item_shape = {
    .fields = item_fields, .count = COUNT(item_fields), .size = sizeof(struct bsm_wire_item), .request = true};

static bool telemetry_consistent(const void *all) { return ((const struct bsm_wire_telemetry *)all)->items_count > 0; }

static const struct bsm_wire_field telemetry_fields[] = {
    {.name = "items",
     .kind = BSM_WIRE_LIST,
     .offset = offsetof(struct bsm_wire_telemetry, items),
     .capacity = BSM_WIRE_ITEMS_MAX,
     BESIDE(bsm_wire_telemetry, items_count),
     .inner = &item_shape},
};
static const struct bsm_wire_shape telemetry_shape = {.fields = telemetry_fields,
                                                      .count = COUNT(telemetry_fields),
                                                      .size = sizeof(struct bsm_wire_telemetry),
                                                      .request = true,
                                                      .consistent = telemetry_consistent};

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

static const struct bsm_wire_field receipt_fields[] = {
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_receipt, code), .valid = code_name_valid},
    {.name = "time", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_receipt, time_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "place", .kind = BSM_WIRE_TEXT, AT(bsm_wire_receipt, place), .valid = site_valid},
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_receipt, action), .words = &actions},
    {.name = "consent_version",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_receipt, consent_version),
     .lowest = 1,
     .highest = UINT32_MAX},
    {.name = "fingers",
     .kind = BSM_WIRE_FINGERS,
     .offset = offsetof(struct bsm_wire_receipt, fingers),
     .size = BSM_POSITION_MAX,
     BESIDE(bsm_wire_receipt, fingers_count)},
    {.name = "face", .kind = BSM_WIRE_BOOL, AT(bsm_wire_receipt, face)},
    {.name = "erased",
     .kind = BSM_WIRE_TEXTS,
     .offset = offsetof(struct bsm_wire_receipt, erased),
     .size = BSM_WIRE_ERASED_SIZE,
     .capacity = BSM_WIRE_ERASED_MAX,
     BESIDE(bsm_wire_receipt, erased_count),
     .valid = word_valid},
    {.name = "erased_at", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_receipt, erased_unix_ms), .highest = UNIX_MS_LAST},
};
static const struct bsm_wire_shape receipt_shape = {.fields = receipt_fields,
                                                    .count = COUNT(receipt_fields),
                                                    .size = sizeof(struct bsm_wire_receipt),
                                                    .request = false};

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

/* What only a confirmed person hears, and which steps may come after that. */
static bool verified_consistent(const void *all)
{
    const struct bsm_wire_verified *verified = all;
    static const uint32_t later = BSM_STEP_CODE | BSM_STEP_MOBILE | BSM_STEP_ACCOUNT | BSM_STEP_PASSWORD;
    bool says_more = verified->action || verified->next_steps || verified->mobile_hint[0] || verified->name_ar[0] ||
                     verified->name_en[0] || verified->user_name[0];
    return (verified->verdict == BSM_VERDICT_MATCH || !says_more) && (verified->next_steps & ~later) == 0;
}

static const struct bsm_wire_field verified_fields[] = {
    {.name = "decision", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_verified, verdict), .words = &verdicts},
    {.name = "tries_left", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_verified, tries_left), .highest = BSM_WIRE_TRIES_MAX},
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_verified, action), .words = &actions, .optional = true},
    {.name = "next_steps",
     .kind = BSM_WIRE_SET_OF,
     AT(bsm_wire_verified, next_steps),
     .words = &steps,
     .optional = true},
    {.name = "mobile_hint",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_verified, mobile_hint),
     .valid = mobile_hint_valid,
     .optional = true},
    {.name = "name_ar", .kind = BSM_WIRE_TEXT, AT(bsm_wire_verified, name_ar), .valid = name_valid, .optional = true},
    {.name = "name_en", .kind = BSM_WIRE_TEXT, AT(bsm_wire_verified, name_en), .valid = name_valid, .optional = true},
    {.name = "user_name",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_verified, user_name),
     .valid = bsm_user_name_valid,
     .optional = true},
};
static const struct bsm_wire_shape verified_shape = {.fields = verified_fields,
                                                     .count = COUNT(verified_fields),
                                                     .size = sizeof(struct bsm_wire_verified),
                                                     .request = false,
                                                     .consistent = verified_consistent};

static const struct bsm_wire_field completed_fields[] = {
    {.name = "state", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_completed, state), .words = &states},
    {.name = "receipt_code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_completed, receipt_code), .valid = code_name_valid},
    {.name = "receipt", .kind = BSM_WIRE_TEXT, AT(bsm_wire_completed, receipt), .valid = jws_valid},
};
static const struct bsm_wire_shape completed_shape = {.fields = completed_fields,
                                                      .count = COUNT(completed_fields),
                                                      .size = sizeof(struct bsm_wire_completed),
                                                      .request = false};

static const struct bsm_wire_field office_fields[] = {
    {.name = "id", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, id), .valid = bsm_wire_office_id_valid},
    {.name = "name_ar", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, name_ar), .valid = name_valid},
    {.name = "name_en", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, name_en), .valid = name_valid},
};
static const struct bsm_wire_shape office_shape = {
    .fields = office_fields, .count = COUNT(office_fields), .size = sizeof(struct bsm_wire_office), .request = false};

static const struct bsm_wire_field slot_fields[] = {
    {.name = "office", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_slot, office), .highest = BSM_WIRE_OFFICES_MAX - 1},
    {.name = "day", .kind = BSM_WIRE_TEXT, AT(bsm_wire_slot, day), .valid = bsm_date_valid},
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_slot, time), .valid = time_valid},
};
static const struct bsm_wire_shape slot_shape = {
    .fields = slot_fields, .count = COUNT(slot_fields), .size = sizeof(struct bsm_wire_slot), .request = false};

/* Each slot is of an office that is there. */
static bool slots_consistent(const void *all)
{
    const struct bsm_wire_slots *slots = all;
    if (slots->slots_count > BSM_WIRE_SLOTS_MAX)
        return false;
    for (uint32_t i = 0; i < slots->slots_count; i++)
        if (slots->slots[i].office >= slots->offices_count)
            return false;
    return true;
}

static const struct bsm_wire_field slots_fields[] = {
    {.name = "needs_mobile", .kind = BSM_WIRE_BOOL, AT(bsm_wire_slots, needs_mobile)},
    {.name = "mobile_hint", .kind = BSM_WIRE_TEXT, AT(bsm_wire_slots, mobile_hint), .valid = mobile_hint_valid},
    {.name = "offices",
     .kind = BSM_WIRE_LIST,
     .offset = offsetof(struct bsm_wire_slots, offices),
     .capacity = BSM_WIRE_OFFICES_MAX,
     BESIDE(bsm_wire_slots, offices_count),
     .inner = &office_shape},
    {.name = "slots",
     .kind = BSM_WIRE_LIST,
     .offset = offsetof(struct bsm_wire_slots, slots),
     .capacity = BSM_WIRE_SLOTS_MAX,
     BESIDE(bsm_wire_slots, slots_count),
     .inner = &slot_shape},
};
static const struct bsm_wire_shape slots_shape = {.fields = slots_fields,
                                                  .count = COUNT(slots_fields),
                                                  .size = sizeof(struct bsm_wire_slots),
                                                  .request = false,
                                                  .consistent = slots_consistent};

static const struct bsm_wire_field booked_fields[] = {
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, code), .valid = code_name_valid},
    {.name = "office", .kind = BSM_WIRE_OBJECT, AT(bsm_wire_booked, office), .inner = &office_shape},
    {.name = "day", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, day), .valid = bsm_date_valid},
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, time), .valid = time_valid},
};
static const struct bsm_wire_shape booked_shape = {
    .fields = booked_fields, .count = COUNT(booked_fields), .size = sizeof(struct bsm_wire_booked), .request = false};

static const struct bsm_wire_field stored_fields[] = {
    {.name = "stored_to", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_stored, place), .highest = SEQ_LAST},
};
static const struct bsm_wire_shape stored_shape = {
    .fields = stored_fields, .count = COUNT(stored_fields), .size = sizeof(struct bsm_wire_stored), .request = false};

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
CODEC(missing)
CODEC(sealed)
CODEC(code)
CODEC(user_name)
CODEC(complete)
CODEC(book)
CODEC(telemetry)
CODEC(capture)
CODEC(receipt)
CODEC(enrolled)
CODEC(opened)
CODEC(claimed)
CODEC(accepted)
CODEC(verified)
CODEC(completed)
CODEC(slots)
CODEC(booked)
CODEC(stored)
CODEC(time)

enum bsm_status bsm_wire_send_code_encode(const struct bsm_wire_send_code *value, struct bsm_wire_text *text)
{
    return bsm_wire_shape_encode(&send_code_shape, value, text);
}

enum bsm_status bsm_wire_send_code_decode(const char *json, size_t size, struct bsm_wire_send_code *value)
{
    if (size > 0)
        return bsm_wire_shape_decode(&send_code_shape, json, size, value);
    bsm_wipe(value, sizeof *value);
    return BSM_OK;
}

enum bsm_status bsm_wire_nothing_encode(struct bsm_wire_text *text)
{
    return bsm_wire_shape_encode(&(struct bsm_wire_shape){0}, NULL, text);
}

enum bsm_status bsm_wire_nothing_decode(const char *json, size_t size)
{
    return size == 0 ? BSM_OK : bsm_wire_shape_decode(&(struct bsm_wire_shape){.request = true}, json, size, NULL);
}
