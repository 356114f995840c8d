/* Each answer of wire.h as a table of its fields. */
#include "net/wire/fields.h"

static const struct bsm_wire_field enrolled_fields[] = {
    {.name = "device", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, device), .valid = bsm_wire_device_valid},
    {.name = "certificate", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, certificate), .valid = bsm_wire_pem_valid},
    {.name = "ca", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, ca), .valid = bsm_wire_pem_valid},
    {.name = "centre_seal", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, centre_seal), .valid = bsm_wire_pem_valid},
    {.name = "config_sign", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, config_sign), .valid = bsm_wire_pem_valid},
    {.name = "config", .kind = BSM_WIRE_TEXT, AT(bsm_wire_enrolled, config), .valid = bsm_wire_jws_valid},
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
    {.name = "steps", .kind = BSM_WIRE_SET_OF, AT(bsm_wire_claimed, steps), .words = &bsm_wire_steps},
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
    {.name = "decision", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_verified, verdict), .words = &bsm_wire_verdicts},
    {.name = "tries_left", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_verified, tries_left), .highest = BSM_WIRE_TRIES_MAX},
    {.name = "action",
     .kind = BSM_WIRE_WORD_OF,
     AT(bsm_wire_verified, action),
     .words = &bsm_wire_actions,
     .optional = true},
    {.name = "next_steps",
     .kind = BSM_WIRE_SET_OF,
     AT(bsm_wire_verified, next_steps),
     .words = &bsm_wire_steps,
     .optional = true},
    {.name = "mobile_hint",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_verified, mobile_hint),
     .valid = bsm_wire_mobile_hint_valid,
     .optional = true},
    {.name = "name_ar",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_verified, name_ar),
     .valid = bsm_wire_name_valid,
     .optional = true},
    {.name = "name_en",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_verified, name_en),
     .valid = bsm_wire_name_valid,
     .optional = true},
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
    {.name = "state", .kind = BSM_WIRE_WORD_OF, AT(bsm_wire_completed, state), .words = &bsm_wire_states},
    {.name = "receipt_code",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_completed, receipt_code),
     .valid = bsm_wire_code_name_valid},
    {.name = "receipt", .kind = BSM_WIRE_TEXT, AT(bsm_wire_completed, receipt), .valid = bsm_wire_jws_valid},
    {.name = "mobile_wait",
     .kind = BSM_WIRE_INTEGER,
     AT(bsm_wire_completed, mobile_wait_h),
     .highest = BSM_WIRE_MOBILE_WAIT_MAX,
     .optional = true},
};
static const struct bsm_wire_shape completed_shape = {.fields = completed_fields,
                                                      .count = COUNT(completed_fields),
                                                      .size = sizeof(struct bsm_wire_completed),
                                                      .request = false};

static const struct bsm_wire_field office_fields[] = {
    {.name = "id", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, id), .valid = bsm_wire_office_id_valid},
    {.name = "name_ar", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, name_ar), .valid = bsm_wire_name_valid},
    {.name = "name_en", .kind = BSM_WIRE_TEXT, AT(bsm_wire_office, name_en), .valid = bsm_wire_name_valid},
};
static const struct bsm_wire_shape office_shape = {
    .fields = office_fields, .count = COUNT(office_fields), .size = sizeof(struct bsm_wire_office), .request = false};

static const struct bsm_wire_field slot_fields[] = {
    {.name = "office", .kind = BSM_WIRE_INTEGER, AT(bsm_wire_slot, office), .highest = BSM_WIRE_OFFICES_MAX - 1},
    {.name = "day", .kind = BSM_WIRE_TEXT, AT(bsm_wire_slot, day), .valid = bsm_date_valid},
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_slot, time), .valid = bsm_wire_time_valid},
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
    {.name = "mobile_hint",
     .kind = BSM_WIRE_TEXT,
     AT(bsm_wire_slots, mobile_hint),
     .valid = bsm_wire_mobile_hint_valid},
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
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, code), .valid = bsm_wire_code_name_valid},
    {.name = "office", .kind = BSM_WIRE_OBJECT, AT(bsm_wire_booked, office), .inner = &office_shape},
    {.name = "day", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, day), .valid = bsm_date_valid},
    {.name = "time", .kind = BSM_WIRE_TEXT, AT(bsm_wire_booked, time), .valid = bsm_wire_time_valid},
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
