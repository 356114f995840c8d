/*
 * Pictures for the tests: ridges round a middle, with minutiae at seeded places (vortices added to the phase of a
 * wave). Not lifelike; enough to be found again. The same seed is the same finger, to the bit with every compiler.
 */
#ifndef BASMA_ENROLL_FINGER_TEST_PRINT_H
#define BASMA_ENROLL_FINGER_TEST_PRINT_H

#include "firmware/base/image.h"

struct test_view {
    double low_px;       /* the core, below where it is else: then the ridges arch as on a finger */
    double turn_degrees; /* of the finger in the picture */
    double dx_px, dy_px; /* of its middle from the picture's, px at 500 ppi */
    int noise;           /* grey values either way */
    unsigned noise_seed;
    int resolution_ppi; /* 0: 500 */
};

/* A picture of 300 x 360 px at 500 ppi, or as many as cover that at another resolution. */
struct bsm_image test_print(unsigned finger, const struct test_view *view);

/* A picture of one grey. */
struct bsm_image test_flat(int width_px, int height_px, int grey);

/* A picture of noise. */
struct bsm_image test_noise(int width_px, int height_px, unsigned seed);

#endif
