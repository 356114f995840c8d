#include "central/visits/visit_state.h"

#include <stddef.h>

struct rule {
    enum bsm_visit_state from;
    enum bsm_visit_move move;
    enum bsm_visit_state to;
};

static const struct rule rules[] = {
    {BSM_VISIT_OPENED, BSM_MOVE_CLAIM, BSM_VISIT_CLAIMED},
    {BSM_VISIT_CLAIMED, BSM_MOVE_CAPTURE, BSM_VISIT_CAPTURING},
    {BSM_VISIT_CAPTURING, BSM_MOVE_CAPTURE, BSM_VISIT_CAPTURING},
    {BSM_VISIT_CAPTURING, BSM_MOVE_MATCH, BSM_VISIT_VERIFIED},
    {BSM_VISIT_CAPTURING, BSM_MOVE_RETRY, BSM_VISIT_CLAIMED},
    {BSM_VISIT_CLAIMED, BSM_MOVE_MISSING, BSM_VISIT_CLAIMED},
    {BSM_VISIT_CAPTURING, BSM_MOVE_MISSING, BSM_VISIT_CLAIMED},
    {BSM_VISIT_CAPTURING, BSM_MOVE_PROVE, BSM_VISIT_PROVED},
    {BSM_VISIT_CAPTURING, BSM_MOVE_REFUSE, BSM_VISIT_REFUSED},
    {BSM_VISIT_CAPTURING, BSM_MOVE_REFER, BSM_VISIT_REFERRED},
    {BSM_VISIT_VERIFIED, BSM_MOVE_SEND_CODE, BSM_VISIT_VERIFIED},
    {BSM_VISIT_VERIFIED, BSM_MOVE_WRONG_CODE, BSM_VISIT_VERIFIED},
    {BSM_VISIT_VERIFIED, BSM_MOVE_REFUSE, BSM_VISIT_REFUSED},
    {BSM_VISIT_VERIFIED, BSM_MOVE_CONFIRM, BSM_VISIT_CONFIRMED},
    {BSM_VISIT_CONFIRMED, BSM_MOVE_USER_NAME, BSM_VISIT_CONFIRMED},
    {BSM_VISIT_CONFIRMED, BSM_MOVE_COMPLETE, BSM_VISIT_DONE},
    {BSM_VISIT_CONFIRMED, BSM_MOVE_REFER, BSM_VISIT_REFERRED}, /* the account was taken elsewhere meanwhile */
};

bool bsm_visit_state_is_end(enum bsm_visit_state state)
{
    switch (state) {
    case BSM_VISIT_OPENED:
    case BSM_VISIT_CLAIMED:
    case BSM_VISIT_CAPTURING:
    case BSM_VISIT_VERIFIED:
    case BSM_VISIT_CONFIRMED: return false;
    case BSM_VISIT_REFUSED:
    case BSM_VISIT_REFERRED:
    case BSM_VISIT_DONE:
    case BSM_VISIT_LEFT:
    case BSM_VISIT_EXPIRED:
    case BSM_VISIT_PROVED: return true;
    }
    return true;
}

bool bsm_visit_state_next(enum bsm_visit_state from, enum bsm_visit_move move, enum bsm_visit_state *to)
{
    if (move == BSM_MOVE_LEAVE || move == BSM_MOVE_EXPIRE) {
        *to = move == BSM_MOVE_LEAVE ? BSM_VISIT_LEFT : BSM_VISIT_EXPIRED;
        return !bsm_visit_state_is_end(from);
    }
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (rules[i].from == from && rules[i].move == move) {
            *to = rules[i].to;
            return true;
        }
    }
    return false;
}

const char *bsm_visit_state_name(enum bsm_visit_state state)
{
    static const char *const names[] = {
        [BSM_VISIT_OPENED] = "OPENED",       [BSM_VISIT_CLAIMED] = "CLAIMED", [BSM_VISIT_CAPTURING] = "CAPTURING",
        [BSM_VISIT_VERIFIED] = "VERIFIED",   [BSM_VISIT_REFUSED] = "REFUSED", [BSM_VISIT_REFERRED] = "REFERRED",
        [BSM_VISIT_CONFIRMED] = "CONFIRMED", [BSM_VISIT_DONE] = "DONE",       [BSM_VISIT_LEFT] = "LEFT",
        [BSM_VISIT_EXPIRED] = "EXPIRED",     [BSM_VISIT_PROVED] = "PROVED",
    };
    return state >= BSM_VISIT_OPENED && (int)state <= BSM_VISIT_STATE_LAST ? names[state] : "UNKNOWN";
}
