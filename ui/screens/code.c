/* The six digits sent by SMS; they go off with the last one typed. */
#include <stdio.h>
#include <string.h>

#include "ui/chrome.h"
#include "ui/fit.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/screens/screens.h"
#include "ui/widgets.h"

#include "firmware/base/wipe.h"

enum { SLOT_HEIGHT = 168, NOTICE_HEIGHT = 140, WORDS_SIZE = 256, AGAIN_AFTER_MS = 30000, TICK_MS = 1000 };

static bool may_ask_again(const struct bsm_stage *stage)
{
    return stage->code_asked_ms == 0 || stage->now_ms - stage->code_asked_ms >= AGAIN_AFTER_MS;
}

static bool may_send(const struct bsm_stage *stage) { return stage->show.another_code && may_ask_again(stage); }

static void add_message(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    if (stage->answered) {
        bsm_widget_notice(column, BSM_TONE_PLAIN, "hourglass", bsm_tr("The code is being checked"), NULL, height);
        return;
    }
    if (stage->show.reason == BSM_REASON_CODE) {
        char count[BSM_NUMBER_SIZE];
        char words[WORDS_SIZE];
        unsigned long left = stage->show.tries_left;
        snprintf(words, sizeof words, bsm_tr_plural("%s try left.", "%s tries left.", left), bsm_number(left, count));
        bsm_widget_notice(column, BSM_TONE_WARN, "info", bsm_tr("That was not the code we sent"), left ? words : NULL,
                          height);
        return;
    }
    if (!may_ask_again(stage)) {
        bsm_widget_notice(column, BSM_TONE_GOOD, "send", bsm_tr("A new code is on its way"),
                          bsm_tr("Only the newest one counts."), height);
        return;
    }
    bool last = !stage->show.another_code;
    bsm_widget_notice(column, BSM_TONE_PLAIN, "smartphone", bsm_tr("The message comes within a minute"),
                      last ? bsm_tr("It is the last one that can be sent in this visit.") : NULL, height);
}

/* Only who is confirmed is called by name. */
static void add_greeting(const struct bsm_stage *stage, struct bsm_column *column)
{
    char words[BSM_NAME_SIZE + WORDS_SIZE];
    const char *name = bsm_stage_person_name(stage);
    if (name[0] == '\0')
        return;
    snprintf(words, sizeof words, bsm_tr("Welcome, %s"), name);
    bsm_column_text(column, BSM_STYLE_HEADING, BSM_COLOUR_GREEN, BSM_ALIGN_CENTRE, words);
    bsm_column_gap(column, 16);
    bsm_wipe(words, sizeof words);
}

static void fill(const struct bsm_stage *stage, struct bsm_column *column)
{
    char hint[BSM_NUMBER_SIZE];
    char words[WORDS_SIZE];
    bsm_digits(bsm_language_now(), stage->show.mobile_hint, hint, sizeof hint);
    snprintf(words, sizeof words, bsm_tr("We sent six digits to your mobile number ending in %s."), hint);
    add_greeting(stage, column);
    bsm_widget_title(column, bsm_tr("Enter the code"),
                     stage->show.mobile_hint[0] ? words : bsm_tr("We sent six digits to your mobile number."));
    bsm_column_gap(column, 48);
    struct bsm_item *slots =
        bsm_widget_slots(column, bsm_column_take(column, bsm_column_px(column, SLOT_HEIGHT)), BSM_TARGET_NONE,
                         stage->form.typed[BSM_FIELD_CODE], BSM_CODE_DIGITS, 3, !stage->answered, false);
    slots->font_px = bsm_column_px(column, 84);
    bsm_column_gap(column, 36);
    add_message(stage, column);
}

static void fill_controls(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_target_px(column, BSM_TARGET_MIN + 8);
    bool may = may_send(stage) && !stage->answered;
    bsm_widget_button_in(column, bsm_column_take(column, height), may ? BSM_BUTTON_SECOND : BSM_BUTTON_OFF,
                         BSM_STYLE_LABEL, BSM_TARGET_SEND_CODE, "rotate-ccw", bsm_tr("Send another code"));
    bsm_column_gap(column, 20);
    bsm_widget_button_in(column, bsm_column_take(column, height), stage->answered ? BSM_BUTTON_OFF : BSM_BUTTON_SECOND,
                         BSM_STYLE_LABEL, BSM_TARGET_OTHER_MOBILE, "smartphone", bsm_tr("This number is not mine"));
    bsm_column_gap(column, 28);
    bsm_keypad_add(column, (struct bsm_keypad_corner){.target = BSM_TARGET_NONE});
}

static void build(const struct bsm_stage *stage, struct bsm_page *page)
{
    bsm_fit(stage, page, bsm_chrome_build(stage, page, BSM_CHROME_VISIT), fill, fill_controls);
}

static bool type(struct bsm_stage *stage, char digit, struct bsm_message *answer)
{
    bsm_form_type(&stage->form, digit);
    if (!bsm_field_full(&stage->form, BSM_FIELD_CODE))
        return false;
    *answer = (struct bsm_message){.type = BSM_MESSAGE_UI_CODE, .round = stage->round};
    memcpy(answer->as.ui_code.code, stage->form.typed[BSM_FIELD_CODE], BSM_CODE_SIZE);
    stage->answered = true;
    return true;
}

static bool on_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
{
    char digit = bsm_keypad_digit(target);
    if (stage->answered)
        return false;
    if (target == BSM_TARGET_KEY_DELETE)
        bsm_form_delete(&stage->form);
    if (target == BSM_TARGET_SEND_CODE && may_send(stage)) {
        stage->code_asked_ms = stage->now_ms;
        return bsm_stage_say(stage, BSM_INPUT_SEND_CODE, answer);
    }
    if (target == BSM_TARGET_OTHER_MOBILE) {
        stage->answered = true;
        return bsm_stage_say(stage, BSM_INPUT_OTHER_MOBILE, answer);
    }
    return digit != '\0' && type(stage, digit, answer);
}

static int on_tick(struct bsm_stage *stage)
{
    if (stage->code_asked_ms == 0)
        return 0;
    if (may_ask_again(stage)) {
        stage->code_asked_ms = 0;
        stage->changed = true;
    }
    return TICK_MS;
}

const struct bsm_screen_ops bsm_screen_code = {.build = build, .on_touch = on_touch, .on_tick = on_tick};
