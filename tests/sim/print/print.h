/*
 * Synthetic fingerprints: fingers that never belonged to anybody, for tests and demonstrations.
 *
 * A master is the whole skin of one finger, the same for the same person seed and finger position. Ridges are grown
 * along a direction field of a natural class, so that minutiae arise by themselves. An impression is one touch of a
 * reader with that finger: another place, turn, stretch, pressure and dirt for each impression seed. Both depend on
 * their seeds alone. A first generator: clean structure, not yet lifelike skin.
 *
 * Life: bsm_print_master_init -> bsm_print_impression any number of times -> bsm_print_master_finish. A master is only
 * read by impressions, which may run in several threads. Making a master takes about half a second of one core, an
 * impression some tens of milliseconds; nothing else blocks.
 */
#ifndef BASMA_SIM_PRINT_PRINT_H
#define BASMA_SIM_PRINT_PRINT_H

#include <stdint.h>

#include "firmware/base/biometric.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_PRINT_MASTER_WIDTH_PX = 416,
    BSM_PRINT_MASTER_HEIGHT_PX = 560,
    BSM_PRINT_RESOLUTION_PPI = 500,
    BSM_PRINT_SIDE_MIN_PX = 96,
    BSM_PRINT_SIDE_MAX_PX = 1000,
};

enum bsm_print_class {
    BSM_PRINT_ARCH = 0,
    BSM_PRINT_TENTED_ARCH,
    BSM_PRINT_LEFT_LOOP,
    BSM_PRINT_RIGHT_LOOP,
    BSM_PRINT_WHORL,
    BSM_PRINT_DOUBLE_LOOP,
};

enum { BSM_PRINT_CLASS_COUNT = BSM_PRINT_DOUBLE_LOOP + 1 };

struct bsm_print_master {
    enum bsm_print_class class;
    uint64_t finger; /* mixed from person and position, a part of every impression's seed */
    int8_t *ridges;  /* owned; rows from the tip, 127 middle of a ridge, -127 middle of a valley */
};

/* How a finger is put on the reader. Spreads are the largest departure; a middle of 0 is a good touch. */
struct bsm_print_params {
    int width_px, height_px;
    double displacement_px; /* spread of the place */
    double rotation_deg;    /* spread of the turn */
    double distortion_px;   /* spread of the stretch of the skin at the rim of the contact */
    double pressure_spread; /* ridges thinner or thicker: 0.5 is much */
    double dryness;         /* 0 none .. 1: broken ridges */
    double partial;         /* 0..1: how much of the contact may be missing */
    double noise;           /* 0..1: of the sensor */
    double dirt;            /* 0..1: smudges and specks */
};

/* An ordinary touch by somebody who was not shown how. 320 x 400. */
struct bsm_print_params bsm_print_params_ordinary(void);

/* A touch under the eyes of an officer at an enrolment desk. 320 x 400. */
struct bsm_print_params bsm_print_params_careful(void);

/* "arch", "tented arch", "left loop" ... */
const char *bsm_print_class_name(enum bsm_print_class class);

/* Grows the finger. INVALID for a position outside 1..10, NO_MEMORY. */
enum bsm_status bsm_print_master_init(struct bsm_print_master *master, uint64_t person, enum bsm_position position);

/* Wipes and frees; NULL and a zeroed struct are fine. */
void bsm_print_master_finish(struct bsm_print_master *master);

/* The master as an 8-bit picture, ridges dark, without any reader's trace. The caller finishes it. NO_MEMORY. */
enum bsm_status bsm_print_master_picture(const struct bsm_print_master *master, struct bsm_image *picture);

/* One touch: an 8-bit picture at 500 ppi, ridges dark on light, which the caller finishes. INVALID for sides outside
 * BSM_PRINT_SIDE_MIN_PX..MAX or another parameter below 0, NO_MEMORY. */
enum bsm_status bsm_print_impression(const struct bsm_print_master *master, uint64_t impression,
                                     const struct bsm_print_params *params, struct bsm_image *picture);

#endif
