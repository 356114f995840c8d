#include "enroll/face/liveness.h"

#include <stdlib.h>
#include <string.h>

static void drop_first(struct bsm_liveness *liveness, int count)
{
    liveness->count -= count;
    memmove(liveness->samples, liveness->samples + count, (size_t)liveness->count * sizeof liveness->samples[0]);
}

void bsm_liveness_forget(struct bsm_liveness *liveness) { *liveness = (struct bsm_liveness){0}; }

void bsm_liveness_take(struct bsm_liveness *liveness, int64_t time_ms, int log_odds)
{
    if (liveness->count > 0) {
        int64_t last_ms = liveness->samples[liveness->count - 1].time_ms;
        if (time_ms <= last_ms || time_ms - last_ms > BSM_LIVENESS_GAP_MAX_MS)
            bsm_liveness_forget(liveness);
    }
    int old = 0;
    while (old < liveness->count && time_ms - liveness->samples[old].time_ms > BSM_LIVENESS_WINDOW_MS)
        old++;
    if (old == 0 && liveness->count == BSM_LIVENESS_FRAMES_MAX)
        old = 1;
    drop_first(liveness, old);
    liveness->samples[liveness->count++] = (struct bsm_liveness_sample){time_ms, log_odds};
}

static int compare(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

int bsm_liveness_median(const struct bsm_liveness_sample *samples, int count)
{
    int values[BSM_LIVENESS_FRAMES_MAX];
    if (count > BSM_LIVENESS_FRAMES_MAX)
        count = BSM_LIVENESS_FRAMES_MAX;
    if (count < 1)
        return 0;
    for (int i = 0; i < count; i++)
        values[i] = samples[i].log_odds;
    qsort(values, (size_t)count, sizeof values[0], compare);
    return values[(count - 1) / 2];
}

struct bsm_liveness_judgement bsm_liveness_judge(const struct bsm_liveness *liveness)
{
    const struct bsm_liveness_sample *samples = liveness->samples;
    int count = liveness->count, half = count / 2;
    struct bsm_liveness_judgement judgement = {.frames = count, .median = bsm_liveness_median(samples, count)};
    if (count < BSM_LIVENESS_ENOUGH_FRAMES || samples[count - 1].time_ms - samples[0].time_ms < BSM_LIVENESS_ENOUGH_MS)
        return judgement;
    int later = bsm_liveness_median(samples + half, count - half);
    judgement.trend = later - bsm_liveness_median(samples, half);
    judgement.verdict = judgement.median >= BSM_LIVENESS_THRESHOLD && later >= BSM_LIVENESS_THRESHOLD
                            ? BSM_LIVENESS_ALIVE
                            : BSM_LIVENESS_ATTACK;
    return judgement;
}
