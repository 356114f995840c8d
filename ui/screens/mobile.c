/* A mobile number, and why it is asked for. */
#include "ui/mobile.h"
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static const char *why(enum bsm_action action)
{
    if (action == BSM_ACTION_CHANGE_MOBILE)
        return bsm_tr("We send a code there; then the new number takes the place of the old one.");
    return bsm_tr("We send a code there, so that the account belongs to your phone and to nobody else's.");
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool change = stage->show.action == BSM_ACTION_CHANGE_MOBILE;
    bsm_widget_title(column, change ? bsm_tr("Your new mobile number") : bsm_tr("Your mobile number"),
                     why(stage->show.action));
    bsm_column_gap(column, 40);
    bsm_mobile_add(stage, column);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool ready = bsm_mobile_is_typed(stage) && !stage->answered;
    bsm_keypad_add(column, (struct bsm_keypad_corner){BSM_TARGET_NEXT, ready ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                                                      "arrow-right", bsm_tr("Next")});
    bsm_column_gap(column, 24);
    struct bsm_item *back =
        bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_TARGET_MIN + 8)),
                          BSM_BUTTON_SECOND, BSM_TARGET_BACK, "arrow-left", bsm_tr("Back"));
    back->icon_turned = true;
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_BACK) {
        stage->answered = true;
        return bsm_stage_say(stage, BSM_INPUT_BACK, answer);
    }
    if (target != BSM_TARGET_NEXT) {
        bsm_mobile_type(stage, target);
        return false;
    }
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_MOBILE, .round = stage->round};
    stage->answered = bsm_mobile_typed(stage, answer->as.ui_mobile.mobile);
    stage->asked_next = !stage->answered;
    return stage->answered;
}

const struct bsm_screen_ops bsm_screen_mobile = {.build = build, .on_touch = on_touch};
