/* Heads and bodies: what the library would let through but we do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/http/test_door.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_comes_whole),
        cmocka_unit_test(two_content_lengths_are_refused),
        cmocka_unit_test(a_length_beside_chunks_is_refused),
        cmocka_unit_test(a_content_length_that_is_no_number_is_refused),
        cmocka_unit_test(a_zero_byte_in_a_header_is_refused),
        cmocka_unit_test(a_request_without_host_is_refused),
        cmocka_unit_test(a_body_above_the_limit_is_refused),
        cmocka_unit_test(chunks_above_the_limit_are_refused),
        cmocka_unit_test(a_head_without_end_is_refused),
    };
    return cmocka_run_group_tests(tests, make_door, close_door);
}
