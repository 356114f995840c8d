/* The hub's state and what its files say to each other; nobody else includes it. */
#ifndef BASMA_HUB_HUB_IMPL_H
#define BASMA_HUB_HUB_IMPL_H

#include "firmware/hub/child.h"
#include "firmware/hub/environment.h"
#include "firmware/hub/hub.h"
#include "firmware/hub/journal.h"
#include "firmware/hub/requests.h"
#include "firmware/hub/seq.h"
#include "firmware/hub/settings.h"
#include "firmware/hub/spooler.h"
#include "firmware/hub/watchdog.h"
#include "firmware/ipc/messages.h"
#include "firmware/visit/visit.h"
#include "net/seal/site_pack.h"

enum {
    BSM_HUB_SHOWS_KEPT = 8,
    BSM_HUB_SETTINGS_EVERY_MS = 30 * 1000,
    BSM_HUB_DISK_EVERY_MS = 5 * 1000, /* while the capture number cannot be kept */
    BSM_HUB_DRAWN_MS = 5 * 1000,      /* a ui that has not drawn a screen by then hangs */
};

/* What belongs to one visit and outlives a leaf; wiped when it is forgotten. */
struct bsm_hub_round {
    struct bsm_uuid visit;
    uint8_t nonce[BSM_NONCE_SIZE];
    uint8_t previous_hash[BSM_HASH_SIZE]; /* of the last capture: what the next follows */
    uint8_t accepted_hash[BSM_HASH_SIZE]; /* of the last that the centre has taken */
    int64_t clock_offset_ms;              /* centre's time minus our monotonic clock */
    struct bsm_uuid wish;                 /* its name; of no visit */
    /* What the ui shows and a fresh one must hear again; zeroes: nothing yet. */
    struct bsm_ui_person person;
    struct bsm_ui_offers offers;
    struct bsm_slots slots;
    struct bsm_ui_booked booked;
    struct bsm_ui_receipt receipt;
};

struct bsm_hub {
    struct bsm_hub_options options;
    struct bsm_settings settings;
    bool settings_good;
    int64_t settings_due_ms; /* looked at again */
    int64_t refused_version; /* of the last configuration that was refused, and why */
    enum bsm_status refused_status;
    int64_t centre_offset_ms;  /* the last clock_offset_ms that the centre told; 0: none yet */
    struct bsm_site_pack pack; /* what may be done without the link */
    bool pack_good;
    int pack_count;                            /* visits that it has cost so far */
    char pack_error[BSM_SITE_PACK_ERROR_SIZE]; /* the last, logged */
    struct bsm_journal journal;
    struct bsm_spooler spooler; /* of the journal */
    struct bsm_seq seq;
    bool seq_open;    /* the file could be read */
    bool seq_good;    /* and a visit may use numbers of it */
    bool seq_failing; /* it could not be kept, and that was logged */
    struct bsm_watchdog watchdog;
    struct bsm_child child[BSM_LEAF_COUNT];
    struct bsm_call call;

    struct bsm_visit visit;
    struct bsm_visit_effects effects;
    uint32_t round; /* counts visits since the hub started */
    struct bsm_hub_round now;
    struct bsm_requests requests;
    struct bsm_message in;                        /* being handled; wiped after */
    struct bsm_message out;                       /* being sent; wiped after */
    int preview_fd;                               /* owned; bio's, for the ui; -1 */
    uint32_t serial;                              /* of the last showing */
    int64_t drawn_due_ms;                         /* the ui must have drawn it by then; 0: it has */
    struct bsm_ui_show shows[BSM_HUB_SHOWS_KEPT]; /* by serial, for the journal; no mobile hint in them */
    bool device_present[BSM_DEVICE_CAMERA + 1];   /* as the journal has it */
    struct bsm_light_place light_place;           /* no bio lives long enough to know it */
    bool link_up;
    bool wipe_waits; /* FORGET was said, wiped is not written yet */
    bool ui_forgot;  /* since */
    bool stopping;
};

/* hub.c: events in, effects out. Carrying out effects never feeds events. The event, which may be personal, is wiped.
 */
void bsm_hub_feed(struct bsm_hub *hub, struct bsm_visit_event *event);
/* Reads and keeps the capture number as far as it can; what came of it is in seq_good. */
void bsm_hub_mind_seq(struct bsm_hub *hub);
void bsm_hub_feed_part(struct bsm_hub *hub, enum bsm_visit_part part, bool present);
/* Writes `wiped` and goes on when ui has forgotten and the used bio is gone. */
void bsm_hub_check_forgotten(struct bsm_hub *hub);

/* carry_out.c */
void bsm_hub_carry_out(struct bsm_hub *hub, const struct bsm_visit_effect *effect);
/* Sends hub->out, with the round, and wipes it. */
void bsm_hub_send(struct bsm_hub *hub, enum bsm_leaf leaf, int descriptor);
void bsm_hub_send_request(struct bsm_hub *hub, struct bsm_request *request);
void bsm_hub_send_next_capture(struct bsm_hub *hub);
void bsm_hub_send_preview(struct bsm_hub *hub);
void bsm_hub_close_preview(struct bsm_hub *hub);

/* known.c: what is known of the person and for them, to the ui; the last: all of it, to a fresh one. */
void bsm_hub_send_person(struct bsm_hub *hub);
void bsm_hub_send_offers(struct bsm_hub *hub);
void bsm_hub_send_slots(struct bsm_hub *hub);
void bsm_hub_send_booked(struct bsm_hub *hub);
void bsm_hub_send_receipt(struct bsm_hub *hub);
void bsm_hub_send_known(struct bsm_hub *hub);

/* typed.c: what the person gave, checked once more, as events of the visit. */
void bsm_hub_on_identity(struct bsm_hub *hub, const struct bsm_ui_identity *typed);
void bsm_hub_on_code(struct bsm_hub *hub, const struct bsm_ui_code *typed);
void bsm_hub_on_missing(struct bsm_hub *hub, uint16_t fingers);
void bsm_hub_on_mobile(struct bsm_hub *hub, const struct bsm_ui_mobile *typed);
void bsm_hub_on_user_name(struct bsm_hub *hub, const struct bsm_ui_user_name *typed);
void bsm_hub_on_password(struct bsm_hub *hub, const struct bsm_ui_password *typed);
void bsm_hub_on_slot(struct bsm_hub *hub, const struct bsm_ui_slot *chosen);

/* send.c: requests to the centre; wiped once they are answered. */
void bsm_hub_send_claim(struct bsm_hub *hub, const struct bsm_visit_identity *identity);
void bsm_hub_send_missing(struct bsm_hub *hub, uint16_t missing);
void bsm_hub_send_capture(struct bsm_hub *hub, int item);
void bsm_hub_drop_captures(struct bsm_hub *hub);
void bsm_hub_send_mobile(struct bsm_hub *hub, const char mobile[BSM_MOBILE_SIZE]);
void bsm_hub_send_code(struct bsm_hub *hub, const char code[BSM_CODE_SIZE]);
void bsm_hub_send_user_name(struct bsm_hub *hub, const char user_name[BSM_USER_NAME_SIZE]);
void bsm_hub_send_complete(struct bsm_hub *hub, enum bsm_action action, const char password[BSM_PASSWORD_SIZE]);
void bsm_hub_send_book(struct bsm_hub *hub, const struct bsm_visit_slot *wanted);
void bsm_hub_send_plain(struct bsm_hub *hub, enum bsm_visit_request about, enum bsm_action purpose);
void bsm_hub_send_again(struct bsm_hub *hub);

/* campaign.c: visits without the link */
void bsm_hub_mind_pack(struct bsm_hub *hub);
void bsm_hub_begin_campaign(struct bsm_hub *hub);
/* The centre's time as it was last said since the start, else our own, minus the monotonic clock. */
int64_t bsm_hub_centre_offset(const struct bsm_hub *hub);
void bsm_hub_hold_capture(struct bsm_hub *hub, int item);
void bsm_hub_send_bio_claim(struct bsm_hub *hub, const struct bsm_visit_effect *effect);
void bsm_hub_on_claim_sealed(struct bsm_hub *hub, const struct bsm_claim_sealed *sealed);
void bsm_hub_keep(struct bsm_hub *hub);
void bsm_hub_on_record_kept(struct bsm_hub *hub);
/* The same way for a wish: one record, of no visit. */
void bsm_hub_send_bio_wish(struct bsm_hub *hub, const char mobile[BSM_MOBILE_SIZE]);
void bsm_hub_keep_wish(struct bsm_hub *hub);
void bsm_hub_on_delivered(struct bsm_hub *hub, const struct bsm_net_delivered *delivered);

/* translate.c: handles hub->in. descriptor: -1 or the caller's to close; *descriptor is set to -1 where it is kept. */
void bsm_hub_on_message(struct bsm_hub *hub, enum bsm_leaf leaf, int *descriptor);

/* permitted.c: whether a leaf may say this in the present state of the visit. */
bool bsm_hub_permits(const struct bsm_visit *visit, enum bsm_message_type type);
/* Whether the type belongs to one visit, so that its round counts. */
bool bsm_hub_is_of_round(enum bsm_message_type type);

/* tell.c: the journal's lines. */
void bsm_hub_tell_screen(struct bsm_hub *hub, uint32_t serial);
void bsm_hub_tell_claimed(struct bsm_hub *hub, uint32_t steps);
void bsm_hub_tell_capture(struct bsm_hub *hub, const char *event, enum bsm_modality modality,
                          enum bsm_position position);
void bsm_hub_tell_device(struct bsm_hub *hub, enum bsm_device device, bool present);
void bsm_hub_tell_link(struct bsm_hub *hub, bool up);
void bsm_hub_tell_ended(struct bsm_hub *hub, enum bsm_leaf leaf, int pid, int wait_status);

/* leaves.c */
enum bsm_visit_part bsm_hub_part_of(enum bsm_leaf leaf);
void bsm_hub_start_due(struct bsm_hub *hub);
void bsm_hub_reap(struct bsm_hub *hub);
/* The leaf is not to be trusted or used any more: killed, and the visit told. */
void bsm_hub_lose(struct bsm_hub *hub, enum bsm_leaf leaf);
/* The leaf is to be started anew: ended in peace, and the visit told. */
void bsm_hub_renew(struct bsm_hub *hub, enum bsm_leaf leaf);
void bsm_hub_refuse(struct bsm_hub *hub, enum bsm_leaf leaf, const char *message);
void bsm_hub_mind_leaves(struct bsm_hub *hub);
int64_t bsm_hub_leaves_due_ms(const struct bsm_hub *hub); /* -1: none */
bool bsm_hub_all_down(const struct bsm_hub *hub);

/* loop.c */
bool bsm_hub_loop(struct bsm_hub *hub);

#endif
