#include "central/visits/code.h"

#include <string.h>

#include "firmware/base/wipe.h"

enum { CODES = 1000000 };

/* Draws above the last whole multiple of CODES are thrown away: what is left falls on each code equally often. */
void bsm_code_make(char code[BSM_CODE_SIZE])
{
    const uint32_t limit = UINT32_MAX - UINT32_MAX % CODES;
    uint32_t draw;
    do {
        bsm_random_bytes(&draw, sizeof draw);
    } while (draw >= limit);
    uint32_t rest = draw % CODES;
    for (int i = BSM_CODE_DIGITS - 1; i >= 0; i--) {
        code[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
    code[BSM_CODE_DIGITS] = '\0';
    bsm_wipe(&draw, sizeof draw);
}

struct bsm_digest bsm_code_hash(const struct bsm_digest_key *secret, const struct bsm_uuid *visit, const char *code)
{
    uint8_t bytes[BSM_UUID_SIZE + BSM_CODE_DIGITS] = {0};
    memcpy(bytes, visit->bytes, BSM_UUID_SIZE);
    memcpy(bytes + BSM_UUID_SIZE, code, strnlen(code, BSM_CODE_DIGITS));
    struct bsm_digest hash = bsm_digest_keyed(secret, "code", bytes, sizeof bytes);
    bsm_wipe(bytes, sizeof bytes);
    return hash;
}
