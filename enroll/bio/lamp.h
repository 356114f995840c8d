/*
 * The kiosk's screen as a lamp while a face is looked at: which colour is due, and what the face makes of it
 * (enroll/face/light.h).
 *
 * Life: zeroed is dark; lamp_turn and lamp_see for each frame, lamp_forget_face when another stands there. Threads: the
 * compute one.
 */
#ifndef BASMA_ENROLL_BIO_LAMP_H
#define BASMA_ENROLL_BIO_LAMP_H

#include <stdbool.h>

#include "enroll/face/light.h"

struct lamp {
    bool lit;
    int64_t begun_ms;
    enum bsm_light light;
    struct bsm_light_watch watch;
};

/* True when *light has changed at now_ms (monotonic) and must be shown. The first call begins the order, whose steps
 * are taken over again after the last; of an order that begins with BSM_LIGHT_NONE nothing is lit. */
bool lamp_turn(struct lamp *lamp, const enum bsm_light order[BSM_LIGHT_STEPS], int64_t now_ms);

void lamp_see(struct lamp *lamp, const struct bsm_image *picture, const struct bsm_face_found *found, int64_t time_ms);

void lamp_forget_face(struct lamp *lamp);

#endif
