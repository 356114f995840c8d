/*
 * What the kiosk's processes say to each other: one tagged union, one codec, one table of who may send what.
 *
 * The hub is one end of every channel; bio, ui and uplink are the others and never talk to each other. Each message
 * carries the round (the hub's count of visits): the hub drops what belongs to a past one. On the channel a message is
 * little-endian, fields in the order of the codec's table, every variable length before its bytes and bounded. A text
 * is printable ASCII, or, where it is said, UTF-8 without control characters.
 *
 * Messages hold personal data (an ID number, a sealed capture): wipe them with bsm_message_wipe after use.
 */
#ifndef BASMA_IPC_MESSAGES_H
#define BASMA_IPC_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/account.h"
#include "firmware/base/biometric.h"
#include "firmware/base/challenge.h"
#include "firmware/base/hint.h"
#include "firmware/base/identity.h"
#include "firmware/base/light.h"
#include "firmware/base/random.h"
#include "firmware/base/status.h"
#include "firmware/base/terms.h"
#include "firmware/ipc/screens.h"

enum {
    BSM_NONCE_SIZE = 32,
    BSM_HASH_SIZE = 32,       /* SHA-256 */
    BSM_SEALED_KID_SIZE = 16, /* first bytes of the SHA-256 of the centre's sealing key */
    BSM_SEALED_ENC_SIZE = 65, /* HPKE encapsulated key: an uncompressed P-256 point */
    BSM_SEALED_TEXT_MAX = 65536,
    BSM_MOBILE_HINT_SIZE = 5, /* the last two digits and room */
    BSM_FINGERS_ASKED_MAX = 4,
    BSM_RECORDS_MAX = 8, /* of a campaign's visit: its captures and its claim */
    BSM_MESSAGE_BYTES_MAX = BSM_SEALED_TEXT_MAX + 512,

    BSM_NAME_SIZE = 161,       /* UTF-8: a person's name in one script */
    BSM_OFFICE_ID_SIZE = 17,   /* a-z 0-9 - */
    BSM_OFFICE_NAME_SIZE = 97, /* UTF-8: name and street */
    BSM_OFFICES_MAX = 4,
    BSM_SLOTS_MAX = 160, /* of all offices together */
    BSM_SITE_SIZE = 65,  /* with the end; printable ASCII */
    BSM_TIME_SIZE = 6,   /* "09:30" and its end, of the office's clock */
    BSM_BOOKING_CODE_SIZE = 9,
    BSM_RECEIPT_SIZE = 1025, /* a compact JWS */
    BSM_SPOOL_TEXT_SIZE = 513,
    BSM_CONFIG_JWS_SIZE = 24 * 1024,
};

/* An office that has free appointments. */
struct bsm_office {
    char id[BSM_OFFICE_ID_SIZE];
    char name_ar[BSM_OFFICE_NAME_SIZE];
    char name_en[BSM_OFFICE_NAME_SIZE];
};

/* A free appointment. */
struct bsm_slot {
    uint8_t office; /* index of offices[] */
    char day[BSM_DATE_SIZE];
    char time[BSM_TIME_SIZE];
};

/* What can be booked, in the order of day and time within an office; none: nothing is free. */
struct bsm_slots {
    bool needs_mobile; /* none is on file, or the person is not confirmed: ask where to send the confirmation */
    char mobile_hint[BSM_MOBILE_HINT_SIZE]; /* where none is needed: "47" */
    uint8_t offices_count;
    struct bsm_office offices[BSM_OFFICES_MAX];
    uint16_t slots_count;
    struct bsm_slot slots[BSM_SLOTS_MAX];
};

/* A capture that only the centre can open (HPKE, RFC 9180). */
struct bsm_sealed {
    uint8_t kid[BSM_SEALED_KID_SIZE];
    uint8_t enc[BSM_SEALED_ENC_SIZE];
    uint32_t text_size;
    uint8_t text[BSM_SEALED_TEXT_MAX];
};

enum bsm_device {
    BSM_DEVICE_READER = 1,
    BSM_DEVICE_CAMERA = 2,
};

enum bsm_leaf {
    BSM_LEAF_BIO = 0,
    BSM_LEAF_UI,
    BSM_LEAF_UPLINK,
};
enum { BSM_LEAF_COUNT = 3 };

/* What waits on the uplink's disk for the link. */
enum bsm_kept_kind {
    BSM_KEPT_VISIT = 1, /* of a campaign: its captures and its claim */
    BSM_KEPT_WISH = 2,  /* for an appointment: one record */
};
enum { BSM_KEPT_LAST = BSM_KEPT_WISH };

const char *bsm_kept_kind_name(enum bsm_kept_kind kind); /* "visit", "wish"; "unknown" outside */

enum bsm_message_type {
    BSM_MESSAGE_READY = 1, /* leaf -> hub: set up, may be spoken to */

    BSM_MESSAGE_BIO_VISIT,      /* hub -> bio: what the captures of this visit are signed with */
    BSM_MESSAGE_BIO_FINGER,     /* hub -> bio: take this finger; ends in one CAPTURED or CAPTURE_FAILED */
    BSM_MESSAGE_BIO_FACE,       /* hub -> bio: take the face; the same */
    BSM_MESSAGE_BIO_CANCEL,     /* hub -> bio: the running capture ends in CAPTURE_FAILED cancelled */
    BSM_MESSAGE_BIO_CLAIM,      /* hub -> bio: sign and seal who the person says they are; ends in one CLAIM_SEALED */
    BSM_MESSAGE_BIO_WISH,       /* hub -> bio: sign and seal a wish for an appointment; ends in one CLAIM_SEALED */
    BSM_MESSAGE_PREVIEW,        /* bio -> hub -> ui, with one descriptor: the shared preview (ipc/preview.h) */
    BSM_MESSAGE_DEVICE,         /* bio -> hub: a device came or went; both are said once after READY */
    BSM_MESSAGE_HINT,           /* bio -> hub -> ui: advice changed */
    BSM_MESSAGE_LIGHT,          /* bio -> hub -> ui: the colour that the screen lights the face in from now on */
    BSM_MESSAGE_CAPTURED,       /* bio -> hub */
    BSM_MESSAGE_CAPTURE_FAILED, /* bio -> hub */
    BSM_MESSAGE_CLAIM_SEALED,   /* bio -> hub */

    BSM_MESSAGE_UI_SHOW,      /* hub -> ui */
    BSM_MESSAGE_UI_PERSON,    /* hub -> ui: who is confirmed; before the SHOW of a screen that names them */
    BSM_MESSAGE_UI_OFFERS,    /* hub -> ui: free user names, before SHOW user_name */
    BSM_MESSAGE_UI_SLOTS,     /* hub -> ui: before SHOW appointment */
    BSM_MESSAGE_UI_BOOKED,    /* hub -> ui: before SHOW booked */
    BSM_MESSAGE_UI_RECEIPT,   /* hub -> ui: before SHOW done */
    BSM_MESSAGE_UI_FORGET,    /* hub -> ui: wipe what this visit left; answered by UI_FORGOTTEN */
    BSM_MESSAGE_UI_DRAWN,     /* ui -> hub: the screen of this serial is on the display */
    BSM_MESSAGE_UI_FORGOTTEN, /* ui -> hub */
    BSM_MESSAGE_UI_INPUT,     /* ui -> hub */
    BSM_MESSAGE_UI_IDENTITY,  /* ui -> hub: number and date, both valid in form */
    BSM_MESSAGE_UI_CODE,      /* ui -> hub */
    BSM_MESSAGE_UI_MISSING,   /* ui -> hub: the fingers marked as missing */
    BSM_MESSAGE_UI_MOBILE,    /* ui -> hub: valid in form, like the following */
    BSM_MESSAGE_UI_USER_NAME, /* ui -> hub */
    BSM_MESSAGE_UI_PASSWORD,  /* ui -> hub */
    BSM_MESSAGE_UI_SLOT,      /* ui -> hub: the appointment chosen */

    BSM_MESSAGE_NET_OPEN, /* hub -> uplink: requests; each ends in one answer with its number, or in NET_FAILED */
    BSM_MESSAGE_NET_CLAIM,
    BSM_MESSAGE_NET_MISSING,
    BSM_MESSAGE_NET_CAPTURE,
    BSM_MESSAGE_NET_VERIFY,
    BSM_MESSAGE_NET_SEND_CODE,
    BSM_MESSAGE_NET_CHECK_CODE,
    BSM_MESSAGE_NET_USER_NAME,
    BSM_MESSAGE_NET_COMPLETE,
    BSM_MESSAGE_NET_SLOTS,
    BSM_MESSAGE_NET_BOOK,
    BSM_MESSAGE_NET_LEAVE,
    BSM_MESSAGE_NET_SPOOL,   /* hub -> uplink: a line of the journal for the centre; NET_STORED when it is on disk */
    BSM_MESSAGE_NET_KEEP,    /* hub -> uplink: one record of a visit or wish; NET_DONE when all of them are on disk */
    BSM_MESSAGE_NET_CANCEL,  /* hub -> uplink: drop what is under way for this round, but for NET_LEAVE, NET_SPOOL and
                                what of NET_KEEP is on disk; no answers */
    BSM_MESSAGE_NET_LINK,    /* uplink -> hub: the centre answers (or not); said once after READY and at each change */
    BSM_MESSAGE_NET_OPENED,  /* uplink -> hub: answers */
    BSM_MESSAGE_NET_CLAIMED, /* to CLAIM and MISSING */
    BSM_MESSAGE_NET_ACCEPTED,
    BSM_MESSAGE_NET_VERIFIED,
    BSM_MESSAGE_NET_DONE, /* to SEND_CODE, CHECK_CODE, USER_NAME, LEAVE, KEEP */
    BSM_MESSAGE_NET_COMPLETED,
    BSM_MESSAGE_NET_OFFERED, /* to SLOTS */
    BSM_MESSAGE_NET_BOOKED,
    BSM_MESSAGE_NET_STORED,    /* to SPOOL */
    BSM_MESSAGE_NET_DELIVERED, /* uplink -> hub: the centre has answered for what was kept, which is off the disk */
    BSM_MESSAGE_NET_CONFIG, /* uplink -> hub: a configuration that the centre has for this kiosk; nobody has checked it
                             */
    BSM_MESSAGE_NET_FAILED,
};
enum { BSM_MESSAGE_LAST = BSM_MESSAGE_NET_FAILED };

struct bsm_bio_visit {
    struct bsm_uuid visit;
    uint8_t nonce[BSM_NONCE_SIZE];
    uint64_t seq;                         /* of the next capture */
    uint8_t previous_hash[BSM_HASH_SIZE]; /* SHA-256 of the last capture's JWS; zeroes at the first */
    int64_t clock_offset_ms;              /* centre's time minus bsm_clock_mono_ms, which all processes share */
};

struct bsm_bio_finger {
    enum bsm_position position;
    uint32_t timeout_ms;
};

struct bsm_bio_face {
    uint32_t timeout_ms;
    enum bsm_challenge_kind challenge;
    uint8_t attempt;      /* of the face in this visit, from 0: other sides each time */
    uint16_t light_usual; /* bsm_light_place_usual */
    bool portrait;        /* the centre wants one to keep */
};

/* Who a person of a campaign says they are: it leaves bio only sealed. */
struct bsm_bio_claim {
    uint8_t pack[BSM_NONCE_SIZE]; /* the site pack's name */
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[BSM_MOBILE_SIZE];
    uint32_t consent_version;
    uint16_t missing; /* bit n: finger position n */
};

/* Where somebody wants to hear of an appointment: it leaves bio only sealed, and belongs to no visit. */
struct bsm_bio_wish {
    struct bsm_uuid wish;
    uint64_t seq;
    int64_t clock_offset_ms; /* as in bsm_bio_visit */
    char site[BSM_SITE_SIZE];
    char mobile[BSM_MOBILE_SIZE];
};

struct bsm_device_state {
    enum bsm_device device;
    bool present;
};

struct bsm_hint_said {
    enum bsm_modality modality;
    enum bsm_hint hint;
};

struct bsm_light_asked {
    enum bsm_light light;
};

struct bsm_captured {
    enum bsm_modality modality;
    enum bsm_position position;
    uint8_t quality;     /* 0..100 */
    uint16_t light_gain; /* of a face that answered the screen's light, 1..BSM_LIGHT_GAIN_MAX; else 0 */
    uint64_t seq;
    uint8_t hash[BSM_HASH_SIZE]; /* of its JWS: the next capture's previous_hash */
    struct bsm_sealed sealed;
};

struct bsm_capture_failed {
    enum bsm_modality modality;
    enum bsm_position position;
    enum bsm_status status; /* RETRY with a hint, TIMEOUT, CANCELLED, GONE, BUSY (reader cools down), FAULT */
    enum bsm_hint hint;
};

/* A claim or a wish. */
struct bsm_claim_sealed {
    enum bsm_status status; /* OK, or FAULT: the rest is then zeroes */
    uint64_t seq;
    uint8_t hash[BSM_HASH_SIZE]; /* of a claim: of its JWS */
    struct bsm_sealed sealed;
};

struct bsm_ui_show {
    uint32_t serial; /* of this showing; comes back in UI_DRAWN */
    enum bsm_screen screen;
    enum bsm_language language;
    enum bsm_reason reason;
    enum bsm_action action;     /* from the match on, where it is known: what this visit does; else 0 */
    enum bsm_position position; /* hand: the finger asked for; ended: the failed one, or none */
    uint8_t step;               /* hand: which of ... */
    uint8_t steps;              /* ... how many fingers */
    uint8_t tries_left;         /* try again, code */
    uint16_t seconds;           /* time: the countdown; ended/locked: when again */
    bool appointment;           /* ended: an appointment can be booked */
    bool other_way;             /* face: who cannot turn the head can say so */
    bool another_code;          /* code: another one can be sent */
    bool wish;  /* ended, out of service: an appointment can be wished for, to be told of when there is a connection */
    bool rated; /* done, ended, booked, kept, wished: the visit has been rated */
    enum bsm_hint hint;                     /* hand, face: the advice to start with */
    char mobile_hint[BSM_MOBILE_HINT_SIZE]; /* code: where it went, "47"; mobile: of the number on file, "": none is */
};

struct bsm_ui_drawn {
    uint32_t serial;
    enum bsm_screen screen;
};

struct bsm_ui_input {
    enum bsm_input input;
    enum bsm_language language; /* START and LANGUAGE: the one chosen; else the one in use */
    uint8_t value;              /* RATE: 1..5; else 0 */
};

struct bsm_ui_person {
    char name_ar[BSM_NAME_SIZE]; /* UTF-8; "" where the register has none */
    char name_en[BSM_NAME_SIZE];
    char user_name[BSM_USER_NAME_SIZE]; /* "" before there is one */
};

struct bsm_ui_offers {
    uint8_t count;
    char name[BSM_USER_NAME_OFFERS][BSM_USER_NAME_SIZE];
};

struct bsm_ui_booked {
    char code[BSM_BOOKING_CODE_SIZE]; /* what to show at the office: "K7Q2-M4P" */
    struct bsm_office office;
    char day[BSM_DATE_SIZE];
    char time[BSM_TIME_SIZE];
};

struct bsm_ui_receipt {
    char code[BSM_BOOKING_CODE_SIZE]; /* its short name, also in the SMS */
    char receipt[BSM_RECEIPT_SIZE];   /* the signed receipt: shown as a QR code */
    uint16_t mobile_wait_h;           /* until the number given counts; 0: it does, or none was given */
};

struct bsm_ui_missing {
    uint16_t fingers; /* bit n: finger position n; at least one */
};

struct bsm_ui_mobile {
    char mobile[BSM_MOBILE_SIZE]; /* E.164 */
};

struct bsm_ui_user_name {
    char user_name[BSM_USER_NAME_SIZE];
};

struct bsm_ui_password {
    char password[BSM_PASSWORD_SIZE]; /* UTF-8 */
};

/* One of UI_SLOTS. */
struct bsm_ui_slot {
    char office[BSM_OFFICE_ID_SIZE];
    char day[BSM_DATE_SIZE];
    char time[BSM_TIME_SIZE];
    char mobile[BSM_MOBILE_SIZE]; /* where needs_mobile says so; else "" */
};

struct bsm_ui_identity {
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
};

struct bsm_ui_code {
    char code[BSM_CODE_SIZE];
};

/* The head of every request to the centre. The same key with the same body may be sent any number of times. */
struct bsm_net_request {
    uint32_t request; /* the hub's number for it */
    struct bsm_uuid key;
    struct bsm_uuid visit;
};

struct bsm_net_open {
    struct bsm_net_request head;
    enum bsm_action purpose;
};

struct bsm_net_claim {
    struct bsm_net_request head;
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
};

struct bsm_net_capture {
    struct bsm_net_request head;
    struct bsm_sealed sealed;
};

/* VERIFY, SLOTS, LEAVE */
struct bsm_net_plain {
    struct bsm_net_request head;
};

struct bsm_net_missing {
    struct bsm_net_request head;
    uint16_t fingers; /* as in bsm_ui_missing: all that are missing, not only new ones */
};

struct bsm_net_send_code {
    struct bsm_net_request head;
    char mobile[BSM_MOBILE_SIZE]; /* a new number; "": the one on file, or the last one given in this visit */
};

struct bsm_net_user_name {
    struct bsm_net_request head;
    char user_name[BSM_USER_NAME_SIZE]; /* is kept for this visit; complete gives it to the account */
};

struct bsm_net_book {
    struct bsm_net_request head;
    struct bsm_ui_slot slot;
};

/* Kept whatever happens to the link and the power, and brought to the centre once. Answered when it is on disk. */
struct bsm_net_spool {
    uint32_t request;
    uint64_t place; /* of the line in all that this kiosk's journal ever held; rises; the same line, the same place */
    char text[BSM_SPOOL_TEXT_SIZE];
};

/* A record of a campaign's visit or a wish, which the uplink keeps until the centre has answered for it. All of one
 * visit are said with the same count and place; they are on disk together or not at all. */
struct bsm_net_keep {
    struct bsm_net_request head; /* visit: the wish's name, where it is one */
    enum bsm_kept_kind kind;
    uint8_t index;  /* 0..count-1, in order */
    uint8_t count;  /* 2..BSM_RECORDS_MAX; of a wish 1 */
    uint64_t place; /* the claim's or the wish's seq: rises */
    struct bsm_sealed sealed;
};

struct bsm_net_check_code {
    struct bsm_net_request head;
    char code[BSM_CODE_SIZE];
};

struct bsm_net_complete {
    struct bsm_net_request head;
    enum bsm_action action;
    uint32_t consent_version;
    char password[BSM_PASSWORD_SIZE]; /* UTF-8; register and reset_password; else "" */
};

struct bsm_net_link {
    bool up;
};

struct bsm_net_opened {
    uint32_t request;
    uint8_t nonce[BSM_NONCE_SIZE];
    int64_t expires_unix_ms; /* by the centre's clock */
    int64_t server_unix_ms;
};

struct bsm_net_claimed {
    uint32_t request;
    uint32_t steps;        /* set of enum bsm_step */
    uint8_t fingers_count; /* of fingers[] */
    enum bsm_position fingers[BSM_FINGERS_ASKED_MAX];
};

/* What comes after the match; only a person who is confirmed hears it. */
struct bsm_next {
    uint32_t steps;         /* set of enum bsm_step: of CODE, MOBILE, ACCOUNT, PASSWORD */
    enum bsm_action action; /* what complete will be asked for; 0: nothing is left to do (ACTIVE already) */
    char mobile_hint[BSM_MOBILE_HINT_SIZE]; /* of the number on file; "": none */
    char name_ar[BSM_NAME_SIZE];            /* UTF-8 */
    char name_en[BSM_NAME_SIZE];
    char user_name[BSM_USER_NAME_SIZE]; /* of the account; "": none yet */
};

struct bsm_net_accepted {
    uint32_t request;
    bool again; /* the centre could not use it: take it again */
};

struct bsm_net_verified {
    uint32_t request;
    enum bsm_verdict verdict;
    uint8_t tries_left;
    struct bsm_next next; /* with MATCH; else zeroes */
};

struct bsm_net_done {
    uint32_t request;
};

struct bsm_net_completed {
    uint32_t request;
    struct bsm_ui_receipt receipt;
};

struct bsm_net_offered {
    uint32_t request;
    struct bsm_slots slots;
};

struct bsm_net_booked {
    uint32_t request;
    struct bsm_ui_booked booked;
};

struct bsm_net_stored {
    uint32_t request;
};

struct bsm_net_delivered {
    enum bsm_kept_kind kind;
    uint64_t place;
    enum bsm_problem problem; /* NONE: taken; else why it was refused for good */
};

struct bsm_net_config {
    char jws[BSM_CONFIG_JWS_SIZE]; /* a compact JWS */
};

struct bsm_net_failed {
    uint32_t request;
    enum bsm_status status;   /* TIMEOUT/GONE: the centre could not be reached; DENIED/INVALID: it said no */
    enum bsm_problem problem; /* NONE where it never answered */
    uint32_t retry_after_s;
    uint8_t tries_left;          /* with CODE_WRONG */
    struct bsm_ui_offers offers; /* with NAME_TAKEN: free ones */
};

struct bsm_message {
    enum bsm_message_type type;
    uint32_t round;
    union {
        struct bsm_bio_visit bio_visit;
        struct bsm_bio_finger bio_finger;
        struct bsm_bio_face bio_face;
        struct bsm_bio_claim bio_claim;
        struct bsm_bio_wish bio_wish;
        struct bsm_device_state device;
        struct bsm_hint_said hint;
        struct bsm_light_asked light;
        struct bsm_captured captured;
        struct bsm_capture_failed capture_failed;
        struct bsm_claim_sealed claim_sealed;
        struct bsm_ui_show ui_show;
        struct bsm_ui_person ui_person;
        struct bsm_ui_offers ui_offers;
        struct bsm_slots ui_slots;
        struct bsm_ui_booked ui_booked;
        struct bsm_ui_receipt ui_receipt;
        struct bsm_ui_drawn ui_drawn;
        struct bsm_ui_input ui_input;
        struct bsm_ui_identity ui_identity;
        struct bsm_ui_code ui_code;
        struct bsm_ui_missing ui_missing;
        struct bsm_ui_mobile ui_mobile;
        struct bsm_ui_user_name ui_user_name;
        struct bsm_ui_password ui_password;
        struct bsm_ui_slot ui_slot;
        struct bsm_net_open net_open;
        struct bsm_net_claim net_claim;
        struct bsm_net_missing net_missing;
        struct bsm_net_capture net_capture;
        struct bsm_net_plain net_plain;
        struct bsm_net_send_code net_send_code;
        struct bsm_net_user_name net_user_name;
        struct bsm_net_book net_book;
        struct bsm_net_spool net_spool;
        struct bsm_net_keep net_keep;
        struct bsm_net_check_code net_check_code;
        struct bsm_net_complete net_complete;
        struct bsm_net_link net_link;
        struct bsm_net_opened net_opened;
        struct bsm_net_claimed net_claimed;
        struct bsm_net_accepted net_accepted;
        struct bsm_net_verified net_verified;
        struct bsm_net_done net_done;
        struct bsm_net_completed net_completed;
        struct bsm_net_offered net_offered;
        struct bsm_net_booked net_booked;
        struct bsm_net_stored net_stored;
        struct bsm_net_delivered net_delivered;
        struct bsm_net_config net_config;
        struct bsm_net_failed net_failed;
    } as;
};

/* "bio_finger"; "unknown" outside the enum. */
const char *bsm_message_name(enum bsm_message_type type);

const char *bsm_leaf_name(enum bsm_leaf leaf);

/* Whether a message of this type may go from the leaf to the hub (to_hub) or the other way. */
bool bsm_message_permitted(enum bsm_message_type type, enum bsm_leaf leaf, bool to_hub);

/* Whether exactly one descriptor travels with it; no other message may carry one. */
bool bsm_message_has_descriptor(enum bsm_message_type type);

/* Writes the message into bytes (BSM_MESSAGE_BYTES_MAX are always enough) and says how many. A value out of its range
 * is a programming error here. */
void bsm_message_encode(const struct bsm_message *message, uint8_t *bytes, size_t capacity, size_t *size);

/* Reads one message; every number must be in range, every text printable UTF-8 and ended, nothing left over. INVALID
 * otherwise, and *message is then wiped. */
enum bsm_status bsm_message_decode(struct bsm_message *message, const uint8_t *bytes, size_t size);

/* Overwrites the whole of it. */
void bsm_message_wipe(struct bsm_message *message);

#endif
