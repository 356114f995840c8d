/*
 * The template unpacked, and its bytes. Little-endian:
 *
 *   u32 magic "BSMF"   u8 engine version   u8 flags: 1 bare, the rest zero   u16 size of the whole
 *   u16 width, u16 height          of the picture, px at 500 ppi
 *   u8 minutiae   u8 quality 0..100
 *   u8 left, u8 top, u8 columns, u8 rows    of the ridge map, blocks of 8 x 8 px at 500 ppi
 *   a minutia: u16 x (px at 500 ppi; the top bit set for a bifurcation), u16 y, u8 direction, u8 quality
 *   a cylinder, one a minutia: cells that are valid, then the bits of 6 sections, each u32 and u16; then four bits of
 *   each of the seven, and four of zero (template.c says which cells are where)
 *   the ridge map's mask: a bit a block, rows padded to bytes; then, unless bare, u16 a block inside: 4 x 4 bits,
 *   set where a valley is
 *   u32 CRC-32 (ISO 3309) of all before
 */
#ifndef BASMA_ENROLL_FINGER_TEMPLATE_H
#define BASMA_ENROLL_FINGER_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "enroll/finger/minutiae.h"
#include "firmware/base/status.h"

enum {
    BSM_CYLINDER_SECTIONS = 6,
    BSM_CYLINDER_REACH_PX = 26,  /* a neighbour counts in the cells this near it */
    BSM_RIDGE_SIDE_MAX = 128,    /* blocks */
    BSM_RIDGE_BLOCKS_MAX = 2600, /* inside; 4.3 cm2 */
};

/* Minutia Cylinder-Code with bits: 8 x 8 cells round the minutia, turned with it, in 6 sections of relative
 * direction. */
struct bsm_cylinder {
    uint64_t valid;
    uint64_t sections[BSM_CYLINDER_SECTIONS];
};

/* The enhanced ridges as bits, for correlation. */
struct bsm_ridge_map {
    uint8_t left, top, columns, rows; /* blocks */
    uint16_t
        index[BSM_RIDGE_SIDE_MAX * BSM_RIDGE_SIDE_MAX]; /* by row * columns + column: 1 + place in blocks; 0 outside */
    uint16_t blocks[BSM_RIDGE_BLOCKS_MAX];
    int count;
    bool bare; /* made from minutiae alone: where the print is, but not its ridges; blocks are zero */
};

struct bsm_finger_features {
    int width_px, height_px; /* at 500 ppi */
    int quality;
    int count;
    struct bsm_minutia minutiae[BSM_FINGER_MINUTIAE_MAX];
    struct bsm_cylinder cylinders[BSM_FINGER_MINUTIAE_MAX];
    struct bsm_ridge_map ridges;
};

/* Writes at most BSM_FINGER_TEMPLATE_MAX bytes, which all lawful features fit; returns their number. */
size_t bsm_finger_features_pack(const struct bsm_finger_features *features, uint8_t *out);

/* Checks everything; INVALID leaves features half filled. */
enum bsm_status bsm_finger_features_unpack(const uint8_t *bytes, size_t size, struct bsm_finger_features *features);

/* How near a neighbour is to a cell, in place and in direction: tables made once. */
struct bsm_cylinder_weights {
    float place[BSM_CYLINDER_REACH_PX * BSM_CYLINDER_REACH_PX]; /* by squared distance in px */
    float direction[BSM_CYLINDER_SECTIONS][256];                /* by difference of direction */
};

void bsm_cylinder_weights_init(struct bsm_cylinder_weights *weights);

/* Fills the cylinders from the minutiae and the ridge map's mask. */
void bsm_finger_cylinders(struct bsm_finger_features *features, const struct bsm_cylinder_weights *weights);

#endif
