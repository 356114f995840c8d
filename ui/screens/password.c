/* A password: any letters, Latin or Arabic, typed once; it can be looked at instead of being typed twice. Length
 * counts. */
#include <stdio.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "ui/chrome.h"
#include "ui/entry.h"
#include "ui/field.h"
#include "ui/fit.h"
#include "ui/keyboard.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

enum { FIELD_HEIGHT = 120, NOTICE_HEIGHT = 140, LONG_ENOUGH = 14, SHOW_WIDTH = 220, WORDS_SIZE = 256 };

static void add_short(const struct bsm_stage *stage, struct bsm_column *column, int length, int height)
{
    char count[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    unsigned long more = (unsigned long)(BSM_PASSWORD_MIN - length);
    bsm_widget_notice(
        column, stage->asked_next ? BSM_TONE_WARN : BSM_TONE_PLAIN, "info",
        length == 0 ? bsm_tr("At least eight characters; longer is better.")
                    : (snprintf(words, sizeof words,
                                bsm_tr_plural("%s more character at least.", "%s more characters at least.", more),
                                bsm_number(more, count)),
                       words),
        bsm_tr("Three or four words make a good one."), height);
}

static void add_length(struct bsm_column *column, int length, int height)
{
    char count[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    snprintf(words, sizeof words, bsm_tr_plural("%s character.", "%s characters.", (unsigned long)length),
             bsm_number((unsigned long)length, count));
    bsm_widget_notice(
        column, BSM_TONE_GOOD, "check", words,
        length < LONG_ENOUGH ? bsm_tr("That is enough; longer is better.") : bsm_tr("That is a good length."), height);
}

static void add_notice(const struct bsm_stage *stage, struct bsm_column *column)
{
    const char *typed = stage->form.password;
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    int length = bsm_entry_length(typed);
    if (length == 0 && stage->show.reason == BSM_REASON_PASSWORD_WEAK)
        bsm_widget_notice(column, BSM_TONE_WARN, "shield-alert", bsm_tr("That one would be easy to guess"),
                          bsm_tr("Please choose another; three or four words make a good one."), height);
    else if (length < BSM_PASSWORD_MIN)
        add_short(stage, column, length, height);
    else if (!bsm_password_valid(typed))
        bsm_widget_notice(column, BSM_TONE_WARN, "info", bsm_tr("No space at the beginning or at the end, please."),
                          NULL, height);
    else
        add_length(column, length, height);
}

static void dots(int count, char out[BSM_ITEM_TEXT_SIZE])
{
    static const char dot[] = "•";
    for (int i = 0; i < count; i++)
        memcpy(out + (size_t)i * (sizeof dot - 1), dot, sizeof dot);
}

static void fill_field(const struct bsm_stage *stage, struct bsm_column *column)
{
    char hidden[BSM_ITEM_TEXT_SIZE] = "";
    int height = bsm_column_target_px(column, FIELD_HEIGHT);
    int gap = bsm_column_px(column, 20);
    int button = bsm_column_px(column, SHOW_WIDTH);
    struct bsm_rect row = bsm_column_take(column, height);
    dots(bsm_entry_length(stage->form.password), hidden);
    bsm_field_add(column, (struct bsm_rect){row.x, row.y, row.w - button - gap, row.h},
                  stage->password_shown ? stage->form.password : hidden, "", false);
    bsm_widget_button_in(column, (struct bsm_rect){row.x + row.w - button, row.y, button, row.h}, BSM_BUTTON_SECOND,
                         BSM_STYLE_LABEL, BSM_TARGET_SHOW, stage->password_shown ? "eye-off" : "eye",
                         stage->password_shown ? bsm_tr("Hide") : bsm_tr("Show"));
}

static void add_title(const struct bsm_stage *stage, struct bsm_column *column)
{
    char words[WORDS_SIZE];
    const char *name = stage->person.user_name[0] ? stage->person.user_name : stage->form.user_name;
    bool reset = stage->show.action == BSM_ACTION_RESET_PASSWORD;
    snprintf(words, sizeof words, bsm_tr("For the user name %s"), name);
    bsm_widget_title(column, reset ? bsm_tr("Choose a new password") : bsm_tr("Choose a password"),
                     name[0] ? words : NULL);
    bsm_column_gap(column, 36);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    add_title(stage, column);
    if (!stage->landscape) {
        fill_field(stage, column);
        bsm_column_gap(column, 28);
    }
    add_notice(stage, column);
}

static void fill_keyboard(const struct bsm_stage *stage, struct bsm_column *column)
{
    bool ready = bsm_password_valid(stage->form.password) && !stage->answered;
    bsm_keyboard_letters(column, stage->keyboard,
                         (struct bsm_keypad_corner){BSM_TARGET_NEXT, ready ? BSM_BUTTON_PRIMARY : BSM_BUTTON_OFF,
                                                    "arrow-right", bsm_tr("Next")});
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit_over(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill,
                 stage->landscape ? fill_field : NULL, fill_keyboard);
}

static bool send(struct bsm_stage *stage, struct bsm_message *answer)
{
    stage->asked_next = !bsm_password_valid(stage->form.password);
    if (stage->asked_next)
        return false;
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_PASSWORD, .round = stage->round};
    memcpy(answer->as.ui_password.password, stage->form.password, BSM_PASSWORD_SIZE);
    stage->answered = stage->form.password_sent = true;
    return true;
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    char character[BSM_CHARACTER_SIZE];
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_NEXT)
        return send(stage, answer);
    if (target == BSM_TARGET_SHOW)
        stage->password_shown = !stage->password_shown;
    else if (bsm_keyboard_touch(&stage->keyboard, target, character)) {
        if (target == BSM_TARGET_KEY_DELETE)
            bsm_entry_delete(stage->form.password);
        else
            bsm_entry_type(stage->form.password, BSM_PASSWORD_SIZE, BSM_PASSWORD_MAX, character);
        bsm_wipe(character, sizeof character);
        stage->asked_next = false;
    }
    return false;
}

static bool view(struct bsm_stage *stage, int number)
{
    stage->keyboard = (struct bsm_keyboard){.layout = (enum bsm_layout)number};
    return number <= (int)BSM_LAYOUT_SIGNS;
}

const struct bsm_screen_ops bsm_screen_password = {.build = build, .on_touch = on_touch, .view = view};
