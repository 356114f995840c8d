#include "net/seal/lights.h"

#include <string.h>

#include "firmware/base/wipe.h"
#include "net/seal/sha256.h"

_Static_assert(BSM_LIGHT_STEPS <= 8 * (BSM_SHA256_SIZE - 1), "a bit a step, and a byte for the first");
_Static_assert(BSM_LIGHT_COLOURS == 3, "to one of two others");

void bsm_light_order(const uint8_t *nonce, size_t nonce_size, unsigned attempt, enum bsm_light order[BSM_LIGHT_STEPS])
{
    static const char label[] = "basma light v1";
    uint8_t said[sizeof label], mac[BSM_SHA256_SIZE];
    memcpy(said, label, sizeof label - 1);
    said[sizeof label - 1] = (uint8_t)attempt;
    bsm_hmac_sha256(nonce, nonce_size, said, sizeof said, mac);
    int colour = mac[0] % BSM_LIGHT_COLOURS;
    for (int step = 0; step < BSM_LIGHT_STEPS; step++) {
        order[step] = (enum bsm_light)(BSM_LIGHT_AMBER + colour);
        colour = (colour + 1 + (mac[1 + step / 8] >> step % 8 & 1)) % BSM_LIGHT_COLOURS;
    }
    bsm_wipe(mac, sizeof mac);
}
