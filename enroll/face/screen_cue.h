/*
 * Is it a screen? The grid of a screen's pixels, photographed, leaves a lone peak in the spectrum of the picture: the
 * grid itself where the lens resolves it, or its beat with the sensor's own (moire). Skin has edges and noise, which
 * spread over many frequencies. Searched is the middle of the face alone, so that clothes and what stands behind count
 * for nothing, in a spectrum of 128 x 128 px without its lowest frequencies (the features of a face), its axes (the
 * edges of a picture, the rows of a sensor) and the multiples of 1/8 (the blocks of JPEG).
 *
 * After Garcia and de Queiroz, "Face-Spoofing 2D-Detection Based on Moire-Pattern Analysis" (IEEE Transactions on
 * Information Forensics and Security, 2015, doi 10.1109/TIFS.2015.2411394), who detect the overlap of two grids by peaks
 * in the frequency domain; here each peak is held against the frequencies around it. What it sees is a screen (or the
 * raster of a print) near enough that its grid reaches the sensor; one that is far, fine or out of focus it does not.
 *
 * Bounded evidence: it takes at most BSM_SCREEN_PULL_MAX from the log odds of one view, and never adds to them.
 * Pure; nothing is kept; some 0.3 ms and 200 kB of stack.
 */
#ifndef BASMA_FACE_SCREEN_CUE_H
#define BASMA_FACE_SCREEN_CUE_H

#include "enroll/face/face.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    BSM_SCREEN_SIDE = 128, /* px of the picture; a face that is less tall is not looked at */
    BSM_SCREEN_UNSEEN = -1,
    BSM_SCREEN_GRID_MAX = 2000,      /* what bsm_screen_grid says at most */
    BSM_SCREEN_GRID_THRESHOLD = 250, /* less is seen on faces, too */
    BSM_SCREEN_PULL_MAX = 200,       /* hundredths of log odds */
};

/* How far the strongest lone peak stands above nine tenths of what is around it: natural logarithm, hundredths; 0 where
 * there is none; BSM_SCREEN_UNSEEN where there is no face, or it or the picture is too small. */
int bsm_screen_grid(const struct bsm_image *picture, const struct bsm_face_found *found);

/* The log odds of a living face (bsm_face_alive), less what the grid speaks against it. */
int bsm_screen_weigh(int log_odds, int grid);

#ifdef __cplusplus
}
#endif

#endif
