/* Missing and injured fingers: which others are asked for, and what comes of too few. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "central/tests/fixture.h"

#define BIT(finger) (1u << (finger))

static const enum bsm_position two[] = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_LEFT_INDEX, BSM_POSITION_NONE};
static const enum bsm_position left[] = {BSM_POSITION_LEFT_INDEX, BSM_POSITION_NONE};
static const enum bsm_position none[] = {BSM_POSITION_NONE};

static void with_one_finger_left_an_office_decides(void **state)
{
    (void)state;
    struct bsm_wire_claimed claimed;
    struct bsm_wire_verified verified;
    begin_visit(1);
    assert_int_equal(kiosk_missing(&kiosk, BIT(BSM_POSITION_RIGHT_INDEX), &claimed), 200);
    assert_int_equal(claimed.steps, BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE);
    assert_int_equal(claimed.fingers_count, 1);
    assert_int_equal(claimed.fingers[0], BSM_POSITION_LEFT_INDEX);
    kiosk_capture_fingers(&kiosk, left, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_REFER);
    assert_int_equal(verified.action, 0);
    assert_string_equal(verified.name_en, "");
}

static void with_no_finger_left_the_face_is_asked_and_an_office_decides(void **state)
{
    (void)state;
    struct bsm_wire_claimed claimed;
    struct bsm_wire_verified verified;
    begin_visit(1);
    assert_int_equal(kiosk_missing(&kiosk, 2046, &claimed), 200);
    assert_int_equal(claimed.steps, BSM_STEP_FACE);
    assert_int_equal(claimed.fingers_count, 0);
    kiosk_capture_fingers(&kiosk, none, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_REFER);
}

/* The person's fingers, and one more that was another's: three are enrolled. */
static struct bsm_record with_three(unsigned view)
{
    struct bsm_record record = person_record(1, view);
    struct bsm_record other = person_record(9, view);
    const struct bsm_record_part *part = &other.fingers[BSM_POSITION_RIGHT_INDEX];
    assert_int_equal(bsm_record_set_finger(&record, BSM_POSITION_LEFT_MIDDLE, part->bytes, part->size), BSM_OK);
    bsm_record_finish(&other);
    return record;
}

static enum bsm_status enrol_three(struct bsm_db *db, void *context)
{
    (void)context;
    static uint8_t bytes[BSM_RECORD_MAX];
    size_t size = 0;
    struct bsm_record record = with_three(0);
    assert_int_equal(bsm_record_encode(&record, bytes, sizeof bytes, &size), BSM_OK);
    bsm_record_finish(&record);
    struct bsm_query query = bsm_query_of(db, "UPDATE people SET record = $1 WHERE id = 1");
    bsm_bind_blob(&query, bytes, size);
    return bsm_query_run(&query);
}

static void with_two_fingers_left_the_visit_goes_on(void **state)
{
    (void)state;
    static struct bsm_wire_capture capture;
    struct bsm_wire_claimed claimed;
    struct bsm_wire_verified verified;
    assert_int_equal(bsm_store_write(centre.centre.store, enrol_three, NULL), BSM_OK);
    begin_visit(1);
    assert_int_equal(kiosk_missing(&kiosk, BIT(BSM_POSITION_RIGHT_INDEX), &claimed), 200);
    assert_int_equal(claimed.fingers_count, 2);
    assert_int_equal(claimed.fingers[0], BSM_POSITION_LEFT_INDEX);
    assert_int_equal(claimed.fingers[1], BSM_POSITION_LEFT_MIDDLE);
    struct bsm_record record = with_three(1);
    for (int i = 0; i < 2; i++) {
        kiosk_fill_capture(&kiosk, BSM_MODALITY_FINGER, claimed.fingers[i], &record, &capture);
        assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    }
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &record, &capture);
    assert_int_equal(kiosk_send_capture(&kiosk, &capture), 201);
    bsm_record_finish(&record);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

static void fingers_that_are_not_enrolled_change_nothing(void **state)
{
    (void)state;
    struct bsm_wire_claimed claimed;
    begin_visit(1);
    assert_int_equal(kiosk_missing(&kiosk, BIT(BSM_POSITION_RIGHT_LITTLE), &claimed), 200);
    assert_int_equal(claimed.fingers_count, 2);
    kiosk_capture_fingers(&kiosk, two, 1, 1);
    struct bsm_wire_verified verified;
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

static void the_captures_so_far_are_dropped_and_the_chain_goes_on(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 2, 2, 1); /* somebody else's */
    assert_int_equal(kiosk_missing(&kiosk, BIT(BSM_POSITION_RIGHT_LITTLE), NULL), 200);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    assert_refused(kiosk_verify(&kiosk, &verified), 409, BSM_PROBLEM_WRONG_STATE);
    kiosk_capture_fingers(&kiosk, two, 1, 1); /* each follows the last one by its hash */
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_MATCH);
}

static void what_was_said_last_counts(void **state)
{
    (void)state;
    struct bsm_wire_claimed claimed;
    begin_visit(1);
    assert_int_equal(kiosk_missing(&kiosk, 2046, &claimed), 200);
    assert_int_equal(kiosk_missing(&kiosk, BIT(BSM_POSITION_RIGHT_LITTLE), &claimed), 200);
    assert_int_equal(claimed.fingers_count, 2);
}

static void an_unknown_number_is_answered_in_the_same_shape(void **state)
{
    (void)state;
    static const uint32_t sets[] = {BIT(BSM_POSITION_RIGHT_INDEX), BIT(BSM_POSITION_LEFT_INDEX), 2046,
                                    BIT(BSM_POSITION_RIGHT_LITTLE)};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        struct bsm_wire_claimed known;
        struct bsm_wire_claimed unknown;
        begin_visit(1);
        assert_int_equal(kiosk_missing(&kiosk, sets[i], &known), 200);
        size_t size = kiosk.reply.size;
        begin_visit(NOBODY);
        assert_int_equal(kiosk_missing(&kiosk, sets[i], &unknown), 200);
        assert_int_equal(kiosk.reply.size, size);
        assert_memory_equal(&known, &unknown, sizeof known);
    }
}

static void an_unknown_number_without_fingers_comes_to_the_same_end(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    begin_visit(NOBODY);
    assert_int_equal(kiosk_missing(&kiosk, 2046, NULL), 200);
    kiosk_capture_fingers(&kiosk, none, 1, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_REFER);
}

static void before_the_claim_and_after_the_match_it_is_too_early_and_too_late(void **state)
{
    (void)state;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_refused(kiosk_missing(&kiosk, BIT(BSM_POSITION_LEFT_RING), NULL), 409, BSM_PROBLEM_WRONG_STATE);
    match_person(1, NULL);
    assert_refused(kiosk_missing(&kiosk, BIT(BSM_POSITION_LEFT_RING), NULL), 409, BSM_PROBLEM_WRONG_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(with_one_finger_left_an_office_decides),
        TEST(with_no_finger_left_the_face_is_asked_and_an_office_decides),
        TEST(with_two_fingers_left_the_visit_goes_on),
        TEST(fingers_that_are_not_enrolled_change_nothing),
        TEST(the_captures_so_far_are_dropped_and_the_chain_goes_on),
        TEST(what_was_said_last_counts),
        TEST(an_unknown_number_is_answered_in_the_same_shape),
        TEST(an_unknown_number_without_fingers_comes_to_the_same_end),
        TEST(before_the_claim_and_after_the_match_it_is_too_early_and_too_late),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
