#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"

enum { NAMES_TEXT_MAX = 512 };

/* Cuts "a,b,c" in place; 0 when there are too many or an empty one. */
static size_t split(char *text, const char *names[BSM_X509_NAMES_MAX])
{
    size_t count = 0;
    char *rest = NULL;
    for (char *name = strtok_r(text, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        if (count == BSM_X509_NAMES_MAX) {
            return 0;
        }
        names[count++] = name;
    }
    return count;
}

int bsm_command_init(int argc, char **argv)
{
    static const char *const command = "basma-central init";
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "folder of the centre's keys and register; is made"},
        {"host", NULL, "NAME[,NAME]", "names and addresses that kiosks reach the centre by"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Makes a centre: its certification authority, keys and an empty register.", options,
                          argc, argv, &exit_code)) {
        return exit_code;
    }
    char text[NAMES_TEXT_MAX];
    const char *names[BSM_X509_NAMES_MAX];
    snprintf(text, sizeof text, "%s", options[1].value);
    size_t count = strlen(options[1].value) < sizeof text ? split(text, names) : 0;
    if (count == 0) {
        fprintf(stderr, "%s: --host takes one to %d names, with commas between\n", command, BSM_X509_NAMES_MAX);
        return BSM_EXIT_USAGE;
    }
    char why[BSM_STATE_WHY_SIZE];
    enum bsm_status status = bsm_state_create(options[0].value, names, count, why);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return status == BSM_INVALID || status == BSM_DENIED ? BSM_EXIT_USAGE : BSM_EXIT_FAILED;
    }
    printf("centre made in %s\n", options[0].value);
    return BSM_EXIT_OK;
}
