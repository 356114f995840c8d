#include "firmware/base/biometric.h"

const char *bsm_position_name(enum bsm_position position)
{
    static const char *const names[] = {
        "none",       "right_thumb", "right_index", "right_middle", "right_ring",  "right_little",
        "left_thumb", "left_index",  "left_middle", "left_ring",    "left_little",
    };
    unsigned index = (unsigned)position;
    return index <= BSM_POSITION_MAX ? names[index] : names[0];
}

const char *bsm_modality_name(enum bsm_modality modality)
{
    switch (modality) {
    case BSM_MODALITY_FINGER: return "finger";
    case BSM_MODALITY_FACE: return "face";
    }
    return "unknown";
}
