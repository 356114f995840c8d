/*
 * Is there a camera behind these frames? A sensor never sends the same picture twice (its noise forbids it) and never
 * faster than it promised; a file that is played in its place may do both. Watches the frames of one capture: repeats
 * of any of the last frames, so that a short loop is seen too, and times that no camera keeps.
 *
 * Of a picture it keeps a hash of its bytes. Zeroed is empty. Pure: time is handed in.
 */
#ifndef BASMA_FACE_STREAM_H
#define BASMA_FACE_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/image.h"

enum {
    BSM_STREAM_MEMORY = 256,    /* frames whose hash is kept: 12 s at 20 a second */
    BSM_STREAM_REPEATS_MAX = 2, /* a driver may hand over a frame twice when a capture begins */
    BSM_STREAM_RUSHED_MAX = 10, /* frames in a row that came in less than half their time */
    BSM_STREAM_BACKWARDS_MAX = 0,
};

struct bsm_stream {
    uint64_t hashes[BSM_STREAM_MEMORY];
    uint64_t frames;
    int64_t last_ms;
    int repeats, rushed, backwards;
    bool is_flat; /* the last picture was of one value: dark, or a camera that warms up, and no repeat */
};

/* rate_fps: what the camera promises, 0 where it does not say. */
void bsm_stream_take(struct bsm_stream *stream, const struct bsm_image *picture, int64_t time_ms, int rate_fps);

/* False once something was seen that no camera does. */
bool bsm_stream_is_plausible(const struct bsm_stream *stream);

#endif
