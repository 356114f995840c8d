#include "net/seal/sides.h"

#include <string.h>

#include "firmware/base/wipe.h"
#include "net/seal/sha256.h"

uint8_t bsm_challenge_sides(const uint8_t *nonce, size_t nonce_size, unsigned attempt)
{
    static const char label[] = "basma challenge v1";
    uint8_t said[sizeof label], mac[BSM_SHA256_SIZE];
    memcpy(said, label, sizeof label - 1);
    said[sizeof label - 1] = (uint8_t)attempt;
    bsm_hmac_sha256(nonce, nonce_size, said, sizeof said, mac);
    uint8_t sides = mac[0];
    bsm_wipe(mac, sizeof mac);
    return sides;
}
