#include <stdio.h>
#include <sys/prctl.h>

#include "central/commands/commands.h"
#include "firmware/base/sandbox.h"

bool bsm_command_shut_in(const char *command)
{
    /* a centre outlives whoever started it */
    bool done = bsm_sandbox_enter(BSM_SANDBOX_BASIC) == BSM_OK && prctl(PR_SET_PDEATHSIG, 0) == 0;
    if (!done) {
        fprintf(stderr, "%s: the kernel refused the sandbox\n", command);
    }
    return done;
}

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
        fprintf(stderr, "%s: cannot open the register %s: %s; %s\n", command, path, bsm_status_name(status),
                status == BSM_GONE ? "make the centre with `basma-central init`"
                : status == BSM_INVALID
                    ? "it is damaged, or written by a later program: restore it from a copy, or use that program"
                    : "is the disk full or broken?");
        if (state) {
            bsm_state_finish(state);
        }
        return false;
    }
    return true;
}
