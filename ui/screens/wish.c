/* No connection, and so no times to choose from: the number that an appointment is sent to when there is one. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/mobile.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    bsm_widget_title(
        column, bsm_tr("Where may we send your appointment?"),
        bsm_tr("There is no connection now. As soon as there is one, you get the next free appointment at an "
               "office near here, by SMS."));
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

const struct bsm_screen_ops bsm_screen_wish = {.build = build, .on_touch = on_touch};
