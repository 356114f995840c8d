/* Heads, flat pictures of heads and drawn faces for tests: landmarks as a camera would see them. */
#ifndef BASMA_FACE_TEST_HEAD_H
#define BASMA_FACE_TEST_HEAD_H

#include "enroll/face/face.h"
#include "firmware/base/image.h"

struct test_pose {
    double yaw_degrees, pitch_degrees, roll_degrees; /* with the signs of bsm_face_found */
    double x_px, y_px;                               /* where the middle of the eyes stands when straight */
    double eyes_px;                                  /* distance of the eyes when straight; 0: 100 */
    double distance_eyes;                            /* of the camera, in distances of the eyes; 0: 8, half a metre */
    double flatness;                                 /* 0: a head; 1: a flat picture of one */
    double noise_px;                                 /* of each landmark */
    uint32_t seed;                                   /* of the noise and of the person's own shape */
};

struct bsm_face_found test_head(const struct test_pose *pose);

/* A grey or RGB picture with a face drawn at the landmarks, light and even; the caller finishes it. */
struct bsm_image test_face_drawn(const struct bsm_face_found *found, int width_px, int height_px,
                                 enum bsm_image_format format);

#endif
