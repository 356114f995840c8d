/*
 * Finger minutiae records of ISO/IEC 19794-2, editions of 2005 ("FMR", " 20", with Cor.1:2009) and 2011 ("FMR", "030"):
 * the forms of a register's file, not those of a smart card. Read and written; big-endian.
 *
 * Life: a record borrows the bytes that it was opened on and owns nothing. bsm_iso_record_open reads the whole record
 * once and refuses it whole, so that a view of an opened record can always be had. Nothing blocks or allocates; any
 * thread. The bytes come from outside: every length is checked against what is left. Views are personal: wipe them.
 *
 * Read: size, resolution, finger, impression, quality, minutiae. Passed over: capture time and device, certificates,
 * extended data (ridge counts, cores and deltas, zones of quality, vendors' own). Not written: any of those.
 */
#ifndef BASMA_ENROLL_FINGER_ISO_RECORD_H
#define BASMA_ENROLL_FINGER_ISO_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_ISO_RECORD_MAX = 1024 * 1024, /* bytes */
    BSM_ISO_VIEWS_MAX = 176,          /* 16 of each of 11 positions */
    BSM_ISO_MINUTIAE_MAX = 255,
    BSM_ISO_SIDE_MAX_PX = 0x3fff,
    BSM_ISO_QUALITY_NONE = 254, /* of a finger or a minutia: not reported */
    BSM_ISO_WHY_SIZE = 200,
};

enum bsm_iso_edition {
    BSM_ISO_2005 = 2005,
    BSM_ISO_2011 = 2011,
};

enum bsm_iso_minutia_type {
    BSM_ISO_MINUTIA_OTHER = 0,
    BSM_ISO_MINUTIA_ENDING = 1,
    BSM_ISO_MINUTIA_BIFURCATION = 2,
};

struct bsm_iso_minutia {
    uint16_t x, y; /* px of the picture from its left and top */
    uint8_t type;  /* enum bsm_iso_minutia_type */
    uint8_t angle; /* 256 a turn, counter-clockwise from the right, into the ridge (or, of a bifurcation, the valley) */
    uint8_t quality; /* 0..100, or BSM_ISO_QUALITY_NONE */
};

/* One impression of one finger. */
struct bsm_iso_view {
    int position;                     /* enum bsm_position */
    int number;                       /* 0..15, of this finger's views */
    int impression;                   /* table of impression types: 0 live, plain; 1 live, rolled; ... */
    int quality;                      /* 0..100, or BSM_ISO_QUALITY_NONE */
    int width_px, height_px;          /* of the picture */
    int x_pixels_a_cm, y_pixels_a_cm; /* 197 is 500 ppi */
    int extended_size;                /* bytes of extended data passed over; 0 when written */
    int count;
    struct bsm_iso_minutia minutiae[BSM_ISO_MINUTIAE_MAX];
};

struct bsm_iso_record {
    const uint8_t *bytes; /* borrowed */
    size_t size;
    enum bsm_iso_edition edition;
    int views;
};

/* OK, or INVALID with a sentence in why that names the field and what it must be. */
enum bsm_status bsm_iso_record_open(struct bsm_iso_record *record, const uint8_t *bytes, size_t size,
                                    char why[BSM_ISO_WHY_SIZE]);

/* index is 0..views - 1. */
void bsm_iso_record_view(const struct bsm_iso_record *record, int index, struct bsm_iso_view *view);

/*
 * Writes 1..BSM_ISO_VIEWS_MAX views. INVALID, with why: a value that the edition has no room for (in 2005 all views are
 * of one size and resolution), or capacity is too small; out is then half written.
 */
enum bsm_status bsm_iso_record_write(enum bsm_iso_edition edition, const struct bsm_iso_view *views, int count,
                                     uint8_t *out, size_t capacity, size_t *size, char why[BSM_ISO_WHY_SIZE]);

#endif
