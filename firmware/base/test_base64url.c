#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/base/base64url.h"

static void base64url_agrees_with_the_rfc(void **state)
{
    (void)state;
    static const char *const plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"}; /* RFC 4648 section 10 */
    static const char *const coded[] = {"", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmE", "Zm9vYmFy"};
    for (size_t i = 0; i < 7; i++) {
        char text[16];
        char bytes[16];
        size_t size = 99;
        bsm_base64url_encode(plain[i], i, text);
        assert_string_equal(text, coded[i]);
        assert_int_equal(strlen(text), BSM_BASE64URL_LENGTH(i));
        assert_int_equal(bsm_base64url_decode(text, strlen(text), bytes, i, &size), BSM_OK);
        assert_int_equal(size, i);
        assert_memory_equal(bytes, plain[i], i);
    }
}

static void base64url_has_one_way_to_write_a_thing(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm9v\n", "Zm9vY", " Zg", "Z g"};
    char bytes[16];
    size_t size = 0;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(bsm_base64url_decode(wrong[i], strlen(wrong[i]), bytes, sizeof bytes, &size), BSM_INVALID);
    assert_int_equal(bsm_base64url_decode("Zm9vYg", 6, bytes, 3, &size), BSM_INVALID);
    assert_int_equal(bsm_base64url_decode("-_-_", 4, bytes, 3, &size), BSM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64url_agrees_with_the_rfc),
        cmocka_unit_test(base64url_has_one_way_to_write_a_thing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
