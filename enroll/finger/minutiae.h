/* A minutia: where a ridge, or the valley between two, begins. Used inside the engine and by tools. */
#ifndef BASMA_ENROLL_FINGER_MINUTIAE_H
#define BASMA_ENROLL_FINGER_MINUTIAE_H

#include <stdint.h>

enum { BSM_FINGER_MINUTIAE_MAX = 80 };

enum bsm_minutia_type {
    BSM_MINUTIA_ENDING = 1,      /* of a ridge */
    BSM_MINUTIA_BIFURCATION = 2, /* of a ridge: a valley ends */
};

struct bsm_minutia {
    uint16_t x;        /* px at 500 ppi from the left of the picture */
    uint16_t y;        /* from the top */
    uint8_t direction; /* 256 a turn, from the x axis towards the y axis (clockwise as seen), the way the ridge or valley
                          that ends here would have gone on: there is one line less ahead than behind */
    uint8_t type;      /* enum bsm_minutia_type */
    uint8_t quality;   /* 0..100 */
};

#endif
