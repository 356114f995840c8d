/* The codec of messages.h: a table says what each message holds, one loop writes it and one reads it. */
#include "firmware/ipc/messages.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/bytes.h"
#include "firmware/base/text.h"
#include "firmware/base/wipe.h"

enum kind {
    KIND_END = 0,
    KIND_FLAG,  /* bool, 1 byte */
    KIND_ENUM,  /* enum low..high, 1 byte */
    KIND_SMALL, /* uint8_t low..high */
    KIND_U8,
    KIND_U16,
    KIND_U32,
    KIND_U64,
    KIND_I64,
    KIND_BYTES,   /* size bytes as they are */
    KIND_TEXT,    /* char[size]: length byte, then that many; printable ASCII */
    KIND_LONG,    /* the same with a length of 2 bytes */
    KIND_UTF8,    /* the same, of UTF-8 */
    KIND_SEALED,  /* struct bsm_sealed */
    KIND_OFFERS,  /* struct bsm_ui_offers */
    KIND_SLOTS,   /* struct bsm_slots */
    KIND_FINGERS, /* fingers_count and that many positions of a bsm_net_claimed */
};

struct field {
    enum kind kind;
    size_t offset; /* in bsm_message.as */
    size_t size;   /* of the member, for BYTES and the texts */
    int low;       /* ENUM, SMALL */
    int high;
};

struct layout {
    const char *name;
    const struct field *fields;
};

#define AT(type, member) offsetof(struct type, member)
#define SIZE(type, member) sizeof(((struct type *)0)->member)
#define FLAG(type, member)                                                                                             \
    {                                                                                                                  \
        KIND_FLAG, AT(type, member), 0, 0, 0                                                                           \
    }
#define ENUM(type, member, low, high)                                                                                  \
    {                                                                                                                  \
        KIND_ENUM, AT(type, member), 0, low, high                                                                      \
    }
#define ENUM_U8(type, member, low, high)                                                                               \
    {                                                                                                                  \
        KIND_SMALL, AT(type, member), 0, low, high                                                                     \
    }
#define U8(type, member)                                                                                               \
    {                                                                                                                  \
        KIND_U8, AT(type, member), 0, 0, 0                                                                             \
    }
#define U16(type, member)                                                                                              \
    {                                                                                                                  \
        KIND_U16, AT(type, member), 0, 0, 0                                                                            \
    }
#define U32(type, member)                                                                                              \
    {                                                                                                                  \
        KIND_U32, AT(type, member), 0, 0, 0                                                                            \
    }
#define U64(type, member)                                                                                              \
    {                                                                                                                  \
        KIND_U64, AT(type, member), 0, 0, 0                                                                            \
    }
#define I64(type, member)                                                                                              \
    {                                                                                                                  \
        KIND_I64, AT(type, member), 0, 0, 0                                                                            \
    }
#define BYTES(type, member)                                                                                            \
    {                                                                                                                  \
        KIND_BYTES, AT(type, member), SIZE(type, member), 0, 0                                                         \
    }
#define TEXT(type, member)                                                                                             \
    {                                                                                                                  \
        KIND_TEXT, AT(type, member), SIZE(type, member), 0, 0                                                          \
    }
#define LONG(type, member)                                                                                             \
    {                                                                                                                  \
        KIND_LONG, AT(type, member), SIZE(type, member), 0, 0                                                          \
    }
#define UTF8(type, member)                                                                                             \
    {                                                                                                                  \
        KIND_UTF8, AT(type, member), SIZE(type, member), 0, 0                                                          \
    }
#define SEALED(type, member)                                                                                           \
    {                                                                                                                  \
        KIND_SEALED, AT(type, member), 0, 0, 0                                                                         \
    }
#define REQUEST(type) U32(type, head.request), BYTES(type, head.key), BYTES(type, head.visit)

#define MODALITY(type) ENUM(type, modality, BSM_MODALITY_FINGER, BSM_MODALITY_FACE)
#define POSITION(type) ENUM(type, position, 0, BSM_POSITION_MAX)
#define HINT(type) ENUM(type, hint, 0, BSM_HINT_COUNT - 1)
#define OFFICE(type, member) TEXT(type, member.id), UTF8(type, member.name_ar), UTF8(type, member.name_en)
#define STATUS(type) ENUM(type, status, 0, BSM_STATUS_COUNT - 1)

static const struct field no_fields[] = {{0}};
static const struct field bio_visit[] = {
    BYTES(bsm_bio_visit, visit),         BYTES(bsm_bio_visit, nonce),         U64(bsm_bio_visit, seq),
    BYTES(bsm_bio_visit, previous_hash), I64(bsm_bio_visit, clock_offset_ms), {0}};
static const struct field bio_finger[] = {POSITION(bsm_bio_finger), U32(bsm_bio_finger, timeout_ms), {0}};
static const struct field bio_face[] = {U32(bsm_bio_face, timeout_ms),
                                        ENUM(bsm_bio_face, challenge, 0, BSM_CHALLENGE_KIND_LAST),
                                        ENUM_U8(bsm_bio_face, attempt, 0, BSM_CHALLENGE_ATTEMPTS_MAX - 1),
                                        U16(bsm_bio_face, light_usual),
                                        FLAG(bsm_bio_face, portrait),
                                        {0}};
static const struct field bio_claim[] = {BYTES(bsm_bio_claim, pack),
                                         TEXT(bsm_bio_claim, id_number),
                                         TEXT(bsm_bio_claim, birth_date),
                                         TEXT(bsm_bio_claim, mobile),
                                         U32(bsm_bio_claim, consent_version),
                                         U16(bsm_bio_claim, missing),
                                         {0}};
static const struct field bio_wish[] = {BYTES(bsm_bio_wish, wish),          U64(bsm_bio_wish, seq),
                                        I64(bsm_bio_wish, clock_offset_ms), TEXT(bsm_bio_wish, site),
                                        TEXT(bsm_bio_wish, mobile),         {0}};
static const struct field device[] = {
    ENUM(bsm_device_state, device, BSM_DEVICE_READER, BSM_DEVICE_CAMERA), FLAG(bsm_device_state, present), {0}};
static const struct field hint[] = {MODALITY(bsm_hint_said), HINT(bsm_hint_said), {0}};
static const struct field light[] = {ENUM(bsm_light_asked, light, 0, BSM_LIGHT_LAST), {0}};
static const struct field captured[] = {
    MODALITY(bsm_captured), POSITION(bsm_captured),    U8(bsm_captured, quality),    U16(bsm_captured, light_gain),
    U64(bsm_captured, seq), BYTES(bsm_captured, hash), SEALED(bsm_captured, sealed), {0}};
static const struct field capture_failed[] = {MODALITY(bsm_capture_failed),
                                              POSITION(bsm_capture_failed),
                                              STATUS(bsm_capture_failed),
                                              HINT(bsm_capture_failed),
                                              {0}};
static const struct field claim_sealed[] = {STATUS(bsm_claim_sealed),
                                            U64(bsm_claim_sealed, seq),
                                            BYTES(bsm_claim_sealed, hash),
                                            SEALED(bsm_claim_sealed, sealed),
                                            {0}};
static const struct field ui_show[] = {U32(bsm_ui_show, serial),
                                       ENUM(bsm_ui_show, screen, 1, BSM_SCREEN_LAST),
                                       ENUM(bsm_ui_show, language, 1, BSM_LANGUAGE_LAST),
                                       ENUM(bsm_ui_show, reason, 0, BSM_REASON_LAST),
                                       ENUM(bsm_ui_show, action, 0, BSM_ACTION_LAST),
                                       POSITION(bsm_ui_show),
                                       U8(bsm_ui_show, step),
                                       U8(bsm_ui_show, steps),
                                       U8(bsm_ui_show, tries_left),
                                       U16(bsm_ui_show, seconds),
                                       FLAG(bsm_ui_show, appointment),
                                       FLAG(bsm_ui_show, other_way),
                                       FLAG(bsm_ui_show, another_code),
                                       FLAG(bsm_ui_show, wish),
                                       FLAG(bsm_ui_show, rated),
                                       HINT(bsm_ui_show),
                                       TEXT(bsm_ui_show, mobile_hint),
                                       {0}};
static const struct field ui_person[] = {
    UTF8(bsm_ui_person, name_ar), UTF8(bsm_ui_person, name_en), TEXT(bsm_ui_person, user_name), {0}};
static const struct field ui_offers[] = {{KIND_OFFERS, 0, 0, 0, 0}, {0}};
static const struct field ui_slots[] = {{KIND_SLOTS, 0, 0, 0, 0}, {0}};
static const struct field ui_booked[] = {
    TEXT(bsm_ui_booked, code), OFFICE(bsm_ui_booked, office), TEXT(bsm_ui_booked, day), TEXT(bsm_ui_booked, time), {0}};
static const struct field ui_receipt[] = {
    TEXT(bsm_ui_receipt, code), LONG(bsm_ui_receipt, receipt), U16(bsm_ui_receipt, mobile_wait_h), {0}};
static const struct field ui_drawn[] = {U32(bsm_ui_drawn, serial), ENUM(bsm_ui_drawn, screen, 1, BSM_SCREEN_LAST), {0}};
static const struct field ui_input[] = {ENUM(bsm_ui_input, input, 1, BSM_INPUT_LAST),
                                        ENUM(bsm_ui_input, language, 1, BSM_LANGUAGE_LAST),
                                        ENUM_U8(bsm_ui_input, value, 0, 5),
                                        {0}};
static const struct field ui_identity[] = {TEXT(bsm_ui_identity, id_number), TEXT(bsm_ui_identity, birth_date), {0}};
static const struct field ui_code[] = {TEXT(bsm_ui_code, code), {0}};
static const struct field ui_missing[] = {U16(bsm_ui_missing, fingers), {0}};
static const struct field ui_mobile[] = {TEXT(bsm_ui_mobile, mobile), {0}};
static const struct field ui_user_name[] = {TEXT(bsm_ui_user_name, user_name), {0}};
static const struct field ui_password[] = {UTF8(bsm_ui_password, password), {0}};
static const struct field ui_slot[] = {
    TEXT(bsm_ui_slot, office), TEXT(bsm_ui_slot, day), TEXT(bsm_ui_slot, time), TEXT(bsm_ui_slot, mobile), {0}};
static const struct field net_open[] = {REQUEST(bsm_net_open), ENUM(bsm_net_open, purpose, 1, BSM_ACTION_LAST), {0}};
static const struct field net_claim[] = {
    REQUEST(bsm_net_claim), TEXT(bsm_net_claim, id_number), TEXT(bsm_net_claim, birth_date), {0}};
static const struct field net_missing[] = {REQUEST(bsm_net_missing), U16(bsm_net_missing, fingers), {0}};
static const struct field net_send_code[] = {REQUEST(bsm_net_send_code), TEXT(bsm_net_send_code, mobile), {0}};
static const struct field net_user_name[] = {REQUEST(bsm_net_user_name), TEXT(bsm_net_user_name, user_name), {0}};
static const struct field net_book[] = {REQUEST(bsm_net_book),           TEXT(bsm_net_book, slot.office),
                                        TEXT(bsm_net_book, slot.day),    TEXT(bsm_net_book, slot.time),
                                        TEXT(bsm_net_book, slot.mobile), {0}};
static const struct field net_spool[] = {
    U32(bsm_net_spool, request), U64(bsm_net_spool, place), LONG(bsm_net_spool, text), {0}};
static const struct field net_capture[] = {REQUEST(bsm_net_capture), SEALED(bsm_net_capture, sealed), {0}};
static const struct field net_keep[] = {REQUEST(bsm_net_keep),
                                        ENUM(bsm_net_keep, kind, 1, BSM_KEPT_LAST),
                                        ENUM_U8(bsm_net_keep, index, 0, BSM_RECORDS_MAX - 1),
                                        ENUM_U8(bsm_net_keep, count, 1, BSM_RECORDS_MAX),
                                        U64(bsm_net_keep, place),
                                        SEALED(bsm_net_keep, sealed),
                                        {0}};
static const struct field net_plain[] = {REQUEST(bsm_net_plain), {0}};
static const struct field net_check_code[] = {REQUEST(bsm_net_check_code), TEXT(bsm_net_check_code, code), {0}};
static const struct field net_complete[] = {REQUEST(bsm_net_complete),
                                            ENUM(bsm_net_complete, action, 1, BSM_ACTION_LAST),
                                            U32(bsm_net_complete, consent_version),
                                            UTF8(bsm_net_complete, password),
                                            {0}};
static const struct field net_link[] = {FLAG(bsm_net_link, up), {0}};
static const struct field net_opened[] = {U32(bsm_net_opened, request),
                                          BYTES(bsm_net_opened, nonce),
                                          I64(bsm_net_opened, expires_unix_ms),
                                          I64(bsm_net_opened, server_unix_ms),
                                          {0}};
static const struct field net_claimed[] = {
    U32(bsm_net_claimed, request), U32(bsm_net_claimed, steps), {KIND_FINGERS, 0, 0, 0, 0}, {0}};
static const struct field net_accepted[] = {U32(bsm_net_accepted, request), FLAG(bsm_net_accepted, again), {0}};
static const struct field net_verified[] = {U32(bsm_net_verified, request),
                                            ENUM(bsm_net_verified, verdict, 1, BSM_VERDICT_LAST),
                                            U8(bsm_net_verified, tries_left),
                                            U32(bsm_net_verified, next.steps),
                                            ENUM(bsm_net_verified, next.action, 0, BSM_ACTION_LAST),
                                            TEXT(bsm_net_verified, next.mobile_hint),
                                            UTF8(bsm_net_verified, next.name_ar),
                                            UTF8(bsm_net_verified, next.name_en),
                                            TEXT(bsm_net_verified, next.user_name),
                                            {0}};
static const struct field net_done[] = {U32(bsm_net_done, request), {0}};
static const struct field net_completed[] = {U32(bsm_net_completed, request),
                                             TEXT(bsm_net_completed, receipt.code),
                                             LONG(bsm_net_completed, receipt.receipt),
                                             U16(bsm_net_completed, receipt.mobile_wait_h),
                                             {0}};
static const struct field net_offered[] = {
    U32(bsm_net_offered, request), {KIND_SLOTS, AT(bsm_net_offered, slots), 0, 0, 0}, {0}};
static const struct field net_booked[] = {U32(bsm_net_booked, request),          TEXT(bsm_net_booked, booked.code),
                                          OFFICE(bsm_net_booked, booked.office), TEXT(bsm_net_booked, booked.day),
                                          TEXT(bsm_net_booked, booked.time),     {0}};
static const struct field net_stored[] = {U32(bsm_net_stored, request), {0}};
static const struct field net_delivered[] = {ENUM(bsm_net_delivered, kind, 1, BSM_KEPT_LAST),
                                             U64(bsm_net_delivered, place),
                                             ENUM(bsm_net_delivered, problem, 0, BSM_PROBLEM_LAST),
                                             {0}};
static const struct field net_config[] = {LONG(bsm_net_config, jws), {0}};
static const struct field net_failed[] = {U32(bsm_net_failed, request),
                                          STATUS(bsm_net_failed),
                                          ENUM(bsm_net_failed, problem, 0, BSM_PROBLEM_LAST),
                                          U32(bsm_net_failed, retry_after_s),
                                          U8(bsm_net_failed, tries_left),
                                          {KIND_OFFERS, AT(bsm_net_failed, offers), 0, 0, 0},
                                          {0}};

static const struct layout layouts[] = {
    [BSM_MESSAGE_READY] = {"ready", no_fields},
    [BSM_MESSAGE_BIO_VISIT] = {"bio_visit", bio_visit},
    [BSM_MESSAGE_BIO_FINGER] = {"bio_finger", bio_finger},
    [BSM_MESSAGE_BIO_FACE] = {"bio_face", bio_face},
    [BSM_MESSAGE_BIO_CANCEL] = {"bio_cancel", no_fields},
    [BSM_MESSAGE_BIO_CLAIM] = {"bio_claim", bio_claim},
    [BSM_MESSAGE_BIO_WISH] = {"bio_wish", bio_wish},
    [BSM_MESSAGE_PREVIEW] = {"preview", no_fields},
    [BSM_MESSAGE_DEVICE] = {"device", device},
    [BSM_MESSAGE_HINT] = {"hint", hint},
    [BSM_MESSAGE_LIGHT] = {"light", light},
    [BSM_MESSAGE_CAPTURED] = {"captured", captured},
    [BSM_MESSAGE_CAPTURE_FAILED] = {"capture_failed", capture_failed},
    [BSM_MESSAGE_CLAIM_SEALED] = {"claim_sealed", claim_sealed},
    [BSM_MESSAGE_UI_SHOW] = {"ui_show", ui_show},
    [BSM_MESSAGE_UI_PERSON] = {"ui_person", ui_person},
    [BSM_MESSAGE_UI_OFFERS] = {"ui_offers", ui_offers},
    [BSM_MESSAGE_UI_SLOTS] = {"ui_slots", ui_slots},
    [BSM_MESSAGE_UI_BOOKED] = {"ui_booked", ui_booked},
    [BSM_MESSAGE_UI_RECEIPT] = {"ui_receipt", ui_receipt},
    [BSM_MESSAGE_UI_FORGET] = {"ui_forget", no_fields},
    [BSM_MESSAGE_UI_DRAWN] = {"ui_drawn", ui_drawn},
    [BSM_MESSAGE_UI_FORGOTTEN] = {"ui_forgotten", no_fields},
    [BSM_MESSAGE_UI_INPUT] = {"ui_input", ui_input},
    [BSM_MESSAGE_UI_IDENTITY] = {"ui_identity", ui_identity},
    [BSM_MESSAGE_UI_CODE] = {"ui_code", ui_code},
    [BSM_MESSAGE_UI_MISSING] = {"ui_missing", ui_missing},
    [BSM_MESSAGE_UI_MOBILE] = {"ui_mobile", ui_mobile},
    [BSM_MESSAGE_UI_USER_NAME] = {"ui_user_name", ui_user_name},
    [BSM_MESSAGE_UI_PASSWORD] = {"ui_password", ui_password},
    [BSM_MESSAGE_UI_SLOT] = {"ui_slot", ui_slot},
    [BSM_MESSAGE_NET_OPEN] = {"net_open", net_open},
    [BSM_MESSAGE_NET_CLAIM] = {"net_claim", net_claim},
    [BSM_MESSAGE_NET_MISSING] = {"net_missing", net_missing},
    [BSM_MESSAGE_NET_CAPTURE] = {"net_capture", net_capture},
    [BSM_MESSAGE_NET_VERIFY] = {"net_verify", net_plain},
    [BSM_MESSAGE_NET_SEND_CODE] = {"net_send_code", net_send_code},
    [BSM_MESSAGE_NET_CHECK_CODE] = {"net_check_code", net_check_code},
    [BSM_MESSAGE_NET_USER_NAME] = {"net_user_name", net_user_name},
    [BSM_MESSAGE_NET_COMPLETE] = {"net_complete", net_complete},
    [BSM_MESSAGE_NET_SLOTS] = {"net_slots", net_plain},
    [BSM_MESSAGE_NET_BOOK] = {"net_book", net_book},
    [BSM_MESSAGE_NET_SPOOL] = {"net_spool", net_spool},
    [BSM_MESSAGE_NET_LEAVE] = {"net_leave", net_plain},
    [BSM_MESSAGE_NET_KEEP] = {"net_keep", net_keep},
    [BSM_MESSAGE_NET_CANCEL] = {"net_cancel", no_fields},
    [BSM_MESSAGE_NET_LINK] = {"net_link", net_link},
    [BSM_MESSAGE_NET_OPENED] = {"net_opened", net_opened},
    [BSM_MESSAGE_NET_CLAIMED] = {"net_claimed", net_claimed},
    [BSM_MESSAGE_NET_ACCEPTED] = {"net_accepted", net_accepted},
    [BSM_MESSAGE_NET_VERIFIED] = {"net_verified", net_verified},
    [BSM_MESSAGE_NET_DONE] = {"net_done", net_done},
    [BSM_MESSAGE_NET_COMPLETED] = {"net_completed", net_completed},
    [BSM_MESSAGE_NET_OFFERED] = {"net_offered", net_offered},
    [BSM_MESSAGE_NET_BOOKED] = {"net_booked", net_booked},
    [BSM_MESSAGE_NET_STORED] = {"net_stored", net_stored},
    [BSM_MESSAGE_NET_DELIVERED] = {"net_delivered", net_delivered},
    [BSM_MESSAGE_NET_CONFIG] = {"net_config", net_config},
    [BSM_MESSAGE_NET_FAILED] = {"net_failed", net_failed},
};

_Static_assert(sizeof layouts / sizeof layouts[0] == BSM_MESSAGE_LAST + 1, "a layout for each message");
_Static_assert(sizeof(enum bsm_screen) == sizeof(int), "enums are read and written as int");

static bool known(enum bsm_message_type type) { return (int)type >= 1 && (int)type <= BSM_MESSAGE_LAST; }

const char *bsm_message_name(enum bsm_message_type type) { return known(type) ? layouts[type].name : "unknown"; }

static void write_sealed(struct bsm_writer *writer, const struct bsm_sealed *sealed)
{
    assert(sealed->text_size <= BSM_SEALED_TEXT_MAX);
    bsm_write_bytes(writer, sealed->kid, sizeof sealed->kid);
    bsm_write_bytes(writer, sealed->enc, sizeof sealed->enc);
    bsm_write_u32(writer, sealed->text_size);
    bsm_write_bytes(writer, sealed->text, sealed->text_size);
}

static void write_fingers(struct bsm_writer *writer, const struct bsm_net_claimed *claimed)
{
    assert(claimed->fingers_count <= BSM_FINGERS_ASKED_MAX);
    bsm_write_u8(writer, claimed->fingers_count);
    for (int i = 0; i < claimed->fingers_count; i++)
        bsm_write_u8(writer, (uint8_t)claimed->fingers[i]);
}

static void write_text(struct bsm_writer *writer, enum kind kind, const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    assert(length < size);
    if (kind == KIND_TEXT)
        bsm_write_u8(writer, (uint8_t)length);
    else
        bsm_write_u16(writer, (uint16_t)length);
    bsm_write_bytes(writer, text, length);
}

static void write_offers(struct bsm_writer *writer, const struct bsm_ui_offers *offers)
{
    assert(offers->count <= BSM_USER_NAME_OFFERS);
    bsm_write_u8(writer, offers->count);
    for (int i = 0; i < offers->count; i++)
        write_text(writer, KIND_TEXT, offers->name[i], sizeof offers->name[i]);
}

static void write_office(struct bsm_writer *writer, const struct bsm_office *office)
{
    write_text(writer, KIND_TEXT, office->id, sizeof office->id);
    write_text(writer, KIND_UTF8, office->name_ar, sizeof office->name_ar);
    write_text(writer, KIND_UTF8, office->name_en, sizeof office->name_en);
}

static void write_slots(struct bsm_writer *writer, const struct bsm_slots *slots)
{
    assert(slots->offices_count <= BSM_OFFICES_MAX && slots->slots_count <= BSM_SLOTS_MAX);
    bsm_write_u8(writer, slots->needs_mobile ? 1 : 0);
    write_text(writer, KIND_TEXT, slots->mobile_hint, sizeof slots->mobile_hint);
    bsm_write_u8(writer, slots->offices_count);
    for (int i = 0; i < slots->offices_count; i++)
        write_office(writer, &slots->offices[i]);
    bsm_write_u16(writer, slots->slots_count);
    for (int i = 0; i < slots->slots_count; i++) {
        assert(slots->slots[i].office < slots->offices_count);
        bsm_write_u8(writer, slots->slots[i].office);
        write_text(writer, KIND_TEXT, slots->slots[i].day, sizeof slots->slots[i].day);
        write_text(writer, KIND_TEXT, slots->slots[i].time, sizeof slots->slots[i].time);
    }
}

static void write_enum(struct bsm_writer *writer, const struct field *field, const uint8_t *at)
{
    int value;
    memcpy(&value, at, sizeof value);
    assert(value >= field->low && value <= field->high);
    bsm_write_u8(writer, (uint8_t)value);
}

static void write_number(struct bsm_writer *writer, const uint8_t *at, size_t size)
{
    uint64_t value = 0;
    if (size == 1) {
        value = *at;
    } else if (size == 2) {
        uint16_t number;
        memcpy(&number, at, sizeof number);
        value = number;
    } else if (size == 4) {
        uint32_t number;
        memcpy(&number, at, sizeof number);
        value = number;
    } else {
        memcpy(&value, at, sizeof value);
    }
    for (size_t i = 0; i < size; i++)
        bsm_write_u8(writer, (uint8_t)(value >> (8 * i)));
}

static void write_field(struct bsm_writer *writer, const struct field *field, const uint8_t *as)
{
    const uint8_t *at = as + field->offset;
    switch (field->kind) {
    case KIND_END: break;
    case KIND_FLAG: bsm_write_u8(writer, *(const bool *)at ? 1 : 0); break;
    case KIND_ENUM: write_enum(writer, field, at); break;
    case KIND_SMALL:
        assert(*at >= field->low && *at <= field->high);
        write_number(writer, at, 1);
        break;
    case KIND_U8: write_number(writer, at, 1); break;
    case KIND_U16: write_number(writer, at, 2); break;
    case KIND_U32: write_number(writer, at, 4); break;
    case KIND_U64:
    case KIND_I64: write_number(writer, at, 8); break;
    case KIND_BYTES: bsm_write_bytes(writer, at, field->size); break;
    case KIND_TEXT:
    case KIND_LONG:
    case KIND_UTF8: write_text(writer, field->kind, (const char *)at, field->size); break;
    case KIND_OFFERS: write_offers(writer, (const struct bsm_ui_offers *)(const void *)at); break;
    case KIND_SLOTS: write_slots(writer, (const struct bsm_slots *)(const void *)at); break;
    case KIND_SEALED: write_sealed(writer, (const struct bsm_sealed *)(const void *)at); break;
    case KIND_FINGERS: write_fingers(writer, (const struct bsm_net_claimed *)(const void *)at); break;
    }
}

void bsm_message_encode(const struct bsm_message *message, uint8_t *bytes, size_t capacity, size_t *size)
{
    assert(known(message->type));
    struct bsm_writer writer = bsm_writer_of(bytes, capacity);
    bsm_write_u8(&writer, (uint8_t)message->type);
    bsm_write_u32(&writer, message->round);
    for (const struct field *field = layouts[message->type].fields; field->kind != KIND_END; field++)
        write_field(&writer, field, (const uint8_t *)&message->as);
    assert(!writer.failed);
    *size = writer.size;
}

static void read_sealed(struct bsm_reader *reader, struct bsm_sealed *sealed)
{
    bsm_read_bytes(reader, sealed->kid, sizeof sealed->kid);
    bsm_read_bytes(reader, sealed->enc, sizeof sealed->enc);
    sealed->text_size = bsm_read_u32(reader);
    if (sealed->text_size > BSM_SEALED_TEXT_MAX)
        reader->failed = true;
    else
        bsm_read_bytes(reader, sealed->text, sealed->text_size);
}

static void read_fingers(struct bsm_reader *reader, struct bsm_net_claimed *claimed)
{
    claimed->fingers_count = bsm_read_u8(reader);
    if (claimed->fingers_count > BSM_FINGERS_ASKED_MAX)
        reader->failed = true;
    for (int i = 0; !reader->failed && i < claimed->fingers_count; i++) {
        uint8_t position = bsm_read_u8(reader);
        if (position < 1 || position > BSM_POSITION_MAX)
            reader->failed = true;
        claimed->fingers[i] = (enum bsm_position)position;
    }
}

static void read_flag(struct bsm_reader *reader, bool *flag)
{
    uint8_t value = bsm_read_u8(reader);
    if (value > 1)
        reader->failed = true;
    *flag = value == 1;
}

static bool printable(enum kind kind, const uint8_t *span, size_t length)
{
    if (kind == KIND_UTF8)
        return bsm_text_length((const char *)span, length) >= 0;
    for (size_t i = 0; i < length; i++)
        if (span[i] < 0x20 || span[i] > 0x7e)
            return false;
    return true;
}

static void read_text(struct bsm_reader *reader, enum kind kind, char *text, size_t size)
{
    size_t length = kind == KIND_TEXT ? bsm_read_u8(reader) : bsm_read_u16(reader);
    const uint8_t *span = length < size ? bsm_read_span(reader, length) : NULL;
    if (!span || !printable(kind, span, length)) {
        reader->failed = true;
        return;
    }
    memcpy(text, span, length);
    text[length] = '\0';
}

static void read_offers(struct bsm_reader *reader, struct bsm_ui_offers *offers)
{
    offers->count = bsm_read_u8(reader);
    if (offers->count > BSM_USER_NAME_OFFERS)
        reader->failed = true;
    for (int i = 0; !reader->failed && i < offers->count; i++)
        read_text(reader, KIND_TEXT, offers->name[i], sizeof offers->name[i]);
}

static void read_office(struct bsm_reader *reader, struct bsm_office *office)
{
    read_text(reader, KIND_TEXT, office->id, sizeof office->id);
    read_text(reader, KIND_UTF8, office->name_ar, sizeof office->name_ar);
    read_text(reader, KIND_UTF8, office->name_en, sizeof office->name_en);
}

static void read_slot(struct bsm_reader *reader, const struct bsm_slots *slots, struct bsm_slot *slot)
{
    slot->office = bsm_read_u8(reader);
    if (slot->office >= slots->offices_count)
        reader->failed = true;
    read_text(reader, KIND_TEXT, slot->day, sizeof slot->day);
    read_text(reader, KIND_TEXT, slot->time, sizeof slot->time);
}

static void read_slots(struct bsm_reader *reader, struct bsm_slots *slots)
{
    read_flag(reader, &slots->needs_mobile);
    read_text(reader, KIND_TEXT, slots->mobile_hint, sizeof slots->mobile_hint);
    slots->offices_count = bsm_read_u8(reader);
    if (slots->offices_count > BSM_OFFICES_MAX)
        reader->failed = true;
    for (int i = 0; !reader->failed && i < slots->offices_count; i++)
        read_office(reader, &slots->offices[i]);
    slots->slots_count = bsm_read_u16(reader);
    if (slots->slots_count > BSM_SLOTS_MAX)
        reader->failed = true;
    for (int i = 0; !reader->failed && i < slots->slots_count; i++)
        read_slot(reader, slots, &slots->slots[i]);
}

static void read_small(struct bsm_reader *reader, const struct field *field, uint8_t *at)
{
    *at = bsm_read_u8(reader);
    if (*at < field->low || *at > field->high)
        reader->failed = true;
}

static void read_enum(struct bsm_reader *reader, const struct field *field, uint8_t *at)
{
    int value = bsm_read_u8(reader);
    if (value < field->low || value > field->high)
        reader->failed = true;
    memcpy(at, &value, sizeof value);
}

static void read_field(struct bsm_reader *reader, const struct field *field, uint8_t *as)
{
    uint8_t *at = as + field->offset;
    switch (field->kind) {
    case KIND_END: break;
    case KIND_FLAG: read_flag(reader, (bool *)at); break;
    case KIND_ENUM: read_enum(reader, field, at); break;
    case KIND_SMALL: read_small(reader, field, at); break;
    case KIND_U8: *at = bsm_read_u8(reader); break;
    case KIND_U16: memcpy(at, &(uint16_t){bsm_read_u16(reader)}, 2); break;
    case KIND_U32: memcpy(at, &(uint32_t){bsm_read_u32(reader)}, 4); break;
    case KIND_U64:
    case KIND_I64: memcpy(at, &(uint64_t){bsm_read_u64(reader)}, 8); break;
    case KIND_BYTES: bsm_read_bytes(reader, at, field->size); break;
    case KIND_TEXT:
    case KIND_LONG:
    case KIND_UTF8: read_text(reader, field->kind, (char *)at, field->size); break;
    case KIND_OFFERS: read_offers(reader, (struct bsm_ui_offers *)(void *)at); break;
    case KIND_SLOTS: read_slots(reader, (struct bsm_slots *)(void *)at); break;
    case KIND_SEALED: read_sealed(reader, (struct bsm_sealed *)(void *)at); break;
    case KIND_FINGERS: read_fingers(reader, (struct bsm_net_claimed *)(void *)at); break;
    }
}

enum bsm_status bsm_message_decode(struct bsm_message *message, const uint8_t *bytes, size_t size)
{
    struct bsm_reader reader = bsm_reader_of(bytes, size);
    memset(message, 0, sizeof *message);
    uint8_t type = bsm_read_u8(&reader);
    message->round = bsm_read_u32(&reader);
    if (reader.failed || !known((enum bsm_message_type)type)) {
        bsm_message_wipe(message);
        return BSM_INVALID;
    }
    message->type = (enum bsm_message_type)type;
    for (const struct field *field = layouts[type].fields; field->kind != KIND_END && !reader.failed; field++)
        read_field(&reader, field, (uint8_t *)&message->as);
    if (!bsm_reader_done(&reader)) {
        bsm_message_wipe(message);
        return BSM_INVALID;
    }
    return BSM_OK;
}

void bsm_message_wipe(struct bsm_message *message) { bsm_wipe(message, sizeof *message); }
