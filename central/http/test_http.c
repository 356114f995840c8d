/* The door: whom it lets in, and what the library would let through but we do not. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "central/http/server.h"
#include "central/http/test_tls_client.h"
#include "firmware/base/clock.h"
#include "net/seal/x509_issue.h"

enum { BODY_MAX = 256 * 1024, REQUEST_MAX_MS = 1500, HOUR_S = 3600, ANSWER_SIZE = 4096 };

struct identity {
    char certificate[BSM_X509_PEM_SIZE];
    char key[BSM_EC_PRIVATE_PEM_SIZE];
};

static char ca_pem[BSM_X509_PEM_SIZE];
static struct bsm_ec_key *ca_key;
static struct identity server;
static struct identity kiosk;
static struct bsm_http *http;
static int delay_ms;

/* Says who came, with what. */
static void handle(void *context, const struct bsm_http_request *request, struct bsm_http_answer *answer)
{
    (void)context;
    static const char *const peers[] = {"none", "refused", "verified"};
    nanosleep(&(struct timespec){.tv_sec = delay_ms / 1000, .tv_nsec = delay_ms % 1000 * 1000000L}, NULL);
    answer->status = request->refusal ? bsm_problem_http_status(request->refusal) : 200;
    answer->type = "text/plain";
    answer->body = malloc(256);
    answer->body_size =
        (size_t)snprintf(answer->body, 256, "peer=%s path=%s size=%zu detail=%s\n", peers[request->peer], request->path,
                         request->body_size, request->detail ? request->detail : "");
}

static struct bsm_x509_validity hours(int from, int to)
{
    int64_t now = time(NULL);
    return (struct bsm_x509_validity){now + from * HOUR_S, now + to * HOUR_S};
}

static void issue_device(struct bsm_ec_key *by, const char *by_pem, struct bsm_x509_validity validity,
                         struct identity *identity)
{
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_x509_issue_device(by, by_pem, &point, "kiosk-1", validity, identity->certificate), BSM_OK);
    assert_int_equal(bsm_ec_key_to_pem(key, identity->key), BSM_OK);
    bsm_ec_key_destroy(key);
}

static void issue_server(struct identity *identity)
{
    static const char *const names[] = {"127.0.0.1"};
    struct bsm_ec_key *key = NULL;
    struct bsm_ec_point point;
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_x509_issue_server(ca_key, ca_pem, &point, names, 1, hours(-1, 100), identity->certificate),
                     BSM_OK);
    assert_int_equal(bsm_ec_key_to_pem(key, identity->key), BSM_OK);
    bsm_ec_key_destroy(key);
}

static struct bsm_http_options options_of(const char *listen)
{
    return (struct bsm_http_options){.listen = listen,
                                     .key_pem = server.key,
                                     .certificate_pem = server.certificate,
                                     .ca_pem = ca_pem,
                                     .threads = 4,
                                     .body_max = BODY_MAX,
                                     .idle_s = 10,
                                     .request_max_ms = REQUEST_MAX_MS,
                                     .handle = handle};
}

static int make_door(void **state)
{
    (void)state;
    char why[BSM_HTTP_WHY_SIZE];
    assert_int_equal(bsm_ec_key_create(&ca_key), BSM_OK);
    assert_int_equal(bsm_x509_create_ca(ca_key, "test-ca", hours(-1, 100), ca_pem), BSM_OK);
    issue_server(&server);
    issue_device(ca_key, ca_pem, hours(-1, 100), &kiosk);
    struct bsm_http_options options = options_of("127.0.0.1:0");
    assert_int_equal(bsm_http_start(&options, &http, why), BSM_OK);
    return 0;
}

static int close_door(void **state)
{
    (void)state;
    bsm_http_stop(http);
    bsm_ec_key_destroy(ca_key);
    return 0;
}

static int no_delay(void **state)
{
    (void)state;
    delay_ms = 0;
    return 0;
}

static struct tls_client *connect_as(const struct identity *identity)
{
    return tls_connect(bsm_http_address(http), ca_pem, identity ? identity->certificate : NULL,
                       identity ? identity->key : NULL, NULL);
}

/* Sends the bytes on a connection of their own; the answer's status. */
static int ask_bytes(const struct identity *identity, const void *bytes, size_t size, char answer[ANSWER_SIZE])
{
    struct tls_client *client = connect_as(identity);
    assert_non_null(client);
    tls_send(client, bytes, size);
    int status = tls_answer(client, answer, ANSWER_SIZE, 5000);
    tls_close(client);
    return status;
}

static int ask(const struct identity *identity, const char *text, char answer[ANSWER_SIZE])
{
    return ask_bytes(identity, text, strlen(text), answer);
}

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

static void a_body_comes_whole(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    assert_int_equal(ask(&kiosk, "POST /b?x=%41 HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\n\r\nhello", answer), 200);
    assert_non_null(strstr(answer, "path=/b?x=%41 size=5 "));
    assert_non_null(strstr(answer, "Basma-Time: "));
    assert_int_equal(ask(&kiosk,
                         "POST /b HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
                         answer),
                     200);
    assert_non_null(strstr(answer, "size=5 "));
}

static void two_content_lengths_are_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    assert_int_equal(
        ask(&kiosk, "POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", answer),
        400);
    assert_int_equal(
        ask(&kiosk, "POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\ncontent-length: 5\r\n\r\nhello", answer), 400);
}

static void a_length_beside_chunks_is_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    assert_int_equal(ask(&kiosk,
                         "POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                         "5\r\nhello\r\n0\r\n\r\n",
                         answer),
                     400);
}

static void a_content_length_that_is_no_number_is_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    static const char *const lengths[] = {"+5", "-1", "5 5", "0x5", "99999999999999999999999999"};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        char request[200];
        snprintf(request, sizeof request, "POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: %s\r\n\r\nhello", lengths[i]);
        int status = ask(&kiosk, request, answer);
        assert_true(status == 400 || status == 413);
    }
}

static void a_zero_byte_in_a_header_is_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    static const char in_value[] = "GET /a HTTP/1.1\r\nHost: c\r\nX-A: one\0two\r\n\r\n";
    static const char in_name[] = "GET /a HTTP/1.1\r\nHost: c\r\nX-A\0B: one\r\n\r\n";
    static const char in_host[] = "GET /a HTTP/1.1\r\nHost: c\0.evil\r\n\r\n";
    static const char in_path[] = "GET /a\0b HTTP/1.1\r\nHost: c\r\n\r\n";
    assert_int_equal(ask_bytes(&kiosk, in_value, sizeof in_value - 1, answer), 400);
    assert_int_equal(ask_bytes(&kiosk, in_name, sizeof in_name - 1, answer), 400);
    assert_int_equal(ask_bytes(&kiosk, in_host, sizeof in_host - 1, answer), 400);
    assert_int_not_equal(ask_bytes(&kiosk, in_path, sizeof in_path - 1, answer), 200);
}

static void a_request_without_host_is_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    assert_int_equal(ask(&kiosk, "GET /a HTTP/1.1\r\nAccept: */*\r\n\r\n", answer), 400);
    assert_int_equal(ask(&kiosk, "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", answer), 400);
}

static void send_zeros(struct tls_client *client, size_t size)
{
    static const char zeros[16384];
    for (size_t left = size; left > 0;) {
        size_t part = left < sizeof zeros ? left : sizeof zeros;
        if (!tls_send(client, zeros, part)) {
            return;
        }
        left -= part;
    }
}

static int post_size(size_t size)
{
    char answer[ANSWER_SIZE];
    char head[128];
    int length = snprintf(head, sizeof head, "POST /b HTTP/1.1\r\nHost: c\r\nContent-Length: %zu\r\n\r\n", size);
    struct tls_client *client = connect_as(&kiosk);
    tls_send(client, head, (size_t)length);
    send_zeros(client, size);
    int status = tls_answer(client, answer, sizeof answer, 3000);
    tls_close(client);
    return status;
}

static void a_body_above_the_limit_is_refused(void **state)
{
    (void)state;
    assert_int_equal(post_size(BODY_MAX), 200);
    assert_int_equal(post_size(BODY_MAX + 1), 413);
    assert_int_equal(post_size(2 * BODY_MAX), 413);
}

static void chunks_above_the_limit_are_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    struct tls_client *client = connect_as(&kiosk);
    static const char head[] = "POST /b HTTP/1.1\r\nHost: c\r\nTransfer-Encoding: chunked\r\n\r\n";
    tls_send(client, head, sizeof head - 1);
    for (size_t sent = 0; sent <= BODY_MAX; sent += 0x4000) {
        tls_send(client, "4000\r\n", 6);
        send_zeros(client, 0x4000);
        tls_send(client, "\r\n", 2);
    }
    tls_send(client, "0\r\n\r\n", 5);
    assert_int_equal(tls_answer(client, answer, sizeof answer, 3000), 413);
    tls_close(client);
}

static void a_head_without_end_is_refused(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    struct tls_client *client = connect_as(&kiosk);
    tls_send(client, "GET /a HTTP/1.1\r\nHost: c\r\nX: ", 28);
    send_zeros(client, 200 * 1024);
    assert_int_not_equal(tls_answer(client, answer, sizeof answer, 3000), 200);
    tls_close(client);
}

/* One byte every 100 ms keeps the library's own time-out from ever striking. */
static void a_sender_of_single_bytes_is_cut(void **state)
{
    (void)state;
    struct tls_client *client = connect_as(&kiosk);
    static const char request[] = "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    int64_t start_ms = bsm_clock_mono_ms();
    bool cut = false;
    for (size_t i = 0; i < sizeof request - 1 && !cut; i++) {
        cut = !tls_send(client, request + i, 1) || tls_is_closed_within(client, 100);
    }
    assert_true(cut);
    assert_in_range(bsm_clock_mono_ms() - start_ms, REQUEST_MAX_MS, REQUEST_MAX_MS + 1500);
    assert_true(bsm_http_counts(http).cut >= 1);
    tls_close(client);
}

static void a_connection_that_says_nothing_is_cut(void **state)
{
    (void)state;
    struct tls_client *client = connect_as(&kiosk);
    assert_true(tls_is_closed_within(client, REQUEST_MAX_MS + 1500));
    tls_close(client);
}

static void requests_one_after_the_other_keep_a_connection_open(void **state)
{
    (void)state;
    char answer[ANSWER_SIZE];
    struct tls_client *client = connect_as(&kiosk);
    static const char request[] = "GET /a HTTP/1.1\r\nHost: c\r\n\r\n";
    for (int i = 0; i < 6; i++) {
        assert_true(tls_send(client, request, sizeof request - 1));
        assert_int_equal(tls_answer(client, answer, sizeof answer, 3000), 200);
        nanosleep(&(struct timespec){.tv_nsec = 400000000}, NULL);
    }
    tls_close(client);
}

static void a_port_that_is_taken_is_said_to_be(void **state)
{
    (void)state;
    char why[BSM_HTTP_WHY_SIZE];
    struct bsm_http *second = NULL;
    struct bsm_http_options options = options_of(bsm_http_address(http));
    assert_int_equal(bsm_http_start(&options, &second, why), BSM_DENIED);
    assert_non_null(strstr(why, "choose another port"));
    options = options_of("nowhere");
    assert_int_equal(bsm_http_start(&options, &second, why), BSM_INVALID);
    options = options_of("127.0.0.1:99999");
    assert_int_equal(bsm_http_start(&options, &second, why), BSM_INVALID);
}

static void *stop_soon(void *context)
{
    nanosleep(&(struct timespec){.tv_nsec = 150000000}, NULL);
    bsm_http_stop(context);
    return NULL;
}

static void a_request_under_way_is_answered_before_the_end(void **state)
{
    (void)state;
    char why[BSM_HTTP_WHY_SIZE];
    struct bsm_http *other = NULL;
    struct bsm_http_options options = options_of("127.0.0.1:0");
    assert_int_equal(bsm_http_start(&options, &other, why), BSM_OK);
    struct tls_client *client = tls_connect(bsm_http_address(other), ca_pem, NULL, NULL, NULL);
    delay_ms = 600;
    pthread_t stopper;
    assert_int_equal(pthread_create(&stopper, NULL, stop_soon, other), 0);
    static const char request[] = "GET /a HTTP/1.1\r\nHost: c\r\n\r\n";
    char answer[ANSWER_SIZE];
    tls_send(client, request, sizeof request - 1);
    assert_int_equal(tls_answer(client, answer, sizeof answer, 3000), 200);
    pthread_join(stopper, NULL);
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
        cmocka_unit_test(a_body_comes_whole),
        cmocka_unit_test(two_content_lengths_are_refused),
        cmocka_unit_test(a_length_beside_chunks_is_refused),
        cmocka_unit_test(a_content_length_that_is_no_number_is_refused),
        cmocka_unit_test(a_zero_byte_in_a_header_is_refused),
        cmocka_unit_test(a_request_without_host_is_refused),
        cmocka_unit_test(a_body_above_the_limit_is_refused),
        cmocka_unit_test(chunks_above_the_limit_are_refused),
        cmocka_unit_test(a_head_without_end_is_refused),
        cmocka_unit_test(a_sender_of_single_bytes_is_cut),
        cmocka_unit_test(a_connection_that_says_nothing_is_cut),
        cmocka_unit_test(requests_one_after_the_other_keep_a_connection_open),
        cmocka_unit_test(a_port_that_is_taken_is_said_to_be),
        cmocka_unit_test_teardown(a_request_under_way_is_answered_before_the_end, no_delay),
    };
    return cmocka_run_group_tests(tests, make_door, close_door);
}
