/* Drawn faces are no people: what is tested here is what the features mean and that nothing breaks; how often people
 * are asked to uncover, ./basma bench face --cover prints. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/cover.h"

static struct bsm_face_chip chip;
static int features[BSM_COVER_FEATURES];

static int feature(int row, int column, int which)
{
    return features[(row * BSM_COVER_SIDE + column) * BSM_COVER_CELL_FEATURES + which];
}

/* Stripes two pixels wide, across, down or slanting, over the whole. */
static void draw_stripes(int across, int down)
{
    for (int y = 0; y < BSM_FACE_CHIP_SIDE; y++)
        for (int x = 0; x < BSM_FACE_CHIP_SIDE; x++)
            chip.grey[y][x] = (x * across + y * down) / 4 % 2 ? 180 : 60;
    bsm_cover_features(&chip, features);
}

static int strongest_bin(void)
{
    int strongest = 0;
    for (int bin = 1; bin < BSM_COVER_BINS; bin++)
        if (feature(3, 3, bin) > feature(3, 3, strongest))
            strongest = bin;
    return strongest;
}

static void edges_are_told_by_their_direction(void **state)
{
    (void)state;
    draw_stripes(1, 0);
    assert_true(strongest_bin() == 0 || strongest_bin() == BSM_COVER_BINS - 1);
    draw_stripes(0, 1);
    assert_true(strongest_bin() == 2 || strongest_bin() == 3);
    draw_stripes(1, 1);
    assert_int_equal(strongest_bin(), 1);
}

static void light_and_contrast_of_the_whole_change_nothing(void **state)
{
    (void)state;
    int before[BSM_COVER_FEATURES];
    draw_stripes(1, 2);
    for (int x = 0; x < BSM_FACE_CHIP_SIDE; x++)
        memset(&chip.grey[100][x], x % 90, 1);
    bsm_cover_features(&chip, features);
    memcpy(before, features, sizeof before);
    for (int i = 0; i < BSM_FACE_CHIP_SIDE * BSM_FACE_CHIP_SIDE; i++)
        (&chip.grey[0][0])[i] = (uint8_t)((&chip.grey[0][0])[i] * 2 / 3 + 40);
    bsm_cover_features(&chip, features);
    for (int i = 0; i < BSM_COVER_FEATURES; i++)
        assert_in_range(features[i] - before[i] + 64, 0, 128); /* a quarter of what is usual */
}

static void a_plain_surface_has_no_edges_and_every_answer_is_bounded(void **state)
{
    (void)state;
    for (int grey = 0; grey < 256; grey += 51) {
        memset(&chip, grey, sizeof chip);
        bsm_cover_features(&chip, features);
        for (int i = 0; i < BSM_COVER_FEATURES; i++)
            assert_true(i % BSM_COVER_CELL_FEATURES > BSM_COVER_BINS || features[i] == 0);
    }
    uint32_t seed = 5;
    for (int round = 0; round < 20; round++) {
        for (size_t i = 0; i < sizeof chip.grey; i++)
            (&chip.grey[0][0])[i] = (uint8_t)((seed = seed * 1664525u + 1013904223u) >> 24 >> round % 8);
        bsm_cover_features(&chip, features);
        for (int part = 0; part < BSM_COVER_PARTS; part++)
            assert_in_range(bsm_cover_judge(features, (enum bsm_cover_part)part) + BSM_COVER_MAX, 0, 2 * BSM_COVER_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edges_are_told_by_their_direction),
        cmocka_unit_test(light_and_contrast_of_the_whole_change_nothing),
        cmocka_unit_test(a_plain_surface_has_no_edges_and_every_answer_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
