/*
 * Minutia Cylinder-Code: Cappelli, Ferrara and Maltoni, "Minutia Cylinder-Code: a new representation and matching
 * technique for fingerprint recognition", IEEE TPAMI 32 (2010), in its form of bits (section 3.1, psi as a step). A
 * cell counts as valid where the print itself is, instead of inside the hull of the minutiae.
 */
#include <stdbool.h>
#include <string.h>

#include "enroll/finger/exact.h"
#include "enroll/finger/template.h"

enum { CELLS = 8, RADIUS_PX = 70, NEIGHBOURS_MIN = 2, VALID_CELLS_MIN = 18 };

static const double sigma_place_px = 7.5;
static const double sigma_direction = 0.6981317; /* 2 pi / 9 */
static const float step_at = 0.26f; /* a single neighbour in the very middle of cell and section gives 0.9 */

static double section_share(int section, int difference)
{
    double sum = 0;
    for (int i = 0; i < 16; i++) {
        double at = -BSM_PI + (section + (i + 0.5) / 16) * 2 * BSM_PI / BSM_CYLINDER_SECTIONS;
        double off = at - difference * 2 * BSM_PI / 256;
        while (off < -BSM_PI)
            off += 2 * BSM_PI;
        while (off > BSM_PI)
            off -= 2 * BSM_PI;
        sum += bsm_exact_exp(-off * off / (2 * sigma_direction * sigma_direction));
    }
    return sum / 16;
}

void bsm_cylinder_weights_init(struct bsm_cylinder_weights *weights)
{
    for (int i = 0; i < BSM_CYLINDER_REACH_PX * BSM_CYLINDER_REACH_PX; i++)
        weights->place[i] = (float)bsm_exact_exp(-i / (2 * sigma_place_px * sigma_place_px));
    for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
        for (int difference = 0; difference < 256; difference++)
            weights->direction[section][difference] = (float)section_share(section, difference);
}

static bool in_print(const struct bsm_ridge_map *ridges, float x, float y)
{
    int column = (int)(x / 8) - ridges->left, row = (int)(y / 8) - ridges->top;
    return x >= 0 && y >= 0 && column >= 0 && row >= 0 && column < ridges->columns && row < ridges->rows &&
           ridges->index[row * ridges->columns + column] != 0;
}

/* Adds up what each neighbour gives to the cell at (x, y); a bit for each section that is full enough. */
static unsigned cell_bits(const struct bsm_finger_features *features, const struct bsm_cylinder_weights *weights,
                          int middle, float x, float y, uint64_t seen[2])
{
    float sums[BSM_CYLINDER_SECTIONS] = {0};
    unsigned bits = 0;
    for (int i = 0; i < features->count; i++) {
        const struct bsm_minutia *other = &features->minutiae[i];
        float dx = x - (float)other->x, dy = y - (float)other->y, d = dx * dx + dy * dy;
        if (i == middle || d >= BSM_CYLINDER_REACH_PX * BSM_CYLINDER_REACH_PX)
            continue;
        seen[i >> 6] |= 1ULL << (i & 63);
        uint8_t difference = (uint8_t)(features->minutiae[middle].direction - other->direction);
        for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
            sums[section] += weights->place[(int)d] * weights->direction[section][difference];
    }
    for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
        bits |= (unsigned)(sums[section] >= step_at) << section;
    return bits;
}

static void fill(struct bsm_finger_features *features, const struct bsm_cylinder_weights *weights, int middle)
{
    const struct bsm_minutia *minutia = &features->minutiae[middle];
    struct bsm_cylinder *cylinder = &features->cylinders[middle];
    double angle = minutia->direction * 2 * BSM_PI / 256;
    float c = (float)bsm_exact_cos(angle), s = (float)bsm_exact_sin(angle), cell_px = 2.0f * RADIUS_PX / CELLS;
    uint64_t seen[2] = {0, 0};
    memset(cylinder, 0, sizeof *cylinder);
    for (int cell = 0; cell < CELLS * CELLS; cell++) {
        float u = ((float)(cell % CELLS) - 3.5f) * cell_px, v = ((float)(cell / CELLS) - 3.5f) * cell_px;
        float x = (float)minutia->x + c * u - s * v, y = (float)minutia->y + s * u + c * v;
        if (u * u + v * v > RADIUS_PX * RADIUS_PX || !in_print(&features->ridges, x, y))
            continue;
        cylinder->valid |= 1ULL << cell;
        unsigned bits = cell_bits(features, weights, middle, x, y, seen);
        for (int section = 0; section < BSM_CYLINDER_SECTIONS; section++)
            cylinder->sections[section] |= (uint64_t)(bits >> section & 1) << cell;
    }
    int neighbours = __builtin_popcountll(seen[0]) + __builtin_popcountll(seen[1]);
    if (neighbours < NEIGHBOURS_MIN || __builtin_popcountll(cylinder->valid) < VALID_CELLS_MIN)
        memset(cylinder, 0, sizeof *cylinder);
}

void bsm_finger_cylinders(struct bsm_finger_features *features, const struct bsm_cylinder_weights *weights)
{
    for (int i = 0; i < features->count; i++)
        fill(features, weights, i);
}
