#include "firmware/base/reference.h"

void bsm_reference_of(const struct bsm_uuid *visit, char reference[BSM_REFERENCE_SIZE])
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    const uint8_t *chance = visit->bytes + BSM_UUID_SIZE - (BSM_REFERENCE_SIZE - 2);
    for (int i = 0, next = 0; i < BSM_REFERENCE_SIZE - 1; i++)
        reference[i] = i == 4 ? '-' : letters[chance[next++] % 32];
    reference[BSM_REFERENCE_SIZE - 1] = '\0';
}
