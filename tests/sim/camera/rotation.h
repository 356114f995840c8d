/* Turning of things before a lens: yaw (to the picture's right), then pitch (up), then roll (the right side down). */
#ifndef BASMA_TESTS_SIM_CAMERA_ROTATION_H
#define BASMA_TESTS_SIM_CAMERA_ROTATION_H

struct spot {
    double p, q, z; /* to the picture's right, down, to the camera */
};

struct rotation {
    double yaw, pitch, roll; /* radians */
};

struct rotation_matrix {
    double pp, pq, pz, qp, qq, qz, zp, zq, zz;
};

/* share of the rotation. */
struct rotation_matrix rotation_matrix(const struct rotation *rotation, double share);
struct spot rotation_apply(const struct rotation_matrix *matrix, struct spot spot);

#endif
