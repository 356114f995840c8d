#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/face_template.h"
#include "firmware/base/checksum.h"

static const uint8_t model_a[BSM_FACE_MODEL_ID_SIZE] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t model_b[BSM_FACE_MODEL_ID_SIZE] = {1, 2, 3, 4, 5, 6, 7, 9};

struct coded {
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size;
};

/* Values from a small generator: the same on every machine. */
static void fill(float values[BSM_FACE_VALUES], uint32_t seed)
{
    for (int i = 0; i < BSM_FACE_VALUES; i++) {
        seed = seed * 1664525u + 1013904223u;
        values[i] = (float)(int32_t)(seed >> 8) / 8388608.0f - 1.0f;
    }
}

static struct coded encode(const float values[BSM_FACE_VALUES], const uint8_t *model)
{
    struct coded coded;
    assert_int_equal(bsm_face_template_encode(values, model, coded.bytes, sizeof coded.bytes, &coded.size), BSM_OK);
    assert_int_equal(coded.size, BSM_FACE_TEMPLATE_SIZE);
    return coded;
}

static struct coded template_of(uint32_t seed)
{
    float values[BSM_FACE_VALUES];
    fill(values, seed);
    return encode(values, model_a);
}

static int32_t score_of(const struct coded *a, const struct coded *b)
{
    int32_t score = -99999;
    assert_int_equal(bsm_face_match(a->bytes, a->size, b->bytes, b->size, &score), BSM_OK);
    return score;
}

static void resum(struct coded *coded)
{
    uint32_t sum = bsm_crc32(coded->bytes, coded->size - 4);
    for (int i = 0; i < 4; i++)
        coded->bytes[coded->size - 4 + (size_t)i] = (uint8_t)(sum >> (8 * i));
}

static void the_score_is_the_cosine_times_ten_thousand(void **state)
{
    (void)state;
    float values[BSM_FACE_VALUES], other[BSM_FACE_VALUES], mixed[BSM_FACE_VALUES], against[BSM_FACE_VALUES];
    fill(values, 1);
    fill(other, 2);
    double dot = 0, length = 0, mixed_length = 0;
    for (int i = 0; i < BSM_FACE_VALUES; i++) {
        mixed[i] = 3 * values[i] + 2 * other[i];
        against[i] = -100 * values[i];
        dot += (double)values[i] * (double)mixed[i];
        length += (double)values[i] * (double)values[i];
        mixed_length += (double)mixed[i] * (double)mixed[i];
    }
    struct coded a = encode(values, model_a), b = encode(mixed, model_a), c = encode(against, model_a);
    assert_int_equal(score_of(&a, &a), 10000);
    assert_int_equal(score_of(&a, &c), -10000);
    int expected = (int)lround(10000 * dot / sqrt(length * mixed_length));
    assert_in_range(score_of(&a, &b), expected - 2, expected + 2);
    assert_int_equal(score_of(&a, &b), score_of(&b, &a));
}

static void the_golden_scores_come_out(void **state)
{
    (void)state;
    struct coded a = template_of(7), b = template_of(8), c = template_of(9);
    assert_int_equal(score_of(&a, &b), 609);
    assert_int_equal(score_of(&a, &c), -251);
}

static void every_changed_bit_and_every_cut_is_refused(void **state)
{
    (void)state;
    struct coded whole = template_of(3);
    int32_t score;
    for (size_t bit = 0; bit < 8 * whole.size; bit++) {
        struct coded changed = whole;
        changed.bytes[bit / 8] = (uint8_t)(changed.bytes[bit / 8] ^ (1u << (bit % 8)));
        assert_int_equal(bsm_face_template_check(changed.bytes, changed.size), BSM_INVALID);
        assert_int_equal(bsm_face_match(whole.bytes, whole.size, changed.bytes, changed.size, &score), BSM_INVALID);
    }
    for (size_t size = 0; size < whole.size; size++)
        assert_int_equal(bsm_face_template_check(whole.bytes, size), BSM_INVALID);
    assert_int_equal(bsm_face_template_check(whole.bytes, whole.size + 1), BSM_INVALID);
    assert_int_equal(bsm_face_template_check(whole.bytes, whole.size), BSM_OK);
}

static void a_template_of_another_length_is_refused_even_with_a_right_sum(void **state)
{
    (void)state;
    struct coded forged = template_of(4);
    for (size_t i = 16; i < forged.size - 4; i += 2) { /* every value the largest */
        forged.bytes[i] = 0xff;
        forged.bytes[i + 1] = 0x7f;
    }
    resum(&forged);
    assert_int_equal(bsm_face_template_check(forged.bytes, forged.size), BSM_INVALID);
    memset(forged.bytes + 16, 0, forged.size - 20);
    resum(&forged);
    assert_int_equal(bsm_face_template_check(forged.bytes, forged.size), BSM_INVALID);
}

static void templates_of_two_models_are_never_compared(void **state)
{
    (void)state;
    float values[BSM_FACE_VALUES];
    fill(values, 5);
    struct coded a = encode(values, model_a), b = encode(values, model_b);
    int32_t score = 77;
    assert_int_equal(bsm_face_match(a.bytes, a.size, b.bytes, b.size, &score), BSM_INVALID);
    assert_int_equal(score, 77);
}

static void an_embedding_without_a_direction_makes_no_template(void **state)
{
    (void)state;
    float values[BSM_FACE_VALUES] = {0};
    struct coded coded = {.size = 0};
    assert_int_equal(bsm_face_template_encode(values, model_a, coded.bytes, sizeof coded.bytes, &coded.size),
                     BSM_INVALID);
    values[17] = NAN;
    assert_int_equal(bsm_face_template_encode(values, model_a, coded.bytes, sizeof coded.bytes, &coded.size),
                     BSM_INVALID);
    values[17] = INFINITY;
    assert_int_equal(bsm_face_template_encode(values, model_a, coded.bytes, sizeof coded.bytes, &coded.size),
                     BSM_INVALID);
    values[17] = 1;
    assert_int_equal(bsm_face_template_encode(values, model_a, coded.bytes, 100, &coded.size), BSM_INVALID);
    assert_int_equal(coded.size, 0);
}

static enum bsm_status fuse(const struct coded *all, int count, struct coded *out)
{
    struct bsm_face_sample samples[BSM_FACE_SAMPLES_MAX + 1];
    for (int i = 0; i < count; i++)
        samples[i] = (struct bsm_face_sample){all[i].bytes, all[i].size};
    return bsm_face_template_fuse(samples, count, out->bytes, sizeof out->bytes, &out->size);
}

/* Views of one face: a common direction, and each its own chance. */
static struct coded view_of_one(uint32_t seed)
{
    float common[BSM_FACE_VALUES], own[BSM_FACE_VALUES];
    fill(common, 77);
    fill(own, seed);
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        common[i] += own[i];
    return encode(common, model_a);
}

static void several_views_fused_are_more_alike_to_another_view_than_each(void **state)
{
    (void)state;
    struct coded views[5], fused = {.size = 0}, probe = view_of_one(99);
    for (uint32_t i = 0; i < 5; i++)
        views[i] = view_of_one(i + 1);
    assert_int_equal(fuse(views, 5, &fused), BSM_OK);
    assert_int_equal(fused.size, BSM_FACE_TEMPLATE_SIZE);
    for (int i = 0; i < 5; i++)
        assert_true(score_of(&fused, &probe) > score_of(&views[i], &probe) + 1000);
    assert_int_equal(fuse(views, 1, &fused), BSM_OK);
    assert_true(score_of(&fused, &views[0]) >= 9999);
}

static void only_templates_of_one_model_are_fused(void **state)
{
    (void)state;
    struct coded views[BSM_FACE_SAMPLES_MAX + 1], fused = {.size = 0};
    float values[BSM_FACE_VALUES];
    for (uint32_t i = 0; i <= BSM_FACE_SAMPLES_MAX; i++)
        views[i] = view_of_one(i + 1);
    assert_int_equal(fuse(views, 0, &fused), BSM_INVALID);
    assert_int_equal(fuse(views, BSM_FACE_SAMPLES_MAX + 1, &fused), BSM_INVALID);
    assert_int_equal(fuse(views, BSM_FACE_SAMPLES_MAX, &fused), BSM_OK);
    views[1].bytes[40] ^= 1;
    assert_int_equal(fuse(views, 3, &fused), BSM_INVALID);
    fill(values, 5);
    views[1] = encode(values, model_b);
    assert_int_equal(fuse(views, 3, &fused), BSM_INVALID);
    for (int i = 0; i < BSM_FACE_VALUES; i++)
        values[i] = -values[i];
    views[0] = encode(values, model_b); /* opposite to the second: no direction is left */
    assert_int_equal(fuse(views, 2, &fused), BSM_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_score_is_the_cosine_times_ten_thousand),
        cmocka_unit_test(the_golden_scores_come_out),
        cmocka_unit_test(every_changed_bit_and_every_cut_is_refused),
        cmocka_unit_test(a_template_of_another_length_is_refused_even_with_a_right_sum),
        cmocka_unit_test(templates_of_two_models_are_never_compared),
        cmocka_unit_test(several_views_fused_are_more_alike_to_another_view_than_each),
        cmocka_unit_test(only_templates_of_one_model_are_fused),
        cmocka_unit_test(an_embedding_without_a_direction_makes_no_template),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
