#include "tests/sim/print/spacing.h"

#include <math.h>
#include <stdlib.h>

enum {
    COLUMNS = SPACING_COLUMNS,
    NODES = SPACING_ROWS * SPACING_COLUMNS,
    SOLVE_STEPS = 80,
};

static const double pi = M_PI;

/* What a departure costs: from widening as the ridges fan out (1), from being even, from what was wanted. */
static const double even_weight = 0.2;
static const double wanted_weight = 0.015;

static const double fan_most = 0.15; /* at a loop or a delta it has no bounds */
static const double log_least = -0.3, log_most = 0.35;

/* Between four places of the lattice, named by the upper left: the direction, and how far it turns across the ridges, a
 * step. */
struct cell {
    double c, s;
    double fan;
};

struct fit {
    struct cell cells[NODES];
    double directions[NODES], wanted[NODES];
    double value[NODES], residue[NODES], search[NODES], answer[NODES];
};

static double place_x(int column) { return column * SPACING_STEP_PX - BSM_PRINT_MASTER_WIDTH_PX / 2.0; }
static double place_y(int row) { return BSM_PRINT_MASTER_HEIGHT_PX / 2.0 - row * SPACING_STEP_PX; }
static int has_right(int at) { return at % COLUMNS + 1 < COLUMNS; }
static int has_below(int at) { return at + COLUMNS < NODES; }

/* How much a value grows along the ridges of a cell, a step. */
static double growth_along(const struct cell *cell, const double *at)
{
    double right = (at[1] - at[0] + at[COLUMNS + 1] - at[COLUMNS]) / 2;
    double up = (at[0] - at[COLUMNS] + at[1] - at[COLUMNS + 1]) / 2;
    return cell->c * right + cell->s * up;
}

/* The transpose of growth_along. */
static void spread_along(const struct cell *cell, double amount, double *at)
{
    double right = cell->c * amount / 2, up = cell->s * amount / 2;
    at[0] += up - right;
    at[1] += up + right;
    at[COLUMNS] -= up + right;
    at[COLUMNS + 1] += right - up;
}

static void add_difference(const double *from, double *to, int one, int other)
{
    double difference = even_weight * (from[other] - from[one]);
    to[other] += difference;
    to[one] -= difference;
}

/* The normal equations' left side. */
static void apply(const struct fit *fit, const double *from, double *to)
{
    for (int at = 0; at < NODES; at++)
        to[at] = wanted_weight * from[at];
    for (int at = 0; at < NODES; at++) {
        if (has_right(at))
            add_difference(from, to, at, at + 1);
        if (has_below(at))
            add_difference(from, to, at, at + COLUMNS);
        if (has_right(at) && has_below(at))
            spread_along(&fit->cells[at], growth_along(&fit->cells[at], from + at), to + at);
    }
}

static double dot(const double *a, const double *b)
{
    double sum = 0;
    for (int at = 0; at < NODES; at++)
        sum += a[at] * b[at];
    return sum;
}

/* Conjugate gradients (Hestenes and Stiefel 1952), from 0. */
static void solve(struct fit *fit)
{
    for (int at = 0; at < NODES; at++)
        fit->residue[at] += wanted_weight * fit->wanted[at];
    for (int at = 0; at < NODES; at++)
        if (has_right(at) && has_below(at))
            spread_along(&fit->cells[at], fit->cells[at].fan, fit->residue + at);
    for (int at = 0; at < NODES; at++)
        fit->search[at] = fit->residue[at];
    double left = dot(fit->residue, fit->residue);
    for (int step = 0; step < SOLVE_STEPS && left > 1e-9; step++) {
        apply(fit, fit->search, fit->answer);
        double before = left, far = left / dot(fit->search, fit->answer);
        for (int at = 0; at < NODES; at++) {
            fit->value[at] += far * fit->search[at];
            fit->residue[at] -= far * fit->answer[at];
        }
        left = dot(fit->residue, fit->residue);
        for (int at = 0; at < NODES; at++)
            fit->search[at] = fit->residue[at] + left / before * fit->search[at];
    }
}

static struct cell cell_of(const double *directions)
{
    double first = directions[0];
    double right = remainder(directions[1] - first, pi);
    double below = remainder(directions[COLUMNS] - first, pi);
    double both = remainder(directions[COLUMNS + 1] - first, pi);
    double mean = first + (right + below + both) / 4;
    struct cell cell = {.c = cos(mean), .s = sin(mean)};
    double turn_right = (right + both - below) / 2, turn_up = (right - below - both) / 2;
    cell.fan = fmin(fmax(cell.c * turn_up - cell.s * turn_right, -fan_most), fan_most);
    return cell;
}

enum bsm_status spacing_fit(struct spacing *spacing, spacing_field *direction, spacing_field *wanted,
                            const void *finger)
{
    struct fit *fit = calloc(1, sizeof *fit);
    if (!fit)
        return BSM_NO_MEMORY;
    for (int at = 0; at < NODES; at++) {
        double x = place_x(at % COLUMNS), y = place_y(at / COLUMNS);
        fit->directions[at] = direction(finger, x, y);
        fit->wanted[at] = wanted(finger, x, y);
    }
    for (int at = 0; at < NODES; at++)
        if (has_right(at) && has_below(at))
            fit->cells[at] = cell_of(fit->directions + at);
    solve(fit);
    for (int at = 0; at < NODES; at++)
        spacing->values[at / COLUMNS][at % COLUMNS] = fmin(fmax(fit->value[at], log_least), log_most);
    free(fit);
    return BSM_OK;
}

double spacing_at(const struct spacing *spacing, double x, double y)
{
    double column = (x - place_x(0)) / SPACING_STEP_PX, row = (place_y(0) - y) / SPACING_STEP_PX;
    column = fmin(fmax(column, 0), SPACING_COLUMNS - 1.001);
    row = fmin(fmax(row, 0), SPACING_ROWS - 1.001);
    double tx = column - floor(column), ty = row - floor(row);
    const double *above = &spacing->values[(int)row][(int)column], *below = above + COLUMNS;
    double top = above[0] + tx * (above[1] - above[0]);
    return top + ty * (below[0] + tx * (below[1] - below[0]) - top);
}
