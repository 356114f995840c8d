/* What kiosk and centre say to each other up to the match, tested on literal JSON: it is what others write their side
 * against. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/wire/test_support.h"

static void opening_a_visit_is_written_and_read(void **state)
{
    (void)state;
    static const char json[] = "{\"visit\":\"" VISIT "\",\"purpose\":\"activate\",\"site\":\"riyadh-1\","
                               "\"time\":1763760000123}";
    struct bsm_wire_open open = {
        .visit = visit, .purpose = BSM_ACTION_ACTIVATE, .site = "riyadh-1", .time_unix_ms = 1763760000123};
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_open_encode(&open, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_open read;
    assert_int_equal(bsm_wire_open_decode(json, strlen(json), &read), BSM_OK);
    assert_true(bsm_uuid_equal(&read.visit, &visit));
    assert_int_equal(read.purpose, BSM_ACTION_ACTIVATE);
    assert_string_equal(read.site, "riyadh-1");
    assert_int_equal(read.time_unix_ms, 1763760000123);
}

static void an_opened_visit_carries_nonce_and_times(void **state)
{
    (void)state;
    static const char json[] = "{\"nonce\":\"" ZEROES_32 "\",\"expires\":1763760600000,\"server_time\":1763760000000}";
    struct bsm_wire_opened read;
    assert_int_equal(bsm_wire_opened_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.expires_unix_ms, 1763760600000);
    assert_int_equal(read.server_unix_ms, 1763760000000);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_opened_encode(&read, &text), BSM_OK);
    assert_text(&text, json);
}

static void a_claim_is_written_and_read(void **state)
{
    (void)state;
    char json[128];
    struct bsm_wire_claim claim = {.id_number = "100000000", .birth_date = "1990-05-17"};
    claim.id_number[9] = bsm_id_number_check_digit(claim.id_number);
    snprintf(json, sizeof json, "{\"id_number\":\"%s\",\"birth_date\":\"1990-05-17\"}", claim.id_number);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_claim_encode(&claim, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_claim read;
    assert_int_equal(bsm_wire_claim_decode(json, strlen(json), &read), BSM_OK);
    assert_string_equal(read.id_number, claim.id_number);
    assert_string_equal(read.birth_date, "1990-05-17");
}

static void a_claim_with_a_wrong_check_digit_or_date_is_refused(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "{\"id_number\":\"1000000001\",\"birth_date\":\"1990-05-17\"}",
        "{\"id_number\":\"1000000008\",\"birth_date\":\"1990-02-30\"}",
        "{\"id_number\":1000000008,\"birth_date\":\"1990-05-17\"}",
        "{\"id_number\":\"1000000008\"}",
        "{\"id_number\":\"1000000008\",\"birth_date\":\"1990-05-17\",\"admin\":true}",
        "{\"id_number\":\"1000000008\",\"id_number\":\"1000000008\",\"birth_date\":\"1990-05-17\"}",
        "{\"id_number\":\"1000000008\\u0000\",\"birth_date\":\"1990-05-17\"}",
        "{\"id_number\":null,\"birth_date\":[]}",
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct bsm_wire_claim read;
        assert_int_equal(bsm_wire_claim_decode(hostile[i], strlen(hostile[i]), &read), BSM_INVALID);
        assert_int_equal(read.id_number[0], 0);
    }
}

static void what_is_claimed_says_steps_and_fingers(void **state)
{
    (void)state;
    static const char json[] = "{\"steps\":[\"fingers\",\"face\",\"code\"],\"fingers\":[2,3]}";
    struct bsm_wire_claimed claimed = {
        .steps = BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE,
        .fingers_count = 2,
        .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_RIGHT_MIDDLE},
    };
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_claimed_encode(&claimed, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_claimed read;
    assert_int_equal(bsm_wire_claimed_decode(json, strlen(json), &read), BSM_OK);
    assert_memory_equal(&read, &claimed, sizeof read);
}

static void steps_and_fingers_that_are_none_or_stand_twice_are_refused(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "{\"steps\":[\"fingers\",\"fingers\"],\"fingers\":[2]}",
        "{\"steps\":[\"dance\"],\"fingers\":[2]}",
        "{\"steps\":[],\"fingers\":[2,2]}",
        "{\"steps\":[],\"fingers\":[0]}",
        "{\"steps\":[],\"fingers\":[11]}",
        "{\"steps\":[],\"fingers\":[1,2,3,4,5]}",
        "{\"steps\":[],\"fingers\":[2.0]}",
        "{\"steps\":\"fingers\",\"fingers\":[]}",
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct bsm_wire_claimed read;
        assert_int_equal(bsm_wire_claimed_decode(hostile[i], strlen(hostile[i]), &read), BSM_INVALID);
    }
}

static void the_largest_sealed_capture_survives_the_way(void **state)
{
    (void)state;
    struct bsm_wire_sealed *sealed = calloc(2, sizeof *sealed);
    assert_non_null(sealed);
    sealed->text_size = BSM_WIRE_SEALED_MAX;
    for (size_t i = 0; i < sizeof sealed->text; i++)
        sealed->text[i] = (uint8_t)(i * 31 >> 3);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_sealed_encode(sealed, &text), BSM_OK);
    assert_int_equal(bsm_wire_sealed_decode(text.bytes, text.size, sealed + 1), BSM_OK);
    assert_memory_equal(sealed, sealed + 1, sizeof *sealed);
    bsm_wire_text_finish(&text);
    free(sealed);
}

static void a_sealed_capture_of_other_sizes_is_refused(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "{\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"enc\":\"AAAA\",\"ct\":\"AAAA\"}",
        "{\"kid\":\"AAAA\",\"enc\":\"AAAA\",\"ct\":\"AAAA\"}",
        "{\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"enc\":\"\",\"ct\":\"\"}",
    };
    struct bsm_wire_sealed *read = calloc(1, sizeof *read);
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        assert_int_equal(bsm_wire_sealed_decode(hostile[i], strlen(hostile[i]), read), BSM_INVALID);
    read->text_size = BSM_WIRE_SEALED_MAX + 1;
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_sealed_encode(read, &text), BSM_INVALID);
    free(read);
}

static void the_inside_of_a_capture_is_written_and_read(void **state)
{
    (void)state;
    static const char json[] =
        "{\"visit\":\"" VISIT "\",\"nonce\":\"" ZEROES_32 "\",\"seq\":41,\"device\":\"kiosk-0001\","
        "\"reader\":\"virtual_image\",\"captured_at\":1763760000123,\"modality\":\"finger\",\"position\":2,"
        "\"quality\":77,\"liveness\":null,\"engine\":\"basma-finger\",\"engine_version\":\"1\",\"template\":\"AQID\","
        "\"previous_hash\":\"" ZEROES_32 "\"}";
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    assert_int_equal(bsm_wire_capture_decode(json, strlen(json), read), BSM_OK);
    assert_memory_equal(read, capture, sizeof *read);
    free(read);
    free(capture);
}

static void a_face_with_a_finger_position_is_refused(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_text text = {0};
    capture->modality = BSM_MODALITY_FACE;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    capture->position = BSM_POSITION_NONE;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    capture->has_liveness = true;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    bsm_wire_text_finish(&text);
    capture->quality = 101;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    capture->quality = 100;
    capture->seq = UINT64_C(1) << 53;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    free(capture);
}

static void what_is_said_of_liveness_is_written_and_read(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_text text = {0};
    capture->modality = BSM_MODALITY_FACE;
    capture->position = BSM_POSITION_NONE;
    capture->has_liveness = true;
    capture->liveness = (struct bsm_wire_liveness){true, BSM_CHALLENGE_SIDEWAYS, 2, "LRRL", true};
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    assert_non_null(strstr(text.bytes, "\"liveness\":{\"alive\":true,\"challenge\":\"sideways\",\"attempt\":2,"
                                       "\"sides\":\"LRRL\",\"passed\":true}"));
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    assert_int_equal(bsm_wire_capture_decode(text.bytes, text.size, read), BSM_OK);
    assert_memory_equal(read, capture, sizeof *read);
    bsm_wire_text_finish(&text);
    free(read);
    free(capture);
}

static void sides_that_do_not_belong_to_the_challenge_are_refused(void **state)
{
    (void)state;
    static const struct bsm_wire_liveness wrong[] = {
        {true, BSM_CHALLENGE_SIDEWAYS, 0, "UD", true}, {true, BSM_CHALLENGE_SIDEWAYS, 0, "L", true},
        {true, BSM_CHALLENGE_UP_DOWN, 0, "", true},    {true, BSM_CHALLENGE_NONE, 0, "LR", false},
        {true, BSM_CHALLENGE_NONE, 0, "", true},       {true, BSM_CHALLENGE_UP_DOWN, 16, "UDUD", true},
        {true, BSM_CHALLENGE_SIDEWAYS, 1, "LR", true}, {true, BSM_CHALLENGE_SIDEWAYS, 0, "LRL", true},
    };
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_text text = {0};
    capture->modality = BSM_MODALITY_FACE;
    capture->position = BSM_POSITION_NONE;
    capture->has_liveness = true;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        capture->liveness = wrong[i];
        assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    }
    free(capture);
}

static void a_largest_capture_fits(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    capture->template_size = BSM_WIRE_TEMPLATE_MAX;
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    assert_int_equal(bsm_wire_capture_decode(text.bytes, text.size, capture), BSM_OK);
    assert_true(text.size < 32 * 1024); /* what a JWS payload may be */
    bsm_wire_text_finish(&text);
    free(capture);
}

/* With the largest template that a face may have. */
static void a_face_with_its_portrait_survives_the_way_and_fits(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    struct bsm_wire_text text = {0};
    capture->portrait_size = BSM_WIRE_PORTRAIT_MAX;
    for (size_t i = 0; i < sizeof capture->portrait; i++)
        capture->portrait[i] = (uint8_t)(i * 31 >> 3);
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID); /* of a finger */
    capture->modality = BSM_MODALITY_FACE;
    capture->position = BSM_POSITION_NONE;
    capture->has_liveness = true;
    capture->template_size = 2048;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    assert_true(text.size < 32 * 1024); /* what a JWS payload may be */
    assert_int_equal(bsm_wire_capture_decode(text.bytes, text.size, read), BSM_OK);
    assert_memory_equal(read, capture, sizeof *read);
    bsm_wire_text_finish(&text);
    capture->portrait_size = BSM_WIRE_PORTRAIT_MAX + 1;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    free(read);
    free(capture);
}

static void a_portrait_that_is_too_large_or_empty_is_refused(void **state)
{
    (void)state;
    static const char head[] =
        "{\"visit\":\"" VISIT "\",\"nonce\":\"" ZEROES_32 "\",\"seq\":41,\"device\":\"kiosk-0001\","
        "\"reader\":\"camera\",\"captured_at\":1763760000123,\"modality\":\"face\",\"position\":0,"
        "\"quality\":77,\"liveness\":{\"alive\":true,\"challenge\":\"none\",\"attempt\":0,\"sides\":\"\","
        "\"passed\":false},\"engine\":\"basma-face\",\"engine_version\":\"1\",\"template\":\"AQID\","
        "\"previous_hash\":\"" ZEROES_32 "\",\"portrait\":\"";
    enum { LARGEST = (BSM_WIRE_PORTRAIT_MAX * 4 + 2) / 3 };
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    char *json = calloc(1, sizeof head + LARGEST + 16);
    static const struct {
        int length;
        enum bsm_status expected;
    } portraits[] = {{0, BSM_INVALID}, {4, BSM_OK}, {LARGEST - 3, BSM_OK}, {LARGEST + 1, BSM_INVALID}};
    for (size_t i = 0; i < sizeof portraits / sizeof portraits[0]; i++) {
        memcpy(json, head, sizeof head);
        memset(json + sizeof head - 1, 'A', (size_t)portraits[i].length);
        strcpy(json + sizeof head - 1 + portraits[i].length, "\"}");
        assert_int_equal(bsm_wire_capture_decode(json, strlen(json), read), portraits[i].expected);
    }
    free(json);
    free(read);
}

static void the_small_answers_are_read(void **state)
{
    (void)state;
    struct bsm_wire_accepted accepted;
    struct bsm_wire_verified verified;
    struct bsm_wire_time time;
#define READ(message, json) assert_int_equal(bsm_wire_##message##_decode(json, strlen(json), &message), BSM_OK)
    READ(accepted, "{\"accepted\":true,\"need\":[]}");
    assert_true(accepted.accepted);
    READ(accepted, "{\"accepted\":false,\"need\":[\"picture\"],\"of_a_newer_centre\":{\"a\":[1]}}");
    assert_false(accepted.accepted);
    READ(verified, "{\"decision\":\"retry\",\"tries_left\":2}");
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(verified.tries_left, 2);
    READ(time, " { \"server_time\" : 5 } ");
    assert_int_equal(time.server_unix_ms, 5);
#undef READ
}

static void the_small_messages_are_written(void **state)
{
    (void)state;
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_accepted_encode(&(struct bsm_wire_accepted){.accepted = true}, &text), BSM_OK);
    assert_text(&text, "{\"accepted\":true,\"need\":[]}");
    assert_int_equal(
        bsm_wire_verified_encode(&(struct bsm_wire_verified){.verdict = BSM_VERDICT_MATCH, .tries_left = 3}, &text),
        BSM_OK);
    assert_text(&text, "{\"decision\":\"match\",\"tries_left\":3}");
    assert_int_equal(bsm_wire_code_encode(&(struct bsm_wire_code){"012345"}, &text), BSM_OK);
    assert_text(&text, "{\"code\":\"012345\"}");
    assert_int_equal(bsm_wire_complete_encode(
                         &(struct bsm_wire_complete){.action = BSM_ACTION_ACTIVATE, .consent_version = 1}, &text),
                     BSM_OK);
    assert_text(&text, "{\"action\":\"activate\",\"consent_version\":1}");
    assert_int_equal(bsm_wire_nothing_encode(&text), BSM_OK);
    assert_text(&text, "{}");
}

static void nothing_is_an_empty_body_or_an_empty_object(void **state)
{
    (void)state;
    assert_int_equal(bsm_wire_nothing_decode(NULL, 0), BSM_OK);
    assert_int_equal(bsm_wire_nothing_decode("{}", 2), BSM_OK);
    assert_int_equal(bsm_wire_nothing_decode("{\"a\":1}", 7), BSM_INVALID);
    assert_int_equal(bsm_wire_nothing_decode("[]", 2), BSM_INVALID);
}

static void an_enrolment_survives_the_way_with_and_without_a_name(void **state)
{
    (void)state;
    struct bsm_wire_enrol enrol = {.csr =
                                       "-----BEGIN CERTIFICATE REQUEST-----\nAA==\n-----END CERTIFICATE REQUEST-----\n",
                                   .capture_key = "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n",
                                   .device = "kiosk-0001"};
    struct bsm_wire_enrol read;
    for (int i = 0; i < 2; i++) {
        struct bsm_wire_text text = {0};
        assert_int_equal(bsm_wire_enrol_encode(&enrol, &text), BSM_OK);
        assert_int_equal(strstr(text.bytes, "\"device\"") != NULL, i == 0);
        assert_int_equal(bsm_wire_enrol_decode(text.bytes, text.size, &read), BSM_OK);
        assert_memory_equal(&read, &enrol, sizeof read);
        bsm_wire_text_finish(&text);
        memset(enrol.device, 0, sizeof enrol.device);
    }
}

static void device_names_are_short_and_plain(void **state)
{
    (void)state;
    assert_true(bsm_wire_device_valid("kiosk-0001"));
    assert_true(bsm_wire_device_valid("abcdefghijklmnopqrstuvwxyz012345"));
    assert_false(bsm_wire_device_valid("abcdefghijklmnopqrstuvwxyz0123456"));
    assert_false(bsm_wire_device_valid(""));
    assert_false(bsm_wire_device_valid("Kiosk"));
    assert_false(bsm_wire_device_valid("-kiosk"));
    assert_false(bsm_wire_device_valid("kiosk-"));
    assert_false(bsm_wire_device_valid("../etc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opening_a_visit_is_written_and_read),
        cmocka_unit_test(an_opened_visit_carries_nonce_and_times),
        cmocka_unit_test(a_claim_is_written_and_read),
        cmocka_unit_test(a_claim_with_a_wrong_check_digit_or_date_is_refused),
        cmocka_unit_test(what_is_claimed_says_steps_and_fingers),
        cmocka_unit_test(steps_and_fingers_that_are_none_or_stand_twice_are_refused),
        cmocka_unit_test(the_largest_sealed_capture_survives_the_way),
        cmocka_unit_test(a_sealed_capture_of_other_sizes_is_refused),
        cmocka_unit_test(the_inside_of_a_capture_is_written_and_read),
        cmocka_unit_test(a_face_with_a_finger_position_is_refused),
        cmocka_unit_test(what_is_said_of_liveness_is_written_and_read),
        cmocka_unit_test(sides_that_do_not_belong_to_the_challenge_are_refused),
        cmocka_unit_test(a_largest_capture_fits),
        cmocka_unit_test(a_face_with_its_portrait_survives_the_way_and_fits),
        cmocka_unit_test(a_portrait_that_is_too_large_or_empty_is_refused),
        cmocka_unit_test(the_small_answers_are_read),
        cmocka_unit_test(the_small_messages_are_written),
        cmocka_unit_test(nothing_is_an_empty_body_or_an_empty_object),
        cmocka_unit_test(an_enrolment_survives_the_way_with_and_without_a_name),
        cmocka_unit_test(device_names_are_short_and_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
