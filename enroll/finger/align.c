#include "enroll/finger/align.h"

#include <math.h>
#include <stdlib.h>

#include "enroll/finger/exact.h"

enum { MEMBERS_MIN = 2, TURN_MAX = 18 /* 25 degrees */, FITS = 2 };

static const float member_agreement = 0.15f; /* with the anchor */
static const float match_distance_px = 14;

void bsm_align_add(struct bsm_align_sums *sums, float rx, float ry, float px, float py, float weight)
{
    sums->weight += weight;
    sums->rx += weight * rx;
    sums->ry += weight * ry;
    sums->px += weight * px;
    sums->py += weight * py;
    sums->dot += weight * (rx * px + ry * py);
    sums->cross += weight * (rx * py - ry * px);
}

bool bsm_align_solve(const struct bsm_align_sums *sums, struct bsm_alignment *alignment)
{
    if (sums->weight <= 0)
        return false;
    float rx = sums->rx / sums->weight, ry = sums->ry / sums->weight;
    float px = sums->px / sums->weight, py = sums->py / sums->weight;
    float dot = sums->dot / sums->weight - (rx * px + ry * py);
    float cross = sums->cross / sums->weight - (rx * py - ry * px);
    float length = sqrtf(dot * dot + cross * cross);
    if (length < 1)
        return false;
    alignment->c = dot / length;
    alignment->s = cross / length;
    alignment->dx = px - (alignment->c * rx - alignment->s * ry);
    alignment->dy = py - (alignment->s * rx + alignment->c * ry);
    return true;
}

void bsm_align_apply(const struct bsm_alignment *alignment, float rx, float ry, float *px, float *py)
{
    *px = alignment->c * rx - alignment->s * ry + alignment->dx;
    *py = alignment->s * rx + alignment->c * ry + alignment->dy;
}

static void add_pair(struct bsm_align_sums *sums, const struct bsm_minutia *r, const struct bsm_minutia *p,
                     float weight)
{
    bsm_align_add(sums, (float)r->x, (float)r->y, (float)p->x, (float)p->y, weight);
}

bool bsm_align(const struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
               const struct bsm_finger_features *probe, int anchor, struct bsm_alignment *alignment)
{
    struct bsm_align_sums sums = {0};
    int members = 0;
    int slot = pairing->pairs[anchor].slot;
    for (int k = 0; k < pairing->count; k++) {
        const struct bsm_pair *pair = &pairing->pairs[k];
        float weight = k == anchor ? 1 : pairing->agreement[pair->slot][slot];
        if (weight < member_agreement)
            continue;
        add_pair(&sums, &reference->minutiae[pair->reference], &probe->minutiae[pair->probe], weight);
        members++;
    }
    return members >= MEMBERS_MIN && bsm_align_solve(&sums, alignment);
}

void bsm_align_singly(const struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
                      const struct bsm_finger_features *probe, int anchor, struct bsm_alignment *alignment)
{
    const struct bsm_pair *pair = &pairing->pairs[anchor];
    const struct bsm_minutia *r = &reference->minutiae[pair->reference], *p = &probe->minutiae[pair->probe];
    double turn = (int8_t)(uint8_t)(p->direction - r->direction) * BSM_PI / 128;
    float c = (float)bsm_exact_cos(turn), s = (float)bsm_exact_sin(turn);
    *alignment = (struct bsm_alignment){
        .c = c,
        .s = s,
        .dx = (float)p->x - (c * (float)r->x - s * (float)r->y),
        .dy = (float)p->y - (s * (float)r->x + c * (float)r->y),
    };
}

bool bsm_ridge_map_holds(const struct bsm_ridge_map *ridges, float x, float y)
{
    int column = (int)(x / 8) - ridges->left, row = (int)(y / 8) - ridges->top;
    return x >= 0 && y >= 0 && column >= 0 && row >= 0 && column < ridges->columns && row < ridges->rows &&
           ridges->index[row * ridges->columns + column] != 0;
}

/* The nearest free minutia of the probe to where one of the reference falls; -1 if none is near and turned alike. */
static int nearest(const struct bsm_finger_features *probe, const bool *taken, float x, float y, uint8_t direction)
{
    int best = -1;
    float distance = match_distance_px * match_distance_px;
    for (int j = 0; j < probe->count; j++) {
        const struct bsm_minutia *minutia = &probe->minutiae[j];
        int turn = abs((int8_t)(uint8_t)(minutia->direction - direction));
        float dx = (float)minutia->x - x, dy = (float)minutia->y - y, d = dx * dx + dy * dy;
        if (turn <= TURN_MAX && d < distance && !taken[j]) {
            distance = d;
            best = j;
        }
    }
    return best;
}

/* One pass: matches and counts under the alignment; sums are for fitting it again. */
static void match(const struct bsm_finger_features *reference, const struct bsm_finger_features *probe,
                  const struct bsm_alignment *alignment, struct bsm_overlay *overlay, struct bsm_align_sums *sums)
{
    bool taken[BSM_FINGER_MINUTIAE_MAX] = {false};
    int turn = bsm_exact_round((double)bsm_exact_atan2(alignment->s, alignment->c) * 128 / BSM_PI);
    *overlay = (struct bsm_overlay){0};
    *sums = (struct bsm_align_sums){0};
    for (int i = 0; i < reference->count; i++) {
        float x, y;
        const struct bsm_minutia *minutia = &reference->minutiae[i];
        uint8_t direction = (uint8_t)(minutia->direction + turn);
        bsm_align_apply(alignment, (float)minutia->x, (float)minutia->y, &x, &y);
        overlay->reference += bsm_ridge_map_holds(&probe->ridges, x, y);
        int j = nearest(probe, taken, x, y, direction);
        if (j < 0)
            continue;
        taken[j] = true;
        overlay->matched++;
        add_pair(sums, minutia, &probe->minutiae[j], 1);
    }
    for (int j = 0; j < probe->count; j++) {
        float x = (float)probe->minutiae[j].x - alignment->dx, y = (float)probe->minutiae[j].y - alignment->dy;
        overlay->probe += bsm_ridge_map_holds(&reference->ridges, alignment->c * x + alignment->s * y,
                                              alignment->c * y - alignment->s * x);
    }
}

void bsm_overlay(const struct bsm_finger_features *reference, const struct bsm_finger_features *probe,
                 struct bsm_alignment *alignment, struct bsm_overlay *overlay)
{
    struct bsm_align_sums sums;
    for (int fit = 0; fit < FITS; fit++) {
        match(reference, probe, alignment, overlay, &sums);
        if (overlay->matched < 3 || !bsm_align_solve(&sums, alignment))
            return;
    }
    match(reference, probe, alignment, overlay, &sums);
}
