#include "firmware/base/hint.h"

const char *bsm_hint_name(enum bsm_hint hint)
{
    switch (hint) {
    case BSM_HINT_NONE: return "none";
    case BSM_HINT_PLACE_FINGER: return "place_finger";
    case BSM_HINT_LIFT_FINGER: return "lift_finger";
    case BSM_HINT_HOLD_LONGER: return "hold_longer";
    case BSM_HINT_CENTRE_FINGER: return "centre_finger";
    case BSM_HINT_PRESS_HARDER: return "press_harder";
    case BSM_HINT_PRESS_LIGHTER: return "press_lighter";
    case BSM_HINT_MORE_FINGER: return "more_finger";
    case BSM_HINT_TURN_FINGER: return "turn_finger";
    case BSM_HINT_FINGER_GOOD: return "finger_good";
    case BSM_HINT_NO_FACE: return "no_face";
    case BSM_HINT_TOO_DARK: return "too_dark";
    case BSM_HINT_ONE_PERSON: return "one_person";
    case BSM_HINT_COME_CLOSER: return "come_closer";
    case BSM_HINT_MOVE_BACK: return "move_back";
    case BSM_HINT_CENTRE_FACE: return "centre_face";
    case BSM_HINT_LOOK_STRAIGHT: return "look_straight";
    case BSM_HINT_MORE_LIGHT: return "more_light";
    case BSM_HINT_LESS_LIGHT: return "less_light";
    case BSM_HINT_HOLD_STILL: return "hold_still";
    case BSM_HINT_OPEN_EYES: return "open_eyes";
    case BSM_HINT_UNCOVER_FACE: return "uncover_face";
    case BSM_HINT_FACE_GOOD: return "face_good";
    case BSM_HINT_TURN_LEFT: return "turn_left";
    case BSM_HINT_TURN_RIGHT: return "turn_right";
    case BSM_HINT_LOOK_UP: return "look_up";
    case BSM_HINT_LOOK_DOWN: return "look_down";
    case BSM_HINT_TURN_BACK: return "turn_back";
    case BSM_HINT_TOO_SLOW: return "too_slow";
    case BSM_HINT_OTHER_SIDE: return "other_side";
    case BSM_HINT_DEVICE_GONE: return "device_gone";
    }
    return "none";
}

bool bsm_hint_is_movement(enum bsm_hint hint) { return hint >= BSM_HINT_TURN_LEFT && hint <= BSM_HINT_TURN_BACK; }
