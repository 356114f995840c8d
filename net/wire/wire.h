/*
 * The messages between kiosk and centre as plain C, and the one codec that both use: JSON in, JSON out (openapi.yaml
 * says the same for the rest of the world).
 *
 * Decoding is strict: at most BSM_WIRE_BODY_MAX bytes, one object, nested at most BSM_WIRE_NESTING_MAX deep, valid
 * UTF-8, no member twice, every member present unless said otherwise, of its type, in its range. An unknown member
 * is refused in a request (the centre must not miss what it does not understand) and ignored in an answer (a newer
 * centre may say more). INVALID for all of that; NO_MEMORY when that is the reason; the struct is then wiped.
 *
 * Encoding holds to the same ranges: INVALID for a value that decoding would refuse. The text is the caller's, to be
 * given back with bsm_wire_text_finish, which wipes it.
 *
 * Structs hold personal data: bsm_wipe them after use. What the JSON library held is wiped when freed.
 * Any thread. The first call of the process sets the JSON library's memory functions: call bsm_wire_init before
 * threads.
 */
#ifndef BASMA_WIRE_WIRE_H
#define BASMA_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/account.h"
#include "firmware/base/biometric.h"
#include "firmware/base/challenge.h"
#include "firmware/base/identity.h"
#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"
#include "net/wire/token.h"

enum {
    BSM_WIRE_BODY_MAX = 256 * 1024,
    BSM_WIRE_NESTING_MAX = 16,

    /* Sizes of texts are with their end. */
    BSM_WIRE_NONCE_SIZE = 32,
    BSM_WIRE_HASH_SIZE = 32, /* SHA-256 */
    BSM_WIRE_KID_SIZE = 16,
    BSM_WIRE_ENC_SIZE = 65,
    BSM_WIRE_SEALED_MAX = 65536,
    BSM_WIRE_TEMPLATE_MAX = 16384,
    BSM_WIRE_PORTRAIT_MAX = 20 * 1024, /* ICAO Doc 9303 finds 15 to 20 KB enough; with a template it fits a JWS */
    BSM_WIRE_DEVICE_SIZE = 33,         /* a-z 0-9 - , not at the ends */
    BSM_WIRE_SITE_SIZE = 65,
    BSM_WIRE_WORD_SIZE = 65, /* printable ASCII: an engine, a reader */
    BSM_WIRE_DETAIL_SIZE = 161,
    BSM_WIRE_PEM_SIZE = 4096,
    BSM_WIRE_CONFIG_SIZE = 24 * 1024,
    BSM_WIRE_FINGERS_MAX = 4,
    BSM_WIRE_MOBILE_HINT_SIZE = 3, /* two digits, or none */
    BSM_WIRE_TRIES_MAX = 255,
    BSM_WIRE_MOBILE_WAIT_MAX = 240, /* hours */
    BSM_WIRE_RETRY_AFTER_MAX = 86400,

    BSM_WIRE_NAME_SIZE = 161,       /* UTF-8: a person's name in one script */
    BSM_WIRE_OFFICE_ID_SIZE = 17,   /* a-z 0-9 - , not at the ends */
    BSM_WIRE_OFFICE_NAME_SIZE = 97, /* UTF-8: name and street */
    BSM_WIRE_OFFICES_MAX = 4,
    BSM_WIRE_SLOTS_MAX = 160,     /* of all offices together */
    BSM_WIRE_TIME_SIZE = 6,       /* "09:30": of the office's clock */
    BSM_WIRE_CODE_NAME_SIZE = 9,  /* of an appointment, a receipt: "K7Q2-M4P" */
    BSM_WIRE_RECEIPT_SIZE = 1025, /* compact JWS */
    BSM_WIRE_ERASED_MAX = 4,
    BSM_WIRE_ERASED_SIZE = 33,
    BSM_WIRE_RECORDS_MAX = 8, /* of a visit of a campaign: its captures, then its claim */
    BSM_WIRE_ITEMS_MAX = 100,
    BSM_WIRE_ITEM_SIZE = 513,
};

/* Sets up the JSON library so that what it frees is wiped. Harmless when called again. */
void bsm_wire_init(void);

/* A text that was allocated. */
struct bsm_wire_text {
    char *bytes; /* owned; size bytes and a zero byte */
    size_t size;
};

/* Wipes and frees; a zeroed one is fine. */
void bsm_wire_text_finish(struct bsm_wire_text *text);

/* Whether a device's name is well formed. */
bool bsm_wire_device_valid(const char *device);

/* Whether an office's short name is. */
bool bsm_wire_office_id_valid(const char *id);

/* Requests. */

/* POST /v1/enrol {token, csr, capture_key, device?} */
struct bsm_wire_enrol {
    uint8_t secret[BSM_WIRE_SECRET_SIZE]; /* of the token; JSON "token" */
    char csr[BSM_WIRE_PEM_SIZE];          /* PKCS#10 of the TLS key, PEM */
    char capture_key[BSM_WIRE_PEM_SIZE];  /* public, PEM */
    char device[BSM_WIRE_DEVICE_SIZE];    /* the name wished for; "" leaves it to the centre */
};

/* POST /v1/visits {visit, purpose, site, time} */
struct bsm_wire_open {
    struct bsm_uuid visit;
    enum bsm_action purpose;
    char site[BSM_WIRE_SITE_SIZE]; /* may be "" */
    int64_t time_unix_ms;          /* the kiosk's clock, corrected: what skew is judged by */
};

/* PUT /v1/visits/{v}/claim {id_number, birth_date} */
struct bsm_wire_claim {
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
};

/* PUT /v1/visits/{v}/missing {fingers}: all that are missing or injured */
struct bsm_wire_missing {
    uint8_t fingers_count; /* 1.. */
    enum bsm_position fingers[BSM_POSITION_MAX];
};

/* POST /v1/visits/{v}/captures {kid, enc, ct} */
struct bsm_wire_sealed {
    uint8_t kid[BSM_WIRE_KID_SIZE];
    uint8_t enc[BSM_WIRE_ENC_SIZE];
    uint32_t text_size; /* 1.. */
    uint8_t text[BSM_WIRE_SEALED_MAX];
};

/* POST /v1/visits/{v}/otp {mobile?} */
struct bsm_wire_send_code {
    char mobile[BSM_MOBILE_SIZE]; /* a new number; "": the one on file, or the last one given in this visit */
};

/* PUT /v1/visits/{v}/otp {code} */
struct bsm_wire_code {
    char code[BSM_CODE_SIZE];
};

/* PUT /v1/visits/{v}/user_name {user_name} */
struct bsm_wire_user_name {
    char user_name[BSM_USER_NAME_SIZE];
};

/* POST /v1/visits/{v}/complete {action, consent_version, password?} */
struct bsm_wire_complete {
    enum bsm_action action;
    uint32_t consent_version;         /* 1.. */
    char password[BSM_PASSWORD_SIZE]; /* UTF-8; register and reset_password, and only they; "" else */
};

/* POST /v1/visits/{v}/appointment {office, day, time, mobile?} */
struct bsm_wire_book {
    char office[BSM_WIRE_OFFICE_ID_SIZE];
    char day[BSM_DATE_SIZE];
    char time[BSM_WIRE_TIME_SIZE];
    char mobile[BSM_MOBILE_SIZE]; /* where to confirm it; "": the number on file */
};

/* One line of a kiosk's journal. */
struct bsm_wire_item {
    uint64_t place; /* in all that this kiosk's journal ever held; below 2^53; the same line, the same place */
    char text[BSM_WIRE_ITEM_SIZE];
};

/* POST /v1/telemetry {items} */
struct bsm_wire_telemetry {
    uint32_t items_count; /* 1.. */
    struct bsm_wire_item items[BSM_WIRE_ITEMS_MAX];
};

/* POST /v1/campaign {visit, records}: a whole visit that was taken while the link was down; the last record is its
 * claim */
struct bsm_wire_campaign {
    struct bsm_uuid visit;
    uint32_t records_count; /* 2.. */
    struct bsm_wire_sealed records[BSM_WIRE_RECORDS_MAX];
};

/* What is inside the last record of a campaign's visit: the payload of its JWS. It follows the last capture in the
 * chain, and so closes the visit. */
/* {visit, pack, nonce, seq, device, claimed_at, id_number, birth_date, mobile, consent_version, missing, previous_hash}
 */
struct bsm_wire_campaign_claim {
    struct bsm_uuid visit;
    uint8_t pack[BSM_WIRE_NONCE_SIZE];  /* the site pack's name */
    uint8_t nonce[BSM_WIRE_NONCE_SIZE]; /* made of pack and visit, as in the captures */
    uint64_t seq;
    char device[BSM_WIRE_DEVICE_SIZE];
    int64_t claimed_unix_ms;
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[BSM_MOBILE_SIZE];
    uint32_t consent_version; /* 1.. */
    uint8_t missing_count;
    enum bsm_position missing[BSM_POSITION_MAX];
    uint8_t previous_hash[BSM_WIRE_HASH_SIZE];
};

/* POST /v1/wishes {wish, kid, enc, ct}: somebody wishes for an appointment, who asked while the link was down */
struct bsm_wire_wish {
    struct bsm_uuid wish;
    struct bsm_wire_sealed record;
};

/* What is inside it: the payload of its JWS. Where it is to be the centre knows by the site; who it is, nobody. */
/* {wish, seq, device, site, wished_at, mobile} */
struct bsm_wire_wished {
    struct bsm_uuid wish;
    uint64_t seq; /* below 2^53 */
    char device[BSM_WIRE_DEVICE_SIZE];
    char site[BSM_WIRE_SITE_SIZE]; /* may be "" */
    int64_t wished_unix_ms;
    char mobile[BSM_MOBILE_SIZE]; /* where the centre tells of it */
};

/* What is inside a sealed capture: the payload of its JWS. */

/* {alive, challenge, attempt, sides, passed} */
struct bsm_wire_liveness {
    bool alive; /* a network has judged the face so; false: there was none to judge */
    enum bsm_challenge_kind challenge;
    uint8_t attempt;                      /* below BSM_CHALLENGE_ATTEMPTS_MAX */
    char sides[BSM_CHALLENGE_SIDES_SIZE]; /* "LR", more at later attempts; "" without a challenge */
    bool passed;                          /* false without one */
};

/* {visit, nonce, seq, device, reader, captured_at, modality, position, quality, liveness, engine, engine_version,
 * template, portrait?, previous_hash}; liveness is null for a finger, and only a face has a portrait. */
struct bsm_wire_capture {
    struct bsm_uuid visit;
    uint8_t nonce[BSM_WIRE_NONCE_SIZE];
    uint64_t seq; /* below 2^53 */
    char device[BSM_WIRE_DEVICE_SIZE];
    char reader[BSM_WIRE_WORD_SIZE]; /* the model of the sensor or camera */
    int64_t captured_unix_ms;
    enum bsm_modality modality;
    enum bsm_position position; /* NONE for a face, a finger's for a finger */
    uint8_t quality;            /* 0..100 */
    char engine[BSM_WIRE_WORD_SIZE];
    char engine_version[BSM_WIRE_WORD_SIZE];
    uint8_t previous_hash[BSM_WIRE_HASH_SIZE]; /* SHA-256 of the JWS before it in this visit; zeroes at the first */
    bool has_liveness;                         /* of a face, always */
    struct bsm_wire_liveness liveness;
    uint32_t template_size; /* 1.. */
    uint8_t template_bytes[BSM_WIRE_TEMPLATE_MAX];
    uint32_t portrait_size;                  /* 0: none was asked for, or none could be cut out */
    uint8_t portrait[BSM_WIRE_PORTRAIT_MAX]; /* JPEG, 35 : 45, as ICAO asks; it is to be kept */
};

/* What a receipt says: the payload of its JWS, signed with the centre's receipt key. No name, no number, no picture, no
 * template. */

/* What its JWS's header says (kid), so that nothing else that is signed passes for one. */
#define BSM_WIRE_RECEIPT_KID "receipt"

/* {code, time, place, action, consent_version, fingers, face, portrait?, erased, erased_at} */
struct bsm_wire_receipt {
    char code[BSM_WIRE_CODE_NAME_SIZE];
    int64_t time_unix_ms;
    char place[BSM_WIRE_SITE_SIZE]; /* the kiosk's site; may be "" */
    enum bsm_action action;
    uint32_t consent_version;
    uint8_t fingers_count; /* what was taken ... */
    enum bsm_position fingers[BSM_POSITION_MAX];
    bool face;
    bool portrait;         /* ... and kept for the account ... */
    uint32_t erased_count; /* ... and what of it the centre has erased, and when */
    char erased[BSM_WIRE_ERASED_MAX][BSM_WIRE_ERASED_SIZE];
    int64_t erased_unix_ms;
};

/* Answers. */

/* to ENROL {device, certificate, ca, centre_seal, config_sign, config} */
struct bsm_wire_enrolled {
    char device[BSM_WIRE_DEVICE_SIZE];
    char certificate[BSM_WIRE_PEM_SIZE];
    char ca[BSM_WIRE_PEM_SIZE];
    char centre_seal[BSM_WIRE_PEM_SIZE]; /* public key */
    char config_sign[BSM_WIRE_PEM_SIZE]; /* public key */
    char config[BSM_WIRE_CONFIG_SIZE];   /* compact JWS */
};

/* to OPEN {nonce, expires, server_time} */
struct bsm_wire_opened {
    uint8_t nonce[BSM_WIRE_NONCE_SIZE];
    int64_t expires_unix_ms;
    int64_t server_unix_ms;
};

/* to CLAIM and MISSING {steps, fingers} */
struct bsm_wire_claimed {
    uint32_t steps; /* set of enum bsm_step; in an answer unknown words are refused, for the kiosk cannot do them */
    uint8_t fingers_count;
    enum bsm_position fingers[BSM_WIRE_FINGERS_MAX];
};

/* to CAPTURE {accepted, need} */
struct bsm_wire_accepted {
    bool accepted; /* false: take it again */
};

/* to VERIFY {decision, tries_left, action?, next_steps?, mobile_hint?, name_ar?, name_en?, user_name?}; what follows
 * tries_left is said with a match only: before it, an account's state is nobody's business. */
struct bsm_wire_verified {
    enum bsm_verdict verdict;
    uint8_t tries_left;
    enum bsm_action action; /* what complete will be asked for; 0: nothing is left to do (ACTIVE already) */
    uint32_t next_steps;    /* set of enum bsm_step: of MOBILE, CODE, ACCOUNT, PASSWORD */
    char mobile_hint[BSM_WIRE_MOBILE_HINT_SIZE]; /* the last digits of the number on file; "": none is */
    char name_ar[BSM_WIRE_NAME_SIZE];            /* UTF-8; "": the register has none */
    char name_en[BSM_WIRE_NAME_SIZE];
    char user_name[BSM_USER_NAME_SIZE]; /* of the account; "": none yet */
};

/* to COMPLETE {state, receipt_code, receipt, mobile_wait?} */
struct bsm_wire_completed {
    enum bsm_account_state state;
    uint32_t mobile_wait_h; /* until the number given takes the place of the one on file; 0: it has, or none was */
    char receipt_code[BSM_WIRE_CODE_NAME_SIZE];
    char receipt[BSM_WIRE_RECEIPT_SIZE]; /* compact JWS, ES256; basma-receipt reads it */
};

struct bsm_wire_office {
    char id[BSM_WIRE_OFFICE_ID_SIZE];
    char name_ar[BSM_WIRE_OFFICE_NAME_SIZE];
    char name_en[BSM_WIRE_OFFICE_NAME_SIZE];
};

struct bsm_wire_slot {
    uint8_t office; /* index of offices[] */
    char day[BSM_DATE_SIZE];
    char time[BSM_WIRE_TIME_SIZE];
};

/* to SLOTS {needs_mobile, mobile_hint, offices, slots}: what is free, by day and time within an office */
struct bsm_wire_slots {
    bool needs_mobile; /* none is on file, or the person is not confirmed: book must say where to confirm it */
    char mobile_hint[BSM_WIRE_MOBILE_HINT_SIZE]; /* where none is needed */
    uint32_t offices_count;
    struct bsm_wire_office offices[BSM_WIRE_OFFICES_MAX];
    uint32_t slots_count;
    struct bsm_wire_slot slots[BSM_WIRE_SLOTS_MAX];
};

/* to BOOK {code, office, day, time} */
struct bsm_wire_booked {
    char code[BSM_WIRE_CODE_NAME_SIZE];
    struct bsm_wire_office office;
    char day[BSM_DATE_SIZE];
    char time[BSM_WIRE_TIME_SIZE];
};

/* to TELEMETRY, CAMPAIGN and WISH {stored_to} */
struct bsm_wire_stored {
    uint64_t place; /* the highest of the request's; the seq of the claim, of the wish */
};

/* to TIME {server_time} */
struct bsm_wire_time {
    int64_t server_unix_ms;
};

/* Any refusal: RFC 9457 {type, title, status, code, detail?, retry_after?, tries_left?, offers?,
 * server_time} */
struct bsm_wire_problem {
    enum bsm_problem problem; /* not NONE */
    uint32_t retry_after_s;   /* 0: not said */
    bool has_tries_left;
    uint8_t tries_left;
    int64_t server_unix_ms;
    char detail[BSM_WIRE_DETAIL_SIZE]; /* for an engineer, never personal; "" : not said */
    uint32_t offers_count;             /* with NAME_TAKEN: free ones */
    char offers[BSM_USER_NAME_OFFERS][BSM_USER_NAME_SIZE];
};

/* The codec. */

/* A body that must be {} or empty: VERIFY; also their answers where nothing is said. */
enum bsm_status bsm_wire_nothing_encode(struct bsm_wire_text *text);
enum bsm_status bsm_wire_nothing_decode(const char *json, size_t size);

enum bsm_status bsm_wire_enrol_encode(const struct bsm_wire_enrol *enrol, struct bsm_wire_text *text);
enum bsm_status bsm_wire_enrol_decode(const char *json, size_t size, struct bsm_wire_enrol *enrol);

enum bsm_status bsm_wire_open_encode(const struct bsm_wire_open *open, struct bsm_wire_text *text);
enum bsm_status bsm_wire_open_decode(const char *json, size_t size, struct bsm_wire_open *open);

enum bsm_status bsm_wire_claim_encode(const struct bsm_wire_claim *claim, struct bsm_wire_text *text);
enum bsm_status bsm_wire_claim_decode(const char *json, size_t size, struct bsm_wire_claim *claim);

enum bsm_status bsm_wire_missing_encode(const struct bsm_wire_missing *missing, struct bsm_wire_text *text);
enum bsm_status bsm_wire_missing_decode(const char *json, size_t size, struct bsm_wire_missing *missing);

enum bsm_status bsm_wire_sealed_encode(const struct bsm_wire_sealed *sealed, struct bsm_wire_text *text);
enum bsm_status bsm_wire_sealed_decode(const char *json, size_t size, struct bsm_wire_sealed *sealed);

/* An empty body is {}. */
enum bsm_status bsm_wire_send_code_encode(const struct bsm_wire_send_code *send_code, struct bsm_wire_text *text);
enum bsm_status bsm_wire_send_code_decode(const char *json, size_t size, struct bsm_wire_send_code *send_code);

enum bsm_status bsm_wire_code_encode(const struct bsm_wire_code *code, struct bsm_wire_text *text);
enum bsm_status bsm_wire_code_decode(const char *json, size_t size, struct bsm_wire_code *code);

enum bsm_status bsm_wire_user_name_encode(const struct bsm_wire_user_name *user_name, struct bsm_wire_text *text);
enum bsm_status bsm_wire_user_name_decode(const char *json, size_t size, struct bsm_wire_user_name *user_name);

enum bsm_status bsm_wire_complete_encode(const struct bsm_wire_complete *complete, struct bsm_wire_text *text);
enum bsm_status bsm_wire_complete_decode(const char *json, size_t size, struct bsm_wire_complete *complete);

enum bsm_status bsm_wire_book_encode(const struct bsm_wire_book *book, struct bsm_wire_text *text);
enum bsm_status bsm_wire_book_decode(const char *json, size_t size, struct bsm_wire_book *book);

enum bsm_status bsm_wire_telemetry_encode(const struct bsm_wire_telemetry *telemetry, struct bsm_wire_text *text);
enum bsm_status bsm_wire_telemetry_decode(const char *json, size_t size, struct bsm_wire_telemetry *telemetry);

enum bsm_status bsm_wire_campaign_encode(const struct bsm_wire_campaign *campaign, struct bsm_wire_text *text);
enum bsm_status bsm_wire_campaign_decode(const char *json, size_t size, struct bsm_wire_campaign *campaign);
enum bsm_status bsm_wire_campaign_claim_encode(const struct bsm_wire_campaign_claim *claim, struct bsm_wire_text *text);
enum bsm_status bsm_wire_campaign_claim_decode(const char *json, size_t size, struct bsm_wire_campaign_claim *claim);
enum bsm_status bsm_wire_wish_encode(const struct bsm_wire_wish *wish, struct bsm_wire_text *text);
enum bsm_status bsm_wire_wish_decode(const char *json, size_t size, struct bsm_wire_wish *wish);
enum bsm_status bsm_wire_wished_encode(const struct bsm_wire_wished *wished, struct bsm_wire_text *text);
enum bsm_status bsm_wire_wished_decode(const char *json, size_t size, struct bsm_wire_wished *wished);
enum bsm_status bsm_wire_capture_encode(const struct bsm_wire_capture *capture, struct bsm_wire_text *text);
enum bsm_status bsm_wire_capture_decode(const char *json, size_t size, struct bsm_wire_capture *capture);

enum bsm_status bsm_wire_receipt_encode(const struct bsm_wire_receipt *receipt, struct bsm_wire_text *text);
enum bsm_status bsm_wire_receipt_decode(const char *json, size_t size, struct bsm_wire_receipt *receipt);

enum bsm_status bsm_wire_enrolled_encode(const struct bsm_wire_enrolled *enrolled, struct bsm_wire_text *text);
enum bsm_status bsm_wire_enrolled_decode(const char *json, size_t size, struct bsm_wire_enrolled *enrolled);

enum bsm_status bsm_wire_opened_encode(const struct bsm_wire_opened *opened, struct bsm_wire_text *text);
enum bsm_status bsm_wire_opened_decode(const char *json, size_t size, struct bsm_wire_opened *opened);

enum bsm_status bsm_wire_claimed_encode(const struct bsm_wire_claimed *claimed, struct bsm_wire_text *text);
enum bsm_status bsm_wire_claimed_decode(const char *json, size_t size, struct bsm_wire_claimed *claimed);

enum bsm_status bsm_wire_accepted_encode(const struct bsm_wire_accepted *accepted, struct bsm_wire_text *text);
enum bsm_status bsm_wire_accepted_decode(const char *json, size_t size, struct bsm_wire_accepted *accepted);

enum bsm_status bsm_wire_verified_encode(const struct bsm_wire_verified *verified, struct bsm_wire_text *text);
enum bsm_status bsm_wire_verified_decode(const char *json, size_t size, struct bsm_wire_verified *verified);

enum bsm_status bsm_wire_completed_encode(const struct bsm_wire_completed *completed, struct bsm_wire_text *text);
enum bsm_status bsm_wire_completed_decode(const char *json, size_t size, struct bsm_wire_completed *completed);

enum bsm_status bsm_wire_slots_encode(const struct bsm_wire_slots *slots, struct bsm_wire_text *text);
enum bsm_status bsm_wire_slots_decode(const char *json, size_t size, struct bsm_wire_slots *slots);

enum bsm_status bsm_wire_booked_encode(const struct bsm_wire_booked *booked, struct bsm_wire_text *text);
enum bsm_status bsm_wire_booked_decode(const char *json, size_t size, struct bsm_wire_booked *booked);

enum bsm_status bsm_wire_stored_encode(const struct bsm_wire_stored *stored, struct bsm_wire_text *text);
enum bsm_status bsm_wire_stored_decode(const char *json, size_t size, struct bsm_wire_stored *stored);

enum bsm_status bsm_wire_time_encode(const struct bsm_wire_time *time, struct bsm_wire_text *text);
enum bsm_status bsm_wire_time_decode(const char *json, size_t size, struct bsm_wire_time *time);

/* Title and status come from the problem. Decoding: a code that this side does not know (a newer centre's) becomes
 * INTERNAL for a status of 500 and above, else BAD_REQUEST. */
enum bsm_status bsm_wire_problem_encode(const struct bsm_wire_problem *problem, struct bsm_wire_text *text);
enum bsm_status bsm_wire_problem_decode(const char *json, size_t size, struct bsm_wire_problem *problem);

#endif
