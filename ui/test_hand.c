#include "ui/test_hand.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/samples.h"
#include "ui/test_tools.h"

static struct test_tools tools;
struct bsm_message hand_answer;

bool hand_open(void) { return test_tools_open(&tools); }
void hand_close(void) { test_tools_close(&tools); }

void hand_begin(struct bsm_stage *stage, enum bsm_screen screen)
{
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ENGLISH);
    bsm_stage_init(stage, tools.text, tools.icons);
    stage->sound = BSM_SOUND_READY;
    bsm_stage_resize(stage, 1080, 1920);
    stage->now_ms = 1000;
    bsm_samples_tell(stage, 5);
    bsm_stage_show(stage, &show, 5);
}

void hand_expect(struct bsm_stage *stage, enum bsm_target target, enum bsm_input input, enum bsm_language language)
{
    assert_true(bsm_stage_touch(stage, target, &hand_answer));
    assert_int_equal(hand_answer.type, BSM_MESSAGE_UI_INPUT);
    assert_int_equal(hand_answer.round, 5);
    assert_int_equal(hand_answer.as.ui_input.input, input);
    assert_int_equal(hand_answer.as.ui_input.language, language);
}

void hand_type(struct bsm_stage *stage, const char *digits)
{
    for (; *digits; digits++)
        assert_false(bsm_stage_touch(stage, (enum bsm_target)(BSM_TARGET_KEY_0 + (*digits - '0')), &hand_answer));
}

void hand_type_identity(struct bsm_stage *stage)
{
    char number[BSM_ID_NUMBER_SIZE] = "101234567";
    number[9] = bsm_id_number_check_digit(number);
    hand_type(stage, number);
    hand_type(stage, "17051990");
}

void hand_go_on(struct bsm_stage *stage, enum bsm_screen screen, enum bsm_reason reason)
{
    struct bsm_ui_show show = test_show(screen, BSM_LANGUAGE_ENGLISH);
    show.reason = reason;
    bsm_stage_show(stage, &show, 5);
}

void hand_touch(struct bsm_stage *stage, enum bsm_target target)
{
    assert_false(bsm_stage_touch(stage, target, &hand_answer));
}

void hand_type_text(struct bsm_stage *stage, const char *text)
{
    for (; *text; text++)
        hand_touch(stage, *text >= 'a' ? (enum bsm_target)(BSM_TARGET_KEY_A + (*text - 'a'))
                                       : (enum bsm_target)(BSM_TARGET_KEY_0 + (*text - '0')));
}

enum bsm_target hand_nth(enum bsm_target first, int place) { return (enum bsm_target)((int)first + place); }
