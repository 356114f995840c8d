/* Where help is to be had: nothing here pages anybody yet, so nothing is promised. What was begun waits underneath. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    bsm_widget_hero(column, BSM_TONE_PLAIN, "headset");
    bsm_column_gap(column, 48);
    bsm_widget_title(column, bsm_tr("Please ask the staff here"),
                     bsm_tr("This kiosk cannot call them. Your visit waits a short while."));
    bsm_column_gap(column, 56);
    bsm_widget_notice(column, BSM_TONE_PLAIN, "shield-check",
                      bsm_tr("Nobody who works here will ever ask you for your password or the code on your phone."),
                      NULL, bsm_column_px(column, 150));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    struct bsm_item *item =
        bsm_widget_button(column, bsm_column_take(column, bsm_column_target_px(column, BSM_BUTTON_HEIGHT)),
                          BSM_BUTTON_PRIMARY, BSM_TARGET_BACK, "arrow-left", bsm_tr("Back to where I was"));
    item->icon_turned = true;
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_LANGUAGE | BSM_CHROME_LEAVE), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    return target == BSM_TARGET_BACK && bsm_stage_say(stage, BSM_INPUT_BACK, answer);
}

const struct bsm_screen_ops bsm_screen_call = {.build = build, .on_touch = on_touch};
