/*
 * How well a face was taken: the components of ISO/IEC 29794-5, each 0..100, higher = better, by the formulas of its
 * reference software OFIQ as far as they need landmarks and grey values only; where Basma measures otherwise it is
 * said. And what follows: one piece of advice, and one number for choosing among frames. Nothing here claims
 * conformance.
 *
 * Pure C on a picture and what was found in it. Nothing is kept, nothing blocks; a view takes about 2 ms.
 */
#ifndef BASMA_FACE_VIEW_H
#define BASMA_FACE_VIEW_H

#include <stdint.h>

#include "enroll/face/face.h"
#include "firmware/base/hint.h"

enum bsm_face_component {
    BSM_FACE_INTER_EYE_DISTANCE,
    BSM_FACE_EYES_OPEN,
    BSM_FACE_MOUTH_CLOSED,
    BSM_FACE_YAW,
    BSM_FACE_PITCH,
    BSM_FACE_ROLL,
    BSM_FACE_HEAD_SIZE, /* of an ICAO portrait; low in a frame with room around the person */
    BSM_FACE_ROOM_LEFT,
    BSM_FACE_ROOM_RIGHT,
    BSM_FACE_ROOM_ABOVE,
    BSM_FACE_ROOM_BELOW,
    BSM_FACE_LUMINANCE,
    BSM_FACE_NOT_OVER_EXPOSED,
    BSM_FACE_NOT_UNDER_EXPOSED,
    BSM_FACE_DYNAMIC_RANGE,
    BSM_FACE_EVEN_LIGHT,
    BSM_FACE_EVEN_BACKGROUND,
    BSM_FACE_SINGLE,
    BSM_FACE_SHARPNESS, /* not OFIQ's: variance of the Laplacian at two scales */
};

enum { BSM_FACE_COMPONENTS = BSM_FACE_SHARPNESS + 1 };

/* What is wanting first; each is named by the advice it leads to. */
enum {
    BSM_FACE_INTER_EYE_MIN_PX = 48,   /* the embedding's own picture has 35 */
    BSM_FACE_HEIGHT_MIN_PERCENT = 20, /* of the picture's height */
    BSM_FACE_HEIGHT_MAX_PERCENT = 75,
    BSM_FACE_OFF_CENTRE_MAX_PERCENT = 22, /* of the picture's side, from its middle */
    BSM_FACE_YAW_MAX_DEGREES = 20,
    BSM_FACE_PITCH_MAX_DEGREES = 28, /* above the camera's place over or under the eyes */
    BSM_FACE_ROLL_MAX_DEGREES = 20,
    BSM_FACE_LUMINANCE_MIN = 60, /* mean of the face, 0..255 */
    BSM_FACE_LUMINANCE_MAX = 220,
    BSM_FACE_CHEEK_MIN = 40,          /* of light from one side, what the other must have */
    BSM_FACE_SECOND_MAX_PERCENT = 60, /* height of another face, of this one's: nearer is a second person */
    BSM_FACE_DARK_MAX = 24,           /* mean of a whole picture in which no face is seen */
    BSM_FACE_COVERED_MIN = 100,       /* hundredths of log odds (cover.h): from here on, asked to uncover ... */
    BSM_FACE_COVERED_SURE = 300,      /* ... and not taken as it is */
    BSM_FACE_EYES_UNKNOWN = -1,
};

struct bsm_face_view {
    int picture_width_px, picture_height_px;
    int picture_luminance; /* 0..255; measured also where there is no face */
    struct bsm_face_found found;
    int luminance;         /* 0..255, mean of the face */
    int darker_cheek;      /* 0..255, mean of the darker one */
    int sharpness;         /* about the variance of the Laplacian at the size the embedding sees */
    int eyes_open_percent; /* of the more open eye, by the network: set by who asked it, else BSM_FACE_EYES_UNKNOWN */
    int covered;           /* hundredths of log odds that mouth or eyes are covered, the more of both: cover.h */
    uint8_t components[BSM_FACE_COMPONENTS]; /* all 0 where there is no face */
};

/* Measures; the picture is RGB24 or GREY8, the one in which found was found. */
void bsm_face_view_measure(const struct bsm_image *picture, const struct bsm_face_found *found,
                           struct bsm_face_view *view);

/* "eyes_open"; "none" outside the enum. */
const char *bsm_face_component_name(enum bsm_face_component component);

/*
 * The one thing that would help most; BSM_HINT_FACE_GOOD when nothing is wanting. said is the advice in force (or
 * BSM_HINT_NONE): it stays until what it asks for is there with some room, so that nobody is sent to and fro.
 */
enum bsm_hint bsm_face_advice(const struct bsm_face_view *view, enum bsm_hint said);

/* 0..100: how useful this view is for matching; the weakest of the components that matter for it. */
int bsm_face_quality(const struct bsm_face_view *view);

#endif
