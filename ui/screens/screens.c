#include "ui/screens/screens.h"

static const struct bsm_screen_ops *const all[] = {
    [0] = &bsm_screen_starting,
    [BSM_SCREEN_STARTING] = &bsm_screen_starting,
    [BSM_SCREEN_WELCOME] = &bsm_screen_welcome,
    [BSM_SCREEN_PURPOSE] = &bsm_screen_purpose,
    [BSM_SCREEN_CONSENT] = &bsm_screen_consent,
    [BSM_SCREEN_IDENTITY] = &bsm_screen_identity,
    [BSM_SCREEN_HAND] = &bsm_screen_hand,
    [BSM_SCREEN_MISSING] = &bsm_screen_missing,
    [BSM_SCREEN_FACE] = &bsm_screen_face,
    [BSM_SCREEN_MOBILE] = &bsm_screen_mobile,
    [BSM_SCREEN_CODE] = &bsm_screen_code,
    [BSM_SCREEN_USER_NAME] = &bsm_screen_user_name,
    [BSM_SCREEN_PASSWORD] = &bsm_screen_password,
    [BSM_SCREEN_WAIT] = &bsm_screen_wait,
    [BSM_SCREEN_DONE] = &bsm_screen_done,
    [BSM_SCREEN_KEPT] = &bsm_screen_kept,
    [BSM_SCREEN_TRY_AGAIN] = &bsm_screen_try_again,
    [BSM_SCREEN_ENDED] = &bsm_screen_ended,
    [BSM_SCREEN_APPOINTMENT] = &bsm_screen_appointment,
    [BSM_SCREEN_BOOKED] = &bsm_screen_booked,
    [BSM_SCREEN_WISH] = &bsm_screen_wish,
    [BSM_SCREEN_WISHED] = &bsm_screen_wished,
    [BSM_SCREEN_CALL] = &bsm_screen_call,
    [BSM_SCREEN_TIME] = &bsm_screen_time,
    [BSM_SCREEN_OUT_OF_SERVICE] = &bsm_screen_out_of_service,
};

_Static_assert(sizeof all / sizeof all[0] == BSM_SCREEN_LAST + 1, "a table for each screen");

const struct bsm_screen_ops *bsm_screen_ops(enum bsm_screen screen)
{
    return all[(unsigned)screen <= BSM_SCREEN_LAST ? screen : 0];
}
