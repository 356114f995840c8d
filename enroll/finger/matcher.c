#include <stdlib.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/pairs.h"
#include "enroll/finger/ridges.h"
#include "enroll/finger/template.h"
#include "firmware/base/wipe.h"

struct bsm_finger_matcher {
    struct bsm_finger_features reference, probe;
    struct bsm_pairing pairing;
    struct bsm_ridge_work work;
};

/* Ridges that agree no better than this after a search for the best shift say nothing. */
static const float correlation_chance = 0.25f;

struct bsm_finger_matcher *bsm_finger_matcher_create(enum bsm_status *status)
{
    struct bsm_finger_matcher *matcher = calloc(1, sizeof *matcher);
    *status = matcher ? BSM_OK : BSM_NO_MEMORY;
    if (matcher)
        bsm_pairing_init(&matcher->pairing);
    return matcher;
}

void bsm_finger_matcher_destroy(struct bsm_finger_matcher *matcher) { bsm_wipe_free(matcher, sizeof *matcher); }

static float compare(struct bsm_finger_matcher *matcher)
{
    struct bsm_alignment alignment;
    struct bsm_overlay overlay;
    struct bsm_ridge_evidence evidence;
    bsm_pairing_find(&matcher->pairing, &matcher->reference, &matcher->probe);
    if (matcher->pairing.count == 0 ||
        !bsm_align(&matcher->pairing, &matcher->reference, &matcher->probe, 0, &alignment))
        return 0;
    bsm_overlay(&matcher->reference, &matcher->probe, &alignment, &overlay);
    bsm_ridges_compare(&matcher->work, &matcher->reference.ridges, &matcher->probe.ridges, &alignment, &evidence);
    float ridges = evidence.correlation - correlation_chance;
    return ridges > 0 ? ridges * matcher->pairing.score : 0;
}

enum bsm_status bsm_finger_match(struct bsm_finger_matcher *matcher, const uint8_t *reference, size_t reference_size,
                                 const uint8_t *probe, size_t probe_size, int32_t *score)
{
    if (bsm_finger_features_unpack(reference, reference_size, &matcher->reference) != BSM_OK ||
        bsm_finger_features_unpack(probe, probe_size, &matcher->probe) != BSM_OK)
        return BSM_INVALID;
    *score = bsm_exact_round((double)compare(matcher) * 10000);
    return BSM_OK;
}
