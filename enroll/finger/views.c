#include "enroll/finger/views.h"

#include "enroll/finger/exact.h"

static const double nepers_each = 0.023025850929940457; /* ln 10 / 100: one hundredth of a decade */

/* 100 log10 ratio, rounded down, for a ratio of 1 / BSM_FINGER_VIEWS_MAX to 1. */
static int32_t hundredths(double ratio)
{
    int32_t value = 0;
    while (bsm_exact_exp(value * nepers_each) > ratio + 1e-4)
        value--;
    return value;
}

int32_t bsm_finger_scores_fuse(const int32_t *scores, int count)
{
    int32_t best = scores[0];
    double sum = 0;
    for (int i = 1; i < count; i++)
        best = scores[i] > best ? scores[i] : best;
    for (int i = 0; i < count; i++)
        sum += bsm_exact_exp(((double)scores[i] - best) * nepers_each);
    return best + hundredths(sum / count);
}

enum bsm_status bsm_finger_match_views(struct bsm_finger_matcher *matcher, const struct bsm_finger_view *views,
                                       int count, const uint8_t *probe, size_t probe_size, int32_t *score)
{
    int32_t scores[BSM_FINGER_VIEWS_MAX];
    if (count < 1 || count > BSM_FINGER_VIEWS_MAX)
        return BSM_INVALID;
    for (int i = 0; i < count; i++) {
        enum bsm_status status =
            bsm_finger_match(matcher, views[i].bytes, views[i].size, probe, probe_size, &scores[i]);
        if (status != BSM_OK)
            return status;
    }
    *score = bsm_finger_scores_fuse(scores, count);
    return BSM_OK;
}
