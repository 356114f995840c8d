/* Whatever is touched, only what is lawful is said, and nothing of the person stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "ui/samples.h"
#include "ui/screens/screens.h"
#include "ui/test_hand.h"
#include "ui/test_tools.h"

static bool all_zero(const void *memory, size_t size)
{
    const unsigned char *bytes = memory;
    while (size > 0 && bytes[size - 1] == 0)
        size--;
    return size == 0;
}

/* A small generator of its own: the same walk on every machine. */
static unsigned next_number(void)
{
    static unsigned long long state = 20261127;
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(state >> 33);
}

/* Each screen in turn, so that none is left out. */
static struct bsm_ui_show any_show(void)
{
    static unsigned turn;
    struct bsm_ui_show show = test_show((enum bsm_screen)(1 + turn++ % BSM_SCREEN_LAST),
                                        (enum bsm_language)(1 + next_number() % BSM_LANGUAGE_LAST));
    show.reason = (enum bsm_reason)(next_number() % (BSM_REASON_LAST + 1));
    show.action = (enum bsm_action)(next_number() % (BSM_ACTION_LAST + 1));
    show.position = (enum bsm_position)(1 + next_number() % BSM_POSITION_MAX);
    show.appointment = next_number() % 2;
    show.rated = next_number() % 2;
    return show;
}

/* What a screen says must be a message that the hub takes. */
static void expect_lawful(void)
{
    static struct bsm_message back;
    static uint8_t bytes[BSM_MESSAGE_BYTES_MAX];
    size_t size = 0;
    assert_true(bsm_message_permitted(hand_answer.type, BSM_LEAF_UI, true));
    bsm_message_encode(&hand_answer, bytes, sizeof bytes, &size);
    assert_int_equal(bsm_message_decode(&back, bytes, size), BSM_OK);
    if (hand_answer.type == BSM_MESSAGE_UI_USER_NAME)
        assert_true(bsm_user_name_valid(hand_answer.as.ui_user_name.user_name));
    if (hand_answer.type == BSM_MESSAGE_UI_PASSWORD)
        assert_true(bsm_password_valid(hand_answer.as.ui_password.password));
    if (hand_answer.type == BSM_MESSAGE_UI_MOBILE)
        assert_true(bsm_mobile_valid(hand_answer.as.ui_mobile.mobile));
}

/* Mostly something to touch; now and then beside it, or what was there before. */
static enum bsm_target any_target(const struct bsm_page *page)
{
    enum bsm_target target = BSM_TARGET_NONE;
    for (int tries = 0; tries < 20 && target == BSM_TARGET_NONE && page->count > 0; tries++)
        target = page->items[next_number() % (unsigned)page->count].target;
    return target;
}

static void whatever_is_touched_says_what_is_lawful(void **state)
{
    (void)state;
    enum { TOUCHES = 24000 };
    static const enum bsm_message_type expected[] = {BSM_MESSAGE_UI_INPUT, BSM_MESSAGE_UI_MISSING, BSM_MESSAGE_UI_SLOT,
                                                     BSM_MESSAGE_UI_PASSWORD, BSM_MESSAGE_UI_CODE};
    static struct bsm_page page;
    struct bsm_stage stage;
    bool said_type[BSM_MESSAGE_LAST + 1] = {false};
    hand_begin(&stage, BSM_SCREEN_WELCOME);
    for (int i = 0; i < TOUCHES; i++) {
        if (i % 150 == 0) {
            struct bsm_ui_show show = any_show();
            bsm_stage_show(&stage, &show, 5);
        }
        if (next_number() % 700 == 0) {
            bsm_samples_tell(&stage, 5);
            stage.slots.needs_mobile = false; /* a number would hardly come about */
        }
        if (next_number() % 8000 == 0)
            bsm_stage_forget(&stage);
        if (stage.changed && next_number() % 4 == 0) {
            bsm_stage_build(&stage, &page);
            stage.changed = false;
        }
        stage.now_ms += 500;
        if (bsm_stage_touch(&stage, any_target(&page), &hand_answer)) {
            expect_lawful();
            said_type[hand_answer.type] = true;
        }
    }
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (!said_type[expected[i]])
            fail_msg("never said %s", bsm_message_name(expected[i]));
    bsm_stage_finish(&stage);
}

static void hints_of_the_other_kind_change_nothing(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_HAND);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FACE, BSM_HINT_COME_CLOSER});
    assert_int_equal(stage.hint, BSM_HINT_NONE);
    bsm_stage_hint(&stage, &(struct bsm_hint_said){BSM_MODALITY_FINGER, BSM_HINT_PRESS_HARDER});
    assert_int_equal(stage.hint, BSM_HINT_PRESS_HARDER);
}

static void forgetting_leaves_nothing_of_the_person(void **state)
{
    (void)state;
    struct bsm_stage stage;
    const struct bsm_form empty = {0};
    const uint32_t pixels[4] = {1, 2, 3, 4};
    hand_begin(&stage, BSM_SCREEN_IDENTITY);
    hand_type_identity(&stage);
    assert_int_equal(bsm_picture_put(&stage.pictures.face, pixels, 2, 2), BSM_OK);
    assert_int_equal(bsm_picture_put(&stage.pictures.fingers[1], pixels, 2, 2), BSM_OK);
    bsm_stage_forget(&stage);
    assert_memory_equal(&stage.form, &empty, sizeof empty);
    assert_null(stage.pictures.face.pixels);
    assert_null(stage.pictures.fingers[1].pixels);
    assert_string_equal(stage.show.mobile_hint, "");
    assert_true(all_zero(&stage.person, sizeof stage.person));
    assert_true(all_zero(&stage.offers, sizeof stage.offers));
    assert_true(all_zero(&stage.slots, sizeof stage.slots));
    assert_true(all_zero(&stage.booked, sizeof stage.booked));
    assert_true(all_zero(&stage.receipt, sizeof stage.receipt));
    assert_true(all_zero(&stage.booking, sizeof stage.booking));
    assert_int_equal(stage.missing, 0);
}

static void another_round_forgets_the_one_before(void **state)
{
    (void)state;
    struct bsm_stage stage;
    hand_begin(&stage, BSM_SCREEN_IDENTITY);
    hand_type_identity(&stage);
    struct bsm_ui_show show = test_show(BSM_SCREEN_IDENTITY, BSM_LANGUAGE_ENGLISH);
    bsm_stage_show(&stage, &show, 6);
    assert_string_equal(stage.form.typed[BSM_FIELD_ID_NUMBER], "");
}

int main(void)
{
    if (!hand_open())
        return TEST_SKIPPED;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_is_touched_says_what_is_lawful),
        cmocka_unit_test(hints_of_the_other_kind_change_nothing),
        cmocka_unit_test(forgetting_leaves_nothing_of_the_person),
        cmocka_unit_test(another_round_forgets_the_one_before),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    hand_close();
    return failed;
}
