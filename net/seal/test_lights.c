/* The order of a face's lights: known to who knows the nonce, never one colour twice, spread evenly, and gentle. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "net/seal/lights.h"

enum { NONCES = 1024 };

/* Made with Python's hmac: m = hmac.new(bytes(32), b"basma light v1" + bytes([attempt]), "sha256").digest(); the first
 * is m[0] % 3, each next one further, or two where bit i % 8 of m[1 + i / 8] is set. */
static void the_order_is_that_of_hmac_sha_256(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "msasmasamamsamamsmsamsmasmsmsamamasmasamsamamamasmsamsmsmsmamams",
        "amsamamsmasasamamamamamsamasmasmamsmsasasmsmsmsmamamasmamsamsmam",
        "msasmamsamamsamsmamamsamsasmsamsmamsamsmamasamsasasasasamsamamsa",
    };
    uint8_t nonce[32] = {0};
    for (unsigned attempt = 0; attempt < 3; attempt++) {
        enum bsm_light order[BSM_LIGHT_STEPS];
        bsm_light_order(nonce, sizeof nonce, attempt, order);
        for (int i = 0; i < BSM_LIGHT_STEPS; i++)
            assert_int_equal(bsm_light_name(order[i])[0], expected[attempt][i]);
    }
}

static void every_step_is_another_colour_and_all_come_about_equally_often(void **state)
{
    (void)state;
    int seen[BSM_LIGHT_LAST + 1] = {0};
    for (unsigned n = 0; n < NONCES; n++) {
        enum bsm_light order[BSM_LIGHT_STEPS];
        uint8_t nonce[32] = {(uint8_t)n, (uint8_t)(n >> 8)};
        bsm_light_order(nonce, sizeof nonce, 0, order);
        for (int i = 0; i < BSM_LIGHT_STEPS; i++) {
            assert_in_range(order[i], BSM_LIGHT_AMBER, BSM_LIGHT_LAST);
            assert_true(i == 0 || order[i] != order[i - 1]);
            seen[order[i]]++;
        }
    }
    for (int light = BSM_LIGHT_AMBER; light <= BSM_LIGHT_LAST; light++)
        assert_in_range(seen[light], NONCES * BSM_LIGHT_STEPS * 32 / 100, NONCES * BSM_LIGHT_STEPS * 35 / 100);
}

static double linear(uint32_t value)
{
    double share = (value & 255) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Relative luminance and saturated red as WCAG 2.1 defines them. */
static void no_change_of_colour_is_a_flash(void **state)
{
    (void)state;
    double lowest = 1, highest = 0;
    for (int light = BSM_LIGHT_AMBER; light <= BSM_LIGHT_LAST; light++) {
        uint32_t rgb = bsm_light_rgb((enum bsm_light)light);
        double red = linear(rgb >> 16), green = linear(rgb >> 8), blue = linear(rgb);
        double luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        lowest = fmin(lowest, luminance);
        highest = fmax(highest, luminance);
        assert_true(red / (red + green + blue) < 0.8);
    }
    assert_true(highest - lowest < 0.1);
    assert_true(BSM_LIGHT_STEP_MS >= 334);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_that_of_hmac_sha_256),
        cmocka_unit_test(every_step_is_another_colour_and_all_come_about_equally_often),
        cmocka_unit_test(no_change_of_colour_is_a_flash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
