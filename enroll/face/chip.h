/*
 * The upright face: 112 x 112 grey, eyes and mouth where the embedding has them, taken out of a picture without OpenCV.
 * What is measured of light and sharpness is measured here, so that it means the same at every size and tilt.
 */
#ifndef BASMA_FACE_CHIP_H
#define BASMA_FACE_CHIP_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/face/face.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { BSM_FACE_CHIP_SIDE = 112 };

struct bsm_face_chip {
    uint8_t grey[BSM_FACE_CHIP_SIDE][BSM_FACE_CHIP_SIDE]; /* of a person: the owner wipes it */
};

/* The similarity that brings marks onto the template: x' = a x - b y + c, y' = b x + a y + d. */
struct bsm_similarity {
    double a, b, c, d;
};

/* Where the embedding expects the marks: the 112 x 112 template of ArcFace (Deng et al., CVPR 2019). */
extern const struct bsm_face_point bsm_face_chip_marks[BSM_FACE_MARKS];

/* The least-squares similarity; false where the marks have no extent or are not finite. */
bool bsm_face_similarity(const struct bsm_face_point marks[BSM_FACE_MARKS], struct bsm_similarity *out);

/* Samples the picture, RGB24 or GREY8; what lies outside repeats its edge. False where the marks make no face. */
bool bsm_face_chip_take(const struct bsm_image *picture, const struct bsm_face_found *found,
                        struct bsm_face_chip *chip);

#ifdef __cplusplus
}
#endif

#endif
