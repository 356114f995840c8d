/* What the person comes for: three doors. Which of them opens, the centre decides once it knows who it is. */
#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { CHOICE_HEIGHT = 272, CHOICE_GAP = 36 };

static const struct {
    enum bsm_target target;
    enum bsm_input input;
    const char *icon;
    const char *heading;
    const char *text;
} choices[] = {
    {BSM_TARGET_WANT_ACCOUNT, BSM_INPUT_WANT_ACCOUNT, "user-round-check", BSM_MSGID("Open or activate my account"),
     BSM_MSGID("If you have none yet, or it is not active yet.")},
    {BSM_TARGET_WANT_PASSWORD, BSM_INPUT_WANT_PASSWORD, "key-round", BSM_MSGID("I forgot my password"),
     BSM_MSGID("You choose a new one here.")},
    {BSM_TARGET_WANT_MOBILE, BSM_INPUT_WANT_MOBILE, "smartphone", BSM_MSGID("I have a new mobile number"),
     BSM_MSGID("Codes will then come to the new one.")},
};
enum { CHOICES = sizeof choices / sizeof choices[0] };

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    bsm_widget_title(column, bsm_tr("What can we do for you?"), bsm_tr("Please choose one."));
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    (void)stage;
    for (int i = 0; i < CHOICES; i++) {
        if (i > 0)
            bsm_column_gap(column, CHOICE_GAP);
        bsm_widget_choice(column, choices[i].target, choices[i].icon, bsm_tr(choices[i].heading),
                          bsm_tr(choices[i].text), bsm_column_px(column, CHOICE_HEIGHT));
    }
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    for (int i = 0; i < CHOICES && !stage->answered; i++)
        if (choices[i].target == target) {
            stage->answered = true;
            return bsm_stage_say(stage, choices[i].input, answer);
        }
    return false;
}

const struct bsm_screen_ops bsm_screen_purpose = {.build = build, .on_touch = on_touch};
