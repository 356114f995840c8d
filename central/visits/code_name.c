#include "central/visits/code_name.h"

#include <string.h>

#include "firmware/base/random.h"

static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

void bsm_code_name_make(char name[BSM_WIRE_CODE_NAME_SIZE])
{
    uint8_t random[BSM_WIRE_CODE_NAME_SIZE - 1];
    bsm_random_bytes(random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        name[i] = letters[random[i] % 32]; /* 32 divides 256: each is equally likely */
    }
    name[4] = '-';
    name[BSM_WIRE_CODE_NAME_SIZE - 1] = '\0';
}

bool bsm_code_name_parse(const char *text, char name[BSM_WIRE_CODE_NAME_SIZE])
{
    size_t count = 0;
    memset(name, 0, BSM_WIRE_CODE_NAME_SIZE);
    for (; *text && count < BSM_WIRE_CODE_NAME_SIZE - 1; text++) {
        char letter = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;
        if (count == 4 && letter != '-') {
            name[count++] = '-';
        }
        if (count == 4 ? letter != '-' : !strchr(letters, letter)) {
            return false;
        }
        name[count++] = letter;
    }
    return !*text && count == BSM_WIRE_CODE_NAME_SIZE - 1;
}
