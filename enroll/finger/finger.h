/*
 * The finger engine: a picture becomes a template, two templates become a score.
 *
 * Life: an extractor and a matcher own all memory they work in, made once by _create and wiped by _destroy; one of
 * each a thread, used for any number of pictures. Nothing blocks, nothing reads files or the clock, matching
 * allocates nothing.
 *
 * Promises: the same bytes in give the same bytes and the same integers out, on every compiler and processor with
 * IEEE 754 arithmetic (no libm function but the square root, no contraction). Templates from outside are checked
 * whole before anything in them is believed.
 */
#ifndef BASMA_ENROLL_FINGER_FINGER_H
#define BASMA_ENROLL_FINGER_FINGER_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/hint.h"
#include "firmware/base/image.h"
#include "firmware/base/status.h"

#define BSM_FINGER_ENGINE "basma-finger"

enum {
    /* Raised whenever templates or scores change their meaning. 2: cylinders packed, hopeless pairs not weighed
       further. (Of 1 there were two, with endings and bifurcations exchanged.) */
    BSM_FINGER_ENGINE_VERSION = 2,
    BSM_FINGER_TEMPLATE_MAX = 12288,
    BSM_FINGER_RESOLUTION_MIN_PPI = 250,
    BSM_FINGER_RESOLUTION_MAX_PPI = 1000,
    BSM_FINGER_SIDE_MAX_MM = 52, /* a longer picture is not of one finger */
};

/*
 * Thresholds on the score of one finger against one finger. Measured on six FVC DB_B sets (optical, capacitive and
 * synthetic): the 17,280 cross-finger pairs within the sets reach FMR 1e-1 at -176, 1e-2 at -43, 1e-3 at 55 and 1e-4 at
 * 150, the highest is 166; of 60,000 pairs across the sets 2.7e-4 are above 100 and three above 200 (up to 233). Against
 * a template made of an ISO record (iso_convert.h) 5.8e-4 of the pairs within the sets are above 100 and none above
 * 200; across the sets 3.2e-4, and two of 60,000 (up to 330). The constants stand above what was measured, because other
 * sensors may differ. The decision (enroll/record/thresholds.h) does not use them.
 */
enum {
    BSM_FINGER_SCORE_FMR_1E0 = -250,
    BSM_FINGER_SCORE_FMR_1E1 = -110,
    BSM_FINGER_SCORE_FMR_1E2 = 0,
    BSM_FINGER_SCORE_FMR_1E3 = 100,
    BSM_FINGER_SCORE_FMR_1E4 = 200,
};

struct bsm_finger_extractor;
struct bsm_finger_matcher;

struct bsm_finger_quality {
    int score;          /* 0..100: how useful for matching */
    enum bsm_hint hint; /* what would help most; BSM_HINT_FINGER_GOOD when nothing is wanting. BSM_HINT_TURN_FINGER: it
                           lies upside down; there is a template, but it will hardly match one the right way up */
    int minutiae;       /* in the template */
    int area_mm2;       /* of the print that could be read */
    int contrast;       /* 0..255: spread of the grey values in it */
    int clarity;        /* 0..100: how much of the local variation is ridges */
};

/* NULL and *status NO_MEMORY when there is no room (about 20 MiB of address space, touched as pictures need it). */
struct bsm_finger_extractor *bsm_finger_extractor_create(enum bsm_status *status);
/* Wipes and frees. NULL is fine. */
void bsm_finger_extractor_destroy(struct bsm_finger_extractor *extractor);

/*
 * Makes a template of a grey picture of one finger, ridges dark.
 *
 * OK: *size bytes at out, quality filled. RETRY: nothing usable in the picture, quality filled (score 0, the hint
 * tells). INVALID: not grey, no or unsupported resolution, sides out of range, or capacity below
 * BSM_FINGER_TEMPLATE_MAX; nothing is filled. The extractor holds nothing of the picture afterwards.
 */
enum bsm_status bsm_finger_extract(struct bsm_finger_extractor *extractor, const struct bsm_image *grey, uint8_t *out,
                                   size_t capacity, size_t *size, struct bsm_finger_quality *quality);

/* OK for a whole template of this engine version; INVALID for anything else, one changed bit included. */
enum bsm_status bsm_finger_template_check(const uint8_t *bytes, size_t size);

struct bsm_finger_matcher *bsm_finger_matcher_create(enum bsm_status *status);
void bsm_finger_matcher_destroy(struct bsm_finger_matcher *matcher);

/*
 * How much the two are alike: about hundredths of log10 of the likelihood ratio (same finger to other finger) between
 * -300 and 300; beyond, only the order means something. Depends on the two templates alone, not quite symmetric.
 * INVALID when either is not a template (see _template_check). */
enum bsm_status bsm_finger_match(struct bsm_finger_matcher *matcher, const uint8_t *reference, size_t reference_size,
                                 const uint8_t *probe, size_t probe_size, int32_t *score);

#endif
