/*
 * Local similarity sort with relaxation, after Cappelli, Ferrara and Maltoni (2010), sections 4.2 and 4.3: the most
 * similar pairs of cylinders are chosen, then each gains or loses by how well its distance and directions to the
 * others agree in the two prints.
 */
#include "enroll/finger/pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/bits.h"
#include "enroll/finger/exact.h"
#include "enroll/finger/without.h"

enum {
    TURN_MAX = 64, /* 90 degrees: prints turned further apart are not compared */
    SHARED_CELLS_MIN = 20,
    USES_MAX = 2, /* pairs that one minutia may be in before relaxation */
    ROUNDS = 5,
    BEST_MIN = 4,
    BEST_MAX = 12,
};

static double sigmoid(double value, double middle, double slope)
{
    return 1 / (1 + bsm_exact_exp(-slope * (value - middle)));
}

void bsm_pairing_init(struct bsm_pairing *pairing)
{
    struct bsm_pair_tables *tables = &pairing->tables;
    for (int i = 0; i <= 64 * BSM_CYLINDER_SECTIONS; i++)
        tables->root[i] = sqrtf((float)i);
    for (int i = 0; i < 256; i++)
        tables->distance[i] = (float)sigmoid(i * 0.25, 5, -1.6);
    for (int i = 0; i <= 128; i++)
        tables->direction[i] = (float)sigmoid(i * 2 * BSM_PI / 256, BSM_PI / 12, -30);
}

/* 1 - |a - b| / (|a| + |b|) over the cells valid in both, 0..255. */
static uint8_t cylinder_similarity(const struct bsm_pair_tables *tables, const struct bsm_cylinder *a,
                                   const struct bsm_cylinder *b)
{
    uint64_t shared = a->valid & b->valid;
    uint64_t a_bytes = 0, b_bytes = 0, apart_bytes = 0;
    if (bsm_bits_gather(bsm_bits_in_bytes(shared)) < SHARED_CELLS_MIN)
        return 0;
    for (int s = 0; s < BSM_CYLINDER_SECTIONS; s++) {
        a_bytes += bsm_bits_in_bytes(a->sections[s] & shared);
        b_bytes += bsm_bits_in_bytes(b->sections[s] & shared);
        apart_bytes += bsm_bits_in_bytes((a->sections[s] ^ b->sections[s]) & shared);
    }
    int in_a = bsm_bits_gather(a_bytes), in_b = bsm_bits_gather(b_bytes), apart = bsm_bits_gather(apart_bytes);
    if (in_a == 0 || in_b == 0)
        return 0;
    float similarity = 1 - tables->root[apart] / (tables->root[in_a] + tables->root[in_b]);
    return (uint8_t)(similarity * 255);
}

static void compare_all(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                        const struct bsm_finger_features *b)
{
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++) {
            int turn = abs((int8_t)(uint8_t)(a->minutiae[i].direction - b->minutiae[j].direction));
            pairing->similarity[i][j] =
                turn <= TURN_MAX ? cylinder_similarity(&pairing->tables, &a->cylinders[i], &b->cylinders[j]) : 0;
        }
}

/* Takes the most similar pairs, each minutia at most USES_MAX times, by a counting sort. */
static void choose(struct bsm_pairing *pairing, int rows, int columns)
{
    int starts[257] = {0}, wanted = rows < columns ? rows : columns;
    uint8_t row_uses[BSM_FINGER_MINUTIAE_MAX] = {0}, column_uses[BSM_FINGER_MINUTIAE_MAX] = {0};
    static _Thread_local uint16_t order[BSM_FINGER_MINUTIAE_MAX * BSM_FINGER_MINUTIAE_MAX];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            starts[256 - pairing->similarity[i][j]]++;
    for (int v = 0; v < 256; v++)
        starts[v + 1] += starts[v];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            order[starts[255 - pairing->similarity[i][j]]++] = (uint16_t)(i * columns + j);
    pairing->count = 0;
    for (int k = 0; k < rows * columns && pairing->count < wanted; k++) {
        int i = order[k] / columns, j = order[k] % columns;
        if (pairing->similarity[i][j] == 0)
            break;
        if (row_uses[i] >= USES_MAX || column_uses[j] >= USES_MAX)
            continue;
        row_uses[i]++;
        column_uses[j]++;
        float similarity = (float)pairing->similarity[i][j] / 255;
        pairing->pairs[pairing->count] = (struct bsm_pair){.reference = (uint8_t)i,
                                                           .probe = (uint8_t)j,
                                                           .slot = (uint8_t)pairing->count,
                                                           .similarity = similarity,
                                                           .support = similarity};
        pairing->count++;
    }
}

/* Direction from a to b relative to the direction of a, 256 a turn. */
static uint8_t bearing(const struct bsm_minutia *a, const struct bsm_minutia *b)
{
    float angle = bsm_exact_atan2((float)b->y - (float)a->y, (float)b->x - (float)a->x);
    return (uint8_t)(bsm_exact_round((double)angle * 128 / BSM_PI) - a->direction);
}

static float distance(const struct bsm_minutia *a, const struct bsm_minutia *b)
{
    float dx = (float)a->x - (float)b->x, dy = (float)a->y - (float)b->y;
    return sqrtf(dx * dx + dy * dy);
}

static float agree(const struct bsm_pair_tables *tables, const struct bsm_minutia *a1, const struct bsm_minutia *a2,
                   const struct bsm_minutia *b1, const struct bsm_minutia *b2)
{
    int off = (int)(fabsf(distance(a1, a2) - distance(b1, b2)) * 4);
    int turn = abs((int8_t)(uint8_t)(a1->direction - a2->direction - b1->direction + b2->direction));
    int swing = abs((int8_t)(uint8_t)(bearing(a1, a2) - bearing(b1, b2)));
    return tables->distance[off < 255 ? off : 255] * tables->direction[turn] * tables->direction[swing];
}

static void agree_all(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                      const struct bsm_finger_features *b)
{
    for (int t = 0; t < pairing->count; t++)
        for (int k = 0; k < pairing->count; k++) {
            const struct bsm_pair *p = &pairing->pairs[t], *q = &pairing->pairs[k];
            pairing->agreement[t][k] =
                p->reference == q->reference || p->probe == q->probe
                    ? 0
                    : agree(&pairing->tables, &a->minutiae[p->reference], &a->minutiae[q->reference],
                            &b->minutiae[p->probe], &b->minutiae[q->probe]);
        }
}

static void relax(struct bsm_pairing *pairing)
{
    int count = pairing->count;
    for (int round = 0; round < ROUNDS && count > 1; round++) {
        for (int t = 0; t < count; t++) {
            float sum = 0;
            for (int k = 0; k < count; k++)
                sum += pairing->agreement[t][k] * pairing->pairs[k].support;
            pairing->next[t] = 0.5f * pairing->pairs[t].support + 0.5f * sum / (float)(count - 1);
        }
        for (int t = 0; t < count; t++)
            pairing->pairs[t].support = pairing->next[t];
    }
}

static int compare(const void *a, const void *b)
{
    const struct bsm_pair *p = a, *q = b;
    float left = p->support / p->similarity, right = q->support / q->similarity;
    if (bsm_without(BSM_STAGE_RELAXATION)) {
        left = p->similarity;
        right = q->similarity;
    }
    if (left > right || left < right)
        return left > right ? -1 : 1;
    return p->reference != q->reference ? p->reference - q->reference : p->probe - q->probe;
}

void bsm_pairing_find(struct bsm_pairing *pairing, const struct bsm_finger_features *reference,
                      const struct bsm_finger_features *probe)
{
    pairing->score = 0;
    compare_all(pairing, reference, probe);
    choose(pairing, reference->count, probe->count);
    if (pairing->count == 0)
        return;
    agree_all(pairing, reference, probe);
    if (!bsm_without(BSM_STAGE_RELAXATION))
        relax(pairing);
    qsort(pairing->pairs, (size_t)pairing->count, sizeof pairing->pairs[0], compare);
    int fewer = reference->count < probe->count ? reference->count : probe->count;
    int best = BEST_MIN + bsm_exact_round((BEST_MAX - BEST_MIN) * sigmoid(fewer, 20, 0.4));
    for (int i = 0; i < best && i < pairing->count; i++)
        pairing->score += pairing->pairs[i].support / (float)best;
}
