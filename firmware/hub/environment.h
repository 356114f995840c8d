/*
 * How a leaf is called: its arguments and the environment it gets, made from the signed configuration. Nothing of the
 * hub's own environment passes but what is named here.
 */
#ifndef BASMA_HUB_ENVIRONMENT_H
#define BASMA_HUB_ENVIRONMENT_H

#include <limits.h>
#include <stdbool.h>

#include "firmware/hub/child.h"
#include "firmware/hub/settings.h"

enum { BSM_CALL_VARIABLES_MAX = 256, BSM_CALL_ROOM = 16 * 1024 };

/* All texts are borrowed: from the settings, the state folder and the hub's environment, or in room. */
struct bsm_call {
    char *arguments[BSM_CHILD_ARGUMENTS_MAX + 1];
    char *environment[BSM_CALL_VARIABLES_MAX + 1];
    int arguments_count;
    int environment_count;
    char version[24];
    char room[BSM_CALL_ROOM];
    int room_used;
};

/* keep: all of the hub's environment passes too (development). */
void bsm_call_make(struct bsm_call *call, enum bsm_leaf leaf, const struct bsm_settings *settings,
                   const char *state_folder, bool keep);

#endif
