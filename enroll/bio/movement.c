#include "enroll/bio/movement.h"

#include "firmware/base/wipe.h"

void movement_begin(struct movement *movement, enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides,
                    int64_t now_ms)
{
    movement_forget(movement);
    movement->begun = true;
    movement->deadline_ms = now_ms + (int64_t)BSM_CHALLENGE_TURN_MS * bsm_challenge_turns(kind, attempt);
    bsm_challenge_init(&movement->challenge, kind, attempt, sides);
}

void movement_forget(struct movement *movement) { bsm_wipe(movement, sizeof *movement); }

static enum bsm_status keep(struct movement *movement, struct bsm_face *face, const struct bsm_image *picture,
                            const struct bsm_face_found *found)
{
    if (movement->kept == MOVEMENT_KEPT_MAX)
        return BSM_FAULT;
    enum bsm_status status = bsm_face_extract(face, picture, found, movement->bytes[movement->kept],
                                              sizeof movement->bytes[0], &movement->size[movement->kept]);
    if (status == BSM_OK)
        movement->kept++;
    return status == BSM_INVALID || status == BSM_RETRY ? BSM_FAULT : status;
}

static enum bsm_status status_of(enum bsm_challenge_ask ask)
{
    if (ask < BSM_CHALLENGE_PASSED)
        return BSM_BUSY;
    return ask == BSM_CHALLENGE_PASSED ? BSM_OK : BSM_RETRY;
}

enum bsm_status movement_take(struct movement *movement, struct bsm_face *face, const struct bsm_image *picture,
                              const struct bsm_face_found *found, int64_t time_ms)
{
    enum bsm_challenge_ask ask = bsm_challenge_step(&movement->challenge, time_ms, found);
    if (movement->challenge.starts != movement->starts)
        movement->kept = 0;
    movement->starts = movement->challenge.starts;
    if (movement->challenge.keep) {
        enum bsm_status status = keep(movement, face, picture, found);
        if (status != BSM_OK)
            return status;
    }
    return status_of(ask);
}

enum bsm_hint movement_hint(const struct movement *movement)
{
    bool up_down = movement->challenge.kind == BSM_CHALLENGE_UP_DOWN;
    switch (movement->challenge.ask) {
    case BSM_CHALLENGE_LOOK_STRAIGHT: return BSM_HINT_NONE;
    case BSM_CHALLENGE_PICTURES_LEFT: return up_down ? BSM_HINT_LOOK_UP : BSM_HINT_TURN_RIGHT;
    case BSM_CHALLENGE_PICTURES_RIGHT: return up_down ? BSM_HINT_LOOK_DOWN : BSM_HINT_TURN_LEFT;
    case BSM_CHALLENGE_COME_BACK: return BSM_HINT_TURN_BACK;
    case BSM_CHALLENGE_PASSED: return BSM_HINT_FACE_GOOD;
    case BSM_CHALLENGE_WRONG_SIDE: return BSM_HINT_OTHER_SIDE;
    case BSM_CHALLENGE_FLAT: /* why is not for whoever holds it there */
    case BSM_CHALLENGE_LOST: return BSM_HINT_LOOK_STRAIGHT;
    case BSM_CHALLENGE_TOO_SLOW: return BSM_HINT_TOO_SLOW;
    }
    return BSM_HINT_NONE;
}

bool movement_is_of(const struct movement *movement, const uint8_t *bytes, size_t size)
{
    for (int i = 0; i < movement->kept; i++) {
        int32_t score = 0;
        if (bsm_face_match(movement->bytes[i], movement->size[i], bytes, size, &score) != BSM_OK ||
            score < BSM_FACE_SCORE_FMR_1E3)
            return false;
    }
    return true;
}
