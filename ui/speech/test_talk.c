/* What is said when, without a sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "ui/speech/speech.h"
#include "ui/speech/talk.h"

static struct bsm_talk talk;
static struct bsm_ui_show shown;
static int64_t now_ms;
static int after_ms;

static void begin(void)
{
    bsm_talk_forget(&talk, false);
    shown = (struct bsm_ui_show){.language = BSM_LANGUAGE_ARABIC, .position = BSM_POSITION_RIGHT_INDEX};
    now_ms = 100000;
}

static enum bsm_sentence next(int left_ms) { return bsm_talk_next(&talk, now_ms, left_ms, &after_ms); }

/* A new showing of a screen; what is said then while left_ms of another sentence are left. */
static enum bsm_sentence show(enum bsm_screen screen, int left_ms)
{
    shown.screen = screen;
    shown.serial++;
    bsm_talk_hear(&talk, &shown, BSM_HINT_NONE, now_ms);
    return next(left_ms);
}

static enum bsm_sentence hint(enum bsm_hint advice, int left_ms)
{
    bsm_talk_hear(&talk, &shown, advice, now_ms);
    return next(left_ms);
}

static void each_screen_of_a_visit_says_something_and_outside_one_none_does(void **state)
{
    (void)state;
    begin();
    for (int screen = 1; screen <= BSM_SCREEN_LAST; screen++) {
        shown.screen = (enum bsm_screen)screen;
        bool outside =
            screen == BSM_SCREEN_STARTING || screen == BSM_SCREEN_WELCOME || screen == BSM_SCREEN_OUT_OF_SERVICE;
        bool says = bsm_cue_of(&shown, BSM_HINT_NONE).sentence != BSM_SENTENCE_NONE;
        if (says == outside)
            fail_msg("%s", bsm_screen_name(shown.screen));
    }
}

static void each_advice_has_a_sentence(void **state)
{
    (void)state;
    begin();
    shown.screen = BSM_SCREEN_FACE;
    for (int i = 1; i < BSM_HINT_COUNT; i++) {
        enum bsm_sentence said = bsm_cue_of(&shown, (enum bsm_hint)i).sentence;
        if (said == BSM_SENTENCE_CAMERA && i != BSM_HINT_NO_FACE && i != BSM_HINT_PLACE_FINGER)
            fail_msg("%s has none", bsm_hint_name((enum bsm_hint)i));
    }
}

static void each_end_says_what_to_do_and_none_what_was_not_confirmed(void **state)
{
    (void)state;
    begin();
    shown.screen = BSM_SCREEN_ENDED;
    shown.reason = BSM_REASON_NOT_CONFIRMED;
    assert_int_equal(bsm_cue_of(&shown, BSM_HINT_NONE).sentence, BSM_SENTENCE_ENDED_OFFICE);
    shown.reason = BSM_REASON_OFFICE;
    assert_int_equal(bsm_cue_of(&shown, BSM_HINT_NONE).sentence, BSM_SENTENCE_ENDED_OFFICE);
    shown.appointment = true;
    assert_int_equal(bsm_cue_of(&shown, BSM_HINT_NONE).sentence, BSM_SENTENCE_ENDED_APPOINTMENT);
}

static void each_finger_is_asked_for_by_its_own_name(void **state)
{
    (void)state;
    begin();
    shown.screen = BSM_SCREEN_HAND;
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        shown.position = (enum bsm_position)position;
        assert_string_equal(bsm_sentence_name(bsm_cue_of(&shown, BSM_HINT_PLACE_FINGER).sentence),
                            bsm_position_name(shown.position));
    }
}

static void a_screen_is_said_once_and_again_in_another_language(void **state)
{
    (void)state;
    begin();
    assert_int_equal(show(BSM_SCREEN_PURPOSE, 0), BSM_SENTENCE_PURPOSE);
    assert_int_equal(show(BSM_SCREEN_PURPOSE, 0), BSM_SENTENCE_NONE);
    shown.language = BSM_LANGUAGE_ENGLISH;
    assert_int_equal(show(BSM_SCREEN_PURPOSE, 3000), BSM_SENTENCE_PURPOSE);
}

static void a_new_screen_cuts_short_what_is_not_nearly_over(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_PURPOSE, 0);
    assert_int_equal(show(BSM_SCREEN_CONSENT, 3000), BSM_SENTENCE_CONSENT);
    assert_int_equal(show(BSM_SCREEN_IDENTITY, 400), BSM_SENTENCE_NONE);
    assert_int_equal(after_ms, 400);
    assert_int_equal(next(0), BSM_SENTENCE_IDENTITY);
}

static void advice_stands_for_a_moment_and_lets_the_sentence_before_it_end(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_HAND, 0);
    assert_int_equal(hint(BSM_HINT_PRESS_HARDER, 2000), BSM_SENTENCE_NONE);
    assert_int_equal(after_ms, 500);
    now_ms += 500;
    assert_int_equal(next(1500), BSM_SENTENCE_NONE);
    assert_int_equal(after_ms, 1500);
    now_ms += 1500;
    assert_int_equal(next(0), BSM_SENTENCE_PRESS_HARDER);
}

static void advice_that_flickers_is_not_said(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_FACE, 0);
    for (int i = 0; i < 20; i++) {
        now_ms += 200;
        assert_int_equal(hint(i % 2 ? BSM_HINT_COME_CLOSER : BSM_HINT_MOVE_BACK, 0), BSM_SENTENCE_NONE);
    }
}

static void the_same_advice_is_not_repeated_within_seconds(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_FACE, 0);
    hint(BSM_HINT_COME_CLOSER, 0);
    now_ms += 600;
    assert_int_equal(next(0), BSM_SENTENCE_COME_CLOSER);
    hint(BSM_HINT_CENTRE_FACE, 0);
    now_ms += 600;
    assert_int_equal(next(0), BSM_SENTENCE_CENTRE);
    hint(BSM_HINT_COME_CLOSER, 0);
    now_ms += 600;
    assert_int_equal(next(0), BSM_SENTENCE_NONE);
    hint(BSM_HINT_CENTRE_FACE, 0);
    now_ms += 9000;
    assert_int_equal(hint(BSM_HINT_COME_CLOSER, 0), BSM_SENTENCE_NONE);
    now_ms += 600;
    assert_int_equal(next(0), BSM_SENTENCE_COME_CLOSER);
}

static void the_next_try_does_not_cut_the_advice_of_the_last_one(void **state)
{
    (void)state;
    begin();
    assert_int_equal(show(BSM_SCREEN_HAND, 0), BSM_SENTENCE_RIGHT_THUMB + 1);
    now_ms += 3000;
    hint(BSM_HINT_PRESS_HARDER, 0);
    now_ms += 600;
    assert_int_equal(next(0), BSM_SENTENCE_PRESS_HARDER);
    now_ms += 100;
    assert_int_equal(hint(BSM_HINT_PLACE_FINGER, 1500), BSM_SENTENCE_NONE);
    assert_int_equal(after_ms, 0);
}

static void a_movement_is_asked_for_each_time_and_at_once(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_FACE, 0);
    assert_int_equal(hint(BSM_HINT_TURN_LEFT, 1500), BSM_SENTENCE_TURN_LEFT);
    now_ms += 1000;
    assert_int_equal(hint(BSM_HINT_TURN_BACK, 1500), BSM_SENTENCE_TURN_BACK);
    now_ms += 1000;
    assert_int_equal(hint(BSM_HINT_TURN_LEFT, 1500), BSM_SENTENCE_TURN_LEFT);
    now_ms += 100;
    assert_int_equal(hint(BSM_HINT_HOLD_STILL, 1500), BSM_SENTENCE_NONE);
    assert_int_equal(hint(BSM_HINT_TURN_LEFT, 1500), BSM_SENTENCE_NONE);
}

static void a_short_wait_is_not_worth_a_word(void **state)
{
    (void)state;
    begin();
    assert_int_equal(show(BSM_SCREEN_WAIT, 0), BSM_SENTENCE_NONE);
    now_ms += 900;
    assert_int_equal(show(BSM_SCREEN_FACE, 0), BSM_SENTENCE_CAMERA);
    assert_int_equal(show(BSM_SCREEN_WAIT, 0), BSM_SENTENCE_NONE);
    now_ms += 1600;
    assert_int_equal(next(0), BSM_SENTENCE_WAIT);
}

static void who_silences_it_hears_nothing_until_they_want_to(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_PURPOSE, 0);
    bsm_talk_touch(&talk, true);
    assert_true(talk.silenced);
    assert_int_equal(show(BSM_SCREEN_CONSENT, 0), BSM_SENTENCE_NONE);
    assert_int_equal(show(BSM_SCREEN_IDENTITY, 0), BSM_SENTENCE_NONE);
    bsm_talk_touch(&talk, false);
    assert_false(talk.silenced);
    assert_int_equal(next(0), BSM_SENTENCE_IDENTITY);
}

static void who_touches_it_in_silence_hears_the_last_thing_again(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_PURPOSE, 0);
    bsm_talk_touch(&talk, false);
    assert_int_equal(next(0), BSM_SENTENCE_PURPOSE);
    assert_int_equal(next(0), BSM_SENTENCE_NONE);
}

static void a_new_visit_begins_as_the_settings_say(void **state)
{
    (void)state;
    begin();
    show(BSM_SCREEN_PURPOSE, 0);
    bsm_talk_touch(&talk, true);
    bsm_talk_forget(&talk, false);
    assert_int_equal(show(BSM_SCREEN_PURPOSE, 0), BSM_SENTENCE_PURPOSE);
    bsm_talk_forget(&talk, true);
    assert_int_equal(show(BSM_SCREEN_CONSENT, 0), BSM_SENTENCE_NONE);
}

static void quiet_hours_go_over_midnight(void **state)
{
    (void)state;
    struct bsm_speech_settings settings = {0};
    assert_true(bsm_quiet_parse("22:00-06:30", &settings));
    assert_true(bsm_quiet_at(&settings, 23 * 60));
    assert_true(bsm_quiet_at(&settings, 6 * 60 + 29));
    assert_false(bsm_quiet_at(&settings, 6 * 60 + 30));
    assert_true(bsm_quiet_parse("12:00-13:00", &settings));
    assert_false(bsm_quiet_at(&settings, 11 * 60 + 59));
    assert_true(bsm_quiet_at(&settings, 12 * 60));
    assert_true(bsm_quiet_parse("never", &settings));
    assert_false(bsm_quiet_at(&settings, 0));
    static const char *const wrong[] = {"", "22:00", "24:00-06:00", "22:60-06:00", "22:00-06:00x", "-1:00-06:00"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(bsm_quiet_parse(wrong[i], &settings));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_screen_of_a_visit_says_something_and_outside_one_none_does),
        cmocka_unit_test(each_advice_has_a_sentence),
        cmocka_unit_test(each_end_says_what_to_do_and_none_what_was_not_confirmed),
        cmocka_unit_test(each_finger_is_asked_for_by_its_own_name),
        cmocka_unit_test(a_screen_is_said_once_and_again_in_another_language),
        cmocka_unit_test(a_new_screen_cuts_short_what_is_not_nearly_over),
        cmocka_unit_test(advice_stands_for_a_moment_and_lets_the_sentence_before_it_end),
        cmocka_unit_test(advice_that_flickers_is_not_said),
        cmocka_unit_test(the_same_advice_is_not_repeated_within_seconds),
        cmocka_unit_test(the_next_try_does_not_cut_the_advice_of_the_last_one),
        cmocka_unit_test(a_movement_is_asked_for_each_time_and_at_once),
        cmocka_unit_test(a_short_wait_is_not_worth_a_word),
        cmocka_unit_test(who_silences_it_hears_nothing_until_they_want_to),
        cmocka_unit_test(who_touches_it_in_silence_hears_the_last_thing_again),
        cmocka_unit_test(a_new_visit_begins_as_the_settings_say),
        cmocka_unit_test(quiet_hours_go_over_midnight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
