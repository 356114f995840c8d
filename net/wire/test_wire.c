/* What kiosk and centre say to each other, tested on literal JSON: it is what others write their side against. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "net/wire/path.h"
#include "net/wire/token.h"
#include "net/wire/wire.h"

#define VISIT "01932f4e-7a6b-7c3d-8e5f-0123456789ab"

static const struct bsm_uuid visit = {
    {0x01, 0x93, 0x2f, 0x4e, 0x7a, 0x6b, 0x7c, 0x3d, 0x8e, 0x5f, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab}};

#define ZEROES_32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void assert_text(struct bsm_wire_text *text, const char *expected)
{
    assert_string_equal(text->bytes, expected);
    assert_int_equal(text->size, strlen(expected));
    bsm_wire_text_finish(text);
    assert_null(text->bytes);
}

/*
 * Each message.
 */

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
    static const char json[] = "{\"steps\":[\"fingers\",\"face\",\"code\"],\"fingers\":[2,3],\"mobile_hint\":\"47\","
                               "\"action\":\"activate\"}";
    struct bsm_wire_claimed claimed = {
        .steps = BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE,
        .fingers_count = 2,
        .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_RIGHT_MIDDLE},
        .mobile_hint = "47",
        .action = BSM_ACTION_ACTIVATE,
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
        "{\"steps\":[\"fingers\",\"fingers\"],\"fingers\":[2],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[\"dance\"],\"fingers\":[2],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[2,2],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[0],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[11],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[1,2,3,4,5],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[2.0],\"mobile_hint\":\"\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[],\"mobile_hint\":\"4\",\"action\":\"activate\"}",
        "{\"steps\":[],\"fingers\":[],\"mobile_hint\":\"0547\",\"action\":\"activate\"}",
        "{\"steps\":\"fingers\",\"fingers\":[],\"mobile_hint\":\"\",\"action\":\"activate\"}",
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

static struct bsm_wire_capture *some_capture(void)
{
    struct bsm_wire_capture *capture = calloc(1, sizeof *capture);
    assert_non_null(capture);
    *capture = (struct bsm_wire_capture){
        .visit = visit,
        .seq = 41,
        .device = "kiosk-0001",
        .reader = "virtual_image",
        .captured_unix_ms = 1763760000123,
        .modality = BSM_MODALITY_FINGER,
        .position = BSM_POSITION_RIGHT_INDEX,
        .quality = 77,
        .engine = "basma-finger",
        .engine_version = "1",
        .template_size = 3,
        .template_bytes = {1, 2, 3},
    };
    return capture;
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
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    bsm_wire_text_finish(&text);
    capture->quality = 101;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
    capture->quality = 100;
    capture->seq = UINT64_C(1) << 53;
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_INVALID);
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

static void the_small_answers_are_read(void **state)
{
    (void)state;
    struct bsm_wire_accepted accepted;
    struct bsm_wire_verified verified;
    struct bsm_wire_completed completed;
    struct bsm_wire_time time;
#define READ(message, json) assert_int_equal(bsm_wire_##message##_decode(json, strlen(json), &message), BSM_OK)
    READ(accepted, "{\"accepted\":true,\"need\":[]}");
    assert_true(accepted.accepted);
    READ(accepted, "{\"accepted\":false,\"need\":[\"picture\"],\"of_a_newer_centre\":{\"a\":[1]}}");
    assert_false(accepted.accepted);
    READ(verified, "{\"decision\":\"retry\",\"tries_left\":2}");
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(verified.tries_left, 2);
    READ(completed, "{\"state\":\"ACTIVE\"}");
    assert_int_equal(completed.state, BSM_ACCOUNT_ACTIVE);
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
    assert_int_equal(bsm_wire_verified_encode(&(struct bsm_wire_verified){BSM_VERDICT_MATCH, 3}, &text), BSM_OK);
    assert_text(&text, "{\"decision\":\"match\",\"tries_left\":3}");
    assert_int_equal(bsm_wire_code_encode(&(struct bsm_wire_code){"012345"}, &text), BSM_OK);
    assert_text(&text, "{\"code\":\"012345\"}");
    assert_int_equal(bsm_wire_complete_encode(&(struct bsm_wire_complete){BSM_ACTION_ACTIVATE, 1}, &text), BSM_OK);
    assert_text(&text, "{\"action\":\"activate\",\"consent_version\":1}");
    assert_int_equal(bsm_wire_completed_encode(&(struct bsm_wire_completed){BSM_ACCOUNT_ACTIVE}, &text), BSM_OK);
    assert_text(&text, "{\"state\":\"ACTIVE\"}");
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

/*
 * Problems.
 */

static void a_problem_document_is_written_and_read(void **state)
{
    (void)state;
    static const char json[] = "{\"type\":\"about:blank\",\"title\":\"Too many failures; try again later\","
                               "\"status\":423,\"code\":\"locked\",\"retry_after\":30,\"tries_left\":0,"
                               "\"server_time\":1763760000000}";
    struct bsm_wire_problem problem = {
        .problem = BSM_PROBLEM_LOCKED, .retry_after_s = 30, .has_tries_left = true, .server_unix_ms = 1763760000000};
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_OK);
    assert_text(&text, json);
    struct bsm_wire_problem read;
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_LOCKED);
    assert_int_equal(read.retry_after_s, 30);
    assert_true(read.has_tries_left);
    assert_int_equal(read.tries_left, 0);
}

static void every_problem_can_be_said(void **state)
{
    (void)state;
    for (int i = BSM_PROBLEM_NONE + 1; i <= BSM_PROBLEM_LAST; i++) {
        struct bsm_wire_problem problem = {.problem = (enum bsm_problem)i, .detail = "why"};
        struct bsm_wire_problem read;
        struct bsm_wire_text text = {0};
        assert_int_equal(bsm_wire_problem_encode(&problem, &text), BSM_OK);
        assert_int_equal(bsm_wire_problem_decode(text.bytes, text.size, &read), BSM_OK);
        assert_int_equal(read.problem, i);
        assert_string_equal(read.detail, "why");
        assert_false(read.has_tries_left);
        bsm_wire_text_finish(&text);
    }
}

static void a_code_of_a_newer_centre_is_judged_by_its_status(void **state)
{
    (void)state;
    char json[128];
    struct bsm_wire_problem read;
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":503,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_INTERNAL);
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":418,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_OK);
    assert_int_equal(read.problem, BSM_PROBLEM_BAD_REQUEST);
    snprintf(json, sizeof json, "{\"type\":\"x\",\"title\":\"\",\"status\":200,\"code\":\"new\",\"server_time\":0}");
    assert_int_equal(bsm_wire_problem_decode(json, strlen(json), &read), BSM_INVALID);
}

/*
 * Hostile documents.
 */

static enum bsm_status read_time(const char *json, size_t size)
{
    struct bsm_wire_time time;
    return bsm_wire_time_decode(json, size, &time);
}

static void sixteen_levels_are_read_and_seventeen_or_a_hundred_are_not(void **state)
{
    (void)state;
    for (int levels = 15; levels <= 100; levels++) {
        char json[512] = "{\"server_time\":1,\"new\":";
        size_t size = strlen(json);
        for (int i = 1; i < levels; i++)
            json[size++] = '[';
        for (int i = 1; i < levels; i++)
            json[size++] = ']';
        json[size++] = '}';
        assert_int_equal(read_time(json, size), levels <= BSM_WIRE_NESTING_MAX ? BSM_OK : BSM_INVALID);
    }
}

static void brackets_in_a_text_are_no_levels(void **state)
{
    (void)state;
    static const char json[] = "{\"server_time\":1,\"new\":\"[[[[[[[[[[[[[[[[[[[[[[[[\\\"{{{{{{{{{{{{{{{{{{{{{{\"}";
    assert_int_equal(read_time(json, strlen(json)), BSM_OK);
}

static void numbers_out_of_range_and_of_other_kinds_are_refused(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "{\"server_time\":-1}",
        "{\"server_time\":253402300800000}",
        "{\"server_time\":9223372036854775808}",
        "{\"server_time\":99999999999999999999999999999999999999999999}",
        "{\"server_time\":1e400}",
        "{\"server_time\":1.0}",
        "{\"server_time\":1e3}",
        "{\"server_time\":\"1\"}",
        "{\"server_time\":true}",
        "{\"server_time\":null}",
        "{\"server_time\":[1]}",
        "{\"server_time\":NaN}",
        "{\"server_time\":01}",
        "{}",
        "[]",
        "1",
        "\"server_time\"",
        "{\"server_time\":1}{}",
        "{\"server_time\":1,}",
        "{\"server_time\":1,\"a\":\"\xff\"}",
        "\xef\xbb\xbf{\"server_time\":1}",
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
        assert_int_equal(read_time(hostile[i], strlen(hostile[i])), BSM_INVALID);
}

static void a_document_cut_short_anywhere_is_refused(void **state)
{
    (void)state;
    struct bsm_wire_capture *capture = some_capture();
    struct bsm_wire_capture *read = calloc(1, sizeof *read);
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_capture_encode(capture, &text), BSM_OK);
    for (size_t size = 0; size < text.size; size++) {
        char *cut = malloc(size ? size : 1); /* its own block, so that the sanitizer sees a read past it */
        memcpy(cut, text.bytes, size);
        assert_int_equal(bsm_wire_capture_decode(cut, size, read), BSM_INVALID);
        free(cut);
    }
    bsm_wire_text_finish(&text);
    free(read);
    free(capture);
}

static void a_body_over_the_limit_is_refused(void **state)
{
    (void)state;
    char *json = malloc(BSM_WIRE_BODY_MAX + 1);
    memset(json, ' ', BSM_WIRE_BODY_MAX + 1);
    memcpy(json, "{\"server_time\":1}", 17);
    assert_int_equal(read_time(json, BSM_WIRE_BODY_MAX), BSM_OK);
    assert_int_equal(read_time(json, BSM_WIRE_BODY_MAX + 1), BSM_INVALID);
    free(json);
}

/*
 * Paths and tokens.
 */

static void every_path_is_found_again(void **state)
{
    (void)state;
    for (int i = BSM_WIRE_ENROL; i <= BSM_WIRE_CALL_LAST; i++) {
        char path[BSM_WIRE_PATH_SIZE];
        enum bsm_wire_call call = 0;
        struct bsm_uuid found = {{0}};
        bsm_wire_path_format((enum bsm_wire_call)i, &visit, path);
        assert_int_equal(bsm_wire_path_parse(bsm_wire_call_method((enum bsm_wire_call)i), path, &call, &found),
                         BSM_PROBLEM_NONE);
        assert_int_equal(call, i);
        assert_int_equal(bsm_uuid_equal(&found, &visit), bsm_wire_call_has_visit(call));
    }
    char path[BSM_WIRE_PATH_SIZE];
    bsm_wire_path_format(BSM_WIRE_CHECK_CODE, &visit, path);
    assert_string_equal(path, "/v1/visits/" VISIT "/otp");
}

static enum bsm_problem parsed(const char *method, const char *path)
{
    enum bsm_wire_call call;
    struct bsm_uuid found;
    return bsm_wire_path_parse(method, path, &call, &found);
}

static void paths_that_are_none_say_why(void **state)
{
    (void)state;
    assert_int_equal(parsed("GET", "/v1/visits"), BSM_PROBLEM_NOT_ALLOWED);
    assert_int_equal(parsed("POST", "/v1/visits/" VISIT), BSM_PROBLEM_NOT_ALLOWED);
    assert_int_equal(parsed("post", "/v1/visits"), BSM_PROBLEM_NOT_ALLOWED);
    assert_int_equal(parsed("POST", "/v2/visits"), BSM_PROBLEM_VERSION);
    assert_int_equal(parsed("POST", "/v10/visits"), BSM_PROBLEM_VERSION);
    assert_int_equal(parsed("POST", "/v1/visits/"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("PUT", "/v1/visits/" VISIT "/claim/"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("PUT", "/v1/visits/" VISIT "x/claim"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("PUT", "/v1/visits/0193/claim"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("DELETE", "/v1/visits/00000000-0000-0000-0000-000000000000"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("GET", "/v1/../health"), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("GET", ""), BSM_PROBLEM_NOT_FOUND);
    assert_int_equal(parsed("GET", "/v"), BSM_PROBLEM_NOT_FOUND);
}

static void the_time_header_is_read_and_nothing_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "Basma-Time",
                                        "Basma-Time:",
                                        "Basma-Time: \r\n",
                                        "Basma-Time: 0\r\n",
                                        "Basma-Time: -1\r\n",
                                        "Basma-Time: 1x\r\n",
                                        "Basma-Time: 99999999999999999999999999\r\n",
                                        "Basma-Timer: 1\r\n"};
    int64_t moment_ms = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(bsm_wire_time_header_read(wrong[i], strlen(wrong[i]), &moment_ms));
    assert_int_equal(moment_ms, 7);
    assert_true(bsm_wire_time_header_read("basma-time: 1763760000123\r\n", 27, &moment_ms));
    assert_int_equal(moment_ms, 1763760000123);
    assert_true(bsm_wire_time_header_read("Basma-Time:12345", 14, &moment_ms)); /* the size counts, not an end */
    assert_int_equal(moment_ms, 123);
}

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

/*
 * The description for the rest of the world.
 */

static char *description;

static void assert_described(const char *before, const char *a, const char *b, const char *after)
{
    char text[128];
    snprintf(text, sizeof text, "%s%s%s%s", before, a, b, after);
    if (!strstr(description, text))
        fail_msg("openapi.yaml does not have: %s", text);
}

static void the_description_has_every_path_and_every_word(void **state)
{
    (void)state;
    char path[512];
    size_t size = 0;
    if (!getenv("BASMA_SOURCE_DIR"))
        skip();
    snprintf(path, sizeof path, "%s/net/wire/openapi.yaml", getenv("BASMA_SOURCE_DIR"));
    assert_int_equal(bsm_file_read(path, 256 * 1024, (uint8_t **)&description, &size), BSM_OK);
    for (int i = BSM_WIRE_ENROL; i <= BSM_WIRE_CALL_LAST; i++) {
        char call[BSM_WIRE_PATH_SIZE];
        bsm_wire_path_format((enum bsm_wire_call)i, &visit, call);
        bool named = bsm_wire_call_has_visit((enum bsm_wire_call)i);
        const char *rest = named ? strstr(call, VISIT) + strlen(VISIT) : "";
        assert_described("\n  ", named ? "/v1/visits/{visit}" : call, rest, ":\n");
    }
    for (int i = BSM_PROBLEM_NONE + 1; i <= BSM_PROBLEM_LAST; i++)
        assert_described("", bsm_problem_name((enum bsm_problem)i), "", "");
    for (int i = BSM_ACTION_REGISTER; i <= BSM_ACTION_LAST; i++)
        assert_described("", bsm_action_name((enum bsm_action)i), "", "");
    for (int i = BSM_STEP_FINGERS; i <= BSM_STEP_ACCOUNT; i *= 2)
        assert_described("", bsm_step_name((enum bsm_step)i), "", "");
    for (int i = BSM_VERDICT_MATCH; i <= BSM_VERDICT_LAST; i++)
        assert_described("", bsm_verdict_name((enum bsm_verdict)i), "", "");
    free(description);
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
        cmocka_unit_test(a_largest_capture_fits),
        cmocka_unit_test(the_small_answers_are_read),
        cmocka_unit_test(the_small_messages_are_written),
        cmocka_unit_test(nothing_is_an_empty_body_or_an_empty_object),
        cmocka_unit_test(an_enrolment_survives_the_way_with_and_without_a_name),
        cmocka_unit_test(device_names_are_short_and_plain),
        cmocka_unit_test(a_problem_document_is_written_and_read),
        cmocka_unit_test(every_problem_can_be_said),
        cmocka_unit_test(a_code_of_a_newer_centre_is_judged_by_its_status),
        cmocka_unit_test(sixteen_levels_are_read_and_seventeen_or_a_hundred_are_not),
        cmocka_unit_test(brackets_in_a_text_are_no_levels),
        cmocka_unit_test(numbers_out_of_range_and_of_other_kinds_are_refused),
        cmocka_unit_test(a_document_cut_short_anywhere_is_refused),
        cmocka_unit_test(a_body_over_the_limit_is_refused),
        cmocka_unit_test(every_path_is_found_again),
        cmocka_unit_test(paths_that_are_none_say_why),
        cmocka_unit_test(the_time_header_is_read_and_nothing_else),
        cmocka_unit_test(a_token_is_read_as_it_was_printed),
        cmocka_unit_test(a_token_cut_short_or_followed_by_more_is_refused),
        cmocka_unit_test(the_longest_url_fits_a_token),
        cmocka_unit_test(only_plain_https_urls_are_taken),
        cmocka_unit_test(the_description_has_every_path_and_every_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
