/*
 * Two explanations of how the landmarks of a face moved from one frame to another: that they lie on a plane (a
 * homography, as of every flat picture: Hartley and Zisserman, Multiple View Geometry, 2.3) or on a head (an affine
 * camera on the mean head's depth). Both have eight numbers to fit, so that what remains can be compared. Pure.
 */
#ifndef BASMA_FACE_FIT_H
#define BASMA_FACE_FIT_H

#include <stdbool.h>

#include "enroll/face/face.h"

/* Residuals are root mean squares in distances of the eyes. */
struct bsm_fit {
    double plane_residual;
    double head_residual;
    double turn_degrees;           /* between the views, by the parallax of the depths; a plane has none */
    double turn_yaw_degrees;       /* its part to the side: positive: to the right of the picture */
    double turn_pitch_degrees;     /* and upwards */
    double foreshortening_degrees; /* the turn that a plane would need to look as narrow as this */
};

/* Fits the landmarks of one frame to those of a frame in which the face looks about straight. False where either has no
 * extent. */
bool bsm_fit_faces(const struct bsm_face_point from[BSM_FACE_LANDMARKS],
                   const struct bsm_face_point to[BSM_FACE_LANDMARKS], struct bsm_fit *fit);

#endif
