/* Where the print is: blocks that hold ridges, their large connected parts, holes filled. */
#include <string.h>

#include "enroll/finger/planes.h"

enum {
    SHARE_MIN_PERCENT = 20, /* of the largest part: smaller parts are dropped */
    DEVIATION_PERCENT = 32, /* of what the clear blocks have */
    CLARITY_PERCENT = 25,
    DEVIATION_MIN = 2, /* grey values */
};

static const float clarity_min = 0.06f;

/* The value below which the given share of the counted lie. */
static int percentile(const int counts[256], int total, int percent)
{
    int seen = 0;
    for (int value = 0; value < 256; value++) {
        seen += counts[value];
        if (seen * 100 >= total * percent)
            return value;
    }
    return 255;
}

/* What a block must reach: a share of what the clear blocks of the same picture have. */
struct bar {
    int deviation;
    float clarity;
};

static struct bar bar_of(const struct bsm_planes *planes)
{
    int deviations[256] = {0}, clarities[256] = {0}, total = 0;
    for (int i = 0; i < planes->columns * planes->rows; i++)
        if (planes->blocks[i].clarity > clarity_min) {
            deviations[planes->deviation[i]]++;
            clarities[(int)(planes->blocks[i].clarity * 255)]++;
            total++;
        }
    int deviation = percentile(deviations, total, 80) * DEVIATION_PERCENT / 100;
    float clarity = (float)(percentile(clarities, total, 80) * CLARITY_PERCENT) / 25500;
    return (struct bar){
        .deviation = deviation > DEVIATION_MIN ? deviation : DEVIATION_MIN,
        .clarity = clarity > clarity_min ? clarity : clarity_min,
    };
}

/* A block belongs where at least half of the 5 x 5 round it do. */
static void vote(struct bsm_planes *planes, uint8_t *mask, uint8_t *out)
{
    for (int row = 0; row < planes->rows; row++)
        for (int column = 0; column < planes->columns; column++) {
            int sum = 0;
            for (int y = row - 2; y <= row + 2; y++)
                for (int x = column - 2; x <= column + 2; x++)
                    if (x >= 0 && y >= 0 && x < planes->columns && y < planes->rows)
                        sum += mask[y * planes->columns + x];
            out[row * planes->columns + column] = sum >= 12;
        }
}

/* Takes the outermost blocks off: the window of the spectrum has carried the ridges half a window beyond them. */
static void shave(const struct bsm_planes *planes, const uint8_t *mask, uint8_t *out)
{
    for (int row = 0; row < planes->rows; row++)
        for (int column = 0; column < planes->columns; column++) {
            uint8_t all = 1;
            for (int y = row > 0 ? row - 1 : 0; y <= row + 1 && y < planes->rows; y++)
                for (int x = column > 0 ? column - 1 : 0; x <= column + 1 && x < planes->columns; x++)
                    all &= mask[y * planes->columns + x];
            out[row * planes->columns + column] = all;
        }
}

/* Marks the 4-connected part of value that holds start with mark; returns its size. The stack is the caller's. */
static int flood(const struct bsm_planes *planes, uint8_t *mask, int start, uint8_t value, uint8_t mark, int *stack)
{
    int depth = 0, size = 0;
    mask[start] = mark;
    stack[depth++] = start;
    while (depth > 0) {
        int at = stack[--depth], x = at % planes->columns, y = at / planes->columns;
        const int next[4] = {x > 0 ? at - 1 : -1, x + 1 < planes->columns ? at + 1 : -1,
                             y > 0 ? at - planes->columns : -1, y + 1 < planes->rows ? at + planes->columns : -1};
        size++;
        for (int n = 0; n < 4; n++)
            if (next[n] >= 0 && mask[next[n]] == value) {
                mask[next[n]] = mark;
                stack[depth++] = next[n];
            }
    }
    return size;
}

/* Drops small parts. Leaves 1 where the print is. */
static void keep_large(const struct bsm_planes *planes, uint8_t *mask, int *stack)
{
    int count = planes->columns * planes->rows, largest = 0;
    for (int i = 0; i < count; i++)
        if (mask[i] == 1) {
            int size = flood(planes, mask, i, 1, 2, stack);
            largest = size > largest ? size : largest;
        }
    for (int i = 0; i < count; i++)
        if (mask[i] == 2) {
            int size = flood(planes, mask, i, 2, 3, stack);
            flood(planes, mask, i, 3, size * 100 >= largest * SHARE_MIN_PERCENT ? 1 : 4, stack);
        }
    for (int i = 0; i < count; i++)
        mask[i] = mask[i] == 1;
}

/* Fills small holes: parts outside that are not the surroundings. */
static void fill_holes(const struct bsm_planes *planes, uint8_t *mask, int *stack)
{
    int count = planes->columns * planes->rows, hole_max = 60;
    for (int i = 0; i < count; i++)
        if (mask[i] == 0 && flood(planes, mask, i, 0, 2, stack) <= hole_max)
            flood(planes, mask, i, 2, 3, stack);
    for (int i = 0; i < count; i++)
        mask[i] = mask[i] == 1 || mask[i] == 3;
}

static void measure(struct bsm_planes *planes)
{
    int counts[256] = {0};
    planes->inside = 0;
    for (int y = 0; y < planes->rows * BSM_SMALL_BLOCK; y++)
        for (int x = 0; x < planes->columns * BSM_SMALL_BLOCK; x++)
            if (planes->blocks[y / BSM_SMALL_BLOCK * planes->columns + x / BSM_SMALL_BLOCK].inside) {
                counts[planes->grey[y * planes->width + x]]++;
                planes->inside++;
            }
    planes->dark = percentile(counts, planes->inside, 50);
    planes->spread = percentile(counts, planes->inside, 90) - percentile(counts, planes->inside, 10);
    planes->inside /= BSM_SMALL_BLOCK * BSM_SMALL_BLOCK;
}

void bsm_planes_segment(struct bsm_planes *planes)
{
    uint8_t mask[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX], voted[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX];
    int stack[BSM_SMALL_GRID_MAX * BSM_SMALL_GRID_MAX];
    int count = planes->columns * planes->rows;
    struct bar bar = bar_of(planes);
    for (int i = 0; i < count; i++)
        mask[i] = planes->blocks[i].clarity > bar.clarity && planes->deviation[i] >= bar.deviation;
    vote(planes, mask, voted);
    vote(planes, voted, mask);
    keep_large(planes, mask, stack);
    fill_holes(planes, mask, stack);
    shave(planes, mask, voted);
    for (int i = 0; i < count; i++)
        planes->blocks[i].inside = voted[i];
    measure(planes);
}
