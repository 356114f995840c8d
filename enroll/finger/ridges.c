#include "enroll/finger/ridges.h"

#include <math.h>
#include <string.h>

#include "enroll/finger/bits.h"
#include "enroll/finger/exact.h"
#include "enroll/finger/without.h"

enum {
    BLOCK = 16, /* small px: 32 px at 500 ppi */
    STEP = BSM_RIDGE_STEP,
    SHIFTS = BSM_RIDGE_SHIFTS,
    REACH = SHIFTS / 2,
    UNIT = 100,
    REFINE_MIN = 20, /* agreement, in hundredths, of blocks that say how to shift */
    REFINE_BLOCKS = 6,
    ROWS = BLOCK + 2 * REACH,
    COVER_MIN = 154, /* of 256 pixels of a block */
};

/* 16 (or more) bits from x on, x from -64. */
static uint32_t bits_at(const uint64_t *row, int x)
{
    unsigned at = (unsigned)(x + 64), word = at >> 6, shift = at & 63;
    uint64_t bits = row[word] >> shift;
    if (shift)
        bits |= row[word + 1] << (64 - shift);
    return (uint32_t)bits;
}

static void set_row(uint64_t *valley, uint64_t *inside, int x, unsigned valley_bits, unsigned inside_bits)
{
    unsigned at = (unsigned)(x + 64);
    valley[at >> 6] |= (uint64_t)valley_bits << (at & 63);
    inside[at >> 6] |= (uint64_t)inside_bits << (at & 63);
}

static void lay_reference(struct bsm_bit_plane *plane, const struct bsm_ridge_map *map)
{
    memset(plane, 0, sizeof *plane);
    for (int row = 0; row < map->rows; row++)
        for (int column = 0; column < map->columns; column++) {
            unsigned place = map->index[row * map->columns + column];
            for (int line = 0; place && line < 4; line++) {
                int y = (map->top + row) * 4 + line + BSM_BIT_MARGIN;
                unsigned bits = map->blocks[place - 1] >> (4 * line) & 15U;
                set_row(plane->valley[y], plane->inside[y], (map->left + column) * 4, bits, 15);
            }
        }
}

/* A line of a block of 4 x 4, by its four bits, the lowest at the left; and one of no block. */
static const uint8_t lines[17][4] = {
    {0, 0, 0, 0},
    {1, 0, 0, 0},
    {0, 1, 0, 0},
    {1, 1, 0, 0},
    {0, 0, 1, 0},
    {1, 0, 1, 0},
    {0, 1, 1, 0},
    {1, 1, 1, 0},
    {0, 0, 0, 1},
    {1, 0, 0, 1},
    {0, 1, 0, 1},
    {1, 1, 0, 1},
    {0, 0, 1, 1},
    {1, 0, 1, 1},
    {0, 1, 1, 1},
    {1, 1, 1, 1},
    {BSM_PIXEL_OUTSIDE, BSM_PIXEL_OUTSIDE, BSM_PIXEL_OUTSIDE, BSM_PIXEL_OUTSIDE},
};

static void lay_probe(struct bsm_pixel_plane *plane, const struct bsm_ridge_map *map)
{
    plane->left = map->left * 4;
    plane->top = map->top * 4;
    plane->width = map->columns * 4;
    plane->height = map->rows * 4;
    for (int row = 0; row < map->rows; row++)
        for (int column = 0; column < map->columns; column++) {
            unsigned place = map->index[row * map->columns + column];
            unsigned bits = place ? map->blocks[place - 1] : 0;
            uint8_t *out = plane->pixels + row * 4 * plane->width + column * 4;
            for (int line = 0; line < 4; line++)
                memcpy(out + line * plane->width, lines[place ? bits >> 4 * line & 15 : 16], 4);
        }
}

/* A line across the probe in steps of 1/65536 small pixel: where it begins and how it goes on. */
struct walk {
    int32_t u, v, du, dv;
};

static bool is_on(const struct bsm_pixel_plane *plane, const struct walk *walk, int step)
{
    int u = (walk->u + step * walk->du) >> 16, v = (walk->v + step * walk->dv) >> 16;
    return u >= 0 && v >= 0 && u < plane->width && v < plane->height;
}

/* Where the line of length steps is on the box of the probe, which it can only be in one piece: from *first up to,
 * not including, the value returned. */
static int clip(const struct bsm_pixel_plane *plane, const struct walk *walk, int length, int *first)
{
    int from = 0, to = length;
    while (from < to && !is_on(plane, walk, from))
        from++;
    while (to > from && !is_on(plane, walk, to - 1))
        to--;
    *first = from;
    return to;
}

/* The pixels of the probe along the walk become a row of bits from left on. */
static void move_row(struct bsm_ridge_work *work, const struct walk *walk, int left, int row, int length)
{
    const struct bsm_pixel_plane *plane = &work->probe;
    int first, end = clip(plane, walk, length, &first);
    int32_t u = walk->u + first * walk->du, v = walk->v + first * walk->dv;
    uint64_t valley = 0, inside = 0;
    for (int x = left + first; x < left + end; x++, u += walk->du, v += walk->dv) {
        unsigned pixel = plane->pixels[(v >> 16) * plane->width + (u >> 16)];
        valley |= (uint64_t)(pixel & 1) << (x & 63);
        inside |= (uint64_t)(pixel < BSM_PIXEL_OUTSIDE) << (x & 63);
        if ((x & 63) == 63 || x == left + end - 1) {
            work->moved.valley[row][(x >> 6) + 1] = valley;
            work->moved.inside[row][(x >> 6) + 1] = inside;
            valley = inside = 0;
        }
    }
}

/* Looks each pixel of the reference up in the probe, by steps of 1/65536 small pixel. */
static void move_probe(struct bsm_ridge_work *work, const struct bsm_ridge_map *map,
                       const struct bsm_alignment *alignment)
{
    int left = map->left * 4, right = left + map->columns * 4, top = map->top * 4, bottom = top + map->rows * 4;
    int32_t c = bsm_exact_round((double)alignment->c * 65536), s = bsm_exact_round((double)alignment->s * 65536);
    /* A small pixel's middle is at 2 x + 0.5 at 500 ppi, in both; the transform is in px at 500 ppi. */
    double dx = ((double)alignment->c * 0.5 - (double)alignment->s * 0.5 + (double)alignment->dx - 0.5) / 2;
    double dy = ((double)alignment->s * 0.5 + (double)alignment->c * 0.5 + (double)alignment->dy - 0.5) / 2;
    memset(&work->moved, 0, sizeof work->moved);
    if (dx < -2000 || dx > 2000 || dy < -2000 || dy > 2000)
        return;
    for (int y = top; y < bottom; y++) {
        struct walk walk = {.u = c * left - s * y + bsm_exact_round((dx - work->probe.left) * 65536) + 32768,
                            .v = s * left + c * y + bsm_exact_round((dy - work->probe.top) * 65536) + 32768,
                            .du = c,
                            .dv = s};
        move_row(work, &walk, left, y + BSM_BIT_MARGIN, right - left);
    }
}

/* A block of the reference, and the moved probe round it at each horizontal shift; 16 bits a row. */
struct window {
    uint16_t valley[BLOCK], inside[BLOCK];
    uint16_t moved_valley[SHIFTS][ROWS], moved_inside[SHIFTS][ROWS];
    bool whole; /* all of both is inside, at any shift */
};

static uint64_t four_rows(const uint16_t *rows)
{
    uint64_t bits;
    memcpy(&bits, rows, sizeof bits);
    return bits;
}

/* Bits of a block's rows. */
BSM_BITS_INLINE int bits_of_rows(const uint64_t rows[BLOCK / 4], bool fast)
{
    uint64_t bytes = 0;
    int bits = 0;
    for (int i = 0; i < BLOCK / 4; i++)
        if (fast)
            bits += __builtin_popcountll(rows[i]);
        else
            bytes += bsm_bits_in_bytes(rows[i]);
    return fast ? bits : bsm_bits_gather(bytes);
}

static int cover_of(const struct bsm_ridge_work *work, int left, int top, struct window *window)
{
    uint16_t shared[BLOCK];
    uint64_t rows[BLOCK / 4];
    for (int y = 0; y < BLOCK; y++) {
        window->valley[y] = (uint16_t)bits_at(work->reference.valley[top + y + BSM_BIT_MARGIN], left);
        window->inside[y] = (uint16_t)bits_at(work->reference.inside[top + y + BSM_BIT_MARGIN], left);
        shared[y] = (uint16_t)(window->inside[y] & bits_at(work->moved.inside[top + y + BSM_BIT_MARGIN], left));
    }
    for (int i = 0; i < BLOCK / 4; i++)
        rows[i] = four_rows(shared + 4 * i);
    return bits_of_rows(rows, false);
}

/* False, and the window not whole, when too little is shared. */
static bool open_window(const struct bsm_ridge_work *work, int left, int top, struct window *window)
{
    int cover = cover_of(work, left, top, window);
    if (cover < COVER_MIN)
        return false;
    uint32_t all = cover == BLOCK * BLOCK ? 0xffffff : 0;
    for (int y = 0; y < ROWS; y++) {
        uint32_t valley = bits_at(work->moved.valley[top + y - REACH + BSM_BIT_MARGIN], left - REACH);
        uint32_t inside = bits_at(work->moved.inside[top + y - REACH + BSM_BIT_MARGIN], left - REACH);
        all &= inside;
        for (int shift = 0; shift < SHIFTS; shift++) {
            window->moved_valley[shift][y] = (uint16_t)(valley >> shift);
            window->moved_inside[shift][y] = (uint16_t)(inside >> shift);
        }
    }
    window->whole = all == 0xffffff;
    return true;
}

/* Agreement at one shift, -UNIT..UNIT; -UNIT where too little is shared. */
BSM_BITS_INLINE int correlation_at(const struct window *window, int shift_x, int shift_y, bool fast)
{
    uint64_t shared[BLOCK / 4], apart[BLOCK / 4];
    for (int i = 0; i < BLOCK / 4; i++) {
        apart[i] = four_rows(window->valley + 4 * i) ^ four_rows(window->moved_valley[shift_x] + shift_y + 4 * i);
        if (!window->whole) {
            shared[i] = four_rows(window->inside + 4 * i) & four_rows(window->moved_inside[shift_x] + shift_y + 4 * i);
            apart[i] &= shared[i];
        }
    }
    int all = window->whole ? BLOCK * BLOCK : bits_of_rows(shared, fast);
    return all < COVER_MIN ? -UNIT : UNIT - 2 * UNIT * bits_of_rows(apart, fast) / all;
}

BSM_BITS_INLINE void fill_with(struct bsm_ridge_surface *surface, const struct window *window, bool fast)
{
    for (int y = 0; y < SHIFTS; y++)
        for (int x = 0; x < SHIFTS; x++)
            surface->values[y * SHIFTS + x] = (int8_t)correlation_at(window, x, y, fast);
}

BSM_BITS_FAST static void fill_fast(struct bsm_ridge_surface *surface, const struct window *window)
{
    fill_with(surface, window, true);
}

static void fill_surface(struct bsm_ridge_surface *surface, const struct window *window)
{
    if (bsm_bits_fast())
        fill_fast(surface, window);
    else
        fill_with(surface, window, false);
}

/* The agreement at every shift, for each block of the reference that enough of the probe lies on. */
static void fill_surfaces(struct bsm_ridge_work *work, const struct bsm_ridge_map *reference)
{
    struct window window;
    int right = (reference->left + reference->columns) * 4, bottom = (reference->top + reference->rows) * 4;
    work->columns = work->rows = 0;
    for (int top = reference->top * 4; top + BLOCK / 2 < bottom && top + BLOCK <= BSM_BIT_SIDE; top += STEP) {
        work->columns = 0;
        for (int left = reference->left * 4; left + BLOCK / 2 < right; left += STEP) {
            struct bsm_ridge_surface *surface = &work->surfaces[work->rows][work->columns++];
            surface->used = open_window(work, left, top, &window);
            if (surface->used)
                fill_surface(surface, &window);
        }
        work->rows++;
    }
}

/* Where the sums of count surfaces are highest. */
static void find_best(struct bsm_ridge_surface *surface, const int *sums, int count)
{
    int best = 0;
    for (int i = 1; i < SHIFTS * SHIFTS; i++)
        best = sums[i] > sums[best] ? i : best;
    surface->shift_x = (int8_t)(best % SHIFTS - REACH);
    surface->shift_y = (int8_t)(best / SHIFTS - REACH);
    surface->best = (int8_t)(sums[best] / count);
}

/* The surfaces of a block and its neighbours added up; returns how many they are. */
static int pool(const struct bsm_ridge_work *work, int column, int row, int sums[SHIFTS * SHIFTS])
{
    int count = 0, reach = bsm_without(BSM_STAGE_ELASTICITY) ? 0 : 1;
    memset(sums, 0, SHIFTS * SHIFTS * sizeof sums[0]);
    for (int y = row - reach; y <= row + reach; y++)
        for (int x = column - reach; x <= column + reach; x++) {
            if (x < 0 || y < 0 || x >= work->columns || y >= work->rows || !work->surfaces[y][x].used)
                continue;
            for (int i = 0; i < SHIFTS * SHIFTS; i++)
                sums[i] += work->surfaces[y][x].values[i];
            count++;
        }
    return count;
}

void bsm_ridges_open(struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                     const struct bsm_ridge_map *probe)
{
    lay_reference(&work->reference, reference);
    lay_probe(&work->probe, probe);
}

void bsm_ridges_compare(struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                        const struct bsm_alignment *alignment, struct bsm_ridge_evidence *evidence)
{
    int sums[SHIFTS * SHIFTS];
    float pooled = 0;
    *evidence = (struct bsm_ridge_evidence){0};
    move_probe(work, reference, alignment);
    fill_surfaces(work, reference);
    for (int row = 0; row < work->rows; row++)
        for (int column = 0; column < work->columns; column++) {
            struct bsm_ridge_surface *surface = &work->surfaces[row][column];
            if (!surface->used)
                continue;
            find_best(surface, sums, pool(work, column, row, sums));
            pooled += (float)surface->best / UNIT;
            evidence->blocks++;
        }
    if (evidence->blocks > 0)
        evidence->pooled = pooled / (float)evidence->blocks;
}

bool bsm_ridges_refine(const struct bsm_ridge_work *work, const struct bsm_ridge_map *reference,
                       struct bsm_alignment *alignment)
{
    struct bsm_align_sums sums = {0};
    int blocks = 0;
    for (int row = 0; row < work->rows; row++)
        for (int column = 0; column < work->columns; column++) {
            const struct bsm_ridge_surface *surface = &work->surfaces[row][column];
            if (!surface->used || surface->best < REFINE_MIN)
                continue;
            float x = (float)((reference->left * 4 + column * STEP) * 2 + BLOCK), px;
            float y = (float)((reference->top * 4 + row * STEP) * 2 + BLOCK), py;
            bsm_align_apply(alignment, x + 2 * (float)surface->shift_x, y + 2 * (float)surface->shift_y, &px, &py);
            bsm_align_add(&sums, x, y, px, py, (float)(surface->best - REFINE_MIN + 1));
            blocks++;
        }
    return blocks >= REFINE_BLOCKS && bsm_align_solve(&sums, alignment);
}
