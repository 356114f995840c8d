#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/record/record.h"
#include "enroll/record/test_people.h"
#include "firmware/base/checksum.h"

static uint8_t blob[BSM_RECORD_MAX];

static size_t encode(const struct bsm_record *record)
{
    size_t size = 0;
    assert_int_equal(bsm_record_encode(record, blob, sizeof blob, &size), BSM_OK);
    return size;
}

/* Decodes a copy of the exact size, so that a sanitizer sees a read past the end. */
static enum bsm_status decode(const uint8_t *bytes, size_t size, struct bsm_record *record)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    assert_non_null(copy);
    if (size > 0)
        memcpy(copy, bytes, size);
    enum bsm_status status = bsm_record_decode(copy, size, record);
    free(copy);
    return status;
}

static void assert_refused(size_t size)
{
    struct bsm_record record = {0};
    assert_int_equal(decode(blob, size, &record), BSM_INVALID);
    assert_null(record.face.bytes);
    assert_int_equal(bsm_record_count_fingers(&record), 0);
}

static void resum(size_t size)
{
    uint32_t sum = bsm_crc32(blob, size - 4);
    for (int i = 0; i < 4; i++)
        blob[size - 4 + (size_t)i] = (uint8_t)(sum >> (8 * i));
}

static void a_record_comes_back_as_it_was(void **state)
{
    (void)state;
    struct bsm_record record = test_person(1, 0), back = {0};
    size_t size = encode(&record);
    assert_int_equal(decode(blob, size, &back), BSM_OK);
    assert_int_equal(bsm_record_count_fingers(&back), 2);
    for (int position = 0; position <= BSM_POSITION_MAX; position++) {
        assert_int_equal(back.fingers[position].size, record.fingers[position].size);
        if (record.fingers[position].size > 0)
            assert_memory_equal(back.fingers[position].bytes, record.fingers[position].bytes,
                                record.fingers[position].size);
    }
    assert_int_equal(back.face.size, record.face.size);
    assert_memory_equal(back.face.bytes, record.face.bytes, record.face.size);
    bsm_record_finish(&record);
    bsm_record_finish(&back);
}

static void an_empty_record_has_a_form_too(void **state)
{
    (void)state;
    struct bsm_record record = {0}, back = {0};
    assert_int_equal(decode(blob, encode(&record), &back), BSM_OK);
    assert_int_equal(bsm_record_count_fingers(&back), 0);
    bsm_record_finish(&back);
    bsm_record_finish(&back);
    bsm_record_finish(NULL);
}

/* Adds the first view of a finger as often as count says. */
static void add_views(struct bsm_record *record, enum bsm_position position, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(
            bsm_record_add_view(record, position, record->fingers[position].bytes, record->fingers[position].size),
            BSM_OK);
}

static void several_views_of_a_finger_come_back_in_their_order(void **state)
{
    (void)state;
    struct bsm_record record = test_person(1, 0), other = test_person(1, 1), back = {0};
    struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX], kept[BSM_FINGER_VIEWS_MAX];
    const struct bsm_record_part *second = &other.fingers[BSM_POSITION_LEFT_INDEX];
    assert_int_equal(bsm_record_add_view(&record, BSM_POSITION_LEFT_INDEX, second->bytes, second->size), BSM_OK);
    size_t size = encode(&record);
    assert_int_equal(decode(blob, size, &back), BSM_OK);
    assert_int_equal(bsm_record_count_fingers(&back), 2);
    assert_int_equal(bsm_record_views(&back, BSM_POSITION_RIGHT_INDEX, views), 1);
    assert_int_equal(bsm_record_views(&back, BSM_POSITION_RIGHT_THUMB, views), 0);
    assert_int_equal(bsm_record_views(&back, BSM_POSITION_NONE, views), 0);
    assert_int_equal(bsm_record_views(&back, BSM_POSITION_LEFT_INDEX, views), 2);
    assert_int_equal(bsm_record_views(&record, BSM_POSITION_LEFT_INDEX, kept), 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(views[i].size, kept[i].size);
        assert_memory_equal(views[i].bytes, kept[i].bytes, kept[i].size);
    }
    bsm_record_finish(&record);
    bsm_record_finish(&other);
    bsm_record_finish(&back);
}

static void five_views_fit_a_sixth_does_not_and_a_new_enrolment_takes_their_place(void **state)
{
    (void)state;
    struct bsm_record record = test_person(1, 0);
    struct bsm_finger_view views[BSM_FINGER_VIEWS_MAX];
    struct bsm_record_part *index = &record.fingers[BSM_POSITION_LEFT_INDEX];
    add_views(&record, BSM_POSITION_LEFT_INDEX, BSM_FINGER_VIEWS_MAX - 1);
    assert_int_equal(bsm_record_add_view(&record, BSM_POSITION_LEFT_INDEX, index->bytes, index->size), BSM_INVALID);
    assert_int_equal(bsm_record_views(&record, BSM_POSITION_LEFT_INDEX, views), BSM_FINGER_VIEWS_MAX);
    assert_int_equal(bsm_record_set_finger(&record, BSM_POSITION_LEFT_INDEX, views[4].bytes, views[4].size), BSM_OK);
    assert_int_equal(bsm_record_views(&record, BSM_POSITION_LEFT_INDEX, views), 1);
    bsm_record_finish(&record);
}

static void six_views_in_the_bytes_are_refused(void **state)
{
    (void)state;
    struct bsm_record record = {0};
    test_add_finger(&record, 5, BSM_POSITION_LEFT_INDEX, 0);
    add_views(&record, BSM_POSITION_LEFT_INDEX, BSM_FINGER_VIEWS_MAX - 1);
    size_t size = encode(&record), part = 4 + record.fingers[BSM_POSITION_LEFT_INDEX].size;
    memmove(blob + 8 + part, blob + 8, size - 8);
    blob[6]++;
    resum(size + part);
    assert_refused(size + part);
    bsm_record_finish(&record);
}

static void the_largest_record_fits(void **state)
{
    (void)state;
    struct bsm_record record = {0};
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        test_add_finger(&record, 2, (enum bsm_position)position, 0);
        add_views(&record, (enum bsm_position)position, BSM_FINGER_VIEWS_MAX - 1);
    }
    test_add_face(&record, 2, 0, 0);
    size_t size = encode(&record), again = 0;
    struct bsm_record back = {0};
    assert_int_equal(decode(blob, size, &back), BSM_OK);
    assert_int_equal(bsm_record_count_fingers(&back), BSM_POSITION_MAX);
    assert_int_equal(bsm_record_encode(&record, blob, size - 1, &again), BSM_INVALID);
    bsm_record_finish(&record);
    bsm_record_finish(&back);
}

static void only_templates_get_into_a_record(void **state)
{
    (void)state;
    struct bsm_record record = test_person(1, 0);
    uint8_t before = record.face.bytes[100];
    assert_int_equal(bsm_record_set_finger(&record, BSM_POSITION_LEFT_INDEX, (const uint8_t *)"nothing", 7),
                     BSM_INVALID);
    assert_int_equal(bsm_record_set_face(&record, (const uint8_t *)"nothing", 7), BSM_INVALID);
    struct bsm_record_part *index = &record.fingers[BSM_POSITION_LEFT_INDEX];
    assert_int_equal(bsm_record_set_finger(&record, BSM_POSITION_NONE, index->bytes, index->size), BSM_INVALID);
    assert_int_equal(bsm_record_set_finger(&record, (enum bsm_position)11, index->bytes, index->size), BSM_INVALID);
    assert_int_equal(bsm_record_set_face(&record, index->bytes, index->size), BSM_INVALID);
    assert_int_equal(record.face.bytes[100], before);
    /* In place of itself: the bytes may be the record's own. */
    assert_int_equal(bsm_record_set_finger(&record, BSM_POSITION_LEFT_INDEX, index->bytes, index->size), BSM_OK);
    bsm_record_finish(&record);
}

static void every_changed_bit_and_every_cut_is_refused(void **state)
{
    (void)state;
    struct bsm_record record = test_person(3, 0);
    size_t size = encode(&record);
    for (size_t bit = 0; bit<8 * size; bit += size> 2000 ? 37 : 1) {
        blob[bit / 8] = (uint8_t)(blob[bit / 8] ^ (1u << (bit % 8)));
        assert_refused(size);
        blob[bit / 8] = (uint8_t)(blob[bit / 8] ^ (1u << (bit % 8)));
    }
    for (size_t cut = 0; cut < size; cut += 7)
        assert_refused(cut);
    bsm_record_finish(&record);
}

static void a_forged_form_with_a_right_sum_is_refused(void **state)
{
    (void)state;
    struct bsm_record record = test_person(4, 0);
    size_t size = encode(&record);
    static const struct {
        size_t at;
        uint8_t value;
    } forgeries[] = {
        {4, 9},                        /* version */
        {4, 1},                        /* the one before */
        {6, 2},                        /* fewer parts than there are */
        {6, 4},                        /* more */
        {6, 200},                      /* far more */
        {8, 3},                        /* a modality that is not */
        {8, BSM_MODALITY_FACE},        /* a finger as the face */
        {9, 0},                        /* a finger without a position */
        {9, 11},                       /* an eleventh finger */
        {9, BSM_POSITION_LEFT_LITTLE}, /* not in order */
        {11, 0xff},                    /* a part longer than the whole */
    };
    for (size_t i = 0; i < sizeof forgeries / sizeof forgeries[0]; i++) {
        uint8_t before = blob[forgeries[i].at];
        blob[forgeries[i].at] = forgeries[i].value;
        resum(size);
        assert_refused(size);
        blob[forgeries[i].at] = before;
    }
    resum(size);
    struct bsm_record back = {0};
    assert_int_equal(decode(blob, size, &back), BSM_OK);
    bsm_record_finish(&back);
    bsm_record_finish(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_comes_back_as_it_was),
        cmocka_unit_test(an_empty_record_has_a_form_too),
        cmocka_unit_test(several_views_of_a_finger_come_back_in_their_order),
        cmocka_unit_test(five_views_fit_a_sixth_does_not_and_a_new_enrolment_takes_their_place),
        cmocka_unit_test(six_views_in_the_bytes_are_refused),
        cmocka_unit_test(the_largest_record_fits),
        cmocka_unit_test(only_templates_get_into_a_record),
        cmocka_unit_test(every_changed_bit_and_every_cut_is_refused),
        cmocka_unit_test(a_forged_form_with_a_right_sum_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
