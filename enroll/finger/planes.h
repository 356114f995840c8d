/*
 * What the stages of extraction hand to each other. All work on the picture at 250 ppi ("small" pixels, 0.1016 mm):
 * ridges, 5 to 16 px apart at 500 ppi, still have more than two samples there, at a quarter of the cost. Fields that
 * vary slowly (direction and spacing of ridges) live on a grid of blocks of 4 x 4 small pixels.
 *
 * Order: prepare -> spectrum -> field -> segment -> enhance -> detect. Each stage fills what its comment names.
 */
#ifndef BASMA_ENROLL_FINGER_PLANES_H
#define BASMA_ENROLL_FINGER_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "enroll/finger/minutiae.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_SMALL_PPI = 250,
    BSM_SMALL_SIDE_MIN = 32,
    BSM_SMALL_SIDE_MAX = 512,
    BSM_SMALL_BLOCK = 4,
    BSM_SMALL_GRID_MAX = BSM_SMALL_SIDE_MAX / BSM_SMALL_BLOCK,
    BSM_SMALL_MARGIN = 10, /* zeroed pixels round the normalised plane, for the filters */
    BSM_SMALL_STRIDE = BSM_SMALL_SIDE_MAX + 2 * BSM_SMALL_MARGIN + 4,

    BSM_DIRECTIONS = 16, /* of the spectrum, over half a turn */
    BSM_SPACINGS = 6,
    BSM_CELLS = BSM_DIRECTIONS * BSM_SPACINGS,

    BSM_FILTER_DIRECTIONS = 32, /* of the enhancing filters, over half a turn */
    BSM_FILTER_SPACINGS = 10,
    BSM_FILTER_RADIUS = 8,                   /* small px */
    BSM_FILTER_SIDE = 2 * BSM_FILTER_RADIUS, /* 16 taps: the row at +8 is left out, the window is almost zero there */

    BSM_PHASES = 256,
    BSM_CANDIDATES_MAX = 1024,
};

/* A minutia while it is judged, in small pixels. */
struct bsm_candidate {
    float x, y;
    float direction; /* radians, -pi..pi, x axis towards y axis */
    float quality;   /* 0..1 */
    int sign;        /* of the winding */
    uint8_t type;
};

/* What the ridges do in one block. */
struct bsm_block {
    float c2, s2;    /* cosine and sine of twice the direction across the ridges (their normal), times coherence */
    float frequency; /* ridges a small pixel */
    float clarity;   /* 0..1: share of the local variation that is ridges */
    uint8_t inside;  /* belongs to the print */
};

struct bsm_planes {
    int width, height; /* small px */
    int columns, rows; /* blocks */
    int dark, spread;  /* of the grey values inside the print: median, and 10..90 % range */
    int inside;        /* blocks in the print */

    uint8_t grey[BSM_SMALL_SIDE_MAX * BSM_SMALL_SIDE_MAX]; /* rows of width */
    uint32_t sums[(BSM_SMALL_SIDE_MAX + 1) * (BSM_SMALL_SIDE_MAX + 1)];
    uint32_t squares[(BSM_SMALL_SIDE_MAX + 1) * (BSM_SMALL_SIDE_MAX + 1)];
    int16_t normal[BSM_SMALL_STRIDE * BSM_SMALL_STRIDE];        /* local mean 0, deviation 128; see bsm_planes_normal */
    uint8_t deviation[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX]; /* local deviation of grey at the block's middle */

    float spectra[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX][BSM_CELLS];
    float smooth[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX][BSM_CELLS];
    struct bsm_block blocks[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX];
    float work[4][BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX];

    float even[BSM_SMALL_SIDE_MAX * BSM_SMALL_SIDE_MAX];  /* ridge (negative) or valley (positive) */
    float odd[BSM_SMALL_SIDE_MAX * BSM_SMALL_SIDE_MAX];   /* a quarter of a period along the normal of the pixel */
    int8_t step[BSM_SMALL_SIDE_MAX * BSM_SMALL_SIDE_MAX]; /* filter direction of the pixel; -1 outside the print */

    struct bsm_candidate candidates[BSM_CANDIDATES_MAX];
    int candidate_count;
};

/* Kernels that depend on nothing, made once. */
struct bsm_kernels {
    float spectrum_even[BSM_FILTER_SIDE * BSM_FILTER_SIDE / 2][BSM_CELLS];
    float spectrum_odd[BSM_FILTER_SIDE * BSM_FILTER_SIDE / 2][BSM_CELLS];
    float spectrum_window[BSM_FILTER_SIDE * BSM_FILTER_SIDE / 2];
    float direction_cos[BSM_DIRECTIONS], direction_sin[BSM_DIRECTIONS]; /* of twice the angle */
    float spacing_frequency[BSM_SPACINGS];

    int16_t filter_even[BSM_FILTER_DIRECTIONS][BSM_FILTER_SPACINGS][BSM_FILTER_SIDE * BSM_FILTER_SIDE];
    int16_t filter_odd[BSM_FILTER_DIRECTIONS][BSM_FILTER_SPACINGS][BSM_FILTER_SIDE * BSM_FILTER_SIDE];
    float phase_cos[BSM_PHASES], phase_sin[BSM_PHASES];
    float filter_scale;
    float normal_x[BSM_FILTER_DIRECTIONS], normal_y[BSM_FILTER_DIRECTIONS];
};

/* The pixel (x, y) of the normalised plane; x and y from -BSM_SMALL_MARGIN to side + BSM_SMALL_MARGIN. */
static inline int16_t *bsm_planes_normal(struct bsm_planes *planes, int x, int y)
{
    return planes->normal + (size_t)(y + BSM_SMALL_MARGIN) * BSM_SMALL_STRIDE + (size_t)(x + BSM_SMALL_MARGIN);
}

/* Overwrites all that a picture has left: of each array the part that a picture of its size can have touched. */
void bsm_planes_wipe(struct bsm_planes *planes);

void bsm_kernels_init(struct bsm_kernels *kernels);

/* Fills width, height, columns, rows, grey, normal, deviation. INVALID for what bsm_finger_extract calls so, RETRY
 * for a picture that is too small. */
enum bsm_status bsm_planes_prepare(struct bsm_planes *planes, const struct bsm_image *image);

/* Fills spectra: for each block the amplitude of waves of each direction and spacing, as a share of the local
 * deviation. */
void bsm_planes_spectrum(struct bsm_planes *planes, const struct bsm_kernels *kernels);

/* Fills blocks but for their inside. */
void bsm_planes_field(struct bsm_planes *planes, const struct bsm_kernels *kernels);

/* Fills inside of the blocks and of all, dark, spread. */
void bsm_planes_segment(struct bsm_planes *planes);

/* How the print lies. */
struct bsm_stance {
    float arching;      /* -1..1: above 0 the way fingers are, below it upside down */
    float off_x, off_y; /* its middle from the picture's, as a share of the picture: -0.5..0.5 */
};

void bsm_planes_stance(const struct bsm_planes *planes, struct bsm_stance *stance);

/* Fills even, odd, step. */
void bsm_planes_enhance(struct bsm_planes *planes, const struct bsm_kernels *kernels);

/* Fills candidates, the best first. */
void bsm_planes_detect(struct bsm_planes *planes, const struct bsm_kernels *kernels);

#endif
