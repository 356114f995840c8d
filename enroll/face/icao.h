/*
 * A portrait as identity documents want it: upright, 35 : 45, the eyes level at the place and distance that ICAO Doc
 * 9303 and ISO/IEC 39794-5 (before: 19794-5, clause 8) leave room for. With W the width and H the height of the
 * portrait: the pupils are W / 4 apart, as in a token image, and lie 0.42 H below its upper edge, or as near to that
 * as the picture has room for (lawful: 0.3 to 0.5 for the middle of the face; above 0.37 the head is whole); of an
 * adult's proportions follow a head 0.61 W wide (lawful: 0.5 to 0.75) and 0.71 H long (0.6 to 0.9).
 *
 * Pure C. Nothing is kept; what lies outside the picture is never invented. No conformance is claimed: background,
 * shadows and expression are not judged here.
 */
#ifndef BASMA_FACE_ICAO_H
#define BASMA_FACE_ICAO_H

#include "enroll/face/face.h"

enum {
    BSM_ICAO_WIDTH_PARTS = 7, /* 35 : 45 */
    BSM_ICAO_HEIGHT_PARTS = 9,
    BSM_ICAO_EYES_DOWN_PERCENT = 42, /* of the height, where the picture has room for it */
    BSM_ICAO_EYES_DOWN_LEAST = 38,
    BSM_ICAO_EYES_DOWN_MOST = 48,
    BSM_ICAO_EYES_APART_PERCENT = 25, /* of the width */
    BSM_ICAO_INTER_EYE_MIN_PX = 60,   /* in the picture: below, there is nothing to print */
    BSM_ICAO_WIDTH_MIN_PX = 140,
    BSM_ICAO_WIDTH_MAX_PX = 1400,
};

/*
 * Cuts the portrait out of the picture (RGB24 or GREY8) in which found was found, width_px wide (a multiple of 7,
 * between the limits); the caller finishes it. RETRY: no face, too far away, or the portrait would reach over the
 * picture's edge (the person must stand farther back, or in the middle); INVALID: a width that is not lawful;
 * NO_MEMORY.
 */
enum bsm_status bsm_icao_portrait(const struct bsm_image *picture, const struct bsm_face_found *found, int width_px,
                                  struct bsm_image *portrait);

/* Whether one of some width can be cut out of it. */
bool bsm_icao_fits(const struct bsm_image *picture, const struct bsm_face_found *found);

#endif
