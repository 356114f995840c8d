#include "tests/sim/print/skin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/print/print.h"

enum {
    WIDTH = BSM_PRINT_MASTER_WIDTH_PX,
    HEIGHT = BSM_PRINT_MASTER_HEIGHT_PX,
    SIZE = WIDTH * HEIGHT,
    PORE_TRIES = 14000,
    PORE_CELL_PX = 6, /* one pore a cell at most */
    PORE_COLUMNS = WIDTH / PORE_CELL_PX + 1,
    PORE_ROWS = HEIGHT / PORE_CELL_PX + 1,
};

/* A line over the skin: straight but for a slow wave. */
struct line {
    double x, y;             /* of its middle */
    double along_x, along_y; /* of length 1 */
    double half_px;
    double width_px;
    double depth;   /* 0..1 */
    double bend_px; /* how far its ends lie off the straight */
    double waver_px;
    double phase;
};

static int inside(int column, int row) { return column >= 0 && row >= 0 && column < WIDTH && row < HEIGHT; }

static void deepen(uint8_t *plane, int column, int row, double depth)
{
    if (!inside(column, row) || depth <= 0)
        return;
    uint8_t *at = plane + row * WIDTH + column;
    int value = (int)lrint(255 * fmin(depth, 1));
    if (value > *at)
        *at = (uint8_t)value;
}

/* How far the line is off its straight at along -1..1. */
static double aside(const struct line *line, double along)
{
    return line->bend_px * along * along + line->waver_px * sin(5 * along + line->phase) +
           0.4 * line->waver_px * sin(17 * along + 2 * line->phase);
}

static void draw_line(uint8_t *lines, const struct line *line)
{
    int reach = (int)ceil(line->width_px) + 1;
    for (double at = -line->half_px; at <= line->half_px; at += 0.5) {
        double along = at / line->half_px;
        double off = aside(line, along);
        double x = line->x + at * line->along_x - off * line->along_y;
        double y = line->y + at * line->along_y + off * line->along_x;
        double taper = 1 - along * along * along * along;
        double radius = 0.5 * line->width_px * (0.5 + 0.5 * taper) * (1 + 0.25 * sin(11 * along + line->phase));
        for (int row = -reach; row <= reach; row++)
            for (int column = -reach; column <= reach; column++) {
                double dx = rint(x) + column - x, dy = rint(y) + row - y;
                double edge = radius + 0.5 - sqrt(dx * dx + dy * dy);
                deepen(lines, (int)lrint(x) + column, (int)lrint(y) + row, line->depth * taper * fmin(edge, 1));
            }
    }
}

static struct line cast_line(struct dice *dice, double turn, double spread)
{
    struct line line = {0};
    line.x = dice_between(dice, 40, WIDTH - 40);
    line.y = dice_between(dice, 60, HEIGHT - 60);
    double angle = turn + spread * dice_normal(dice);
    line.along_x = cos(angle);
    line.along_y = sin(angle);
    line.phase = dice_between(dice, 0, 6.28);
    return line;
}

/* Fine lines, most of them more or less along or across the finger, in no order. */
static void draw_wrinkles(uint8_t *lines, const struct kin *kin, struct dice *dice)
{
    int count = 12 + (int)(110 * kin->wrinkles);
    double lean = dice_between(dice, -0.5, 0.5);
    for (int i = 0; i < count; i++) {
        struct line line = cast_line(dice, lean + (dice_below(dice, 3) ? 0 : 1.5), 0.35);
        line.half_px = 6 + 26 * pow(dice_between(dice, 0, 1), 2);
        line.width_px = dice_between(dice, 0.7, 1.5);
        line.depth = dice_between(dice, 0.25, 0.85);
        line.bend_px = 3 * dice_normal(dice);
        line.waver_px = 0.8;
        draw_line(lines, &line);
    }
}

static void draw_creases(uint8_t *lines, const struct kin *kin, struct dice *dice)
{
    for (int i = 0; i < kin->creases; i++) {
        struct line line = cast_line(dice, dice_between(dice, -0.9, 0.9), 0.2);
        line.half_px = dice_between(dice, 35, 120);
        line.width_px = dice_between(dice, 1.6, 4.2);
        line.depth = dice_between(dice, 0.7, 1);
        line.bend_px = 6 * dice_normal(dice);
        line.waver_px = 2;
        draw_line(lines, &line);
    }
    for (int i = 0; i < 2; i++) { /* where the finger bends */
        struct line line = {.x = WIDTH / 2.0, .y = HEIGHT - 24.0 + 14 * i, .along_x = 1, .half_px = WIDTH / 2.0};
        line.width_px = dice_between(dice, 3, 6);
        line.depth = 1;
        line.waver_px = 3;
        line.phase = dice_between(dice, 0, 6);
        draw_line(lines, &line);
    }
}

static double ridge_at(const int8_t *ridges, double x, double y)
{
    x = fmin(fmax(x, 0), WIDTH - 1.001);
    y = fmin(fmax(y, 0), HEIGHT - 1.001);
    int column = (int)x, row = (int)y;
    double tx = x - column, ty = y - row;
    const int8_t *at = ridges + row * WIDTH + column;
    double top = at[0] + tx * (at[1] - at[0]);
    double bottom = at[WIDTH] + tx * (at[WIDTH + 1] - at[WIDTH]);
    return top + ty * (bottom - top);
}

/* A healed cut: the ridges on one side of it have slipped along it. */
static double slipped(const struct line *scar, double x, double y)
{
    double along = (x - scar->x) * scar->along_x + (y - scar->y) * scar->along_y;
    double across = -(x - scar->x) * scar->along_y + (y - scar->y) * scar->along_x;
    double share = along / scar->half_px;
    if (fabs(share) >= 1)
        return 0;
    across -= aside(scar, share);
    return (across > 0 ? 4.0 : -4.0) * (1 - share * share) * exp(-fabs(across) / 22);
}

/* Ridges have edges: pulled about by less than their width, here wider and there thinner. */
static void roughen(const int8_t *from, int8_t *to, const struct line *scar, struct dice *dice)
{
    static const double pull_px = 0.7;
    struct noise *noise = calloc(4, sizeof *noise);
    if (!noise) {
        memcpy(to, from, SIZE);
        return;
    }
    noise_init(&noise[0], dice, 8);
    noise_init(&noise[1], dice, 8);
    noise_init(&noise[2], dice, 4.5);
    noise_init(&noise[3], dice, 26);
    for (int row = 0; row < HEIGHT; row++)
        for (int column = 0; column < WIDTH; column++) {
            float x = (float)column, y = (float)row;
            double slip = scar ? slipped(scar, column, row) : 0;
            double from_x = column + pull_px * (double)noise_at(&noise[0], x, y) + (scar ? slip * scar->along_x : 0);
            double from_y = row + pull_px * (double)noise_at(&noise[1], x, y) + (scar ? slip * scar->along_y : 0);
            double value = ridge_at(from, from_x, from_y) + 25 * (double)noise_at(&noise[2], x, y) +
                           22 * (double)noise_at(&noise[3], x, y);
            to[row * WIDTH + column] = (int8_t)lrint(fmin(fmax(value, -127), 127));
        }
    free(noise);
}

/* To the middle of the ridge from near by; 0 when there is none. */
static int climb(const int8_t *ridges, int *column, int *row)
{
    for (int i = 0; i < 6; i++) {
        int best_column = *column, best_row = *row;
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++)
                if (inside(*column + x, *row + y) &&
                    ridges[(*row + y) * WIDTH + *column + x] > ridges[best_row * WIDTH + best_column]) {
                    best_column = *column + x;
                    best_row = *row + y;
                }
        if (best_column == *column && best_row == *row)
            break;
        *column = best_column;
        *row = best_row;
    }
    return ridges[*row * WIDTH + *column] > 60;
}

/* Pores stand in file along the ridge, a ridge's width and more apart (Ashbaugh 1999). */
static void place_pores(const int8_t *ridges, uint8_t *pores, const struct kin *kin, struct dice *dice)
{
    uint8_t taken[PORE_ROWS][PORE_COLUMNS] = {{0}};
    for (int i = 0; i < PORE_TRIES; i++) {
        int column = dice_below(dice, WIDTH);
        int row = dice_below(dice, HEIGHT);
        double radius = dice_between(dice, 0.7, 1.2);
        double depth = kin->pores * dice_between(dice, 0.4, 1);
        double aside_x = dice_between(dice, -0.7, 0.7);
        double aside_y = dice_between(dice, -0.7, 0.7);
        if (!climb(ridges, &column, &row) || taken[row / PORE_CELL_PX][column / PORE_CELL_PX])
            continue;
        taken[row / PORE_CELL_PX][column / PORE_CELL_PX] = 1;
        for (int y = -2; y <= 2; y++)
            for (int x = -2; x <= 2; x++) {
                double dx = x - aside_x, dy = y - aside_y;
                deepen(pores, column + x, row + y, depth * exp(-(dx * dx + dy * dy) / (2 * radius * radius)));
            }
    }
}

enum bsm_status skin_finish(int8_t *ridges, uint8_t *lines, uint8_t *pores, const struct kin *kin, struct dice *dice)
{
    int8_t *grown = malloc(SIZE);
    if (!grown)
        return BSM_NO_MEMORY;
    memcpy(grown, ridges, SIZE);
    struct line scar = cast_line(dice, dice_between(dice, -1.4, 1.4), 0.1);
    scar.half_px = dice_between(dice, 45, 100);
    scar.width_px = dice_between(dice, 2.5, 5);
    scar.depth = 1;
    scar.bend_px = 5 * dice_normal(dice);
    scar.waver_px = 1.5;
    roughen(grown, ridges, kin->scars ? &scar : NULL, dice);
    if (kin->scars)
        draw_line(lines, &scar);
    draw_wrinkles(lines, kin, dice);
    draw_creases(lines, kin, dice);
    place_pores(grown, pores, kin, dice);
    free(grown);
    return BSM_OK;
}
