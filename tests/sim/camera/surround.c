#include "tests/sim/camera/surround.h"

enum { CELL = 16, COLUMNS_MAX = 128, ROWS_MAX = 96, BLURS = 12 };

struct grid {
    int columns, rows;
    float rgb[ROWS_MAX][COLUMNS_MAX][3];
};

/* The colour of one cell: what is at the picture's left and right edges at that height, blended across. */
static void paint_cell(const struct raster *raster, const struct placement *placement, double x, double y, float out[3])
{
    const struct box *face = &placement->face;
    double source_x = face->x + face->width / 2.0 + (x - placement->centre_x) * placement->scale;
    double source_y = face->y + face->height / 2.0 + (y - placement->centre_y) * placement->scale;
    double reach = face->height / 10.0, inset = face->width / 12.0, share = source_x / raster->width;
    int left[3], right[3];
    raster_sample(raster, inset, source_y, reach, left);
    raster_sample(raster, raster->width - inset, source_y, reach, right);
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    for (int i = 0; i < 3; i++)
        out[i] = (float)(left[i] + (right[i] - left[i]) * share);
}

static void blur_rows(struct grid *grid)
{
    for (int row = 0; row < grid->rows; row++) {
        for (int i = 0; i < 3; i++) {
            float before = grid->rgb[row][0][i];
            for (int column = 0; column < grid->columns; column++) {
                float now = grid->rgb[row][column][i];
                float after = grid->rgb[row][column + 1 < grid->columns ? column + 1 : column][i];
                grid->rgb[row][column][i] = (before + 2 * now + after) / 4;
                before = now;
            }
        }
    }
}

static void blur_columns(struct grid *grid)
{
    for (int column = 0; column < grid->columns; column++) {
        for (int i = 0; i < 3; i++) {
            float before = grid->rgb[0][column][i];
            for (int row = 0; row < grid->rows; row++) {
                float now = grid->rgb[row][column][i];
                float after = grid->rgb[row + 1 < grid->rows ? row + 1 : row][column][i];
                grid->rgb[row][column][i] = (before + 2 * now + after) / 4;
                before = now;
            }
        }
    }
}

static struct colour between_cells(const struct grid *grid, int x, int y)
{
    int column = x / CELL, row = y / CELL, rgb[3];
    float fx = (float)(x % CELL) / CELL, fy = (float)(y % CELL) / CELL;
    for (int i = 0; i < 3; i++) {
        float top = grid->rgb[row][column][i] * (1 - fx) + grid->rgb[row][column + 1][i] * fx;
        float low = grid->rgb[row + 1][column][i] * (1 - fx) + grid->rgb[row + 1][column + 1][i] * fx;
        rgb[i] = (int)(top * (1 - fy) + low * fy + 0.5f);
    }
    return colour_of_rgb(rgb[0], rgb[1], rgb[2]);
}

void surround_paint(struct planes *frame, const struct raster *raster, const struct placement *placement)
{
    struct grid grid = {.columns = frame->width / CELL + 2, .rows = frame->height / CELL + 2};
    for (int row = 0; row < grid.rows; row++)
        for (int column = 0; column < grid.columns; column++)
            paint_cell(raster, placement, column * CELL, row * CELL, grid.rgb[row][column]);
    for (int i = 0; i < BLURS; i++) {
        blur_rows(&grid);
        blur_columns(&grid);
    }
    for (int y = 0; y < frame->height; y++)
        for (int x = 0; x < frame->width; x++)
            planes_put(frame, x, y, between_cells(&grid, x, y));
}
