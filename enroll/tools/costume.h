/*
 * Cloth, glasses and beards drawn over a picture of a bare face, by its landmarks: for making and measuring what tells
 * a covered face (cover.h). Nobody real wears any of it; each seed draws others (cut, cloth, pattern, folds, light).
 */
#ifndef BASMA_ENROLL_TOOLS_COSTUME_H
#define BASMA_ENROLL_TOOLS_COSTUME_H

#include <stdbool.h>
#include <stdint.h>

#include "enroll/face/face.h"

enum costume_kind {
    COSTUME_BARE,
    COSTUME_HIJAB, /* a head scarf that leaves the face free */
    COSTUME_GLASSES,
    COSTUME_BEARD,
    COSTUME_MASK,
    COSTUME_NIQAB,
    COSTUME_SCARF,
    COSTUME_SUNGLASSES,
};

enum { COSTUME_KINDS = COSTUME_SUNGLASSES + 1 };

const char *costume_name(enum costume_kind kind);
bool costume_covers_mouth(enum costume_kind kind);
bool costume_covers_eyes(enum costume_kind kind);

/* The picture is RGB24, found what was found in it bare. */
void costume_draw(struct bsm_image *picture, const struct bsm_face_found *found, enum costume_kind kind, uint32_t seed);

#endif
