/*
 * One leaf as a process: started from a folder, spoken to over a channel, ended, waited for, started again.
 *
 *     down -> starting -> ready -> ending -> down        each arrow to down is a process reaped
 *
 * Nothing blocks. The loop calls child_reap when a SIGCHLD came and child_tick when time has passed; both only look.
 */
#ifndef BASMA_HUB_CHILD_H
#define BASMA_HUB_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "firmware/ipc/channel.h"

enum bsm_child_state {
    BSM_CHILD_DOWN,     /* no process; started when due_ms has come */
    BSM_CHILD_STARTING, /* READY must come before due_ms */
    BSM_CHILD_READY,
    BSM_CHILD_ENDING, /* its channel is closed; killed at due_ms */
};

enum {
    BSM_CHILD_READY_MS = 15 * 1000,   /* time to become ready */
    BSM_CHILD_END_MS = 1500,          /* time to end by itself, then SIGKILL: forgetting must be over in 2 s */
    BSM_CHILD_SETTLED_MS = 10 * 1000, /* ready for so long: the back-off begins anew */
    BSM_CHILD_ARGUMENTS_MAX = 14,
};

struct bsm_child {
    enum bsm_leaf leaf;
    enum bsm_child_state state;
    pid_t pid; /* 0: none */
    struct bsm_channel channel;
    int64_t ready_ms; /* since when */
    int64_t due_ms;   /* monotonic; see the states */
    int failures;     /* in a row; the place in the back-off */
    bool wanted_end;  /* the hub ended it: no failure of its own */
    bool broken;      /* must be ended by the loop: it does not read, or sent what is not permitted */
};

void bsm_child_init(struct bsm_child *child, enum bsm_leaf leaf);

/* Starts `folder/basma-LEAF` with arguments (NULL-ended, the first is replaced) and exactly this environment. A failure
 * counts as a process that ended at once. */
void bsm_child_start(struct bsm_child *child, const char *folder, char *const arguments[], char *const environment[],
                     int64_t now_ms);

void bsm_child_set_ready(struct bsm_child *child, int64_t now_ms);

/* Closes its channel, which tells it to end; it is killed if it stays. */
void bsm_child_end(struct bsm_child *child, int64_t now_ms);

/* Closes its channel and kills it. It is down when it is reaped. */
void bsm_child_kill(struct bsm_child *child, int64_t now_ms);

/* True when the process has ended and was reaped: *wait_status as from waitpid(2); the child is then down and due. */
bool bsm_child_reap(struct bsm_child *child, int64_t now_ms, int *wait_status);

/* Kills what is overdue; true when a process was to become ready and did not. */
bool bsm_child_tick(struct bsm_child *child, int64_t now_ms);

/* May be spoken to. */
bool bsm_child_is_ready(const struct bsm_child *child);

/* Sends; a child that does not take it is marked broken. */
void bsm_child_send(struct bsm_child *child, const struct bsm_message *message, int descriptor);

#endif
