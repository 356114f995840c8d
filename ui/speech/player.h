/*
 * The loudspeaker, through SDL's audio: one sentence at a time.
 *
 * Life: create -> want(true) .. want(false) -> destroy. Between want(true) and want(false) the device is open, or
 * another try to open it is made from time to time; that no device is there is logged once. A device that goes away
 * while it plays is such a one.
 *
 * Threads: all calls from one thread. Opening and closing, which may wait for a sound server, run on a thread of the
 * player's own, and SDL plays on another; no call here blocks. Memory: the sentence that plays and the tail of the one
 * it faded out.
 */
#ifndef BASMA_UI_SPEECH_PLAYER_H
#define BASMA_UI_SPEECH_PLAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_CLIP_RATE = 22050,                     /* samples a second, 16 bit, mono */
    BSM_CLIP_SAMPLES_MAX = 16 * BSM_CLIP_RATE, /* a sentence is never longer */
};

enum bsm_player_state {
    BSM_PLAYER_CLOSED = 0,
    BSM_PLAYER_OPENING,
    BSM_PLAYER_OPEN,
    BSM_PLAYER_WITHOUT, /* no device; tried again while it is wanted */
};

struct bsm_player;

/* volume_percent: 1 to 100. */
enum bsm_status bsm_player_create(struct bsm_player **player, int volume_percent);
/* Waits for a device that is being opened or closed, three seconds at most. */
void bsm_player_destroy(struct bsm_player *player);

/* Says whether a device is wanted, takes note of what the player's thread has done, and tries again when it is time. To
 * be called now and then. */
enum bsm_player_state bsm_player_turn(struct bsm_player *player, bool wanted, int64_t now_ms);

/* Plays count samples (at most BSM_CLIP_SAMPLES_MAX); what plays is faded out before. BUSY: no device is open. */
enum bsm_status bsm_player_play(struct bsm_player *player, const int16_t *samples, size_t count);

/* Fades out what plays. */
void bsm_player_stop(struct bsm_player *player);

/* Milliseconds until it is silent; 0: it is. */
int bsm_player_left_ms(const struct bsm_player *player);

#endif
