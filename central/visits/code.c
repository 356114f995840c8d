#include "central/visits/code.h"

#include <string.h>

#include "firmware/base/wipe.h"

enum { CODES = 1000000 };

/* 64 bits of a keyed digest are reduced: no code is likelier than another by more than one part in 2^44. */
void bsm_code_make(const struct bsm_digest_key *secret, const struct bsm_uuid *visit,
                   const uint8_t nonce[BSM_WIRE_NONCE_SIZE], int nth, char code[BSM_CODE_SIZE])
{
    uint8_t seed[BSM_UUID_SIZE + BSM_WIRE_NONCE_SIZE + 1];
    memcpy(seed, visit->bytes, BSM_UUID_SIZE);
    memcpy(seed + BSM_UUID_SIZE, nonce, BSM_WIRE_NONCE_SIZE);
    seed[sizeof seed - 1] = (uint8_t)nth;
    struct bsm_digest digest = bsm_digest_keyed(secret, "code of a visit", seed, sizeof seed);
    uint64_t draw = 0;
    for (size_t i = 0; i < sizeof draw; i++) {
        draw = draw << 8 | digest.bytes[i];
    }
    uint32_t rest = (uint32_t)(draw % CODES);
    for (int i = BSM_CODE_DIGITS - 1; i >= 0; i--) {
        code[i] = (char)('0' + rest % 10);
        rest /= 10;
    }
    code[BSM_CODE_DIGITS] = '\0';
    bsm_wipe(&digest, sizeof digest);
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
