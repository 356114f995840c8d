#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/record/decision.h"
#include "enroll/record/test_people.h"

static struct bsm_finger_matcher *matcher;

static struct bsm_decision decide(struct bsm_record *reference, struct bsm_record *probe)
{
    struct bsm_decision decision;
    assert_int_equal(bsm_decision_make(matcher, reference, probe, &bsm_thresholds_default, &decision), BSM_OK);
    bsm_record_finish(reference);
    bsm_record_finish(probe);
    return decision;
}

static void drop(struct bsm_record_part *part)
{
    struct bsm_record dropped = {.face = *part};
    *part = (struct bsm_record_part){0};
    bsm_record_finish(&dropped);
}

static void another_visit_of_the_same_person_is_a_match(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_true(decision.match);
    assert_true(decision.fingers_passed && decision.face_passed);
    assert_false(decision.incomplete);
    assert_int_equal(decision.fingers_compared, 2);
}

static void another_person_is_none(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(2, 0);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_false(decision.match || decision.fingers_passed || decision.face_passed || decision.incomplete);
}

static void right_fingers_with_another_face_are_no_match(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
    test_add_face(&probe, 2, 0, 0);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_false(decision.match || decision.face_passed || decision.incomplete);
    assert_true(decision.fingers_passed);
}

static void the_right_face_with_other_fingers_is_no_match(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(2, 1);
    test_add_face(&probe, 1, 1, 0);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_false(decision.match || decision.fingers_passed || decision.incomplete);
    assert_true(decision.face_passed);
}

static void one_right_finger_does_not_carry_a_wrong_one(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
    test_add_finger(&probe, 2, BSM_POSITION_LEFT_INDEX, 1);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_int_equal(decision.fingers_compared, 2);
    assert_false(decision.match || decision.fingers_passed);
}

static void one_finger_where_two_are_enrolled_is_incomplete(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
    drop(&probe.fingers[BSM_POSITION_LEFT_INDEX]);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_true(decision.incomplete);
    assert_false(decision.match || decision.fingers_passed);
}

static void a_person_with_one_enrolled_finger_can_pass(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
    drop(&reference.fingers[BSM_POSITION_LEFT_INDEX]);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_true(decision.match);
    assert_int_equal(decision.fingers_compared, 1);
}

static void fingers_are_compared_by_their_position(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = {0};
    test_add_finger(&probe, 1, BSM_POSITION_RIGHT_MIDDLE, 1);
    test_add_finger(&probe, 1, BSM_POSITION_LEFT_MIDDLE, 1);
    test_add_face(&probe, 1, 1, 0);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_int_equal(decision.fingers_compared, 0);
    assert_true(decision.incomplete);
    assert_false(decision.match);
}

static void a_missing_face_is_incomplete_on_either_side(void **state)
{
    (void)state;
    for (int side = 0; side < 2; side++) {
        struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1);
        drop(side ? &probe.face : &reference.face);
        struct bsm_decision decision = decide(&reference, &probe);
        assert_true(decision.incomplete && decision.fingers_passed);
        assert_false(decision.match || decision.face_passed);
    }
}

static void a_face_of_another_model_counts_as_missing(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 0);
    test_add_face(&probe, 1, 0, 9);
    struct bsm_decision decision = decide(&reference, &probe);
    assert_true(decision.incomplete);
    assert_false(decision.match);
}

static void two_empty_records_are_no_match(void **state)
{
    (void)state;
    struct bsm_record reference = {0}, probe = {0};
    struct bsm_decision decision = decide(&reference, &probe);
    assert_true(decision.incomplete);
    assert_false(decision.match || decision.fingers_passed || decision.face_passed);
}

static void any_of_several_views_will_do(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 1), other = test_person(2, 0);
    struct bsm_record mixed = test_person(1, 0);
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        const struct bsm_record_part *wrong = &other.fingers[position], *right = &reference.fingers[position];
        if (!wrong->bytes)
            continue;
        assert_int_equal(bsm_record_set_finger(&mixed, (enum bsm_position)position, wrong->bytes, wrong->size), BSM_OK);
        assert_int_equal(bsm_record_add_view(&mixed, (enum bsm_position)position, right->bytes, right->size), BSM_OK);
    }
    bsm_record_finish(&reference);
    bsm_record_finish(&other);
    struct bsm_decision decision = decide(&mixed, &probe);
    assert_true(decision.match);
    assert_int_equal(decision.fingers_compared, 2);
}

static void fingers_and_face_add_up_and_each_has_its_floor(void **state)
{
    const struct bsm_thresholds thresholds = {
        .false_matches_one_in = 10000,
        .fingers_wanted = 2,
        .finger_floor = -100,
        .fingers_floor = 200,
        .face_floor = 100,
        .finger = {-200, -200, 400, 400},
        .face = {-200, -200, 400, 400},
    };
    static const struct {
        int32_t fingers[2], face;
        bool fingers_pass, face_passes, match;
    } cases[] = {
        {{100, 150}, 150, true, true, true},    /* 400 together */
        {{100, 149}, 150, true, true, false},   /* 399 */
        {{-100, 400}, 400, true, true, true},   /* a finger at its floor */
        {{-101, 400}, 400, false, true, false}, /* below it */
        {{99, 100}, 400, false, true, false},   /* both below theirs, however good the face */
        {{400, 400}, 99, true, false, false},   /* the face below its, however good the fingers */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct bsm_decision decision = bsm_decision_weigh(&thresholds, cases[i].fingers, 2, &cases[i].face);
        assert_int_equal(decision.fingers_passed, cases[i].fingers_pass);
        assert_int_equal(decision.face_passed, cases[i].face_passes);
        assert_int_equal(decision.match, cases[i].match);
    }
    assert_true(bsm_decision_weigh(&thresholds, cases[0].fingers, 2, NULL).incomplete);
    assert_false(bsm_decision_weigh(&thresholds, cases[2].fingers, 2, NULL).match);
    assert_false(bsm_decision_weigh(&thresholds, cases[0].fingers, 0, &cases[0].face).match);
}

static void unusable_thresholds_let_nobody_pass(void **state)
{
    (void)state;
    struct bsm_record reference = test_person(1, 0), probe = test_person(1, 0);
    struct bsm_thresholds thresholds = bsm_thresholds_default;
    thresholds.finger.score_high = thresholds.finger.score_low;
    struct bsm_decision decision;
    assert_int_equal(bsm_decision_make(matcher, &reference, &probe, &thresholds, &decision), BSM_OK);
    assert_false(decision.match || decision.fingers_passed);
    bsm_record_finish(&reference);
    bsm_record_finish(&probe);
}

int main(void)
{
    enum bsm_status status;
    matcher = bsm_finger_matcher_create(&status);
    if (!matcher)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_visit_of_the_same_person_is_a_match),
        cmocka_unit_test(another_person_is_none),
        cmocka_unit_test(right_fingers_with_another_face_are_no_match),
        cmocka_unit_test(the_right_face_with_other_fingers_is_no_match),
        cmocka_unit_test(one_right_finger_does_not_carry_a_wrong_one),
        cmocka_unit_test(one_finger_where_two_are_enrolled_is_incomplete),
        cmocka_unit_test(a_person_with_one_enrolled_finger_can_pass),
        cmocka_unit_test(fingers_are_compared_by_their_position),
        cmocka_unit_test(a_missing_face_is_incomplete_on_either_side),
        cmocka_unit_test(a_face_of_another_model_counts_as_missing),
        cmocka_unit_test(two_empty_records_are_no_match),
        cmocka_unit_test(any_of_several_views_will_do),
        cmocka_unit_test(fingers_and_face_add_up_and_each_has_its_floor),
        cmocka_unit_test(unusable_thresholds_let_nobody_pass),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bsm_finger_matcher_destroy(matcher);
    return failed;
}
