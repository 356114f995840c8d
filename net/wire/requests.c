/* Each request of wire.h, and what is signed, as a table of its fields. */
#include <string.h>

#include "firmware/base/base64url.h"
#include "firmware/base/wipe.h"
#include "net/wire/fields.h"

_Static_assert(BSM_BASE64URL_LENGTH(BSM_WIRE_SEALED_MAX) + 1024 < BSM_WIRE_BODY_MAX, "a sealed capture fits a body");

static const struct bsm_wire_field enrol_fields[] = {
    {.name = "token", .kind = BSM_WIRE_BYTES, AT(bsm_wire_enrol, secret)},
    {.name = "csr", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrol, csr), .valid = bsm_wire_pem_valid},
    {.name = "capture_key", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrol, capture_key), .valid = bsm_wire_pem_valid},
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
    {.name = "purpose", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_open, purpose), .words = &bsm_wire_actions},
    {.name = "site", .kind = BSM_WIRE_TEXT, AT(bsm_wire_open, site), .valid = bsm_wire_site_valid},
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
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_complete, action), .words = &bsm_wire_actions},
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
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, time), .valid = bsm_wire_time_valid},
    {.name = "mobile", .kind = BSM_WIRE_TEXT, AT(bsm_wire_book, mobile), .valid = bsm_mobile_valid, .optional = true},
};
static const struct bsm_wire_shape book_shape = {
    .fields = book_fields, .count = COUNT(book_fields), .size = sizeof(struct bsm_wire_book), .request = true};

static const struct bsm_wire_field item_fields[] = {
    {.name = "place", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_item, place), .highest = SEQ_LAST},
    {.name = "text", .kind = BSM_WIRE_TEXT, AT(bsm_wire_item, text), .valid = bsm_wire_word_valid},
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

/* A face has no position but liveness, a finger the contrary; of a finger no portrait is taken. */
static bool capture_consistent(const void *all)
{
    const struct bsm_wire_capture *capture = all;
    bool finger = capture->modality == BSM_MODALITY_FINGER;
    return finger == (capture->position != BSM_POSITION_NONE) && finger != capture->has_liveness &&
           !(finger && capture->portrait_size);
}

/* Sides as the challenge has them; none is passed that was not asked for. */
static bool liveness_consistent(const void *all)
{
    const struct bsm_wire_liveness *liveness = all;
    return bsm_challenge_sides_valid(liveness->challenge, liveness->attempt, liveness->sides) &&
           (liveness->challenge != BSM_CHALLENGE_NONE || (!liveness->passed && liveness->attempt == 0));
}

static const struct bsm_wire_field liveness_fields[] = {
    {.name = "alive", .kind = BSM_WIRE_BOOL, AT(bsm_wire_liveness, alive)},
    {.name = "challenge", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_liveness, challenge), .words = &bsm_wire_challenges},
    {.name = "attempt",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_liveness, attempt),
     .highest = BSM_CHALLENGE_ATTEMPTS_MAX - 1},
    {.name = "sides", .kind = BSM_WIRE_TEXT, AT(bsm_wire_liveness, sides)},
    {.name = "passed", .kind = BSM_WIRE_BOOL, AT(bsm_wire_liveness, passed)},
};
static const struct bsm_wire_shape liveness_shape = {.fields = liveness_fields,
                                                     .count = COUNT(liveness_fields),
                                                     .size = sizeof(struct bsm_wire_liveness),
                                                     .request = true,
                                                     .consistent = liveness_consistent};

static const struct bsm_wire_field capture_fields[] = {
    {.name = "visit", .kind = BSM_WIRE_UUID, AT(bsm_wire_capture, visit)},
    {.name = "nonce", .kind = BSM_WIRE_BYTES, AT(bsm_wire_capture, nonce)},
    {.name = "seq", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, seq), .highest = SEQ_LAST},
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, device), .valid = bsm_wire_device_valid},
    {.name = "reader", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, reader), .valid = bsm_wire_word_valid},
    {.name = "captured_at", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, captured_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "modality", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_capture, modality), .words = &bsm_wire_modalities},
    {.name = "position", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, position), .highest = BSM_POSITION_MAX},
    {.name = "quality", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_capture, quality), .highest = 100},
    {.name = "liveness",
     .kind = BSM_WIRE_MAYBE,
     AT(bsm_wire_capture, liveness),
     BESIDE(bsm_wire_capture, has_liveness),
     .inner = &liveness_shape},
    {.name = "engine", .kind = BSM_WIRE_TEXT, AT(bsm_wire_capture, engine), .valid = bsm_wire_word_valid},
    {.name = "engine_version",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_capture, engine_version),
     .valid = bsm_wire_word_valid},
    {.name = "template",
     .kind = BSM_WIRE_BLOB,
     AT(bsm_wire_capture, template_bytes),
     BESIDE(bsm_wire_capture, template_size)},
    {.name = "portrait",
     .kind = BSM_WIRE_BLOB,
     AT(bsm_wire_capture, portrait),
     BESIDE(bsm_wire_capture, portrait_size),
     .optional = true},
    {.name = "previous_hash", .kind = BSM_WIRE_BYTES, AT(bsm_wire_capture, previous_hash)},
};
static const struct bsm_wire_shape capture_shape = {.fields = capture_fields,
                                                    .count = COUNT(capture_fields),
                                                    .size = sizeof(struct bsm_wire_capture),
                                                    .request = true,
                                                    .consistent = capture_consistent};

static bool campaign_consistent(const void *all) { return ((const struct bsm_wire_campaign *)all)->records_count > 1; }

static const struct bsm_wire_field campaign_fields[] = {
    {.name = "visit", .kind = BSM_WIRE_UUID, AT(bsm_wire_campaign, visit)},
    {.name = "records",
     .kind = BSM_WIRE_LIST,
     .offset = offsetof(struct bsm_wire_campaign, records),
     .capacity = BSM_WIRE_RECORDS_MAX,
     BESIDE(bsm_wire_campaign, records_count),
     .inner = &sealed_shape},
};
static const struct bsm_wire_shape campaign_shape = {.fields = campaign_fields,
                                                     .count = COUNT(campaign_fields),
                                                     .size = sizeof(struct bsm_wire_campaign),
                                                     .request = true,
                                                     .consistent = campaign_consistent};

static const struct bsm_wire_field campaign_claim_fields[] = {
    {.name = "visit", .kind = BSM_WIRE_UUID, AT(bsm_wire_campaign_claim, visit)},
    {.name = "pack", .kind = BSM_WIRE_BYTES, AT(bsm_wire_campaign_claim, pack)},
    {.name = "nonce", .kind = BSM_WIRE_BYTES, AT(bsm_wire_campaign_claim, nonce)},
    {.name = "seq", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_campaign_claim, seq), .highest = SEQ_LAST},
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_campaign_claim, device), .valid = bsm_wire_device_valid},
    {.name = "claimed_at",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_campaign_claim, claimed_unix_ms),
     .highest = UNIX_MS_LAST},
    {.name = "id_number", .kind = BSM_WIRE_TEXT, AT(bsm_wire_campaign_claim, id_number), .valid = bsm_id_number_valid},
    {.name = "birth_date", .kind = BSM_WIRE_TEXT, AT(bsm_wire_campaign_claim, birth_date), .valid = bsm_date_valid},
    {.name = "mobile", .kind = BSM_WIRE_TEXT, AT(bsm_wire_campaign_claim, mobile), .valid = bsm_mobile_valid},
    {.name = "consent_version",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_campaign_claim, consent_version),
     .lowest = 1,
     .highest = UINT32_MAX},
    {.name = "missing",
     .kind = BSM_WIRE_FINGERS,
     .offset = offsetof(struct bsm_wire_campaign_claim, missing),
     .size = BSM_POSITION_MAX,
     BESIDE(bsm_wire_campaign_claim, missing_count)},
    {.name = "previous_hash", .kind = BSM_WIRE_BYTES, AT(bsm_wire_campaign_claim, previous_hash)},
};
static const struct bsm_wire_shape campaign_claim_shape = {.fields = campaign_claim_fields,
                                                           .count = COUNT(campaign_claim_fields),
                                                           .size = sizeof(struct bsm_wire_campaign_claim),
                                                           .request = true};

static const struct bsm_wire_field wish_fields[] = {
    {.name = "wish", .kind = BSM_WIRE_UUID, AT(bsm_wire_wish, wish)},
    {.name = "kid", .kind = BSM_WIRE_BYTES, AT(bsm_wire_wish, record.kid)},
    {.name = "enc", .kind = BSM_WIRE_BYTES, AT(bsm_wire_wish, record.enc)},
    {.name = "ct", .kind = BSM_WIRE_BLOB, AT(bsm_wire_wish, record.text), BESIDE(bsm_wire_wish, record.text_size)},
};
static const struct bsm_wire_shape wish_shape = {
    .fields = wish_fields, .count = COUNT(wish_fields), .size = sizeof(struct bsm_wire_wish), .request = true};

static const struct bsm_wire_field wished_fields[] = {
    {.name = "wish", .kind = BSM_WIRE_UUID, AT(bsm_wire_wished, wish)},
    {.name = "seq", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_wished, seq), .highest = SEQ_LAST},
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_wished, device), .valid = bsm_wire_device_valid},
    {.name = "site", .kind = BSM_WIRE_TEXT, AT(bsm_wire_wished, site), .valid = bsm_wire_site_valid},
    {.name = "wished_at", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_wished, wished_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "mobile", .kind = BSM_WIRE_TEXT, AT(bsm_wire_wished, mobile), .valid = bsm_mobile_valid},
};
static const struct bsm_wire_shape wished_shape = {
    .fields = wished_fields, .count = COUNT(wished_fields), .size = sizeof(struct bsm_wire_wished), .request = true};

static const struct bsm_wire_field receipt_fields[] = {
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_receipt, code), .valid = bsm_wire_code_name_valid},
    {.name = "time", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_receipt, time_unix_ms), .highest = UNIX_MS_LAST},
    {.name = "place", .kind = BSM_WIRE_TEXT, AT(bsm_wire_receipt, place), .valid = bsm_wire_site_valid},
    {.name = "action", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_receipt, action), .words = &bsm_wire_actions},
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
    {.name = "portrait", .kind = BSM_WIRE_BOOL, AT(bsm_wire_receipt, portrait), .optional = true},
    {.name = "erased",
     .kind = BSM_WIRE_TEXTS,
     .offset = offsetof(struct bsm_wire_receipt, erased),
     .size = BSM_WIRE_ERASED_SIZE,
     .capacity = BSM_WIRE_ERASED_MAX,
     BESIDE(bsm_wire_receipt, erased_count),
     .valid = bsm_wire_word_valid},
    {.name = "erased_at", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_receipt, erased_unix_ms), .highest = UNIX_MS_LAST},
};
static const struct bsm_wire_shape receipt_shape = {.fields = receipt_fields,
                                                    .count = COUNT(receipt_fields),
                                                    .size = sizeof(struct bsm_wire_receipt),
                                                    .request = false};

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
CODEC(campaign)
CODEC(campaign_claim)
CODEC(wish)
CODEC(wished)
CODEC(receipt)

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
