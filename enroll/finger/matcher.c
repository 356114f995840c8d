#include <stdlib.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/pairs.h"
#include "enroll/finger/template.h"
#include "firmware/base/wipe.h"

struct bsm_finger_matcher {
    struct bsm_finger_features reference, probe;
    struct bsm_pairing pairing;
};

struct bsm_finger_matcher *bsm_finger_matcher_create(enum bsm_status *status)
{
    struct bsm_finger_matcher *matcher = calloc(1, sizeof *matcher);
    *status = matcher ? BSM_OK : BSM_NO_MEMORY;
    if (matcher)
        bsm_pairing_init(&matcher->pairing);
    return matcher;
}

void bsm_finger_matcher_destroy(struct bsm_finger_matcher *matcher) { bsm_wipe_free(matcher, sizeof *matcher); }

enum bsm_status bsm_finger_match(struct bsm_finger_matcher *matcher, const uint8_t *reference, size_t reference_size,
                                 const uint8_t *probe, size_t probe_size, int32_t *score)
{
    if (bsm_finger_features_unpack(reference, reference_size, &matcher->reference) != BSM_OK ||
        bsm_finger_features_unpack(probe, probe_size, &matcher->probe) != BSM_OK)
        return BSM_INVALID;
    bsm_pairing_find(&matcher->pairing, &matcher->reference, &matcher->probe);
    *score = bsm_exact_round((double)matcher->pairing.score * 10000);
    return BSM_OK;
}
