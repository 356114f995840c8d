/*
 * The states of a visit at the centre and the lawful moves between them, as one table. Pure. Every move is written to
 * the audit by whoever makes it; nothing else may change a state.
 *
 *     OPENED -claim-> CLAIMED -capture-> CAPTURING -match-> VERIFIED -code right-> CONFIRMED -complete-> DONE
 *
 * A try that failed, or fingers said to be missing, lead from CAPTURING back to CLAIMED: all captures are taken anew.
 * Every state but the ends goes to LEFT when the person leaves and to EXPIRED when its time is over.
 */
#ifndef BASMA_CENTRAL_VISITS_VISIT_STATE_H
#define BASMA_CENTRAL_VISITS_VISIT_STATE_H

#include <stdbool.h>

enum bsm_visit_state {
    BSM_VISIT_OPENED = 1,
    BSM_VISIT_CLAIMED,
    BSM_VISIT_CAPTURING,
    BSM_VISIT_VERIFIED,
    BSM_VISIT_REFUSED,
    BSM_VISIT_REFERRED,
    BSM_VISIT_CONFIRMED,
    BSM_VISIT_DONE,
    BSM_VISIT_LEFT,
    BSM_VISIT_EXPIRED,
    BSM_VISIT_PROVED, /* of a campaign: recognised; an account is finished in a visit with the link, never here */
};
enum { BSM_VISIT_STATE_LAST = BSM_VISIT_PROVED };

enum bsm_visit_move {
    BSM_MOVE_CLAIM = 1,
    BSM_MOVE_CAPTURE,
    BSM_MOVE_MATCH,
    BSM_MOVE_RETRY,   /* no match, tries are left */
    BSM_MOVE_MISSING, /* fingers are missing: other ones are asked for, all captures are taken anew */
    BSM_MOVE_REFUSE,  /* no match and no tries left, or too many wrong codes */
    BSM_MOVE_REFER,
    BSM_MOVE_SEND_CODE,
    BSM_MOVE_WRONG_CODE,
    BSM_MOVE_CONFIRM,   /* the right code */
    BSM_MOVE_USER_NAME, /* one was chosen */
    BSM_MOVE_COMPLETE,
    BSM_MOVE_LEAVE,
    BSM_MOVE_EXPIRE,
    BSM_MOVE_PROVE, /* a match in a campaign */
};
enum { BSM_MOVE_LAST = BSM_MOVE_PROVE };

/* True and *to set when the move is lawful in this state. */
bool bsm_visit_state_next(enum bsm_visit_state from, enum bsm_visit_move move, enum bsm_visit_state *to);

/* DONE, REFUSED, REFERRED, LEFT, EXPIRED, PROVED: nothing comes after. */
bool bsm_visit_state_is_end(enum bsm_visit_state state);

/* "CAPTURING"; "UNKNOWN" outside the enum. */
const char *bsm_visit_state_name(enum bsm_visit_state state);

#endif
