#include "ui/mobile.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "ui/entry.h"
#include "ui/field.h"
#include "ui/keypad.h"
#include "ui/language.h"
#include "ui/widgets.h"

enum { FIELD_HEIGHT = 136, NOTICE_HEIGHT = 130, LOCAL_DIGITS = 10, WORDS_SIZE = 64 };

static bool abroad(const char *typed) { return typed[0] == '0' && typed[1] == '0'; }

/* Between Arabic digits a space would turn the groups round (UAX 9, rule N1); after a left-to-right mark it does not.
 */
#define SPACE "\u200e "

/* "05X XXX XXXX"; from abroad "00 966 512 345 678". */
static void group(const char *typed, char words[WORDS_SIZE])
{
    static const int local[] = {3, 6};
    static const int foreign[] = {2, 5, 8, 11, 14};
    const int *breaks = abroad(typed) ? foreign : local;
    size_t count = abroad(typed) ? sizeof foreign / sizeof foreign[0] : sizeof local / sizeof local[0];
    size_t used = 0;
    for (int i = 0; typed[i]; i++) {
        for (size_t k = 0; k < count; k++)
            if (breaks[k] == i) {
                memcpy(words + used, SPACE, sizeof SPACE - 1);
                used += sizeof SPACE - 1;
            }
        words[used++] = typed[i];
    }
    words[used] = '\0';
}

static bool is_number(const char *typed)
{
    char mobile[BSM_MOBILE_SIZE];
    bool fine = bsm_mobile_from_typed(typed, mobile);
    bsm_wipe(mobile, sizeof mobile);
    return fine;
}

enum fault { FINE, SHORT, START };

static enum fault judge(const char *typed)
{
    if (is_number(typed))
        return FINE;
    bool begins = typed[0] == '\0' || (typed[0] == '0' && (typed[1] == '\0' || typed[1] == '5' || typed[1] == '0'));
    return begins && !(abroad(typed) && typed[2] == '0') ? SHORT : START;
}

static void add_notice(const struct bsm_stage *stage, struct bsm_column *column)
{
    int height = bsm_column_px(column, NOTICE_HEIGHT);
    switch (judge(stage->form.mobile)) {
    case FINE:
        bsm_widget_notice(column, BSM_TONE_GOOD, "check", bsm_tr("If this is right, touch Next."), NULL, height);
        return;
    case START:
        bsm_widget_notice(column, BSM_TONE_WARN, "info",
                          bsm_tr("A mobile number begins with 05, one of another country with 00."), NULL, height);
        return;
    case SHORT: break;
    }
    bsm_widget_notice(column, stage->asked_next ? BSM_TONE_WARN : BSM_TONE_PLAIN, "info",
                      stage->asked_next ? bsm_tr("Some digits are still missing.")
                                        : bsm_tr("Ten digits, or 00 and the number with its country."),
                      NULL, height);
}

void bsm_mobile_add(const struct bsm_stage *stage, struct bsm_column *column)
{
    char grouped[WORDS_SIZE];
    char words[2 * WORDS_SIZE];
    char ghost[WORDS_SIZE];
    group(stage->form.mobile, grouped);
    bsm_digits(bsm_language_now(), grouped, words, sizeof words);
    bsm_digits(bsm_language_now(), "05• ••• ••••", ghost, sizeof ghost);
    struct bsm_item *field = bsm_field_add(column, bsm_column_take(column, bsm_column_px(column, FIELD_HEIGHT)), words,
                                           ghost, judge(stage->form.mobile) == START);
    field->font_px = bsm_column_px(column, 68);
    bsm_wipe(grouped, sizeof grouped);
    bsm_wipe(words, sizeof words);
    bsm_column_gap(column, 24);
    add_notice(stage, column);
}

bool bsm_mobile_type(struct bsm_stage *stage, enum bsm_target target)
{
    char *typed = stage->form.mobile;
    char digit = bsm_keypad_digit(target);
    stage->asked_next = false;
    if (target == BSM_TARGET_KEY_DELETE)
        return bsm_entry_delete(typed);
    int most = typed[0] == '\0' || abroad(typed) ? BSM_MOBILE_TYPED_SIZE - 1 : LOCAL_DIGITS;
    return digit && bsm_entry_type(typed, BSM_MOBILE_TYPED_SIZE, most, (const char[]){digit, '\0'});
}

bool bsm_mobile_typed(const struct bsm_stage *stage, char out[BSM_MOBILE_SIZE])
{
    return bsm_mobile_from_typed(stage->form.mobile, out);
}

bool bsm_mobile_is_typed(const struct bsm_stage *stage) { return is_number(stage->form.mobile); }

bool bsm_mobile_typed_end(const struct bsm_stage *stage, char out[BSM_NUMBER_SIZE])
{
    const char *from = bsm_mobile_is_typed(stage) ? stage->form.mobile + strlen(stage->form.mobile) - 2 : "";
    bsm_digits(bsm_language_now(), from, out, BSM_NUMBER_SIZE);
    return out[0] != '\0';
}

bool bsm_mobile_end(const struct bsm_stage *stage, char out[BSM_NUMBER_SIZE])
{
    if (stage->slots.needs_mobile)
        return bsm_mobile_typed_end(stage, out);
    bsm_digits(bsm_language_now(), stage->slots.mobile_hint, out, BSM_NUMBER_SIZE);
    return out[0] != '\0';
}

void bsm_mobile_controls(const struct bsm_stage *stage, struct bsm_column *column)
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

bool bsm_mobile_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer)
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
