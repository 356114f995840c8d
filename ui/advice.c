#include "ui/advice.h"

#include "ui/language.h"

enum { ADVICE_HEIGHT = 196 };

static const struct bsm_advice all[BSM_HINT_COUNT] = {
    [BSM_HINT_PLACE_FINGER] = {"fingerprint", BSM_TONE_PLAIN, BSM_MSGID("Place the finger on the reader"),
                               BSM_MSGID("Flat and relaxed, until you see the tick.")},
    [BSM_HINT_LIFT_FINGER] = {"arrow-up-from-line", BSM_TONE_WARN, BSM_MSGID("Lift the finger"),
                              BSM_MSGID("Then place it on the reader again.")},
    [BSM_HINT_HOLD_LONGER] = {"timer", BSM_TONE_WARN, BSM_MSGID("Leave it there a little longer"),
                              BSM_MSGID("Wait for the tick before you lift it.")},
    [BSM_HINT_CENTRE_FINGER] = {"crosshair", BSM_TONE_WARN, BSM_MSGID("A little more to the middle"),
                                BSM_MSGID("The tip belongs in the middle of the reader.")},
    [BSM_HINT_PRESS_HARDER] = {"arrow-down-to-line", BSM_TONE_WARN, BSM_MSGID("Press a little harder"),
                               BSM_MSGID("If the skin is dry, breathe on the finger first.")},
    [BSM_HINT_PRESS_LIGHTER] = {"droplet", BSM_TONE_WARN, BSM_MSGID("Press a little lighter"),
                                BSM_MSGID("If the finger is damp, please dry it first.")},
    [BSM_HINT_MORE_FINGER] = {"expand", BSM_TONE_WARN, BSM_MSGID("Lay more of the finger down"),
                              BSM_MSGID("The whole pad of the finger, not only its tip.")},
    [BSM_HINT_TURN_FINGER] = {"rotate-cw", BSM_TONE_WARN, BSM_MSGID("Turn the finger straight"),
                              BSM_MSGID("It should point away from you.")},
    [BSM_HINT_FINGER_GOOD] = {"check", BSM_TONE_GOOD, BSM_MSGID("Thank you, that was good"), NULL},
    [BSM_HINT_NO_FACE] = {"scan-face", BSM_TONE_PLAIN, BSM_MSGID("Please look at the camera"),
                          BSM_MSGID("So that your face fills the oval.")},
    [BSM_HINT_TOO_DARK] = {"moon", BSM_TONE_WARN, BSM_MSGID("It is too dark to see you"),
                           BSM_MSGID("Is something before the camera? If it stays dark, please ask the staff here.")},
    [BSM_HINT_ONE_PERSON] = {"users", BSM_TONE_WARN, BSM_MSGID("One person only, please"),
                             BSM_MSGID("Ask those beside you to step back for a moment.")},
    [BSM_HINT_COME_CLOSER] = {"zoom-in", BSM_TONE_WARN, BSM_MSGID("Come a little closer"),
                              BSM_MSGID("So that your face fills the oval.")},
    [BSM_HINT_MOVE_BACK] = {"zoom-out", BSM_TONE_WARN, BSM_MSGID("Move back a little"),
                            BSM_MSGID("So that your whole face is in the oval.")},
    [BSM_HINT_CENTRE_FACE] = {"crosshair", BSM_TONE_WARN, BSM_MSGID("A little more to the middle"),
                              BSM_MSGID("So that your face fills the oval.")},
    [BSM_HINT_LOOK_STRAIGHT] = {"eye", BSM_TONE_WARN, BSM_MSGID("Look straight ahead"),
                                BSM_MSGID("Into the camera above the screen.")},
    [BSM_HINT_MORE_LIGHT] = {"lightbulb", BSM_TONE_WARN, BSM_MSGID("It is a little dark"),
                             BSM_MSGID("Please turn towards the light.")},
    [BSM_HINT_LESS_LIGHT] = {"sun", BSM_TONE_WARN, BSM_MSGID("It is very bright"),
                             BSM_MSGID("Please turn away from the strong light.")},
    [BSM_HINT_HOLD_STILL] = {"hand", BSM_TONE_WARN, BSM_MSGID("Hold still for a moment"), NULL},
    [BSM_HINT_OPEN_EYES] = {"eye", BSM_TONE_WARN, BSM_MSGID("Please keep your eyes open"), NULL},
    [BSM_HINT_UNCOVER_FACE] = {"scan-face", BSM_TONE_WARN, BSM_MSGID("Please uncover your face for a moment"),
                               BSM_MSGID("Eyes, nose and mouth. The picture is not kept.")},
    [BSM_HINT_FACE_GOOD] = {"check", BSM_TONE_GOOD, BSM_MSGID("Thank you, that was good"), NULL},
    [BSM_HINT_TURN_LEFT] = {"arrow-left", BSM_TONE_GOLD, BSM_MSGID("Turn your head slowly to the left"),
                            BSM_MSGID("To the side of the arrow, until the tick comes.")},
    [BSM_HINT_TURN_RIGHT] = {"arrow-right", BSM_TONE_GOLD, BSM_MSGID("Turn your head slowly to the right"),
                             BSM_MSGID("To the side of the arrow, until the tick comes.")},
    [BSM_HINT_LOOK_UP] = {"arrow-up", BSM_TONE_GOLD, BSM_MSGID("Raise your chin a little"),
                          BSM_MSGID("As if you looked at the ceiling.")},
    [BSM_HINT_LOOK_DOWN] = {"arrow-down", BSM_TONE_GOLD, BSM_MSGID("Lower your chin a little"),
                            BSM_MSGID("As if you looked at your hands.")},
    [BSM_HINT_TURN_BACK] = {"check", BSM_TONE_GOOD, BSM_MSGID("Thank you. Now look at the camera again"), NULL},
    [BSM_HINT_TOO_SLOW] = {"timer", BSM_TONE_WARN, BSM_MSGID("Let us try that once more"),
                           BSM_MSGID("There is no hurry. Wait for the arrow, and follow it with your head.")},
    [BSM_HINT_OTHER_SIDE] = {"scan-face", BSM_TONE_WARN, BSM_MSGID("Let us try that once more"),
                             BSM_MSGID("Wait for the arrow, then move your head to where it points.")},
    [BSM_HINT_DEVICE_GONE] = {"unplug", BSM_TONE_WARN, BSM_MSGID("One moment, please"),
                              BSM_MSGID("The device is being made ready again.")},
};

const struct bsm_advice *bsm_advice_for(enum bsm_hint hint, enum bsm_modality modality)
{
    if ((unsigned)hint < BSM_HINT_COUNT && all[hint].heading)
        return &all[hint];
    return &all[modality == BSM_MODALITY_FACE ? BSM_HINT_NO_FACE : BSM_HINT_PLACE_FINGER];
}

void bsm_advice_add_saying(struct bsm_column *column, enum bsm_hint hint, enum bsm_modality modality, const char *text)
{
    const struct bsm_advice *advice = bsm_advice_for(hint, modality);
    bsm_widget_notice(column, advice->tone, advice->icon, bsm_tr(advice->heading), text ? bsm_tr(text) : NULL,
                      bsm_column_px(column, ADVICE_HEIGHT));
}

void bsm_advice_add(struct bsm_column *column, enum bsm_hint hint, enum bsm_modality modality)
{
    bsm_advice_add_saying(column, hint, modality, bsm_advice_for(hint, modality)->text);
}
