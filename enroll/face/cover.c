#include "enroll/face/cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/cover_weights.h"
#include "firmware/base/wipe.h"

enum {
    SIDE = BSM_COVER_SIDE,
    BINS = BSM_COVER_BINS,
    CELL_PX = BSM_FACE_CHIP_SIDE / BSM_COVER_SIDE,
    ONE = 256,        /* a feature of this is usual */
    MOST = 4 * ONE,   /* and none is more */
    QUIET = 4,        /* of edge at a pixel, that is nothing: what noise has */
    CONTRAST_MIN = 8, /* standard deviation of the cells' brightness */
};

struct cell {
    int64_t bins[BINS];
    int64_t edge; /* all of them */
    int64_t brightness;
};

struct grid {
    struct cell cells[SIDE][SIDE];
};

static int64_t bounded(int64_t value, int64_t most) { return value < -most ? -most : value > most ? most : value; }

/* Which sixth of a half turn the edge points along, from 0: tangents of 30 and 60 degrees in thousandths. */
static int bin_of(int across, int down)
{
    if (down < 0 || (down == 0 && across < 0)) {
        across = -across;
        down = -down;
    }
    int steep = down * 1000, a = abs(across);
    int sixth = steep < a * 577 ? 0 : steep < a * 1732 ? 1 : 2;
    return across >= 0 ? sixth : BINS - 1 - sixth;
}

static void add_pixel(const struct bsm_face_chip *chip, int x, int y, struct cell *cell)
{
    int across = chip->grey[y][x + 1] - chip->grey[y][x - 1], down = chip->grey[y + 1][x] - chip->grey[y - 1][x];
    int a = abs(across), b = abs(down), length = a > b ? a + b * 3 / 8 : b + a * 3 / 8; /* within 7 % */
    cell->bins[bin_of(across, down)] += length;
    cell->edge += length;
    cell->brightness += chip->grey[y][x];
}

static void fill(const struct bsm_face_chip *chip, struct grid *grid)
{
    for (int y = 1; y < BSM_FACE_CHIP_SIDE - 1; y++)
        for (int x = 1; x < BSM_FACE_CHIP_SIDE - 1; x++)
            add_pixel(chip, x, y, &grid->cells[y / CELL_PX][x / CELL_PX]);
}

/* The mean edge of a cell and its neighbours, what is nothing added. */
static int64_t edge_around(const struct grid *grid, int row, int column)
{
    int64_t sum = 0, count = 0;
    for (int y = row > 0 ? row - 1 : 0; y <= row + 1 && y < SIDE; y++)
        for (int x = column > 0 ? column - 1 : 0; x <= column + 1 && x < SIDE; x++, count++)
            sum += grid->cells[y][x].edge;
    return sum / count + (int64_t)QUIET * CELL_PX * CELL_PX;
}

struct whole {
    int64_t edge, brightness, contrast; /* means of a cell; the brightness's deviation */
};

static struct whole whole_of(const struct grid *grid)
{
    struct whole whole = {0};
    int64_t squares = 0, cells = (int64_t)SIDE * SIDE, area = (int64_t)CELL_PX * CELL_PX;
    const struct cell *all = &grid->cells[0][0];
    for (int i = 0; i < SIDE * SIDE; i++) {
        whole.edge += all[i].edge;
        whole.brightness += all[i].brightness;
    }
    whole.edge = whole.edge / cells + QUIET * area;
    whole.brightness /= cells;
    for (int i = 0; i < SIDE * SIDE; i++)
        squares += (all[i].brightness - whole.brightness) * (all[i].brightness - whole.brightness) / cells;
    whole.contrast = (int64_t)sqrt((double)squares) + CONTRAST_MIN * area;
    return whole;
}

void bsm_cover_features(const struct bsm_face_chip *chip, int features[BSM_COVER_FEATURES])
{
    struct grid grid = {0};
    fill(chip, &grid);
    struct whole whole = whole_of(&grid);
    int *next = features;
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++) {
            const struct cell *cell = &grid.cells[row][column];
            int64_t around = edge_around(&grid, row, column);
            for (int bin = 0; bin < BINS; bin++)
                *next++ = (int)bounded(cell->bins[bin] * BINS * ONE / around, MOST);
            *next++ = (int)bounded(cell->edge * ONE / whole.edge, MOST);
            *next++ = (int)bounded((cell->brightness - whole.brightness) * ONE / whole.contrast, MOST);
        }
    bsm_wipe(&grid, sizeof grid);
}

int bsm_cover_judge(const int features[BSM_COVER_FEATURES], enum bsm_cover_part part)
{
    int64_t sum = (int64_t)cover_bias[part] * ONE;
    for (int i = 0; i < BSM_COVER_FEATURES; i++)
        sum += (int64_t)cover_weights[part][i] * features[i];
    return (int)bounded(sum / ONE / COVER_WEIGHT_ONE, BSM_COVER_MAX);
}
