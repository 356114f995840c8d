#include <stdio.h>

#include "central/commands/commands.h"

bool bsm_command_open(const char *command, const char *folder, struct bsm_state *state, struct bsm_store **store)
{
    char why[BSM_STATE_WHY_SIZE];
    if (state && bsm_state_load(folder, state, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return false;
    }
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, "central.db", path);
    enum bsm_status status = bsm_store_open(path, false, store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: cannot open the register %s: %s; make the centre with `basma-central init`\n", command,
                path, bsm_status_name(status));
        if (state) {
            bsm_state_finish(state);
        }
        return false;
    }
    return true;
}
