/* The token of an enrolment, and the addresses that it may name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net/wire/token.h"

static void a_token_is_read_as_it_was_printed(void **state)
{
    (void)state;
    struct bsm_wire_token token = {.url = "https://centre.example:8443", .expires_unix_ms = 1763760000000};
    memset(token.secret, 0x11, sizeof token.secret);
    memset(token.ca_sha256, 0x22, sizeof token.ca_sha256);
    memset(token.server_pin, 0x33, sizeof token.server_pin);
    char text[BSM_WIRE_TOKEN_TEXT_SIZE + 4] = " ";
    assert_int_equal(bsm_wire_token_encode(&token, text + 1), BSM_OK);
    strcat(text, "\r\n");
    struct bsm_wire_token read = {0};
    assert_int_equal(bsm_wire_token_decode(text, &read), BSM_OK);
    assert_memory_equal(&read, &token, sizeof read);
}

static void a_token_cut_short_or_followed_by_more_is_refused(void **state)
{
    (void)state;
    struct bsm_wire_token token = {.url = "https://127.0.0.1:8443"};
    struct bsm_wire_token read;
    char text[BSM_WIRE_TOKEN_TEXT_SIZE];
    char other[BSM_WIRE_TOKEN_TEXT_SIZE + 8];
    assert_int_equal(bsm_wire_token_encode(&token, text), BSM_OK);
    for (size_t size = 0; size < strlen(text); size++) {
        snprintf(other, sizeof other, "%.*s", (int)size, text);
        assert_int_equal(bsm_wire_token_decode(other, &read), BSM_INVALID);
    }
    snprintf(other, sizeof other, "%s AAAA", text);
    assert_int_equal(bsm_wire_token_decode(other, &read), BSM_INVALID);
    snprintf(other, sizeof other, "%sAAAA", text);
    assert_int_equal(bsm_wire_token_decode(other, &read), BSM_INVALID);
}

static void the_longest_url_fits_a_token(void **state)
{
    (void)state;
    struct bsm_wire_token token = {.url = "https://"};
    struct bsm_wire_token read;
    memset(token.url + 8, 'a', BSM_WIRE_URL_SIZE - 9);
    char text[BSM_WIRE_TOKEN_TEXT_SIZE];
    assert_int_equal(bsm_wire_token_encode(&token, text), BSM_OK);
    assert_int_equal(bsm_wire_token_decode(text, &read), BSM_OK);
    assert_string_equal(read.url, token.url);
}

static void only_plain_https_urls_are_taken(void **state)
{
    (void)state;
    assert_true(bsm_wire_url_valid("https://centre"));
    assert_true(bsm_wire_url_valid("https://[::1]:8443"));
    assert_false(bsm_wire_url_valid("http://centre"));
    assert_false(bsm_wire_url_valid("https://"));
    assert_false(bsm_wire_url_valid("https://centre/"));
    assert_false(bsm_wire_url_valid("https://user@centre"));
    assert_false(bsm_wire_url_valid("https://centre:"));
    assert_false(bsm_wire_url_valid("https://centre:84430000"));
    assert_false(bsm_wire_url_valid("https://centre?x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_read_as_it_was_printed),
        cmocka_unit_test(a_token_cut_short_or_followed_by_more_is_refused),
        cmocka_unit_test(the_longest_url_fits_a_token),
        cmocka_unit_test(only_plain_https_urls_are_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
