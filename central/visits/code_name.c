#include "central/visits/code_name.h"

#include "firmware/base/random.h"

void bsm_code_name_make(char name[BSM_WIRE_CODE_NAME_SIZE])
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    uint8_t random[BSM_WIRE_CODE_NAME_SIZE - 1];
    bsm_random_bytes(random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        name[i] = letters[random[i] % 32]; /* 32 divides 256: each is equally likely */
    }
    name[4] = '-';
    name[BSM_WIRE_CODE_NAME_SIZE - 1] = '\0';
}
