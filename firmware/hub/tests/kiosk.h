/* For the hub's process tests: the real basma-kiosk in a folder of its own, and a test that speaks for its leaves. */
#ifndef BASMA_HUB_TESTS_KIOSK_H
#define BASMA_HUB_TESTS_KIOSK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include <cmocka.h>

#include "firmware/ipc/channel.h"
#include "net/seal/jws.h"

enum { KIOSK_FOLDER_SIZE = 64, KIOSK_PATIENCE_MS = 5000, KIOSK_VERSION = 5 };

/* One leaf as the test has it. */
struct fake {
    pid_t pid;   /* 0: not started yet */
    int control; /* closing it ends the process; -1 */
    struct bsm_channel channel;
};

struct kiosk {
    const char *centre_url;         /* set before kiosk_make; NULL: of nobody */
    int64_t signed_ago_s;           /* set before kiosk_make: the configuration is good for an hour */
    void (*before_spawn)(void);     /* kiosk_start calls it when the folder is made; may be NULL */
    char folder[KIOSK_FOLDER_SIZE]; /* state and bin below it */
    pid_t pid;
    int listener;
    struct fake fake[BSM_LEAF_COUNT];
    uint32_t round; /* of the last screen */
    struct bsm_message out;
    struct bsm_message in; /* the last that was expected */
};

/* Makes folder, keys and a signed configuration (with more lines of it, may be ""), and starts basma-kiosk. */
void kiosk_start(struct kiosk *kiosk, const char *more_settings);
/* The same in steps: the folder first, so that a test can spoil something in it. */
void kiosk_make(struct kiosk *kiosk, const char *more_settings);
void kiosk_spawn(struct kiosk *kiosk);

/* Another configuration, by the key of the one that was made, which has KIOSK_VERSION. */
void kiosk_sign(struct kiosk *kiosk, int version, const char *more, char jws[BSM_JWS_SIZE]);

/* Text that is signed by the same key under the kid, as a file of its state folder. */
void kiosk_sign_file(struct kiosk *kiosk, const char *kid, const char *text, const char *name);

/* SIGTERM; the exit code must be 0. Then the folder is removed. Safe to call twice. */
void kiosk_stop(struct kiosk *kiosk);
int kiosk_wait_end(struct kiosk *kiosk);

/* kill -9, and its leaves go with it; kiosk_spawn starts it again. */
void kiosk_kill(struct kiosk *kiosk);

/* Waits for the leaf's process to introduce itself (anew). */
void await_leaf(struct kiosk *kiosk, enum bsm_leaf leaf);
/* All three, ready, with devices and link: until the welcome screen. */
void await_welcome(struct kiosk *kiosk);
void bio_ready(struct kiosk *kiosk);
void ui_ready(struct kiosk *kiosk);
void uplink_ready(struct kiosk *kiosk);

/* kill -9; its ends are closed. */
void kill_leaf(struct kiosk *kiosk, enum bsm_leaf leaf);
/* What a lawful leaf does when its channel was closed. Fails when it was not. */
void leaf_leaves(struct kiosk *kiosk, enum bsm_leaf leaf);

/* Sends kiosk->out in the present round and wipes it. */
void leaf_say(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type);
/* The next message of the type, into kiosk->in; others are passed over. */
void leaf_hears(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type);
/* True when nothing of the type comes for a short while. */
void leaf_hears_nothing(struct kiosk *kiosk, enum bsm_leaf leaf, enum bsm_message_type type);

/* The next such screen; says DRAWN and takes its round. */
void ui_shows(struct kiosk *kiosk, enum bsm_screen screen);
void ui_input(struct kiosk *kiosk, enum bsm_input input);
void uplink_done(struct kiosk *kiosk, enum bsm_message_type request);
void bio_captured(struct kiosk *kiosk, enum bsm_modality modality, enum bsm_position position, uint64_t seq);

/* Waits until the journal has the text so many times. */
void journal_has(struct kiosk *kiosk, const char *text, int times);
char *journal_read(struct kiosk *kiosk);

#endif
