/*
 * Is a living person there? Gathers what the network says of each frame (bsm_face_alive) over the last two seconds and
 * judges by the median and its trend: one frame may pass or fail by a reflection, two seconds rarely.
 *
 * Life: a zeroed struct is an empty window; bsm_liveness_take for each frame with a face, bsm_liveness_judge at any
 * time, bsm_liveness_forget when the face was lost or another stands there. Pure: time is handed in. Integers.
 *
 * It is presentation attack detection in the words of ISO/IEC 30107-3, without any claim to conform to it; what it
 * misses and whom it refuses, ./basma bench face prints.
 */
#ifndef BASMA_FACE_LIVENESS_H
#define BASMA_FACE_LIVENESS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    BSM_LIVENESS_FRAMES_MAX = 64, /* 2 s at 30 frames a second */
    BSM_LIVENESS_WINDOW_MS = 2000,
    BSM_LIVENESS_ENOUGH_MS = 1000, /* what must be seen before it judges, and ... */
    BSM_LIVENESS_ENOUGH_FRAMES = 8,
    BSM_LIVENESS_GAP_MAX_MS = 500, /* longer without a face, and the window begins anew */
    BSM_LIVENESS_THRESHOLD = 0,    /* hundredths of log odds: as likely alive as not */
};

enum bsm_liveness_verdict {
    BSM_LIVENESS_UNKNOWN, /* too little was seen */
    BSM_LIVENESS_ALIVE,
    BSM_LIVENESS_ATTACK,
};

struct bsm_liveness_sample {
    int64_t time_ms;
    int log_odds;
};

/* The last frames in the order they came, oldest first. */
struct bsm_liveness {
    struct bsm_liveness_sample samples[BSM_LIVENESS_FRAMES_MAX];
    int count;
};

struct bsm_liveness_judgement {
    enum bsm_liveness_verdict verdict;
    int frames;
    int median; /* hundredths of log odds */
    int trend;  /* the median of the later half of the frames less that of the earlier */
};

/* A time that does not rise begins the window anew. */
void bsm_liveness_take(struct bsm_liveness *liveness, int64_t time_ms, int log_odds);

/* ALIVE: the median reaches the threshold, in the whole window and in its later half; ATTACK: it does not. */
struct bsm_liveness_judgement bsm_liveness_judge(const struct bsm_liveness *liveness);

void bsm_liveness_forget(struct bsm_liveness *liveness);

/* The middle of count values, the lower one of two; 0 of none. At most BSM_LIVENESS_FRAMES_MAX are looked at. */
int bsm_liveness_median(const struct bsm_liveness_sample *samples, int count);

#ifdef __cplusplus
}
#endif

#endif
