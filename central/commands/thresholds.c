#include <stdio.h>
#include <stdlib.h>

#include "central/commands/commands.h"
#include "central/state/decision_rule.h"
#include "firmware/base/file.h"

static const char command[] = "basma-central thresholds";

static int print(const struct bsm_state *state)
{
    char why[BSM_STATE_WHY_SIZE], text[BSM_THRESHOLDS_TEXT_MAX];
    struct bsm_thresholds thresholds;
    if (bsm_decision_rule_load(state, &thresholds, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return BSM_EXIT_FAILED;
    }
    bsm_thresholds_encode(&thresholds, text);
    fputs(text, stdout);
    return BSM_EXIT_OK;
}

static int sign(const struct bsm_state *state, const char *path)
{
    char why[BSM_STATE_WHY_SIZE], wrong[BSM_THRESHOLDS_WHY_SIZE];
    struct bsm_thresholds thresholds;
    uint8_t *text = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_THRESHOLDS_TEXT_MAX, &text, &size);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: cannot read %s: %s\n", command, path, bsm_status_name(status));
        return BSM_EXIT_USAGE;
    }
    status = bsm_thresholds_parse(path, text, size, &thresholds, wrong);
    free(text);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, wrong);
        return BSM_EXIT_USAGE;
    }
    if (bsm_decision_rule_store(state, &thresholds, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return BSM_EXIT_FAILED;
    }
    printf("signed; the centre decides by them from its next start on\n");
    return BSM_EXIT_OK;
}

int bsm_command_thresholds(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {NULL, "", "FILE",
         "thresholds to sign, in the form in which they are printed; without it those in force are printed"},
        {0},
    };
    int exit_code;
    char why[BSM_STATE_WHY_SIZE];
    static struct bsm_state state;
    if (!bsm_options_read(command, "Prints the thresholds that the centre decides by, or signs others.", options, argc,
                          argv, &exit_code)) {
        return exit_code;
    }
    if (bsm_state_load(options[0].value, &state, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return BSM_EXIT_FAILED;
    }
    exit_code = options[1].value[0] ? sign(&state, options[1].value) : print(&state);
    bsm_state_finish(&state);
    return exit_code;
}
