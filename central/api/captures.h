/* What a sealed record of a kiosk must be, whether it comes in a visit or in a campaign. Each says what is wrong, or
 * NULL. */
#ifndef BASMA_CENTRAL_API_CAPTURES_H
#define BASMA_CENTRAL_API_CAPTURES_H

#include "central/api/call.h"

/* bench->sealed is sealed to us for this visit, and signed by the call's kiosk: then its payload is in bench->payload,
 * and *hash is that of its JWS. */
const char *bsm_sealed_open(const struct bsm_call *call, struct bsm_bench *bench, const struct bsm_uuid *visit,
                            size_t *payload_size, struct bsm_digest *hash);

/* The payload is a capture of this visit and kiosk, of an engine that is served: then it is in bench->capture. */
const char *bsm_capture_read(const struct bsm_call *call, struct bsm_bench *bench, const struct bsm_uuid *visit,
                             size_t payload_size);

/* A face was judged to be of a living person (a kiosk sends no other: one that says so has no network, or lies), who
 * moved as the nonce of the capture says, where that is asked for: the caller has found the nonce to be the visit's. */
const char *bsm_capture_check_living(const struct bsm_call *call, const struct bsm_wire_capture *capture);

#endif
