/*
 * Depth from the head's own motion: the landmarks of some seconds, each frame held against the straightest one. When a
 * head turns, the nose moves before the eyes; when a picture of a head is turned, all of it only becomes narrower.
 * Works with whatever turn there is: the small ones of somebody who looks about, or one that was asked for.
 *
 * It does not see what is no flat picture: a mask on a head, a film of a turning head. These are liveness.h's, and a
 * turn to a side that nobody could know before.
 *
 * Life: zeroed is empty; bsm_motion_take for each frame with a face, bsm_motion_judge at any time, bsm_motion_forget
 * when the face was lost (it wipes: landmarks are of a person). Pure; about 20 us a frame.
 */
#ifndef BASMA_FACE_MOTION_H
#define BASMA_FACE_MOTION_H

#include <stdint.h>

#include "enroll/face/face.h"

enum {
    BSM_MOTION_FRAMES_MAX = 64,
    BSM_MOTION_WINDOW_MS = 4000,
    BSM_MOTION_GAP_MAX_MS = 500,                /* longer without a face, and it begins anew */
    BSM_MOTION_ENOUGH = 3,                      /* frames that must say the same */
    BSM_MOTION_TURN_MIN_DEGREES = 12,           /* of a head; less may be noise of the landmarks */
    BSM_MOTION_FORESHORTENING_MIN_DEGREES = 25, /* of a plane; so may less than this */
};

enum bsm_motion_verdict {
    BSM_MOTION_STILL, /* nothing turned far enough to tell */
    BSM_MOTION_HEAD,
    BSM_MOTION_PLANE,
};

struct bsm_motion_frame {
    int64_t time_ms;
    int straightness; /* degrees off: the least is what others are held against */
    struct bsm_face_point landmarks[BSM_FACE_LANDMARKS];
};

struct bsm_motion {
    struct bsm_motion_frame frames[BSM_MOTION_FRAMES_MAX]; /* oldest first */
    int count;
};

struct bsm_motion_judgement {
    enum bsm_motion_verdict verdict;
    int frames_head, frames_plane; /* that turned far enough and look like the one or the other */
    int left_degrees,
        right_degrees; /* the farthest turns of a head, to the left and the right of the picture; 0 or more */
};

/* A time that does not rise begins anew; a face that was not found is ignored. */
void bsm_motion_take(struct bsm_motion *motion, int64_t time_ms, const struct bsm_face_found *found);

struct bsm_motion_judgement bsm_motion_judge(const struct bsm_motion *motion);

void bsm_motion_forget(struct bsm_motion *motion);

#endif
