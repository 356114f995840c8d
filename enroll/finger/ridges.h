/*
 * Ridge correlation: the ridges of the probe, moved onto those of the reference, agree block by block or they do not.
 * Says what the minutiae cannot: whether the ridges between them are the same.
 */
#ifndef BASMA_ENROLL_FINGER_RIDGES_H
#define BASMA_ENROLL_FINGER_RIDGES_H

#include "enroll/finger/align.h"
#include "enroll/finger/template.h"

enum {
    BSM_BIT_SIDE = 512, /* small px */
    BSM_BIT_MARGIN = 16,
    BSM_BIT_WORDS = (BSM_BIT_SIDE + 2 * 64) / 64, /* a row: a word of nothing at either end */
    BSM_BIT_ROWS = BSM_BIT_SIDE + 2 * BSM_BIT_MARGIN,
    BSM_RIDGE_STEP = 11,  /* small px from block to block */
    BSM_RIDGE_SHIFTS = 9, /* tried each way: 4 small px to either side */
    BSM_PIXEL_OUTSIDE = 2,
    BSM_RIDGE_BLOCK_SIDE = BSM_BIT_SIDE / BSM_RIDGE_STEP + 1,
};

/* A ridge map with a byte a small pixel, its box only. */
struct bsm_pixel_plane {
    int left, top, width, height;
    uint8_t pixels[BSM_BIT_SIDE * BSM_BIT_SIDE]; /* rows of width: 0 ridge, 1 valley, BSM_PIXEL_OUTSIDE */
};

/* A bit a small pixel. */
struct bsm_bit_plane {
    uint64_t valley[BSM_BIT_ROWS][BSM_BIT_WORDS];
    uint64_t inside[BSM_BIT_ROWS][BSM_BIT_WORDS];
};

/* How well a block agrees at each shift, in hundredths. */
struct bsm_ridge_surface {
    int8_t values[BSM_RIDGE_SHIFTS * BSM_RIDGE_SHIFTS];
    int8_t shift_x, shift_y; /* small px: where it and its neighbours together agree best */
    int8_t best;             /* how well they do there */
    bool used;
};

struct bsm_ridge_work {
    struct bsm_pixel_plane probe;
    struct bsm_bit_plane reference, moved;
    struct bsm_ridge_surface surfaces[BSM_RIDGE_BLOCK_SIDE][BSM_RIDGE_BLOCK_SIDE];
    int columns, rows; /* of surfaces */
};

struct bsm_ridge_evidence {
    int blocks;   /* compared */
    float pooled; /* mean of their best agreement, each shifted as one with its neighbours, -1..1 */
};

/* Lays both out, for any number of comparisons. */
void bsm_ridges_open(struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                     const struct bsm_ridge_map *probe);

/* Moves the probe by the alignment and compares; reference is the one that was opened. */
void bsm_ridges_compare(struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                        const struct bsm_alignment *alignment, struct bsm_ridge_evidence *evidence);

/* Fits the alignment that was compared last to the shifts of the blocks that agree. False when they are too few. */
bool bsm_ridges_refine(const struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                       struct bsm_alignment *alignment);

#endif
