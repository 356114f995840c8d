/* Paths and the time header; and the description for the rest of the world, held against what the code knows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "net/wire/path.h"
#include "net/wire/test_support.h"

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
    for (int i = BSM_STEP_FINGERS; i <= BSM_STEP_PASSWORD; i *= 2)
        assert_described("", bsm_step_name((enum bsm_step)i), "", "");
    for (int i = BSM_VERDICT_MATCH; i <= BSM_VERDICT_LAST; i++)
        assert_described("", bsm_verdict_name((enum bsm_verdict)i), "", "");
    free(description);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_path_is_found_again),
        cmocka_unit_test(paths_that_are_none_say_why),
        cmocka_unit_test(the_time_header_is_read_and_nothing_else),
        cmocka_unit_test(the_description_has_every_path_and_every_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
