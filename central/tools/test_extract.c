/* One line of an extract: what is taken, and what is refused with which reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/tools/extract.h"

#define WHO "\"id_number\":\"1000000008\",\"name_ar\":\"شخص\",\"name_en\":\"Person\","
#define WHEN "\"birth_date\":\"1990-05-17\","
#define REACH "\"mobile\":\"+966500000047\",\"account\":\"PENDING\","
#define FINGERS "\"fingers\":[{\"position\":2,\"file\":\"fingers/x.pgm\",\"resolution_ppi\":500}],"
#define FACE "\"face\":{\"file\":\"faces/x.png\"}"

static struct bsm_extract_row row;
static char why[BSM_EXTRACT_WHY_SIZE];

static enum bsm_status read_line(const char *line)
{
    why[0] = '\0';
    return bsm_extract_read(line, strlen(line), &row, why);
}

static void assert_refused(const char *line, const char *reason)
{
    assert_int_equal(read_line(line), BSM_INVALID);
    if (!strstr(why, reason)) {
        fail_msg("\"%s\" does not say \"%s\"", why, reason);
    }
}

static void a_whole_row_is_read(void **state)
{
    (void)state;
    assert_int_equal(read_line("{" WHO WHEN REACH FINGERS FACE "}"), BSM_OK);
    assert_string_equal(row.id_number, "1000000008");
    assert_string_equal(row.mobile, "+966500000047");
    assert_int_equal(row.account, BSM_ACCOUNT_PENDING);
    assert_int_equal(row.fingers_count, 1);
    assert_int_equal(row.fingers[0].position, BSM_POSITION_RIGHT_INDEX);
    assert_string_equal(row.fingers[0].file, "fingers/x.pgm");
    assert_string_equal(row.face_file, "faces/x.png");
}

static void a_person_may_have_no_mobile(void **state)
{
    (void)state;
    assert_int_equal(read_line("{" WHO WHEN "\"mobile\":\"\",\"account\":\"NONE\"," FINGERS FACE "}"), BSM_OK);
}

static void a_missing_field_is_named(void **state)
{
    (void)state;
    assert_refused("{" WHO REACH FINGERS FACE "}", "no member \"birth_date\"");
    assert_refused("{" WHEN REACH FINGERS FACE "}", "no member \"id_number\"");
    assert_refused("{" WHO WHEN REACH FACE "}", "\"fingers\"");
    assert_refused("{" WHO WHEN REACH FINGERS "\"face\":{}}", "no member \"file\"");
    assert_refused("{" WHO WHEN FINGERS FACE "}", "no member \"mobile\"");
}

static void an_unknown_field_is_named(void **state)
{
    (void)state;
    assert_refused("{" WHO WHEN REACH FINGERS FACE ",\"extra\":1}", "unknown member \"extra\"");
}

static void what_is_out_of_range_is_said(void **state)
{
    (void)state;
    assert_refused("{\"id_number\":\"1000000009\",\"name_ar\":\"a\",\"name_en\":\"b\"," WHEN REACH FINGERS FACE "}",
                   "check digit");
    assert_refused("{" WHO "\"birth_date\":\"1990-02-30\"," REACH FINGERS FACE "}", "birth_date");
    assert_refused("{" WHO WHEN "\"mobile\":\"0500\",\"account\":\"NONE\"," FINGERS FACE "}", "mobile");
    assert_refused("{" WHO WHEN "\"mobile\":\"\",\"account\":\"LOCKED\"," FINGERS FACE "}", "account");
    assert_refused("{" WHO WHEN REACH "\"fingers\":[]," FACE "}", "1 to 50");
    assert_refused("{" WHO WHEN REACH "\"fingers\":[{\"position\":11,\"file\":\"a\",\"resolution_ppi\":500}]," FACE "}",
                   "\"position\" is not an integer of 1 to 10");
    assert_refused("{" WHO WHEN REACH "\"fingers\":[{\"position\":1,\"file\":\"a\",\"resolution_ppi\":5}]," FACE "}",
                   "resolution_ppi");
}

#define INDEX "{\"position\":2,\"file\":\"a\",\"resolution_ppi\":500}"

static void a_finger_may_have_five_impressions_and_no_more(void **state)
{
    (void)state;
    static const char five[] =
        "{" WHO WHEN REACH "\"fingers\":[" INDEX "," INDEX "," INDEX "," INDEX "," INDEX "]," FACE "}";
    assert_int_equal(bsm_extract_read(five, strlen(five), &row, why), BSM_OK);
    assert_int_equal(row.fingers_count, 5);
    assert_refused("{" WHO WHEN REACH "\"fingers\":[" INDEX "," INDEX "," INDEX "," INDEX "," INDEX "," INDEX "]," FACE
                   "}",
                   "stands too often");
}

static void a_path_out_of_the_folder_is_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {"/etc/passwd", "../x", "a/../../x", "..", ""};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char line[600];
        snprintf(line, sizeof line, "{" WHO WHEN REACH FINGERS "\"face\":{\"file\":\"%s\"}}", paths[i]);
        assert_refused(line, "below the extract's folder");
    }
    assert_int_equal(read_line("{" WHO WHEN REACH FINGERS "\"face\":{\"file\":\"a..b/..c\"}}"), BSM_OK);
}

static void what_is_not_json_is_refused(void **state)
{
    (void)state;
    char deep[4002];
    memset(deep, '[', 4000);
    deep[4000] = '\0';
    assert_refused("", "not JSON");
    assert_refused("{" WHO, "not JSON");
    assert_refused("[]", "not a JSON object");
    assert_refused(deep, "not JSON");
    assert_refused("{\"id_number\":\"\\u0000\"}", "not JSON");
    assert_int_equal(bsm_extract_read("{}\0{}", 5, &row, why), BSM_INVALID);
    char *longer = calloc(1, BSM_EXTRACT_LINE_MAX + 2);
    assert_non_null(longer);
    memset(longer, ' ', BSM_EXTRACT_LINE_MAX + 1);
    assert_refused(longer, "longer than");
    free(longer);
}

static void a_reason_holds_nothing_personal(void **state)
{
    (void)state;
    read_line("{\"id_number\":\"1000000009\",\"name_ar\":\"a\",\"name_en\":\"b\"," WHEN REACH FINGERS FACE "}");
    assert_null(strstr(why, "1000000009"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_row_is_read),
        cmocka_unit_test(a_person_may_have_no_mobile),
        cmocka_unit_test(a_missing_field_is_named),
        cmocka_unit_test(an_unknown_field_is_named),
        cmocka_unit_test(what_is_out_of_range_is_said),
        cmocka_unit_test(a_path_out_of_the_folder_is_refused),
        cmocka_unit_test(a_finger_may_have_five_impressions_and_no_more),
        cmocka_unit_test(a_path_out_of_the_folder_is_refused),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(a_reason_holds_nothing_personal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
