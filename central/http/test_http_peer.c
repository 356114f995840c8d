/* Whom the door lets in: certificates and versions of TLS. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
#include <stdio.h>

#include <cmocka.h>

#include "central/http/test_door.h"

static void assert_peer(const struct identity *identity, const char *peer)
{
    char answer[ANSWER_SIZE];
    char expected[32];
    snprintf(expected, sizeof expected, "peer=%s ", peer);
    assert_int_equal(ask(identity, "GET /a HTTP/1.1\r\nHost: c\r\n\r\n", answer), 200);
    assert_non_null(strstr(answer, expected));
}

static void a_kiosk_of_ours_is_known_by_its_certificate(void **state)
{
    (void)state;
    assert_peer(&kiosk, "verified");
}

static void without_a_certificate_the_peer_is_nobody(void **state)
{
    (void)state;
    assert_peer(NULL, "none");
}

static void a_certificate_of_another_authority_is_refused(void **state)
{
    (void)state;
    struct bsm_ec_key *other_key = NULL;
    char other_pem[BSM_X509_PEM_SIZE];
    struct identity stranger;
    assert_int_equal(bsm_ec_key_create(&other_key), BSM_OK);
    assert_int_equal(bsm_x509_create_ca(other_key, "test-ca", hours(-1, 100), other_pem), BSM_OK);
    issue_device(other_key, other_pem, hours(-1, 100), &stranger);
    bsm_ec_key_destroy(other_key);
    assert_peer(&stranger, "refused");
}

static void a_certificate_past_its_time_is_refused(void **state)
{
    (void)state;
    struct identity old;
    issue_device(ca_key, ca_pem, hours(-3, -1), &old);
    assert_peer(&old, "refused");
}

static void the_servers_own_certificate_does_not_make_a_client(void **state)
{
    (void)state;
    assert_peer(&server, "refused");
}

static void a_certificate_that_ends_while_connected_is_refused_from_then_on(void **state)
{
    (void)state;
    static const char request[] = "GET /a HTTP/1.1\r\nHost: c\r\n\r\n";
    struct identity brief;
    int64_t end = time(NULL) + 2;
    issue_device(ca_key, ca_pem, (struct bsm_x509_validity){end - HOUR_S, end}, &brief);
    struct tls_client *client = connect_as(&brief);
    char answer[ANSWER_SIZE];
    do {
        int64_t before = time(NULL);
        assert_true(tls_send(client, request, sizeof request - 1));
        assert_int_equal(tls_answer(client, answer, sizeof answer, 3000), 200);
        const char *expected = before > end ? "peer=refused" : time(NULL) > end ? "peer=" : "peer=verified";
        assert_non_null(strstr(answer, expected));
        nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
    } while (!strstr(answer, "peer=refused"));
    tls_close(client);
}

static void tls_below_1_2_is_not_spoken(void **state)
{
    (void)state;
    const char *address = bsm_http_address(http);
    assert_null(tls_connect(address, ca_pem, NULL, NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0:%COMPAT"));
    struct tls_client *client = tls_connect(address, ca_pem, NULL, NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
    assert_non_null(client);
    tls_close(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_of_ours_is_known_by_its_certificate),
        cmocka_unit_test(without_a_certificate_the_peer_is_nobody),
        cmocka_unit_test(a_certificate_of_another_authority_is_refused),
        cmocka_unit_test(a_certificate_past_its_time_is_refused),
        cmocka_unit_test(the_servers_own_certificate_does_not_make_a_client),
        cmocka_unit_test(a_certificate_that_ends_while_connected_is_refused_from_then_on),
        cmocka_unit_test(tls_below_1_2_is_not_spoken),
    };
    return cmocka_run_group_tests(tests, make_door, close_door);
}
