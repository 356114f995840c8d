/*
 * The colours in which the kiosk's own screen lights the face that is looked at (enroll/face/light.h): the kiosk's
 * parts say them to each other. In which order, the visit's nonce says (net/seal/lights.h).
 *
 * Slow and soft, for those whom flicker harms: WCAG 2.1, 2.3.1 allows three flashes a second, a flash being a pair of
 * opposed changes of relative luminance by a tenth or more, or of a saturated red. Here a colour stands for half a
 * second, so that there is at most one pair in a second; all of them are as bright as each other to within a tenth; and
 * none is a saturated red.
 */
#ifndef BASMA_BASE_LIGHT_H
#define BASMA_BASE_LIGHT_H

#include <stdint.h>

enum bsm_light {
    BSM_LIGHT_NONE = 0, /* the screen's usual ground */
    BSM_LIGHT_AMBER,
    BSM_LIGHT_SKY,
    BSM_LIGHT_MINT,
};
enum { BSM_LIGHT_LAST = BSM_LIGHT_MINT, BSM_LIGHT_COLOURS = BSM_LIGHT_LAST };

enum {
    BSM_LIGHT_STEP_MS = 500,
    BSM_LIGHT_PLACE_GAINS = 5,
    BSM_LIGHT_GAIN_MAX = 1000,
    BSM_LIGHT_STEPS = 64, /* half a minute, which looking and moving seldom take; then from the start */
};

/* What people answer at this kiosk: the last gains of those whose skin did (enroll/face/light.h), thousandths; of
 * nobody in particular. Zeroed: not known. */
struct bsm_light_place {
    int gains[BSM_LIGHT_PLACE_GAINS];
    int count, next;
};

/* "amber"; "none" outside the enum. */
const char *bsm_light_name(enum bsm_light light);

/* 0x00RRGGBB, sRGB: what the screen's ground is painted in; 0 for none. */
uint32_t bsm_light_rgb(enum bsm_light light);

/* 0, for who did not answer, is passed over. */
void bsm_light_place_learn(struct bsm_light_place *place, int gain);

/* The median gain; 0 before three have answered. */
int bsm_light_place_usual(const struct bsm_light_place *place);

#endif
