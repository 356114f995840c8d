#include "ui/speech/sentence.h"

static const char *const names[] = {
    "none",
    "purpose",
    "consent",
    "consent_later",
    "consent_portrait",
    "identity",
    "finger",
    "right_thumb",
    "right_index",
    "right_middle",
    "right_ring",
    "right_little",
    "left_thumb",
    "left_index",
    "left_middle",
    "left_ring",
    "left_little",
    "missing",
    "camera",
    "mobile",
    "code",
    "code_wrong",
    "user_name",
    "name_taken",
    "password",
    "password_other",
    "wait",
    "done",
    "kept",
    "try_again",
    "ended",
    "ended_kiosk",
    "ended_link",
    "ended_office",
    "ended_locked",
    "ended_already",
    "ended_code",
    "ended_capture",
    "ended_appointment",
    "ended_wish",
    "ended_not_kept",
    "appointment",
    "slot_taken",
    "booked",
    "wish",
    "wished",
    "call",
    "time",
    "lift_finger",
    "hold_longer",
    "centre",
    "press_harder",
    "press_lighter",
    "more_finger",
    "turn_finger",
    "good",
    "too_dark",
    "one_person",
    "come_closer",
    "move_back",
    "look_straight",
    "more_light",
    "less_light",
    "hold_still",
    "open_eyes",
    "uncover_face",
    "uncover_portrait",
    "turn_left",
    "turn_right",
    "look_up",
    "look_down",
    "turn_back",
    "too_slow",
    "other_side",
};

_Static_assert(sizeof names / sizeof names[0] == BSM_SENTENCE_LAST + 1, "a name for each sentence");

/* Screens that are not here are silent: the welcome invites by its looks, a hall is noisy enough. */
static const enum bsm_sentence screens[BSM_SCREEN_LAST + 1] = {
    [BSM_SCREEN_PURPOSE] = BSM_SENTENCE_PURPOSE,     [BSM_SCREEN_CONSENT] = BSM_SENTENCE_CONSENT,
    [BSM_SCREEN_IDENTITY] = BSM_SENTENCE_IDENTITY,   [BSM_SCREEN_HAND] = BSM_SENTENCE_FINGER,
    [BSM_SCREEN_MISSING] = BSM_SENTENCE_MISSING,     [BSM_SCREEN_FACE] = BSM_SENTENCE_CAMERA,
    [BSM_SCREEN_MOBILE] = BSM_SENTENCE_MOBILE,       [BSM_SCREEN_CODE] = BSM_SENTENCE_CODE,
    [BSM_SCREEN_USER_NAME] = BSM_SENTENCE_USER_NAME, [BSM_SCREEN_PASSWORD] = BSM_SENTENCE_PASSWORD,
    [BSM_SCREEN_WAIT] = BSM_SENTENCE_WAIT,           [BSM_SCREEN_DONE] = BSM_SENTENCE_DONE,
    [BSM_SCREEN_KEPT] = BSM_SENTENCE_KEPT,           [BSM_SCREEN_TRY_AGAIN] = BSM_SENTENCE_TRY_AGAIN,
    [BSM_SCREEN_ENDED] = BSM_SENTENCE_ENDED,         [BSM_SCREEN_APPOINTMENT] = BSM_SENTENCE_APPOINTMENT,
    [BSM_SCREEN_BOOKED] = BSM_SENTENCE_BOOKED,       [BSM_SCREEN_CALL] = BSM_SENTENCE_CALL,
    [BSM_SCREEN_TIME] = BSM_SENTENCE_TIME,           [BSM_SCREEN_WISH] = BSM_SENTENCE_WISH,
    [BSM_SCREEN_WISHED] = BSM_SENTENCE_WISHED,
};

/* Where the reason changes what is said on a screen. */
static const struct {
    enum bsm_screen screen;
    enum bsm_reason reason;
    enum bsm_sentence sentence;
} reasons[] = {
    {BSM_SCREEN_CONSENT, BSM_REASON_LINK, BSM_SENTENCE_CONSENT_LATER},
    {BSM_SCREEN_CONSENT, BSM_REASON_PORTRAIT, BSM_SENTENCE_CONSENT_PORTRAIT},
    {BSM_SCREEN_CODE, BSM_REASON_CODE, BSM_SENTENCE_CODE_WRONG},
    {BSM_SCREEN_USER_NAME, BSM_REASON_NAME_TAKEN, BSM_SENTENCE_NAME_TAKEN},
    {BSM_SCREEN_PASSWORD, BSM_REASON_PASSWORD_WEAK, BSM_SENTENCE_PASSWORD_OTHER},
    {BSM_SCREEN_APPOINTMENT, BSM_REASON_SLOT_TAKEN, BSM_SENTENCE_SLOT_TAKEN},
    {BSM_SCREEN_ENDED, BSM_REASON_DEVICE, BSM_SENTENCE_ENDED_KIOSK},
    {BSM_SCREEN_ENDED, BSM_REASON_FAULT, BSM_SENTENCE_ENDED_KIOSK},
    {BSM_SCREEN_ENDED, BSM_REASON_LINK, BSM_SENTENCE_ENDED_LINK},
    {BSM_SCREEN_ENDED, BSM_REASON_NOT_CONFIRMED, BSM_SENTENCE_ENDED_OFFICE},
    {BSM_SCREEN_ENDED, BSM_REASON_OFFICE, BSM_SENTENCE_ENDED_OFFICE},
    {BSM_SCREEN_ENDED, BSM_REASON_LOCKED, BSM_SENTENCE_ENDED_LOCKED},
    {BSM_SCREEN_ENDED, BSM_REASON_ALREADY, BSM_SENTENCE_ENDED_ALREADY},
    {BSM_SCREEN_ENDED, BSM_REASON_CODE, BSM_SENTENCE_ENDED_CODE},
    {BSM_SCREEN_ENDED, BSM_REASON_NOT_KEPT, BSM_SENTENCE_ENDED_NOT_KEPT},
    {BSM_SCREEN_ENDED, BSM_REASON_CAPTURE, BSM_SENTENCE_ENDED_CAPTURE},
};

/* PLACE_FINGER is not here: the screen says which one. */
static const struct bsm_cue hints[BSM_HINT_COUNT] = {
    [BSM_HINT_LIFT_FINGER] = {BSM_SENTENCE_LIFT_FINGER, BSM_MANNER_ADVICE},
    [BSM_HINT_HOLD_LONGER] = {BSM_SENTENCE_HOLD_LONGER, BSM_MANNER_ADVICE},
    [BSM_HINT_CENTRE_FINGER] = {BSM_SENTENCE_CENTRE, BSM_MANNER_ADVICE},
    [BSM_HINT_PRESS_HARDER] = {BSM_SENTENCE_PRESS_HARDER, BSM_MANNER_ADVICE},
    [BSM_HINT_PRESS_LIGHTER] = {BSM_SENTENCE_PRESS_LIGHTER, BSM_MANNER_ADVICE},
    [BSM_HINT_MORE_FINGER] = {BSM_SENTENCE_MORE_FINGER, BSM_MANNER_ADVICE},
    [BSM_HINT_TURN_FINGER] = {BSM_SENTENCE_TURN_FINGER, BSM_MANNER_ADVICE},
    [BSM_HINT_FINGER_GOOD] = {BSM_SENTENCE_GOOD, BSM_MANNER_INSTRUCTION},
    [BSM_HINT_NO_FACE] = {BSM_SENTENCE_CAMERA, BSM_MANNER_ADVICE},
    [BSM_HINT_TOO_DARK] = {BSM_SENTENCE_TOO_DARK, BSM_MANNER_ADVICE},
    [BSM_HINT_ONE_PERSON] = {BSM_SENTENCE_ONE_PERSON, BSM_MANNER_ADVICE},
    [BSM_HINT_COME_CLOSER] = {BSM_SENTENCE_COME_CLOSER, BSM_MANNER_ADVICE},
    [BSM_HINT_MOVE_BACK] = {BSM_SENTENCE_MOVE_BACK, BSM_MANNER_ADVICE},
    [BSM_HINT_CENTRE_FACE] = {BSM_SENTENCE_CENTRE, BSM_MANNER_ADVICE},
    [BSM_HINT_LOOK_STRAIGHT] = {BSM_SENTENCE_LOOK_STRAIGHT, BSM_MANNER_ADVICE},
    [BSM_HINT_MORE_LIGHT] = {BSM_SENTENCE_MORE_LIGHT, BSM_MANNER_ADVICE},
    [BSM_HINT_LESS_LIGHT] = {BSM_SENTENCE_LESS_LIGHT, BSM_MANNER_ADVICE},
    [BSM_HINT_HOLD_STILL] = {BSM_SENTENCE_HOLD_STILL, BSM_MANNER_ADVICE},
    [BSM_HINT_OPEN_EYES] = {BSM_SENTENCE_OPEN_EYES, BSM_MANNER_ADVICE},
    [BSM_HINT_UNCOVER_FACE] = {BSM_SENTENCE_UNCOVER_FACE, BSM_MANNER_ADVICE},
    [BSM_HINT_FACE_GOOD] = {BSM_SENTENCE_GOOD, BSM_MANNER_INSTRUCTION},
    [BSM_HINT_TURN_LEFT] = {BSM_SENTENCE_TURN_LEFT, BSM_MANNER_MOVEMENT},
    [BSM_HINT_TURN_RIGHT] = {BSM_SENTENCE_TURN_RIGHT, BSM_MANNER_MOVEMENT},
    [BSM_HINT_LOOK_UP] = {BSM_SENTENCE_LOOK_UP, BSM_MANNER_MOVEMENT},
    [BSM_HINT_LOOK_DOWN] = {BSM_SENTENCE_LOOK_DOWN, BSM_MANNER_MOVEMENT},
    [BSM_HINT_TURN_BACK] = {BSM_SENTENCE_TURN_BACK, BSM_MANNER_MOVEMENT},
    [BSM_HINT_TOO_SLOW] = {BSM_SENTENCE_TOO_SLOW, BSM_MANNER_INSTRUCTION},
    [BSM_HINT_OTHER_SIDE] = {BSM_SENTENCE_OTHER_SIDE, BSM_MANNER_INSTRUCTION},
    [BSM_HINT_DEVICE_GONE] = {BSM_SENTENCE_WAIT, BSM_MANNER_ADVICE},
};

/* Where a portrait is kept, nothing else is said. */
static struct bsm_cue of_hint(enum bsm_reason reason, enum bsm_hint hint)
{
    struct bsm_cue cue = hints[hint];
    if (cue.sentence == BSM_SENTENCE_UNCOVER_FACE && reason == BSM_REASON_PORTRAIT)
        cue.sentence = BSM_SENTENCE_UNCOVER_PORTRAIT;
    return cue;
}

static enum bsm_sentence of_screen(const struct bsm_ui_show *show)
{
    int position = (int)show->position;
    if (show->screen == BSM_SCREEN_HAND && position > BSM_POSITION_NONE && position <= BSM_POSITION_MAX)
        return (enum bsm_sentence)(BSM_SENTENCE_RIGHT_THUMB + position - 1);
    if (show->screen == BSM_SCREEN_ENDED && show->appointment && show->reason != BSM_REASON_LOCKED)
        return show->wish ? BSM_SENTENCE_ENDED_WISH : BSM_SENTENCE_ENDED_APPOINTMENT;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        if (reasons[i].screen == show->screen && reasons[i].reason == show->reason)
            return reasons[i].sentence;
    return (unsigned)show->screen <= BSM_SCREEN_LAST ? screens[show->screen] : BSM_SENTENCE_NONE;
}

struct bsm_cue bsm_cue_of(const struct bsm_ui_show *show, enum bsm_hint hint)
{
    bool advised = show->screen == BSM_SCREEN_HAND || show->screen == BSM_SCREEN_FACE;
    if (advised && (unsigned)hint < BSM_HINT_COUNT && hints[hint].sentence != BSM_SENTENCE_NONE)
        return of_hint(show->reason, hint);
    bool wait = show->screen == BSM_SCREEN_WAIT;
    return (struct bsm_cue){of_screen(show), wait ? BSM_MANNER_WAIT : BSM_MANNER_INSTRUCTION};
}

const char *bsm_sentence_name(enum bsm_sentence sentence)
{
    return (unsigned)sentence <= BSM_SENTENCE_LAST ? names[sentence] : names[0];
}
