/* Visits without the link, under a site pack: nothing is asked of the centre, everything is sealed, then kept. */
#include "firmware/visit/test_scene.h"

static struct scene scene;

static void say_pack(bool in_force)
{
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_PACK,
                                         .as.pack = {.in_force = in_force,
                                                     .ask = 2,
                                                     .fingers_count = 3,
                                                     .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_LEFT_INDEX,
                                                                 BSM_POSITION_LEFT_THUMB}}});
}

static void say_sealed(bool sealed)
{
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_SEALED, .as.sealed = sealed});
}

static void at_campaign_consent(void)
{
    at_welcome(&scene);
    say_pack(true);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    say_start(&scene, BSM_LANGUAGE_ENGLISH);
}

static void at_campaign_hand(void)
{
    at_campaign_consent();
    say_input(&scene, BSM_INPUT_AGREE);
    say_identity(&scene);
}

static void at_campaign_mobile(void)
{
    at_campaign_hand();
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_LEFT_INDEX);
    say_face(&scene);
}

static void assert_no_request(void)
{
    for (int i = 0; i < scene.effects.count; i++) {
        enum bsm_visit_effect_type type = scene.effects.list[i].type;
        assert_false((type >= BSM_EFFECT_SEND_CLAIM && type <= BSM_EFFECT_SEND_CAPTURE) ||
                     (type >= BSM_EFFECT_SEND_PLAIN && type <= BSM_EFFECT_SEND_BOOK));
    }
}

static void without_link_and_pack_there_is_no_visit(void **state)
{
    (void)state;
    at_welcome(&scene);
    say_part(&scene, BSM_VISIT_PART_LINK, false);
    assert_int_equal(scene.visit.state, BSM_VISIT_STARTING);
    say_pack(true);
    assert_int_equal(scene.visit.state, BSM_VISIT_WELCOME);
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
    say_pack(false);
    assert_int_not_equal(scene.visit.state, BSM_VISIT_WELCOME);
}

static void with_the_link_a_pack_changes_nothing(void **state)
{
    (void)state;
    at_welcome(&scene);
    say_pack(true);
    say_start(&scene, BSM_LANGUAGE_ENGLISH);
    assert_int_equal(scene.visit.state, BSM_VISIT_PURPOSE);
    assert_false(find_effect(&scene, BSM_EFFECT_BEGIN)->as.campaign);
}

static void what_is_taken_is_sealed_and_kept_and_the_person_told(void **state)
{
    (void)state;
    at_campaign_consent();
    assert_true(find_effect(&scene, BSM_EFFECT_BEGIN)->as.campaign);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_CONSENT);
    assert_int_equal(scene.screen.reason, BSM_REASON_LINK);
    say_input(&scene, BSM_INPUT_AGREE);
    say_identity(&scene);
    assert_no_request();
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_RIGHT_INDEX);
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_HOLD_CAPTURE), 1);
    say_finger(&scene, BSM_POSITION_LEFT_INDEX);
    say_face(&scene);
    assert_no_request();
    assert_int_equal(scene.screen.screen, BSM_SCREEN_MOBILE);
    say_mobile(&scene);
    assert_no_request();
    const struct bsm_visit_effect *claim = find_effect(&scene, BSM_EFFECT_BIO_CLAIM);
    assert_string_equal(claim->as.claim.identity.id_number, "1000000008");
    assert_string_equal(claim->as.claim.mobile, "+966512345689");
    say_sealed(true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_KEEP), 1);
    assert_string_equal(scene.visit.course.identity.id_number, "");
    assert_string_equal(scene.visit.course.mobile, "");
    assert_int_not_equal(scene.screen.screen, BSM_SCREEN_KEPT); /* not before it is on disk */
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_KEPT);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_RELEASE), 1);
    assert_no_request();
    say_rating(&scene, 4);
    say_input(&scene, BSM_INPUT_FINISH);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_FORGET)->as.forget.outcome, BSM_OUTCOME_KEPT);
}

static void a_link_that_comes_back_meanwhile_changes_nothing(void **state)
{
    (void)state;
    at_campaign_mobile();
    say_part(&scene, BSM_VISIT_PART_LINK, true);
    assert_no_request();
    say_mobile(&scene);
    say_sealed(true);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_KEPT);
}

static void a_missing_finger_is_replaced_by_the_next_of_the_pack(void **state)
{
    (void)state;
    at_campaign_hand();
    say_finger(&scene, BSM_POSITION_RIGHT_INDEX);
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say_missing(&scene, BSM_POSITION_LEFT_INDEX);
    assert_no_request();
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_FINGER)->as.capture.position, BSM_POSITION_LEFT_THUMB);
    say_finger(&scene, BSM_POSITION_LEFT_THUMB);
    say_face(&scene);
    say_mobile(&scene);
    assert_int_equal(find_effect(&scene, BSM_EFFECT_BIO_CLAIM)->as.claim.missing, 1U << BSM_POSITION_LEFT_INDEX);
}

static void where_no_finger_is_left_an_office_must_see_to_it(void **state)
{
    (void)state;
    at_campaign_hand();
    say_input(&scene, BSM_INPUT_MISSING_FINGER);
    say(&scene, (struct bsm_visit_event){.type = BSM_EVENT_MISSING, .as.missing = 0x7fe});
    say_capture_failed(&scene, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, BSM_CANCELLED, BSM_HINT_NONE);
    assert_true(scene.screen.appointment && scene.screen.wish); /* without the link none can be chosen */
    assert_ended(&scene, BSM_REASON_OFFICE, BSM_OUTCOME_REFUSED);
}

static void a_bio_that_dies_seals_the_claim_in_its_next_life(void **state)
{
    (void)state;
    at_campaign_mobile();
    say_mobile(&scene);
    say_part(&scene, BSM_VISIT_PART_BIO, false);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(scene.effects.list[0].type, BSM_EFFECT_BIO_VISIT);
    assert_string_equal(find_effect(&scene, BSM_EFFECT_BIO_CLAIM)->as.claim.identity.id_number, "1000000008");
    say_sealed(true);
    say_part(&scene, BSM_VISIT_PART_BIO, false);
    say_part(&scene, BSM_VISIT_PART_BIO, true);
    assert_int_equal(count_effects(&scene, BSM_EFFECT_BIO_CLAIM), 0);
}

static void what_cannot_be_sealed_or_kept_is_not_said_to_be(void **state)
{
    (void)state;
    at_campaign_mobile();
    say_mobile(&scene);
    say_sealed(false);
    assert_ended(&scene, BSM_REASON_FAULT, BSM_OUTCOME_FAULT);
    at_campaign_mobile();
    say_mobile(&scene);
    say_sealed(true);
    say_failed(&scene, BSM_VISIT_KEEP, BSM_DENIED, BSM_PROBLEM_NONE);
    assert_ended(&scene, BSM_REASON_LINK, BSM_OUTCOME_LINK);
    at_campaign_mobile();
    say_mobile(&scene);
    say_sealed(true);
    pass_while(&scene, BSM_VISIT_KEEPING, 90 * 1000);
    assert_ended(&scene, BSM_REASON_LINK, BSM_OUTCOME_LINK);
}

static void who_leaves_leaves_nothing(void **state)
{
    (void)state;
    at_campaign_mobile();
    say_input(&scene, BSM_INPUT_LEAVE);
    assert_no_request();
    assert_string_equal(scene.visit.course.identity.id_number, "");
    assert_ended(&scene, BSM_REASON_LEFT, BSM_OUTCOME_LEFT);
}

/* It is on its way to the disk: "you have ended the visit" would not be true. */
static void who_leaves_too_late_is_told_that_it_is_kept(void **state)
{
    (void)state;
    at_campaign_mobile();
    say_mobile(&scene);
    say_sealed(true);
    say_input(&scene, BSM_INPUT_LEAVE);
    assert_int_equal(scene.visit.state, BSM_VISIT_KEEPING);
    say_answered(&scene, BSM_VISIT_KEEP);
    assert_int_equal(scene.screen.screen, BSM_SCREEN_KEPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_link_and_pack_there_is_no_visit),
        cmocka_unit_test(with_the_link_a_pack_changes_nothing),
        cmocka_unit_test(what_is_taken_is_sealed_and_kept_and_the_person_told),
        cmocka_unit_test(a_link_that_comes_back_meanwhile_changes_nothing),
        cmocka_unit_test(a_missing_finger_is_replaced_by_the_next_of_the_pack),
        cmocka_unit_test(where_no_finger_is_left_an_office_must_see_to_it),
        cmocka_unit_test(a_bio_that_dies_seals_the_claim_in_its_next_life),
        cmocka_unit_test(what_cannot_be_sealed_or_kept_is_not_said_to_be),
        cmocka_unit_test(who_leaves_leaves_nothing),
        cmocka_unit_test(who_leaves_too_late_is_told_that_it_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
