#include "enroll/face/screen_cue.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "firmware/base/wipe.h"

#define TAU 6.283185307179586

enum {
    SIDE = BSM_SCREEN_SIDE,
    HALF = SIDE / 2,
    LOWEST = 10,   /* cycles in the patch: what is below is face */
    RING_NEAR = 3, /* a peak is narrower, by the window's width */
    RING_FAR = 6,
    HIGHEST = HALF - RING_FAR,
    RING = (2 * RING_FAR + 1) * (2 * RING_FAR + 1) - (2 * RING_NEAR - 1) * (2 * RING_NEAR - 1),
    JPEG_HARMONIC = SIDE / 8,
};

static const float lone = 8;      /* times the mean around it, before it is looked at closer */
static const float rounding = 20; /* power that rounding to whole grey values leaves anyway */

struct wave {
    float re, im;
};

/* Of a person: wiped before it is left. Rows are the patch's until they are transformed, then vertical frequencies. */
struct spectrum {
    struct wave waves[SIDE][SIDE];
    float power[SIDE][HALF + 1]; /* [vertical][horizontal], vertical above HALF: negative */
    struct wave turns[HALF];
    float window[SIDE];
};

/* --- the transform: radix 2, in place (Cooley and Tukey, 1965) --- */

static void reverse_bits(struct wave line[SIDE])
{
    for (int i = 1, j = 0; i < SIDE; i++) {
        int bit = SIDE / 2;
        for (; j & bit; bit /= 2)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            struct wave kept = line[i];
            line[i] = line[j];
            line[j] = kept;
        }
    }
}

static void cross(struct wave *a, struct wave *b, struct wave turn)
{
    struct wave turned = {b->re * turn.re - b->im * turn.im, b->re * turn.im + b->im * turn.re}, kept = *a;
    *a = (struct wave){kept.re + turned.re, kept.im + turned.im};
    *b = (struct wave){kept.re - turned.re, kept.im - turned.im};
}

static void transform(struct wave line[SIDE], const struct wave turns[HALF])
{
    reverse_bits(line);
    for (int span = 1; span < SIDE; span *= 2)
        for (int first = 0; first < SIDE; first += 2 * span)
            for (int k = 0; k < span; k++)
                cross(&line[first + k], &line[first + k + span], turns[k * (HALF / span)]);
}

static void prepare(struct spectrum *spectrum)
{
    for (int i = 0; i < HALF; i++)
        spectrum->turns[i] = (struct wave){(float)cos(TAU * i / SIDE), (float)-sin(TAU * i / SIDE)};
    for (int i = 0; i < SIDE; i++)
        spectrum->window[i] = (float)(0.5 - 0.5 * cos(TAU * (i + 0.5) / SIDE));
}

/* --- from the picture to its spectrum --- */

static float luma(const struct bsm_image *picture, int x, int y)
{
    const uint8_t *at = picture->pixels + (size_t)y * picture->stride + (size_t)x * (size_t)picture->format;
    return picture->format == BSM_IMAGE_GREY8 ? at[0] : 0.299f * at[0] + 0.587f * at[1] + 0.114f * at[2];
}

static int inside(int first, int length) { return first < 0 ? 0 : first > length - SIDE ? length - SIDE : first; }

static void take_patch(struct spectrum *spectrum, const struct bsm_image *picture, const struct bsm_face_found *found)
{
    int left = inside(found->x_px + found->width_px / 2 - HALF, picture->width_px);
    int top = inside(found->y_px + found->height_px / 2 - HALF, picture->height_px);
    float sum = 0;
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            spectrum->waves[y][x] = (struct wave){luma(picture, left + x, top + y), 0};
            sum += spectrum->waves[y][x].re;
        }
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            spectrum->waves[y][x].re =
                (spectrum->waves[y][x].re - sum / (SIDE * SIDE)) * spectrum->window[x] * spectrum->window[y];
}

static void measure(struct spectrum *spectrum)
{
    struct wave column[SIDE];
    for (int y = 0; y < SIDE; y++)
        transform(spectrum->waves[y], spectrum->turns);
    for (int x = 0; x <= HALF; x++) {
        for (int y = 0; y < SIDE; y++)
            column[y] = spectrum->waves[y][x];
        transform(column, spectrum->turns);
        for (int y = 0; y < SIDE; y++)
            spectrum->power[y][x] = column[y].re * column[y].re + column[y].im * column[y].im;
    }
    bsm_wipe(column, sizeof column);
}

/* --- the peak --- */

/* Those of negative horizontal frequency are the same ones, mirrored: the patch is real. */
static float power_at(const struct spectrum *spectrum, int across, int down)
{
    if (across < 0)
        return power_at(spectrum, -across, -down);
    return spectrum->power[(down + SIDE) % SIDE][across];
}

static bool is_harmonic(int frequency)
{
    int rest = abs(frequency) % JPEG_HARMONIC;
    return rest <= 1 || rest == JPEG_HARMONIC - 1;
}

static bool is_looked_at(int across, int down)
{
    if (across <= 1 || abs(down) <= 1 || across * across + down * down < LOWEST * LOWEST)
        return false;
    return !is_harmonic(across) || !is_harmonic(down);
}

static bool is_highest(const struct spectrum *spectrum, int across, int down)
{
    float here = power_at(spectrum, across, down);
    for (int j = -1; j <= 1; j++)
        for (int i = -1; i <= 1; i++)
            if (power_at(spectrum, across + i, down + j) > here)
                return false;
    return here > rounding;
}

/* The mean of the values around; they are left in ring. */
static float look_around(const struct spectrum *spectrum, int across, int down, float ring[RING])
{
    float sum = 0;
    int count = 0;
    for (int j = -RING_FAR; j <= RING_FAR; j++)
        for (int i = -RING_FAR; i <= RING_FAR; i++)
            if (abs(i) >= RING_NEAR || abs(j) >= RING_NEAR) {
                ring[count] = power_at(spectrum, across + i, down + j);
                sum += ring[count++];
            }
    return sum / RING;
}

static int compare(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* 1 and less: nothing stands out. */
static float standing_out(const struct spectrum *spectrum, int across, int down)
{
    float ring[RING], here = power_at(spectrum, across, down);
    if (!is_highest(spectrum, across, down) || here < lone * look_around(spectrum, across, down, ring))
        return 1;
    qsort(ring, RING, sizeof ring[0], compare);
    return here / (ring[RING * 9 / 10] + rounding);
}

static float strongest(const struct spectrum *spectrum)
{
    float most = 1;
    for (int down = -HIGHEST + 1; down < HIGHEST; down++)
        for (int across = 0; across < HIGHEST; across++)
            if (is_looked_at(across, down)) {
                float here = standing_out(spectrum, across, down);
                most = here > most ? here : most;
            }
    return most;
}

int bsm_screen_grid(const struct bsm_image *picture, const struct bsm_face_found *found)
{
    if (found->faces < 1 || found->height_px < SIDE || picture->width_px < SIDE || picture->height_px < SIDE)
        return BSM_SCREEN_UNSEEN;
    struct spectrum spectrum;
    prepare(&spectrum);
    take_patch(&spectrum, picture, found);
    measure(&spectrum);
    int grid = (int)(100 * logf(strongest(&spectrum)));
    bsm_wipe(&spectrum, sizeof spectrum);
    return grid > BSM_SCREEN_GRID_MAX ? BSM_SCREEN_GRID_MAX : grid;
}

int bsm_screen_weigh(int log_odds, int grid)
{
    int pull = grid - BSM_SCREEN_GRID_THRESHOLD;
    if (pull <= 0)
        return log_odds;
    log_odds -= pull > BSM_SCREEN_PULL_MAX ? BSM_SCREEN_PULL_MAX : pull;
    return log_odds < -BSM_FACE_ALIVE_MAX ? -BSM_FACE_ALIVE_MAX : log_odds;
}
