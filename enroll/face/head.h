/*
 * A mean head in three dimensions: where the 68 landmarks lie on it. Unit: the distance of the eyes (about 63 mm); x to
 * the right of the picture, y down, z towards the camera; origin between the eyes. Proportions drawn after the canons
 * of anthropometry (Farkas, Anthropometry of the Head and Face, 1994), symmetric; no person's head.
 */
#ifndef BASMA_FACE_HEAD_H
#define BASMA_FACE_HEAD_H

#include "enroll/face/face.h"

#ifdef __cplusplus
extern "C" {
#endif

struct bsm_head_point {
    float x, y, z;
};

extern const struct bsm_head_point bsm_head[BSM_FACE_LANDMARKS];

#ifdef __cplusplus
}
#endif

#endif
