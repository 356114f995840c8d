#include "central/api/asked.h"

#include <stddef.h>

static const enum bsm_position preferred[] = {
    BSM_POSITION_RIGHT_INDEX,  BSM_POSITION_RIGHT_MIDDLE, BSM_POSITION_LEFT_INDEX, BSM_POSITION_LEFT_MIDDLE,
    BSM_POSITION_RIGHT_THUMB,  BSM_POSITION_LEFT_THUMB,   BSM_POSITION_RIGHT_RING, BSM_POSITION_LEFT_RING,
    BSM_POSITION_RIGHT_LITTLE, BSM_POSITION_LEFT_LITTLE,
};

static int choose(const struct bsm_record *reference, uint32_t missing, enum bsm_position asked[BSM_ASKED_MAX])
{
    int count = 0;
    for (size_t i = 0; i < sizeof preferred / sizeof preferred[0] && count < BSM_ASKED_MAX; i++) {
        bool enrolled = !reference || reference->fingers[preferred[i]].bytes;
        if (enrolled && !(missing >> preferred[i] & 1)) {
            asked[count++] = preferred[i];
        }
    }
    return count;
}

int bsm_asked_fingers(const struct bsm_record *reference, uint32_t missing, enum bsm_position asked[BSM_ASKED_MAX])
{
    return choose(reference, missing, asked);
}

void bsm_asked_answer(const struct bsm_record *reference, uint32_t missing, struct bsm_wire_claimed *answer)
{
    bool has_fingers = bsm_record_count_fingers(reference) > 0;
    *answer = (struct bsm_wire_claimed){.steps = BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE};
    answer->fingers_count = (uint8_t)choose(has_fingers ? reference : NULL, missing, answer->fingers);
    if (answer->fingers_count == 0) {
        answer->steps = BSM_STEP_FACE;
    }
}

bool bsm_asked_is_there(const struct bsm_record *reference, uint32_t missing, const struct bsm_record *probe)
{
    enum bsm_position asked[BSM_ASKED_MAX];
    int count = bsm_asked_fingers(reference, missing, asked);
    for (int i = 0; i < count; i++) {
        if (!probe->fingers[asked[i]].bytes) {
            return false;
        }
    }
    return probe->face.bytes != NULL;
}
