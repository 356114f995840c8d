/* How long a connection lasts: senders that dribble, say nothing, or are in the middle at the end. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "central/http/test_door.h"
#include "firmware/base/clock.h"

/* One byte every 100 ms keeps the library's own time-out from ever striking. */
static void a_sender_of_single_bytes_is_cut(void **state)
{
    (void)state;
    static const char request[] = "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    int64_t start_ms = bsm_clock_mono_ms();
    struct tls_client *client = connect_as(&kiosk);
    bool cut = false;
    for (size_t i = 0; i < sizeof request - 1 && !cut; i++) {
        cut = !tls_send(client, request + i, 1) || tls_is_closed_within(client, 100);
    }
    assert_true(cut);
    assert_in_range(bsm_clock_mono_ms() - start_ms, REQUEST_MAX_MS, REQUEST_MAX_MS + 4000);
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

static int no_delay(void **state)
{
    (void)state;
    delay_ms = 0;
    return 0;
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
        cmocka_unit_test(a_sender_of_single_bytes_is_cut),
        cmocka_unit_test(a_connection_that_says_nothing_is_cut),
        cmocka_unit_test(requests_one_after_the_other_keep_a_connection_open),
        cmocka_unit_test(a_port_that_is_taken_is_said_to_be),
        cmocka_unit_test_teardown(a_request_under_way_is_answered_before_the_end, no_delay),
    };
    return cmocka_run_group_tests(tests, make_door, close_door);
}
