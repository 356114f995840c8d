/*
 * The words that every part of Basma shares about a sample: what it is of, and where on the hand.
 * Finger positions are those of ISO/IEC 19794-2 (table of finger positions), 1..10.
 */
#ifndef BASMA_BASE_BIOMETRIC_H
#define BASMA_BASE_BIOMETRIC_H

enum bsm_modality {
    BSM_MODALITY_FINGER = 1,
    BSM_MODALITY_FACE = 2,
};

enum bsm_position {
    BSM_POSITION_NONE = 0, /* unknown, or not a finger */
    BSM_POSITION_RIGHT_THUMB = 1,
    BSM_POSITION_RIGHT_INDEX = 2,
    BSM_POSITION_RIGHT_MIDDLE = 3,
    BSM_POSITION_RIGHT_RING = 4,
    BSM_POSITION_RIGHT_LITTLE = 5,
    BSM_POSITION_LEFT_THUMB = 6,
    BSM_POSITION_LEFT_INDEX = 7,
    BSM_POSITION_LEFT_MIDDLE = 8,
    BSM_POSITION_LEFT_RING = 9,
    BSM_POSITION_LEFT_LITTLE = 10,
};

enum { BSM_POSITION_MAX = 10 };

/* "right_index"; "none" for 0 and for anything out of range. */
const char *bsm_position_name(enum bsm_position position);

/* "finger", "face". */
const char *bsm_modality_name(enum bsm_modality modality);

#endif
