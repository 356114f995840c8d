/*
 * Synthetic fingerprints: fingers that never belonged to anybody, for tests, demonstrations and training.
 *
 * A master is the whole skin of one finger, the same for the same person seed and finger position. Ridges are grown
 * along a direction field of a natural class, so that minutiae arise by themselves; pores, fine lines, creases and
 * scars lie on them. The fingers of a person are kin: classes, ridge period and state of the skin go together. An
 * impression is one touch of a reader with that finger: another place, turn, plastic stretch, pressure, moisture and
 * dirt for each impression seed, seen by one of several sensors. Both depend on their seeds alone.
 *
 * Life: bsm_print_master_init -> bsm_print_impression any number of times -> bsm_print_master_finish. A master is only
 * read by impressions, which may run in several threads. Making a master takes about a fifth of a second of one core,
 * an impression some tens of milliseconds at 500 ppi; nothing else blocks.
 */
#ifndef BASMA_SIM_PRINT_PRINT_H
#define BASMA_SIM_PRINT_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/biometric.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum {
    BSM_PRINT_MASTER_WIDTH_PX = 416,
    BSM_PRINT_MASTER_HEIGHT_PX = 560,
    BSM_PRINT_RESOLUTION_PPI = 500, /* of masters, and of impressions unless asked otherwise */
    BSM_PRINT_RESOLUTION_MIN_PPI = 300,
    BSM_PRINT_RESOLUTION_MAX_PPI = 1000,
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

/* Where a ridge ends or two become one, in the master's px. */
struct bsm_print_minutia {
    int x, y;         /* from the left, from the tip */
    double direction; /* rad from the x axis towards the y axis (clockwise as seen): the way the ridge, or at a
                         bifurcation the valley, runs that begins here */
    bool bifurcation;
};

struct bsm_print_master {
    enum bsm_print_class class;
    uint64_t finger;                    /* mixed from person and position, a part of every impression's seed */
    double size;                        /* of the pad, 1 the mean */
    double dryness;                     /* of the person's skin, -1 wet .. 1 dry */
    int8_t *ridges;                     /* owned; rows from the tip, 127 middle of a ridge, -127 middle of a valley */
    uint8_t *lines;                     /* owned; wrinkles, creases and scars, 255 deep */
    uint8_t *pores;                     /* owned; 255 deep */
    struct bsm_print_minutia *minutiae; /* owned */
    int minutia_count;
};

/* Readers by what their pictures look like. */
enum bsm_print_look {
    BSM_PRINT_LOOK_OPTICAL = 0, /* a good prism: black on white */
    BSM_PRINT_LOOK_DESK,        /* a small prism: grey, uneven light, a trapezoid in view */
    BSM_PRINT_LOOK_CAPACITIVE,  /* hard-edged, ridges of one grey, speckled */
    BSM_PRINT_LOOK_SILICON,     /* dark, with the stripes of its columns, fine enough for pores */
    BSM_PRINT_LOOK_SWIPE,       /* joined from slices of a finger drawn over a line */
};

enum { BSM_PRINT_LOOK_COUNT = BSM_PRINT_LOOK_SWIPE + 1 };

/* How a finger is put on the reader. Spreads are the largest departure; a middle of 0 is a good touch. Lengths are in
 * px at 500 ppi but for width and height, which are the picture's. */
struct bsm_print_params {
    enum bsm_print_look look;
    int resolution_ppi; /* 0 is BSM_PRINT_RESOLUTION_PPI */
    int width_px, height_px;
    double displacement_px; /* spread of the place */
    double rotation_deg;    /* spread of the turn */
    double distortion_px;   /* spread of the stretch of the skin at the rim of the contact */
    double pressure_spread; /* ridges thinner or thicker: 0.5 is much */
    double dryness;         /* 0 none .. 1: broken ridges */
    double partial;         /* 0..1: how much of the contact may be missing */
    double noise;           /* 0..1: of the sensor */
    double dirt;            /* 0..1: smudges, specks, and what the last finger left */
    double wetness;         /* 0 none .. 1: valleys filled */
};

/* An ordinary touch by somebody who was not shown how. 320 x 400. */
struct bsm_print_params bsm_print_params_ordinary(void);

/* A touch under the eyes of an officer at an enrolment desk. 320 x 400. */
struct bsm_print_params bsm_print_params_careful(void);

/* A touch as the public collections have them, of that reader's usual size: nobody helps, many are poor. */
struct bsm_print_params bsm_print_params_visitor(enum bsm_print_look look);

/* "optical", "desk", "capacitive", "silicon", "swipe"; "unknown" beyond. */
const char *bsm_print_look_name(enum bsm_print_look look);

/* "arch", "tented arch", "left loop" ... */
const char *bsm_print_class_name(enum bsm_print_class class);

/* Grows the finger. INVALID for a position outside 1..10, NO_MEMORY. */
enum bsm_status bsm_print_master_init(struct bsm_print_master *master, uint64_t person, enum bsm_position position);

/* Wipes and frees; NULL and a zeroed struct are fine. */
void bsm_print_master_finish(struct bsm_print_master *master);

/* The master as an 8-bit picture, ridges dark, without any reader's trace. The caller finishes it. NO_MEMORY. */
enum bsm_status bsm_print_master_picture(const struct bsm_print_master *master, struct bsm_image *picture);

/* The minutiae of the whole skin, borrowed from the master; returns their number. What a touch shows of them is for the
 * caller to find out. */
int bsm_print_master_minutiae(const struct bsm_print_master *master, const struct bsm_print_minutia **minutiae);

/* One touch: an 8-bit picture, ridges dark on light, which the caller finishes. INVALID for sides outside
 * BSM_PRINT_SIDE_MIN_PX..MAX, a resolution outside BSM_PRINT_RESOLUTION_MIN_PPI..MAX, no such look, or another
 * parameter below 0; NO_MEMORY. */
enum bsm_status bsm_print_impression(const struct bsm_print_master *master, uint64_t impression,
                                     const struct bsm_print_params *params, struct bsm_image *picture);

#endif
