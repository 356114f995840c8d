/*
 * Taking the face, on the compute thread: the live picture goes to the preview, advice to the person, and when the view
 * has been good for a while, and a living person was seen (liveness.h, motion.h), a movement is asked for (movement.h)
 * unless the hub wants none, and the best frames become one template. All the while the screen lights the face
 * (lamp.h), and who answers in another order than ours is less likely to be there. What no camera sends (stream.h) ends
 * it. Where a portrait is wanted, who stands too near for one is asked to move back, for a few seconds: nobody is turned
 * away for it. When time is out the best that was seen is taken, if it will do; a movement has its own time.
 */
#ifndef BASMA_ENROLL_BIO_FACE_JOB_H
#define BASMA_ENROLL_BIO_FACE_JOB_H

#include <stdatomic.h>

#include "enroll/bio/portrait.h"
#include "enroll/bio/worker.h"
#include "enroll/face/light.h"
#include "firmware/base/challenge.h"

enum {
    FACE_GOOD_FRAMES = 6,     /* in a row, and ... */
    FACE_GOOD_MS = 500,       /* ... this long, before the best of them is taken */
    FACE_FRAME_WAIT_MS = 500, /* for one frame */
    FACE_LOOK_MS = 40,        /* for one look; where it takes longer, every second frame is only shown */
    FACE_PORTRAIT_MS = 4000,  /* of the asking */
    FACE_QUALITY_MIN = 30,    /* of the best frame, where time is out before the view was good */
};

struct face_job {
    struct worker_job job;
    int64_t deadline_ms;                     /* in: monotonic */
    enum bsm_challenge_kind challenge;       /* in */
    uint8_t attempt, sides;                  /* in: of the challenge */
    bool wants_portrait;                     /* in */
    void (*say_hint)(void *owner, int hint); /* in: on the main loop */
    void (*say_light)(void *owner, int light);
    enum bsm_light lights[BSM_LIGHT_STEPS]; /* in: the order, where a movement is asked for */
    int light_usual;                        /* in: bsm_light_place_usual */
    atomic_bool cancelled;                  /* in, at any time */
    enum bsm_status status;                 /* out: OK, TIMEOUT and RETRY (a movement that was not done; last_hint says
                                               what was wanting), CANCELLED, GONE, FAULT */
    bool is_alive;                          /* out: a network has judged it so */
    struct bsm_light_judgement light;       /* out: of who has moved */
    enum bsm_hint last_hint;
    int quality; /* 0..100 */
    uint8_t template_bytes[BSM_FACE_TEMPLATE_MAX];
    size_t template_size;
    uint8_t portrait[PORTRAIT_BYTES_MAX];
    size_t portrait_size; /* 0: none was wanted, or none could be cut out */
};

void face_job_init(struct face_job *job);
void face_job_finish(struct face_job *job);

#endif
