/*
 * What the landmarks of a face say by themselves: the five marks of the embedding, and where the head is turned. Pure;
 * C, so that tracks of landmarks can be tested without a picture.
 */
#ifndef BASMA_FACE_GEOMETRY_H
#define BASMA_FACE_GEOMETRY_H

#include "enroll/face/face.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fills marks, inter_eye_px and the three angles from found->landmarks, which must be finite. */
void bsm_face_read_landmarks(struct bsm_face_found *found);

/* The mean of some of the landmarks. */
struct bsm_face_point bsm_face_middle(const struct bsm_face_found *found, const int *which, int count);

#ifdef __cplusplus
}
#endif

#endif
