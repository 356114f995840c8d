#include <stdlib.h>
#include <string.h>

#include "enroll/finger/evidence.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/pairs.h"
#include "enroll/finger/ridges.h"
#include "enroll/finger/template.h"
#include "enroll/finger/without.h"
#include "firmware/base/wipe.h"

struct bsm_finger_matcher {
    struct bsm_finger_features reference, probe;
    struct bsm_pairing pairing;
    struct bsm_ridge_work work;
};

enum {
    HYPOTHESES = 3,
    HYPOTHESES_SMALL = 6,
    SMALL_PRINT = 500,  /* blocks, 83 mm2: what a small sensor sees */
    HOPELESS = -430,    /* score of the minutiae alone: below, the ridges are not asked */
    REFINE_FROM = -150, /* score: below, no better turn and shift would help */
    CERTAIN = 400,      /* score: above, nothing else is tried */
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

/* Whether two alignments bring the middle of the reference to about the same place, turned about alike. */
static bool alike(const struct bsm_alignment *a, const struct bsm_alignment *b,
                  const struct bsm_finger_features *reference)
{
    float x = (float)reference->width_px / 2, y = (float)reference->height_px / 2;
    float dx = (a->c - b->c) * x - (a->s - b->s) * y + a->dx - b->dx;
    float dy = (a->s - b->s) * x + (a->c - b->c) * y + a->dy - b->dy;
    return dx * dx + dy * dy < 20 * 20 && a->c * b->c + a->s * b->s > 0.97f;
}

/* Keeps the last of count + 1 alignments unless it is much like one before it; returns how many there are now. */
static int keep_new(const struct bsm_alignment *alignments, int count, const struct bsm_finger_features *reference)
{
    for (int i = 0; i < count; i++)
        if (alike(&alignments[i], &alignments[count], reference))
            return count;
    return count + 1;
}

/* On a small print often one minutia alone is shared: further ways to lay it, each by a single pair. */
static int propose_singly(const struct bsm_finger_matcher *matcher, struct bsm_alignment *alignments, int count)
{
    for (int anchor = 0; anchor < matcher->pairing.count && count < HYPOTHESES_SMALL; anchor++) {
        bsm_align_singly(&matcher->pairing, &matcher->reference, &matcher->probe, anchor, &alignments[count]);
        count = keep_new(alignments, count, &matcher->reference);
    }
    return count;
}

/* Whether one of the two came without ridges. */
static bool bare(const struct bsm_finger_matcher *matcher)
{
    return matcher->reference.ridges.bare || matcher->probe.ridges.bare || bsm_without(BSM_STAGE_RIDGES);
}

static bool small(const struct bsm_finger_matcher *matcher)
{
    return matcher->reference.ridges.count < SMALL_PRINT || matcher->probe.ridges.count < SMALL_PRINT;
}

/* The different alignments that the best supported pairs propose. */
static int propose(const struct bsm_finger_matcher *matcher, struct bsm_alignment alignments[HYPOTHESES_SMALL])
{
    int count = 0, most = bsm_without(BSM_STAGE_ALIGNMENTS) ? 1 : HYPOTHESES;
    for (int anchor = 0; anchor < matcher->pairing.count && count < most; anchor++)
        if (bsm_align(&matcher->pairing, &matcher->reference, &matcher->probe, anchor, &alignments[count]))
            count = keep_new(alignments, count, &matcher->reference);
    if (small(matcher) && !bare(matcher) && !bsm_without(BSM_STAGE_ALIGNMENTS) && !bsm_without(BSM_STAGE_SINGLE_PAIRS))
        count = propose_singly(matcher, alignments, count);
    return count;
}

/* Few minutiae say little against: the ridges of a small print are asked in any case. */
static bool ask_always(const struct bsm_finger_matcher *matcher)
{
    return small(matcher) || bsm_without(BSM_STAGE_SHORT_CUTS);
}

static int32_t weigh(struct bsm_finger_matcher *matcher, struct bsm_alignment *alignment)
{
    struct bsm_evidence evidence = {.pairing = matcher->pairing.score, .bare = bare(matcher)};
    bsm_overlay(&matcher->reference, &matcher->probe, alignment, &evidence.overlay);
    if (!evidence.bare && (bsm_evidence_score(&evidence) >= HOPELESS || ask_always(matcher)))
        bsm_ridges_compare(&matcher->work, &matcher->reference.ridges, alignment, &evidence.ridges);
    return bsm_evidence_score(&evidence);
}

static bool certain(int32_t score) { return score >= CERTAIN && !bsm_without(BSM_STAGE_SHORT_CUTS); }

/* The blocks of the ridges tell the turn and shift better than a few minutiae: weighs once more where they do. */
static int32_t weigh_twice(struct bsm_finger_matcher *matcher, struct bsm_alignment *alignment)
{
    int32_t first = weigh(matcher, alignment), second = BSM_EVIDENCE_NONE;
    if (first > REFINE_FROM && !certain(first) && !bare(matcher) && !bsm_without(BSM_STAGE_REFINING) &&
        bsm_ridges_refine(&matcher->work, &matcher->reference.ridges, alignment))
        second = weigh(matcher, alignment);
    return first > second ? first : second;
}

static int32_t compare(struct bsm_finger_matcher *matcher)
{
    struct bsm_alignment alignments[HYPOTHESES_SMALL];
    int32_t best = BSM_EVIDENCE_NONE;
    bsm_pairing_find(&matcher->pairing, &matcher->reference, &matcher->probe);
    int count = propose(matcher, alignments);
    if (count > 0 && !bare(matcher))
        bsm_ridges_open(&matcher->work, &matcher->reference.ridges, &matcher->probe.ridges);
    for (int i = 0; i < count && !certain(best); i++) {
        int32_t score = weigh_twice(matcher, &alignments[i]);
        best = score > best ? score : best;
    }
    return best;
}

enum bsm_status bsm_finger_match(struct bsm_finger_matcher *matcher, const uint8_t *reference, size_t reference_size,
                                 const uint8_t *probe, size_t probe_size, int32_t *score)
{
    if (bsm_finger_features_unpack(reference, reference_size, &matcher->reference) != BSM_OK ||
        bsm_finger_features_unpack(probe, probe_size, &matcher->probe) != BSM_OK)
        return BSM_INVALID;
    *score = compare(matcher);
    return BSM_OK;
}
