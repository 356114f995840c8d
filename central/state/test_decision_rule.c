/* The signed thresholds: what is loaded is what was signed here, and nothing else is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/state/decision_rule.h"
#include "firmware/base/file.h"

static char folder[64];
static struct bsm_state centre;

static int set_up(void **context)
{
    (void)context;
    static const char *const names[] = {"localhost"};
    char state_folder[96], why[BSM_STATE_WHY_SIZE];
    snprintf(folder, sizeof folder, "/tmp/basma-rule-XXXXXX");
    if (!mkdtemp(folder)) {
        return 1;
    }
    snprintf(state_folder, sizeof state_folder, "%s/centre", folder);
    return bsm_state_create(state_folder, names, 1, why) == BSM_OK &&
                   bsm_state_load(state_folder, &centre, why) == BSM_OK
               ? 0
               : 1;
}

static int tear_down(void **context)
{
    (void)context;
    char command[96];
    bsm_state_finish(&centre);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static void without_a_file_the_programs_own_hold(void **context)
{
    (void)context;
    char why[BSM_STATE_WHY_SIZE];
    struct bsm_thresholds read;
    memset(&read, 0, sizeof read);
    assert_int_equal(bsm_decision_rule_load(&centre, &read, why), BSM_OK);
    assert_memory_equal(&read, &bsm_thresholds_default, sizeof read);
}

static void what_was_signed_is_loaded(void **context)
{
    (void)context;
    char why[BSM_STATE_WHY_SIZE];
    struct bsm_thresholds strict = bsm_thresholds_default, read;
    strict.false_matches_one_in = 1000000;
    assert_int_equal(bsm_decision_rule_store(&centre, &strict, why), BSM_OK);
    assert_int_equal(bsm_decision_rule_load(&centre, &read, why), BSM_OK);
    assert_int_equal(read.false_matches_one_in, 1000000);
}

static void every_changed_character_is_refused(void **context)
{
    (void)context;
    char why[BSM_STATE_WHY_SIZE], path[BSM_STATE_PATH_SIZE];
    struct bsm_thresholds read = bsm_thresholds_default;
    uint8_t *jws = NULL;
    size_t size = 0;
    bsm_state_path(centre.folder, "thresholds.jws", path);
    assert_int_equal(bsm_file_read(path, 4096, &jws, &size), BSM_OK);
    for (size_t at = 0; at < size; at += 7) {
        uint8_t right = jws[at];
        jws[at] = right == 'A' ? 'B' : 'A';
        assert_int_equal(bsm_file_write(path, jws, size, 0600), BSM_OK);
        assert_int_not_equal(bsm_decision_rule_load(&centre, &read, why), BSM_OK);
        assert_non_null(strstr(why, "thresholds.jws"));
        jws[at] = right;
    }
    assert_int_equal(read.false_matches_one_in, bsm_thresholds_default.false_matches_one_in);
    free(jws);
    assert_int_equal(bsm_file_write(path, "", 0, 0600), BSM_OK);
    assert_int_not_equal(bsm_decision_rule_load(&centre, &read, why), BSM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_file_the_programs_own_hold),
        cmocka_unit_test(what_was_signed_is_loaded),
        cmocka_unit_test(every_changed_character_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
