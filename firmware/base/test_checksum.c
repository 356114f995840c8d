#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "firmware/base/checksum.h"

static void the_check_value_of_the_standard_comes_out(void **state)
{
    (void)state;
    assert_int_equal(bsm_crc32("123456789", 9), 0xcbf43926);
    assert_int_equal(bsm_crc32("", 0), 0);
}

static void every_single_changed_bit_is_noticed(void **state)
{
    (void)state;
    uint8_t bytes[64] = {7, 1, 8};
    uint32_t whole = bsm_crc32(bytes, sizeof bytes);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] = (uint8_t)(bytes[bit / 8] ^ (1u << (bit % 8)));
        assert_int_not_equal(bsm_crc32(bytes, sizeof bytes), whole);
        bytes[bit / 8] = (uint8_t)(bytes[bit / 8] ^ (1u << (bit % 8)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_check_value_of_the_standard_comes_out),
        cmocka_unit_test(every_single_changed_bit_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
