#include "enroll/record/test_people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "enroll/finger/test_print.h"

void test_add_finger(struct bsm_record *record, unsigned person, enum bsm_position position, unsigned view)
{
    struct test_view seen = {
        .turn_degrees = 4.0 * view,
        .dx_px = 5.0 * view,
        .dy_px = -4.0 * view,
        .noise = view > 0 ? 20 : 0,
        .noise_seed = view,
    };
    struct bsm_image picture = test_print(person * 16 + (unsigned)position, &seen);
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    struct bsm_finger_quality quality;
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    assert_non_null(extractor);
    assert_int_equal(bsm_finger_extract(extractor, &picture, bytes, sizeof bytes, &size, &quality), BSM_OK);
    bsm_finger_extractor_destroy(extractor);
    bsm_image_finish(&picture);
    assert_int_equal(bsm_record_set_finger(record, position, bytes, size), BSM_OK);
}

static float next_value(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (float)(int32_t)(*seed >> 8) / 8388608.0f - 1.0f;
}

void test_add_face(struct bsm_record *record, unsigned person, unsigned view, uint8_t model)
{
    const uint8_t model_id[BSM_FACE_MODEL_ID_SIZE] = {42, model};
    uint32_t person_seed = 1000 + person, view_seed = 77777 * (view + 1) + person;
    float values[BSM_FACE_VALUES];
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        values[i] = next_value(&person_seed) + 0.5f * next_value(&view_seed);
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    assert_int_equal(bsm_face_template_encode(values, model_id, bytes, sizeof bytes, &size), BSM_OK);
    assert_int_equal(bsm_record_set_face(record, bytes, size), BSM_OK);
}

struct bsm_record test_person(unsigned person, unsigned view)
{
    struct bsm_record record = {0};
    test_add_finger(&record, person, BSM_POSITION_RIGHT_INDEX, view);
    test_add_finger(&record, person, BSM_POSITION_LEFT_INDEX, view);
    test_add_face(&record, person, view, 0);
    return record;
}
