#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/biometric.h"
#include "firmware/base/bytes.h"
#include "firmware/base/clock.h"
#include "firmware/base/config.h"
#include "firmware/base/file.h"
#include "firmware/base/hint.h"
#include "firmware/base/identity.h"
#include "firmware/base/image.h"
#include "firmware/base/random.h"
#include "firmware/base/status.h"

static void every_status_and_hint_has_its_own_name(void **state)
{
    (void)state;
    for (int i = 0; i < BSM_STATUS_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(bsm_status_name((enum bsm_status)i), bsm_status_name((enum bsm_status)j));
    for (int i = 0; i < BSM_HINT_COUNT; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(bsm_hint_name((enum bsm_hint)i), bsm_hint_name((enum bsm_hint)j));
    assert_string_equal(bsm_position_name(BSM_POSITION_LEFT_LITTLE), "left_little");
    assert_string_equal(bsm_position_name((enum bsm_position)11), "none");
    assert_string_equal(bsm_position_name((enum bsm_position)-1), "none");
}

static void a_reader_stops_at_the_end_and_says_so(void **state)
{
    (void)state;
    const uint8_t bytes[] = {1, 2, 3, 4, 5};
    struct bsm_reader reader = bsm_reader_of(bytes, sizeof bytes);
    assert_int_equal(bsm_read_u32(&reader), 0x04030201);
    assert_false(bsm_reader_done(&reader));
    assert_int_equal(bsm_read_u16(&reader), 0);
    assert_true(reader.failed);
    assert_int_equal(bsm_read_u8(&reader), 0);
    assert_false(bsm_reader_done(&reader));
}

static void a_writer_never_passes_its_capacity(void **state)
{
    (void)state;
    uint8_t bytes[6] = {9, 9, 9, 9, 9, 9};
    struct bsm_writer writer = bsm_writer_of(bytes, 5);
    bsm_write_u32(&writer, 0x04030201);
    bsm_write_u16(&writer, 7);
    assert_true(writer.failed);
    bsm_write_u8(&writer, 7);
    assert_memory_equal(bytes, ((uint8_t[]){1, 2, 3, 4, 9, 9}), 6);
}

static void an_image_of_an_unlawful_size_is_refused(void **state)
{
    (void)state;
    struct bsm_image image = {0};
    assert_int_equal(bsm_image_init(&image, 0, 1, BSM_IMAGE_GREY8, 500), BSM_INVALID);
    assert_int_equal(bsm_image_init(&image, 8193, 1, BSM_IMAGE_GREY8, 500), BSM_INVALID);
    assert_int_equal(bsm_image_init(&image, 8192, 8192, BSM_IMAGE_RGB24, 0), BSM_INVALID);
    assert_int_equal(bsm_image_init(&image, 3, 2, BSM_IMAGE_RGB24, 0), BSM_OK);
    assert_int_equal(image.stride, 9);
    bsm_image_finish(&image);
    bsm_image_finish(&image);
    bsm_image_finish(NULL);
}

static void id_numbers_need_a_right_check_digit(void **state)
{
    (void)state;
    assert_int_equal(bsm_id_number_check_digit("100000000"), '8');
    assert_true(bsm_id_number_valid("1000000008"));
    assert_false(bsm_id_number_valid("1000000007"));
    assert_false(bsm_id_number_valid("3000000006"));
    assert_false(bsm_id_number_valid("10000000080"));
    assert_false(bsm_id_number_valid("100000000"));
    assert_false(bsm_id_number_valid("100000000x"));
    assert_false(bsm_id_number_valid(""));
}

static void only_dates_that_exist_are_taken(void **state)
{
    (void)state;
    assert_true(bsm_date_valid("2000-02-29"));
    assert_false(bsm_date_valid("1900-02-29"));
    assert_true(bsm_date_valid("1999-12-31"));
    assert_false(bsm_date_valid("1999-13-01"));
    assert_false(bsm_date_valid("1999-00-01"));
    assert_false(bsm_date_valid("1999-04-31"));
    assert_false(bsm_date_valid("1899-04-30"));
    assert_false(bsm_date_valid("1999-4-30"));
    assert_false(bsm_date_valid("1999-04-3"));
    assert_false(bsm_date_valid("1999-04-300"));
}

static void uuids_are_version_7_and_read_back(void **state)
{
    (void)state;
    struct bsm_uuid uuid = bsm_uuid7(0x0123456789ab);
    char text[BSM_UUID_TEXT_SIZE];
    bsm_uuid_text(&uuid, text);
    assert_memory_equal(text, "01234567-89ab-7", 15);
    struct bsm_uuid back;
    assert_true(bsm_uuid_parse(text, &back));
    assert_true(bsm_uuid_equal(&uuid, &back));
    assert_false(bsm_uuid_is_none(&uuid));
    assert_false(bsm_uuid_parse("01234567-89ab-7000-8000-00000000000", &back));
    assert_false(bsm_uuid_parse("01234567x89ab-7000-8000-000000000000", &back));
}

static void time_is_written_as_rfc_3339(void **state)
{
    (void)state;
    char text[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(INT64_C(1767225599999), text);
    assert_string_equal(text, "2025-12-31T23:59:59.999Z");
    bsm_clock_text(-5, text);
    assert_string_equal(text, "1970-01-01T00:00:00.000Z");
    bsm_clock_text(INT64_MAX, text);
    assert_string_equal(text, "9999-12-31T23:59:59.999Z");
}

static enum bsm_status open_text(struct bsm_config *config, const char *text)
{
    return bsm_config_open(config, "test.conf", text, strlen(text));
}

static void a_config_gives_what_was_asked_for(void **state)
{
    (void)state;
    struct bsm_config config;
    assert_int_equal(open_text(&config, "# comment\n site = mall 3 \r\n\nidle_s=20\nvirtual = yes"), BSM_OK);
    assert_string_equal(bsm_config_text(&config, "site", NULL), "mall 3");
    assert_int_equal(bsm_config_integer(&config, "idle_s", 5, 1, 60), 20);
    assert_true(bsm_config_flag(&config, "virtual", false));
    assert_int_equal(bsm_config_integer(&config, "absent", 5, 1, 60), 5);
    assert_int_equal(bsm_config_close(&config), BSM_OK);
    bsm_config_finish(&config);
}

static void config_error(const char *text, const char *expected)
{
    struct bsm_config config;
    open_text(&config, text);
    bsm_config_integer(&config, "idle_s", 5, 1, 60);
    bsm_config_flag(&config, "virtual", false);
    bsm_config_text(&config, "site", NULL);
    assert_int_equal(bsm_config_close(&config), BSM_INVALID);
    assert_string_equal(bsm_config_error(&config), expected);
    bsm_config_finish(&config);
}

static void a_wrong_config_names_file_line_and_key(void **state)
{
    (void)state;
    config_error("site = x\nidle = 3\n", "test.conf:2: idle is not a key this program knows");
    config_error("site = x\nsite = y\n", "test.conf:2: site stands twice");
    config_error("site = x\nidle_s = 61\n", "test.conf:2: idle_s must be a whole number from 1 to 60");
    config_error("site = x\nidle_s = 6s\n", "test.conf:2: idle_s must be a whole number from 1 to 60");
    config_error("site = x\nvirtual = 1\n", "test.conf:2: virtual must be yes or no");
    config_error("site\n", "test.conf:1: no '=' in the line; write key = value");
    config_error("", "test.conf: site is missing");
}

static void a_file_is_replaced_whole_and_read_bounded(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-base-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[128];
    snprintf(path, sizeof path, "%s/a/b", folder);
    assert_int_equal(bsm_file_make_folders(path, 0700), BSM_OK);
    strcat(path, "/c");
    uint8_t *bytes;
    size_t size;
    assert_int_equal(bsm_file_read(path, 10, &bytes, &size), BSM_GONE);
    assert_int_equal(bsm_file_write(path, "one", 3, 0600), BSM_OK);
    assert_int_equal(bsm_file_write(path, "three", 5, 0600), BSM_OK);
    assert_int_equal(bsm_file_read(path, 4, &bytes, &size), BSM_INVALID);
    assert_int_equal(bsm_file_read(path, 5, &bytes, &size), BSM_OK);
    assert_int_equal(size, 5);
    assert_string_equal((char *)bytes, "three");
    free(bytes);
    assert_int_equal(bsm_file_read(folder, 5, &bytes, &size), BSM_INVALID);
    char command[200];
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_and_hint_has_its_own_name),
        cmocka_unit_test(a_reader_stops_at_the_end_and_says_so),
        cmocka_unit_test(a_writer_never_passes_its_capacity),
        cmocka_unit_test(an_image_of_an_unlawful_size_is_refused),
        cmocka_unit_test(id_numbers_need_a_right_check_digit),
        cmocka_unit_test(only_dates_that_exist_are_taken),
        cmocka_unit_test(uuids_are_version_7_and_read_back),
        cmocka_unit_test(time_is_written_as_rfc_3339),
        cmocka_unit_test(a_config_gives_what_was_asked_for),
        cmocka_unit_test(a_wrong_config_names_file_line_and_key),
        cmocka_unit_test(a_file_is_replaced_whole_and_read_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
