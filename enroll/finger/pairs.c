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
    OFF_TURN = 24,     /* 34 degrees: directions or ... */
    OFF_DISTANCE = 40, /* quarters of px */
    USES_MAX = 2,      /* pairs that one minutia may be in before relaxation */
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
    for (int i = 0; i <= BSM_ARC_STEPS; i++)
        tables->arc[i] =
            (uint8_t)bsm_exact_round((double)bsm_exact_atan2((float)i + 0.5f, BSM_ARC_STEPS) * 128 / BSM_PI);
    for (int i = 0; i <= BSM_FINGER_MINUTIAE_MAX; i++)
        tables->best[i] = BEST_MIN + bsm_exact_round((BEST_MAX - BEST_MIN) * sigmoid(i, 20, 0.4));
}

/* Bits of three words, by bytes. */
static uint64_t bits_of_three(uint64_t a, uint64_t b, uint64_t c)
{
    return bsm_bits_fold(bsm_bits_in_nibbles(a) + bsm_bits_in_nibbles(b) + bsm_bits_in_nibbles(c));
}

BSM_BITS_INLINE int bits_of_all(const uint64_t words[BSM_CYLINDER_SECTIONS], bool fast)
{
    int bits = 0;
    if (!fast)
        return bsm_bits_gather(bits_of_three(words[0], words[1], words[2]) +
                               bits_of_three(words[3], words[4], words[5]));
    for (int s = 0; s < BSM_CYLINDER_SECTIONS; s++)
        bits += __builtin_popcountll(words[s]);
    return bits;
}

/* 1 - |a - b| / (|a| + |b|) over the cells valid in both, 0..255. */
BSM_BITS_INLINE uint8_t cylinder_similarity(const struct bsm_pair_tables *tables, const struct bsm_cylinder *a,
                                            const struct bsm_cylinder *b, bool fast)
{
    uint64_t shared = a->valid & b->valid;
    uint64_t in_a[BSM_CYLINDER_SECTIONS], in_b[BSM_CYLINDER_SECTIONS], apart[BSM_CYLINDER_SECTIONS];
    if ((fast ? __builtin_popcountll(shared) : bsm_bits_gather(bsm_bits_in_bytes(shared))) < SHARED_CELLS_MIN)
        return 0;
    for (int s = 0; s < BSM_CYLINDER_SECTIONS; s++) {
        in_a[s] = a->sections[s] & shared;
        in_b[s] = b->sections[s] & shared;
        apart[s] = in_a[s] ^ in_b[s];
    }
    int bits_a = bits_of_all(in_a, fast), bits_b = bits_of_all(in_b, fast);
    if (bits_a == 0 || bits_b == 0)
        return 0;
    float similarity = 1 - tables->root[bits_of_all(apart, fast)] / (tables->root[bits_a] + tables->root[bits_b]);
    return (uint8_t)(similarity * 255);
}

BSM_BITS_INLINE void compare_with(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                                  const struct bsm_finger_features *b, bool fast)
{
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++) {
            int turn = abs((int8_t)(uint8_t)(a->minutiae[i].direction - b->minutiae[j].direction));
            pairing->similarity[i][j] =
                turn <= TURN_MAX ? cylinder_similarity(&pairing->tables, &a->cylinders[i], &b->cylinders[j], fast) : 0;
        }
}

BSM_BITS_FAST static void compare_fast(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                                       const struct bsm_finger_features *b)
{
    compare_with(pairing, a, b, true);
}

static void compare_all(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                        const struct bsm_finger_features *b)
{
    if (bsm_bits_fast())
        compare_fast(pairing, a, b);
    else
        compare_with(pairing, a, b, false);
}

/* Takes the most similar pairs, each minutia at most USES_MAX times, by a counting sort. */
static void choose(struct bsm_pairing *pairing, int rows, int columns)
{
    int starts[257] = {0}, wanted = rows < columns ? rows : columns;
    uint8_t row_uses[BSM_FINGER_MINUTIAE_MAX] = {0}, column_uses[BSM_FINGER_MINUTIAE_MAX] = {0};
    static _Thread_local uint16_t order[BSM_FINGER_MINUTIAE_MAX * BSM_FINGER_MINUTIAE_MAX];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            if (pairing->similarity[i][j] > 0)
                starts[256 - pairing->similarity[i][j]]++;
    for (int v = 0; v < 255; v++)
        starts[v + 1] += starts[v];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            if (pairing->similarity[i][j] > 0)
                order[starts[255 - pairing->similarity[i][j]]++] = (uint16_t)(i << 8 | j);
    pairing->count = 0;
    for (int k = 0; k < starts[254] && pairing->count < wanted; k++) {
        int i = order[k] >> 8, j = order[k] & 255;
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

/* Direction from a to b relative to the direction of a, 256 a turn: by eighths of a turn. */
static uint8_t bearing(const struct bsm_pair_tables *tables, const struct bsm_minutia *a, const struct bsm_minutia *b)
{
    int dx = b->x - a->x, dy = b->y - a->y, ax = abs(dx), ay = abs(dy);
    if (ax + ay == 0)
        return (uint8_t)-a->direction;
    float ratio = ay <= ax ? (float)ay / (float)ax : (float)ax / (float)ay;
    int angle = tables->arc[(int)(ratio * BSM_ARC_STEPS)];
    angle = ay <= ax ? angle : 64 - angle;
    angle = dx < 0 ? 128 - angle : angle;
    return (uint8_t)((dy < 0 ? -angle : angle) - a->direction);
}

static float distance(const struct bsm_minutia *a, const struct bsm_minutia *b)
{
    float dx = (float)a->x - (float)b->x, dy = (float)a->y - (float)b->y;
    return sqrtf(dx * dx + dy * dy);
}

/* The cheap questions first: most pairs of pairs disagree in one of them, and the rest would weigh next to nothing. */
static float agree(const struct bsm_pair_tables *tables, const struct bsm_minutia *a1, const struct bsm_minutia *a2,
                   const struct bsm_minutia *b1, const struct bsm_minutia *b2)
{
    int turn = abs((int8_t)(uint8_t)(a1->direction - a2->direction - b1->direction + b2->direction));
    if (turn > OFF_TURN)
        return 0;
    int off = (int)(fabsf(distance(a1, a2) - distance(b1, b2)) * 4);
    if (off > OFF_DISTANCE)
        return 0;
    int swing = abs((int8_t)(uint8_t)(bearing(tables, a1, a2) - bearing(tables, b1, b2)));
    return tables->distance[off] * tables->direction[turn] * tables->direction[swing];
}

static void agree_all(struct bsm_pairing *pairing, const struct bsm_finger_features *a,
                      const struct bsm_finger_features *b)
{
    for (int k = 0; k < pairing->count; k++)
        for (int t = 0; t < pairing->count; t++) {
            const struct bsm_pair *p = &pairing->pairs[t], *q = &pairing->pairs[k];
            pairing->agreement[k][t] =
                p->reference == q->reference || p->probe == q->probe
                    ? 0
                    : agree(&pairing->tables, &a->minutiae[p->reference], &a->minutiae[q->reference],
                            &b->minutiae[p->probe], &b->minutiae[q->probe]);
        }
}

/* A round of relaxation, a row at a time. */
static void relax_once(struct bsm_pairing *pairing)
{
    int count = pairing->count;
    float sums[BSM_PAIRS_MAX] = {0};
    for (int k = 0; k < count; k++) {
        float support = pairing->pairs[k].support;
        for (int t = 0; t < count; t++)
            sums[t] += pairing->agreement[k][t] * support;
    }
    for (int t = 0; t < count; t++)
        pairing->pairs[t].support = 0.5f * pairing->pairs[t].support + 0.5f * sums[t] / (float)(count - 1);
}

static void relax(struct bsm_pairing *pairing)
{
    for (int round = 0; round < ROUNDS && pairing->count > 1; round++)
        relax_once(pairing);
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
    int best = pairing->tables.best[fewer];
    for (int i = 0; i < best && i < pairing->count; i++)
        pairing->score += pairing->pairs[i].support / (float)best;
}
