/*
 * The hub: the one process that decides. It starts the leaves and starts them again, feeds what they say to the visit
 * and carries out what the visit answers, and keeps what must outlive a leaf: visit, sequence number, hash of the last
 * capture, unanswered requests.
 *
 * Life: bsm_hub_run sets up, runs the one poll loop until SIGTERM or SIGINT, and ends all leaves. One thread; nothing
 * blocks but small local files (journal, configuration, sequence number).
 */
#ifndef BASMA_HUB_HUB_H
#define BASMA_HUB_HUB_H

#include <stdbool.h>

struct bsm_hub_options {
    const char *state_folder;
    const char *leaf_folder; /* where basma-bio, basma-ui and basma-uplink are */
    bool keep_environment;   /* the leaves get all of the hub's environment (development) */
};

/* The process's exit code: 0 ended by signal, 1 could not run (logged). */
int bsm_hub_run(const struct bsm_hub_options *options);

#endif
