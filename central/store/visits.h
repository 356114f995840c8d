/* Visits: one row each, from opening to its end. What they captured is in captures.h. */
#ifndef BASMA_CENTRAL_STORE_VISITS_H
#define BASMA_CENTRAL_STORE_VISITS_H

#include "central/digest.h"
#include "central/store/db.h"
#include "central/visits/visit_state.h"
#include "firmware/base/random.h"
#include "firmware/base/terms.h"
#include "net/wire/wire.h"

struct bsm_visit {
    struct bsm_uuid id;
    char device[BSM_WIRE_DEVICE_SIZE];
    uint8_t nonce[BSM_WIRE_NONCE_SIZE];
    enum bsm_visit_state state;
    enum bsm_action purpose;
    int64_t opened_ms;
    int64_t expires_ms;
    int64_t person;               /* 0: number and birth date are nobody's */
    int64_t reference;            /* whose record is compared: the person's, or a stand-in's; 0: none there */
    struct bsm_digest number_key; /* zeroes before the claim */
    int verify_tries;
    struct bsm_digest last_hash; /* of the last capture's JWS; zeroes before the first */
    struct bsm_digest code_hash; /* valid until code_expires_ms */
    int64_t code_expires_ms;
    int code_tries;
    int codes_sent;
    bool code_due;            /* the last code may not have gone out */
    uint32_t consent_version; /* 0 before completion */

    char site[BSM_WIRE_SITE_SIZE]; /* where the kiosk stands */
    uint32_t missing;              /* bit n: finger position n is missing or injured */
    enum bsm_action action;        /* what complete is asked for; 0 before the match, and where nothing is left to do */
    char mobile[BSM_MOBILE_SIZE];  /* a number given in this visit; "" : none, and after its end */
    int64_t matched_ms;            /* when the person was recognised and the captures erased; 0: not */
    uint32_t taken;                /* of the match: bit n: finger position n; bit 0: the face; TOOK_PORTRAIT */
};

enum { BSM_VISIT_TOOK_PORTRAIT = 1 << (BSM_POSITION_MAX + 1) }; /* and kept it, at completion */

/* GONE: no such visit. */
enum bsm_status bsm_visit_find(struct bsm_db *db, const struct bsm_uuid *id, struct bsm_visit *visit);
/* DENIED: there is one with this name. */
enum bsm_status bsm_visit_add(struct bsm_db *db, const struct bsm_visit *visit);
/* Writes everything that changes in a visit's life, but not its state. */
enum bsm_status bsm_visit_save(struct bsm_db *db, const struct bsm_visit *visit);

/* Makes the move: state, audit entry, and with an end the deletion of captures, waiting portrait, mobile number and
 * kept user name. visit->state follows. DENIED: not lawful. */
enum bsm_status bsm_visit_move(struct bsm_db *db, struct bsm_visit *visit, enum bsm_visit_move move, int64_t now_ms);

/* The nth code of the visit has gone out. */
enum bsm_status bsm_visit_code_went_out(struct bsm_db *db, const struct bsm_uuid *id, int nth);
/* Visits that wait for a code which may not have gone out: at most limit, *count of them. */
enum bsm_status bsm_visits_with_code_due(struct bsm_db *db, int64_t now_ms, int limit, struct bsm_uuid *ids,
                                         int *count);

/* Expires at most limit visits whose time is over; *count of them. */
enum bsm_status bsm_visit_expire(struct bsm_db *db, int64_t now_ms, int limit, int *count);

/* Deletes at most limit visits that ended, and whose time was over before the moment; *count of them. What remains of
 * them is the audit. */
enum bsm_status bsm_visit_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count);

#endif
