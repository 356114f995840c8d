#include "central/api/asked.h"

#include <stddef.h>

static const enum bsm_position preferred[] = {
    BSM_POSITION_RIGHT_INDEX,  BSM_POSITION_RIGHT_MIDDLE, BSM_POSITION_LEFT_INDEX, BSM_POSITION_LEFT_MIDDLE,
    BSM_POSITION_RIGHT_THUMB,  BSM_POSITION_LEFT_THUMB,   BSM_POSITION_RIGHT_RING, BSM_POSITION_LEFT_RING,
    BSM_POSITION_RIGHT_LITTLE, BSM_POSITION_LEFT_LITTLE,
};

int bsm_asked_fingers(const struct bsm_record *reference, enum bsm_position asked[BSM_ASKED_MAX])
{
    int count = 0;
    for (size_t i = 0; i < sizeof preferred / sizeof preferred[0] && count < BSM_ASKED_MAX; i++) {
        if (reference->fingers[preferred[i]].bytes) {
            asked[count++] = preferred[i];
        }
    }
    return count;
}

bool bsm_asked_is_there(const struct bsm_record *reference, const struct bsm_record *probe)
{
    enum bsm_position asked[BSM_ASKED_MAX];
    int count = bsm_asked_fingers(reference, asked);
    for (int i = 0; i < count; i++) {
        if (!probe->fingers[asked[i]].bytes) {
            return false;
        }
    }
    return probe->face.bytes != NULL;
}
