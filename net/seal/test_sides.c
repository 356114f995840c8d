/* The sides of a challenge: known to who knows the nonce, and spread evenly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "firmware/base/challenge.h"
#include "net/seal/sides.h"

enum { NONCES = 2048, MASK = (1 << BSM_CHALLENGE_TURNS_MIN) - 1 };

static uint8_t sides_of(unsigned n, unsigned attempt)
{
    uint8_t nonce[32] = {(uint8_t)n, (uint8_t)(n >> 8)};
    return bsm_challenge_sides(nonce, sizeof nonce, attempt) & MASK;
}

/* Made with Python's hmac: hmac.new(bytes(32), b"basma challenge v1" + bytes([attempt]), "sha256").digest()[0] */
static void the_sides_are_those_of_hmac_sha_256(void **state)
{
    (void)state;
    static const uint8_t expected[] = {0x2a, 0x3a, 0x53, 0xd6};
    uint8_t nonce[32] = {0};
    for (unsigned attempt = 0; attempt < sizeof expected; attempt++)
        assert_int_equal(bsm_challenge_sides(nonce, sizeof nonce, attempt), expected[attempt]);
}

static void all_orders_of_sides_come_about_equally_often(void **state)
{
    (void)state;
    int seen[MASK + 1] = {0}, other = 0;
    for (unsigned n = 0; n < NONCES; n++) {
        seen[sides_of(n, 0)]++;
        other += sides_of(n, 0) != sides_of(n, 1);
    }
    for (int i = 0; i <= MASK; i++)
        assert_in_range(seen[i], NONCES / (MASK + 1) * 4 / 5, NONCES / (MASK + 1) * 6 / 5);
    assert_in_range(other, NONCES * 65 / 100, NONCES * 85 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sides_are_those_of_hmac_sha_256),
        cmocka_unit_test(all_orders_of_sides_come_about_equally_often),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
