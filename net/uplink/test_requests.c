/* The hub's messages and the centre's answers, and how long to wait between tries. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/uplink/backoff.h"
#include "net/uplink/clock.h"
#include "net/uplink/requests.h"

static struct bsm_message message; /* large; each test fills it anew */

static const struct bsm_net_request head = {.request = 7, .key = {{1}}, .visit = {{2}}};

static void assert_body(const char *expected)
{
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_request_body(&message, "riyadh-1", 1763760000000, &text), BSM_OK);
    if (expected)
        assert_string_equal(text.bytes, expected);
    else
        assert_null(text.bytes);
    bsm_wire_text_finish(&text);
}

static void every_request_of_the_hub_has_its_call_and_body(void **state)
{
    (void)state;
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_OPEN, .as.net_open = {head, BSM_ACTION_ACTIVATE}};
    assert_body("{\"visit\":\"02000000-0000-0000-0000-000000000000\",\"purpose\":\"activate\",\"site\":\"riyadh-1\","
                "\"time\":1763760000000}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_CLAIM, .as.net_claim = {head, "1000000008", "1990-05-17"}};
    assert_body("{\"id_number\":\"1000000008\",\"birth_date\":\"1990-05-17\"}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_VERIFY, .as.net_plain = {head}};
    assert_body("{}");
    message.type = BSM_MESSAGE_NET_SLOTS;
    assert_body(NULL);
    message.type = BSM_MESSAGE_NET_LEAVE;
    assert_body(NULL);
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_CHECK_CODE, .as.net_check_code = {head, "123456"}};
    assert_body("{\"code\":\"123456\"}");
    message =
        (struct bsm_message){.type = BSM_MESSAGE_NET_COMPLETE, .as.net_complete = {head, BSM_ACTION_ACTIVATE, 1, ""}};
    assert_body("{\"action\":\"activate\",\"consent_version\":1}");
    assert_int_equal(bsm_request_head(&message)->request, 7);
}

static void what_registration_and_appointments_ask_has_its_body(void **state)
{
    (void)state;
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_MISSING, .as.net_missing = {head, 1u << 10 | 1u << 2}};
    assert_body("{\"fingers\":[2,10]}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_SEND_CODE, .as.net_send_code = {head, ""}};
    assert_body("{}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_SEND_CODE, .as.net_send_code = {head, "+966512345678"}};
    assert_body("{\"mobile\":\"+966512345678\"}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_USER_NAME, .as.net_user_name = {head, "noura.42"}};
    assert_body("{\"user_name\":\"noura.42\"}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_COMPLETE,
                                   .as.net_complete = {head, BSM_ACTION_REGISTER, 1, "كلمة سر طويلة"}};
    assert_body("{\"action\":\"register\",\"consent_version\":1,\"password\":\"كلمة سر طويلة\"}");
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_BOOK,
                                   .as.net_book = {head, {"olaya", "2026-12-01", "09:30", "+966512345678"}}};
    assert_body("{\"office\":\"olaya\",\"day\":\"2026-12-01\",\"time\":\"09:30\",\"mobile\":\"+966512345678\"}");
}

static void what_the_interface_cannot_say_is_not_said(void **state)
{
    (void)state;
    struct bsm_wire_text text = {0};
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_MISSING, .as.net_missing = {head, 0}};
    assert_int_equal(bsm_request_body(&message, "", 0, &text), BSM_INVALID);
    message =
        (struct bsm_message){.type = BSM_MESSAGE_NET_COMPLETE, .as.net_complete = {head, BSM_ACTION_REGISTER, 1, ""}};
    assert_int_equal(bsm_request_body(&message, "", 0, &text), BSM_INVALID);
    message = (struct bsm_message){.type = BSM_MESSAGE_NET_SEND_CODE, .as.net_send_code = {head, "0512345678"}};
    assert_int_equal(bsm_request_body(&message, "", 0, &text), BSM_INVALID);
}

static void a_capture_is_carried_as_it_is(void **state)
{
    (void)state;
    static struct bsm_wire_sealed read;
    struct bsm_wire_text text = {0};
    memset(&message, 0, sizeof message);
    message.type = BSM_MESSAGE_NET_CAPTURE;
    struct bsm_sealed *sealed = &message.as.net_capture.sealed;
    memset(sealed->kid, 1, sizeof sealed->kid);
    memset(sealed->enc, 2, sizeof sealed->enc);
    memset(sealed->text, 3, sizeof sealed->text);
    sealed->text_size = BSM_SEALED_TEXT_MAX;
    assert_int_equal(bsm_request_body(&message, "", 0, &text), BSM_OK);
    assert_int_equal(bsm_wire_sealed_decode(text.bytes, text.size, &read), BSM_OK);
    assert_int_equal(read.text_size, BSM_SEALED_TEXT_MAX);
    assert_memory_equal(read.text, sealed->text, sizeof read.text);
    assert_memory_equal(read.enc, sealed->enc, sizeof read.enc);
    bsm_wire_text_finish(&text);
    sealed->text_size = 0;
    assert_int_equal(bsm_request_body(&message, "", 0, &text), BSM_INVALID);
}

static void messages_that_are_no_requests_have_no_call(void **state)
{
    (void)state;
    enum bsm_wire_call call;
    for (int type = 0; type <= BSM_MESSAGE_LAST + 1; type++) {
        bool request = type >= BSM_MESSAGE_NET_OPEN && type <= BSM_MESSAGE_NET_LEAVE;
        assert_int_equal(bsm_request_call((enum bsm_message_type)type, &call), request);
    }
}

static void read_reply(enum bsm_wire_call call, int http_status, const char *body)
{
    const struct bsm_reply reply = {http_status, body, strlen(body), 0};
    bsm_reply_read(call, 7, &reply, &message);
}

static void answers_become_messages(void **state)
{
    (void)state;
    read_reply(BSM_WIRE_OPEN, 201,
               "{\"nonce\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"expires\":2,\"server_time\":1}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_OPENED);
    assert_int_equal(message.as.net_opened.request, 7);
    assert_int_equal(message.as.net_opened.expires_unix_ms, 2);
    read_reply(BSM_WIRE_CLAIM, 200, "{\"steps\":[\"face\"],\"fingers\":[2]}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_CLAIMED);
    assert_int_equal(message.as.net_claimed.request, 7);
    assert_int_equal(message.as.net_claimed.fingers[0], BSM_POSITION_RIGHT_INDEX);
    read_reply(BSM_WIRE_CAPTURE, 200, "{\"accepted\":false,\"need\":[]}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_ACCEPTED);
    assert_true(message.as.net_accepted.again);
    read_reply(BSM_WIRE_VERIFY, 200, "{\"decision\":\"retry\",\"tries_left\":2}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_VERIFIED);
    assert_int_equal(message.as.net_verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(message.as.net_verified.tries_left, 2);
    read_reply(BSM_WIRE_COMPLETE, 200,
               "{\"state\":\"ACTIVE\",\"receipt_code\":\"K7Q2-M4P\",\"receipt\":\"e30.e30.AAAA\",\"mobile_wait\":24}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_COMPLETED);
    assert_int_equal(message.as.net_completed.request, 7);
    assert_string_equal(message.as.net_completed.receipt.code, "K7Q2-M4P");
    assert_string_equal(message.as.net_completed.receipt.receipt, "e30.e30.AAAA");
    assert_int_equal(message.as.net_completed.receipt.mobile_wait_h, 24);
    read_reply(BSM_WIRE_LEAVE, 204, "");
    assert_int_equal(message.type, BSM_MESSAGE_NET_DONE);
    assert_int_equal(message.as.net_done.request, 7);
}

static void a_match_brings_what_comes_next(void **state)
{
    (void)state;
    read_reply(
        BSM_WIRE_VERIFY, 200,
        "{\"decision\":\"match\",\"tries_left\":0,\"action\":\"register\",\"next_steps\":[\"code\",\"mobile\","
        "\"account\"],\"mobile_hint\":\"47\",\"name_ar\":\"نورة\",\"name_en\":\"Noura\",\"user_name\":\"noura.42\"}");
    const struct bsm_next *next = &message.as.net_verified.next;
    assert_int_equal(message.as.net_verified.verdict, BSM_VERDICT_MATCH);
    assert_int_equal(next->action, BSM_ACTION_REGISTER);
    assert_int_equal(next->steps, BSM_STEP_CODE | BSM_STEP_MOBILE | BSM_STEP_ACCOUNT);
    assert_string_equal(next->mobile_hint, "47");
    assert_string_equal(next->name_ar, "نورة");
    assert_string_equal(next->user_name, "noura.42");
}

static void slots_and_bookings_become_messages(void **state)
{
    (void)state;
    read_reply(BSM_WIRE_MISSING, 200, "{\"steps\":[\"face\"],\"fingers\":[]}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_CLAIMED);
    assert_int_equal(message.as.net_claimed.steps, BSM_STEP_FACE);
    read_reply(BSM_WIRE_USER_NAME, 204, "");
    assert_int_equal(message.type, BSM_MESSAGE_NET_DONE);
    read_reply(BSM_WIRE_SLOTS, 200,
               "{\"needs_mobile\":true,\"mobile_hint\":\"\",\"offices\":[{\"id\":\"olaya\",\"name_ar\":\"العليا\","
               "\"name_en\":\"Olaya\"}],\"slots\":[{\"office\":0,\"day\":\"2026-12-01\",\"time\":\"09:30\"}]}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_OFFERED);
    assert_int_equal(message.as.net_offered.request, 7);
    assert_true(message.as.net_offered.slots.needs_mobile);
    assert_string_equal(message.as.net_offered.slots.offices[0].name_ar, "العليا");
    assert_int_equal(message.as.net_offered.slots.slots_count, 1);
    assert_string_equal(message.as.net_offered.slots.slots[0].time, "09:30");
    read_reply(BSM_WIRE_BOOK, 201,
               "{\"code\":\"K7Q2-M4P\",\"office\":{\"id\":\"olaya\",\"name_ar\":\"العليا\",\"name_en\":\"Olaya\"},"
               "\"day\":\"2026-12-01\",\"time\":\"09:30\"}");
    assert_int_equal(message.type, BSM_MESSAGE_NET_BOOKED);
    assert_int_equal(message.as.net_booked.request, 7);
    assert_string_equal(message.as.net_booked.booked.office.id, "olaya");
    assert_string_equal(message.as.net_booked.booked.code, "K7Q2-M4P");
}

static void assert_failed(enum bsm_status status, enum bsm_problem problem)
{
    assert_int_equal(message.type, BSM_MESSAGE_NET_FAILED);
    assert_int_equal(message.as.net_failed.request, 7);
    assert_int_equal(message.as.net_failed.status, status);
    assert_int_equal(message.as.net_failed.problem, problem);
}

static void what_is_not_active_is_not_done(void **state)
{
    (void)state;
    read_reply(BSM_WIRE_COMPLETE, 200, "{\"state\":\"PENDING\"}");
    assert_failed(BSM_INVALID, BSM_PROBLEM_INTERNAL);
    read_reply(BSM_WIRE_COMPLETE, 200, "");
    assert_failed(BSM_INVALID, BSM_PROBLEM_INTERNAL);
    read_reply(BSM_WIRE_VERIFY, 200, "<html>it works</html>");
    assert_failed(BSM_INVALID, BSM_PROBLEM_INTERNAL);
}

static void refusals_say_their_problem(void **state)
{
    (void)state;
    read_reply(BSM_WIRE_VERIFY, 423,
               "{\"type\":\"about:blank\",\"title\":\"\",\"status\":423,\"code\":\"locked\",\"retry_after\":30,"
               "\"server_time\":1}");
    assert_failed(BSM_DENIED, BSM_PROBLEM_LOCKED);
    assert_int_equal(message.as.net_failed.retry_after_s, 30);
    read_reply(BSM_WIRE_CHECK_CODE, 422,
               "{\"type\":\"about:blank\",\"title\":\"\",\"status\":422,\"code\":\"code_wrong\",\"tries_left\":4,"
               "\"server_time\":1}");
    assert_failed(BSM_DENIED, BSM_PROBLEM_CODE_WRONG);
    assert_int_equal(message.as.net_failed.tries_left, 4);
    read_reply(BSM_WIRE_USER_NAME, 409,
               "{\"type\":\"about:blank\",\"title\":\"\",\"status\":409,\"code\":\"name_taken\",\"offers\":[\"noura1\","
               "\"noura.k\"],\"server_time\":1}");
    assert_failed(BSM_DENIED, BSM_PROBLEM_NAME_TAKEN);
    assert_int_equal(message.as.net_failed.offers.count, 2);
    assert_string_equal(message.as.net_failed.offers.name[1], "noura.k");
    read_reply(BSM_WIRE_OPEN, 404, "not here");
    assert_failed(BSM_INVALID, BSM_PROBLEM_BAD_REQUEST);
    read_reply(BSM_WIRE_OPEN, 302, "");
    assert_failed(BSM_INVALID, BSM_PROBLEM_INTERNAL);
}

static void only_what_the_centre_could_not_do_is_asked_again(void **state)
{
    (void)state;
    static const int again[] = {500, 502, 503, 504};
    static const int not_again[] = {200, 204, 302, 400, 401, 403, 404, 409, 410, 422, 423, 426, 429, 501};
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++)
        assert_true(bsm_reply_is_again(&(struct bsm_reply){.http_status = again[i]}));
    for (size_t i = 0; i < sizeof not_again / sizeof not_again[0]; i++)
        assert_false(bsm_reply_is_again(&(struct bsm_reply){.http_status = not_again[i]}));
}

static void waits_double_up_to_five_seconds_and_half_of_them_is_chance(void **state)
{
    (void)state;
    static const int64_t steps[] = {250, 500, 1000, 2000, 4000, 5000, 5000};
    for (unsigned i = 0; i < sizeof steps / sizeof steps[0]; i++)
        for (uint32_t chance = 0; chance < 6000; chance += 7) {
            int64_t wait_ms = bsm_backoff_ms(i + 1, chance);
            assert_true(wait_ms >= steps[i] / 2 && wait_ms <= steps[i]);
        }
    assert_true(bsm_backoff_ms(4000000000u, 4294967295u) <= BSM_BACKOFF_MOST_MS);
    assert_true(bsm_backoff_ms(0, 0) > 0);
}

static void the_centres_time_is_learnt_and_does_not_go_back(void **state)
{
    (void)state;
    struct bsm_centre_clock clock = {0};
    assert_int_equal(bsm_centre_clock_now(&clock, 10, 1000), 1000);
    bsm_centre_clock_learn(&clock, 500000, 1100, 200);
    assert_int_equal(bsm_centre_clock_now(&clock, 1100, 1), 500100);
    bsm_centre_clock_learn(&clock, 499500, 1200, 0); /* a slower way back */
    assert_int_equal(bsm_centre_clock_now(&clock, 1200, 1), 500100);
    assert_int_equal(bsm_centre_clock_now(&clock, 2200, 1), 500500);
    bsm_centre_clock_learn(&clock, 0, 5, 0); /* an answer that says no time */
    assert_int_equal(bsm_centre_clock_now(&clock, 2201, 1), 500501);
}

static void a_wall_clock_that_is_set_changes_nothing(void **state)
{
    (void)state;
    struct bsm_centre_clock clock = {0};
    bsm_centre_clock_learn(&clock, 500000, 1000, 0);
    assert_int_equal(bsm_centre_clock_now(&clock, 2000, 86400000), 501000);
    assert_int_equal(bsm_centre_clock_now(&clock, 3000, 0), 502000);
}

static void a_clock_that_was_ahead_is_put_right_by_the_centre(void **state)
{
    (void)state;
    struct bsm_centre_clock clock = {0};
    assert_int_equal(bsm_centre_clock_now(&clock, 10, 86400000), 86400000); /* our own, a day ahead */
    bsm_centre_clock_learn(&clock, 500000, 1000, 0);
    assert_int_equal(bsm_centre_clock_now(&clock, 1500, 86400000), 500500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_request_of_the_hub_has_its_call_and_body),
        cmocka_unit_test(what_registration_and_appointments_ask_has_its_body),
        cmocka_unit_test(what_the_interface_cannot_say_is_not_said),
        cmocka_unit_test(a_capture_is_carried_as_it_is),
        cmocka_unit_test(messages_that_are_no_requests_have_no_call),
        cmocka_unit_test(answers_become_messages),
        cmocka_unit_test(a_match_brings_what_comes_next),
        cmocka_unit_test(slots_and_bookings_become_messages),
        cmocka_unit_test(what_is_not_active_is_not_done),
        cmocka_unit_test(refusals_say_their_problem),
        cmocka_unit_test(only_what_the_centre_could_not_do_is_asked_again),
        cmocka_unit_test(waits_double_up_to_five_seconds_and_half_of_them_is_chance),
        cmocka_unit_test(the_centres_time_is_learnt_and_does_not_go_back),
        cmocka_unit_test(a_wall_clock_that_is_set_changes_nothing),
        cmocka_unit_test(a_clock_that_was_ahead_is_put_right_by_the_centre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
