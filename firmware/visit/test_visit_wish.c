/* An appointment while the link is down: a number, sealed, kept, and the person told; from wherever it is asked for. */
#include "firmware/visit/test_scene.h"

static struct scene scene;

static void say_wish(void)
{
    say(&scene,
        (struct bsm_visit_event){.type = BSM_EVENT_INPUT,
                                 .as.input = {.input = BSM_INPUT_APPOINTMENT, .language = BSM_LANGUAGE_ENGLISH}});
}

static void say_sealed(bool sealed)
{
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_SEALED, .as.sealed = sealed});
}

static void at_out_of_service(void)
{
    at_welcome(&scene);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    pass(&scene, scene.visit.policy.grace_ms);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_OUT_OF_SERVICE);
}

static void at_wish(void)
{
    at_out_of_service();
    say_wish();
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISH);
}

/* On its way to the disk. */
static void at_wishing(void)
{
    at_wish();
    say_mobile(&scene);
    say_sealed(true);
    assert_int_equal(scene.visit.state, BSM_VISIT_WISHING);
}

static void assert_no_request(void)
{
    for (int i = 0; i < scene.effects.count; i++) {
        enum bsm_visit_effect_type type = scene.effects.list[i].type;
        assert_false((type >= BSM_EFFECT_SEND_CLAIM && type <= BSM_EFFECT_SEND_CAPTURE) ||
                     (type >= BSM_EFFECT_SEND_PLAIN && type <= BSM_EFFECT_SEND_BOOK));
    }
}

static void assert_forgets(enum bsm_outcome outcome)
{
    assert_int_equal(scene.visit.state, BSM_VISIT_FORGETTING);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_FORGET)->as.forget.outcome, outcome);
    say_plain(&scene, BSM_EVENT_FORGOTTEN);
    assert_string_equal(scene.visit.course.mobile, "");
}

static void out_of_service_an_appointment_is_wished_for_and_kept(void **state)
{
    (void)state;
    at_out_of_service();
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
    assert_true(scene.screen.appointment && scene.screen.wish);
    say_wish();
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BEGIN), 1);
    assert_int_equal(scene.screen.language, BSM_LANGUAGE_ENGLISH);
    say_mobile(&scene);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_BIO_WISH)->as.mobile, "+966512345689");
    assert_no_request();
    say_sealed(true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_KEEP_WISH), 1);
    assert_string_equal(scene.visit.course.mobile, "");
    assert_int_not_equal(scene.screen.screen, BSM_SCREEN_WISHED); /* not before it is on disk */
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1); /* the number was in it */
    say_rating(&scene, 5);
    say_input(&scene, BSM_INPUT_FINISH);
    assert_no_request();
    assert_forgets(BSM_OUTCOME_WISHED);
}

static void without_the_uplink_or_for_other_reasons_none_is_offered(void **state)
{
    (void)state;
    at_out_of_service();
    say_part(&scene, BSM_VISIT_PART_UPLINK, false);
    assert_false(scene.screen.wish);
    say_wish();
    assert_int_equal(scene.visit.state, BSM_VISIT_OUT_OF_SERVICE);
    say_part(&scene, BSM_VISIT_PART_UPLINK, true);
    assert_true(scene.screen.wish);
    say_part(&scene, BSM_VISIT_PART_READER, false);
    assert_false(scene.screen.wish);
    say_wish();
    assert_int_equal(scene.visit.state, BSM_VISIT_OUT_OF_SERVICE);
}

static void out_of_service_one_can_see_where_to_ask(void **state)
{
    (void)state;
    at_out_of_service();
    say_input(&scene, BSM_INPUT_CALL);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CALL);
    say_wish(); /* nothing of the screen beneath can be touched */
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CALL);
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_OUT_OF_SERVICE);
    say_input(&scene, BSM_INPUT_CALL);
    pass(&scene, scene.visit.policy.call_ms);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_OUT_OF_SERVICE);
    say_input(&scene, BSM_INPUT_CALL);
    say_part(&scene, BSM_VISIT_PART_LINK, true);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WELCOME);
}

/* The outcome of the visit stands; its bio has gone, and another one seals the wish. */
static void at_the_end_of_a_visit_without_its_link_too(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    pass(&scene, scene.visit.policy.link_patience_ms);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_ENDED);
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
    assert_true(scene.screen.wish);
    say_wish();
    assert_no_request();
    say_mobile(&scene);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_WISH), 0); /* none is there */
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_WISH), 1);
    say_sealed(true);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1);
    say_input(&scene, BSM_INPUT_FINISH);
    assert_forgets(BSM_OUTCOME_LINK);
}

static void where_the_centre_can_be_asked_it_is_asked(void **state)
{
    (void)state;
    at_verifying(&scene);
    say_verified(&scene, BSM_VERDICT_NO_MATCH, 0);
    assert_true(scene.screen.appointment);
    assert_false(scene.screen.wish);
    say_input(&scene, BSM_INPUT_APPOINTMENT);
    assert_int_equal(scene.visit.state, BSM_VISIT_ASKING_SLOTS);
}

static void a_link_that_comes_back_meanwhile_changes_nothing(void **state)
{
    (void)state;
    at_wish();
    say_part(&scene, BSM_VISIT_PART_LINK, true);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISH);
    say_mobile(&scene);
    say_sealed(true);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
}

static void a_bio_that_dies_seals_it_in_its_next_life(void **state)
{
    (void)state;
    at_wish();
    say_mobile(&scene);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_WISH), 1);
    say_part(&scene, BSM_VISIT_PART_BIO, false);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_WISH), 1);
    say_sealed(true);
    say_part(&scene, BSM_VISIT_PART_BIO, false);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_WISH), 0);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
}

static void what_is_not_kept_is_said_so(void **state)
{
    (void)state;
    at_wishing();
    say_failed(&scene, BSM_VISIT_KEEP, BSM_DENIED, BSM_PROBLEM_NONE); /* as many wait as may */
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1);
    assert_false(scene.screen.appointment);
    assert_ended(&scene, BSM_REASON_NOT_KEPT, BSM_OUTCOME_FAULT);
    at_wishing();
    say_failed(&scene, BSM_VISIT_KEEP, BSM_FAULT, BSM_PROBLEM_NONE); /* a full disk */
    assert_ended(&scene, BSM_REASON_NOT_KEPT, BSM_OUTCOME_FAULT);
    at_wish();
    say_mobile(&scene);
    say_sealed(false);
    assert_ended(&scene, BSM_REASON_NOT_KEPT, BSM_OUTCOME_FAULT);
    at_wish();
    say_mobile(&scene);
    pass(&scene, scene.visit.policy.link_patience_ms); /* no bio seals it */
    assert_int_equal(count_effects(&scene, BSM_EFFECT_CANCEL), 1);
    assert_ended(&scene, BSM_REASON_NOT_KEPT, BSM_OUTCOME_FAULT);
}

static void what_failed_for_a_time_is_sent_again(void **state)
{
    (void)state;
    at_wishing();
    say_failed(&scene, BSM_VISIT_KEEP, BSM_BUSY, BSM_PROBLEM_NONE);
    assert_int_equal(scene.visit.state, BSM_VISIT_WISHING);
    pass(&scene, scene.visit.policy.resend_ms);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
}

static void who_thinks_better_of_it_leaves_nothing(void **state)
{
    (void)state;
    at_wish();
    say_input(&scene, BSM_INPUT_BACK);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_ENDED);
    assert_true(scene.screen.wish);
    say_wish();
    say_input(&scene, BSM_INPUT_LEAVE);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 0);
    assert_forgets(BSM_OUTCOME_LEFT);
    at_wish();
    say_mobile(&scene);
    say_input(&scene, BSM_INPUT_LEAVE); /* bio has the number */
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_CANCEL), 1);
    assert_forgets(BSM_OUTCOME_LEFT);
}

static void who_leaves_when_it_is_on_its_way_hears_that_it_is_kept(void **state)
{
    (void)state;
    at_wishing();
    say_input(&scene, BSM_INPUT_LEAVE);
    assert_int_equal(scene.visit.state, BSM_VISIT_WISHING);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_WISHED);
}

static void who_walks_away_is_forgotten(void **state)
{
    (void)state;
    at_wish();
    pass(&scene, scene.visit.policy.idle_warn_ms);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_TIME);
    pass(&scene, scene.visit.policy.idle_end_ms);
    assert_int_equal(scene.visit.state, BSM_VISIT_FORGETTING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(out_of_service_an_appointment_is_wished_for_and_kept),
        cmocka_unit_test(without_the_uplink_or_for_other_reasons_none_is_offered),
        cmocka_unit_test(out_of_service_one_can_see_where_to_ask),
        cmocka_unit_test(at_the_end_of_a_visit_without_its_link_too),
        cmocka_unit_test(where_the_centre_can_be_asked_it_is_asked),
        cmocka_unit_test(a_link_that_comes_back_meanwhile_changes_nothing),
        cmocka_unit_test(a_bio_that_dies_seals_it_in_its_next_life),
        cmocka_unit_test(what_is_not_kept_is_said_so),
        cmocka_unit_test(what_failed_for_a_time_is_sent_again),
        cmocka_unit_test(who_thinks_better_of_it_leaves_nothing),
        cmocka_unit_test(who_leaves_when_it_is_on_its_way_hears_that_it_is_kept),
        cmocka_unit_test(who_walks_away_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
