#include "enroll/face/fit.h"

#include <math.h>
#include <string.h>

#include "enroll/face/head.h"

/* Brows, nose and eyes, and of the mouth its corners and the middle of the upper lip: the jaw's landmarks slide along
 * it as the head turns, and lips move by themselves. */
enum { FIRST = 17, RIGID_LAST = 48, POINTS = RIGID_LAST - FIRST + 1 + 2, UNKNOWNS = 8 };

static const double degrees = 180 / 3.14159265358979323846;

struct points {
    double x[POINTS], y[POINTS], z[POINTS];
};

static int landmark_of(int i)
{
    static const int mouth[] = {48, 51, 54};
    return FIRST + i < RIGID_LAST ? FIRST + i : mouth[FIRST + i - RIGID_LAST];
}

/* About the middle of the eyes, upright, in distances of the eyes; depth from the mean head. */
static bool normalise(const struct bsm_face_point marks[BSM_FACE_LANDMARKS], struct points *out)
{
    double left_x = 0, left_y = 0, right_x = 0, right_y = 0;
    for (int i = 0; i < 6; i++) {
        left_x += marks[36 + i].x_px / 6;
        left_y += marks[36 + i].y_px / 6;
        right_x += marks[42 + i].x_px / 6;
        right_y += marks[42 + i].y_px / 6;
    }
    double along_x = right_x - left_x, along_y = right_y - left_y, squared = along_x * along_x + along_y * along_y;
    if (!(squared > 1) || !isfinite(squared))
        return false;
    for (int i = 0; i < POINTS; i++) {
        double x = marks[landmark_of(i)].x_px - (left_x + right_x) / 2;
        double y = marks[landmark_of(i)].y_px - (left_y + right_y) / 2;
        out->x[i] = (x * along_x + y * along_y) / squared;
        out->y[i] = (y * along_x - x * along_y) / squared;
        out->z[i] = (double)bsm_head[landmark_of(i)].z;
    }
    return true;
}

/* A system of normal equations, filled row by row. */
struct equations {
    double left[UNKNOWNS][UNKNOWNS], right[UNKNOWNS];
    int unknowns;
};

static void add_row(struct equations *all, const double *row, double value)
{
    for (int i = 0; i < all->unknowns; i++) {
        for (int j = 0; j < all->unknowns; j++)
            all->left[i][j] += row[i] * row[j];
        all->right[i] += row[i] * value;
    }
}

static void swap_rows(struct equations *all, int a, int b)
{
    for (int j = 0; j < all->unknowns; j++) {
        double kept = all->left[a][j];
        all->left[a][j] = all->left[b][j];
        all->left[b][j] = kept;
    }
    double kept = all->right[a];
    all->right[a] = all->right[b];
    all->right[b] = kept;
}

/* Gauss and Jordan with pivots; the answer stands in right. */
static bool solve(struct equations *all)
{
    for (int i = 0; i < all->unknowns; i++) {
        int pivot = i;
        for (int k = i + 1; k < all->unknowns; k++)
            if (fabs(all->left[k][i]) > fabs(all->left[pivot][i]))
                pivot = k;
        if (!(fabs(all->left[pivot][i]) > 1e-12))
            return false;
        swap_rows(all, i, pivot);
        for (int k = 0; k < all->unknowns; k++) {
            double factor = k == i ? 0 : all->left[k][i] / all->left[i][i];
            for (int j = 0; j < all->unknowns; j++)
                all->left[k][j] -= factor * all->left[i][j];
            all->right[k] -= factor * all->right[i];
        }
    }
    for (int i = 0; i < all->unknowns; i++)
        all->right[i] /= all->left[i][i];
    return true;
}

static bool fit_plane(const struct points *from, const struct points *to, struct bsm_fit *fit)
{
    struct equations all = {.unknowns = 8};
    for (int i = 0; i < POINTS; i++) {
        double x = from->x[i], y = from->y[i], u = to->x[i], v = to->y[i];
        add_row(&all, (const double[]){x, y, 1, 0, 0, 0, -u * x, -u * y}, u);
        add_row(&all, (const double[]){0, 0, 0, x, y, 1, -v * x, -v * y}, v);
    }
    if (!solve(&all))
        return false;
    const double *h = all.right;
    double squares = 0;
    for (int i = 0; i < POINTS; i++) {
        double x = from->x[i], y = from->y[i], w = h[6] * x + h[7] * y + 1;
        if (!(fabs(w) > 0.1))
            return false;
        double miss_x = (h[0] * x + h[1] * y + h[2]) / w - to->x[i],
               miss_y = (h[3] * x + h[4] * y + h[5]) / w - to->y[i];
        squares += miss_x * miss_x + miss_y * miss_y;
    }
    fit->plane_residual = sqrt(squares / POINTS);
    return true;
}

/* One coordinate as a sum of x, y, depth and 1; the four factors, and the squares of what remains. */
static bool fit_coordinate(const struct points *from, const double *to, double factors[4], double *squares)
{
    struct equations all = {.unknowns = 4};
    for (int i = 0; i < POINTS; i++)
        add_row(&all, (const double[]){from->x[i], from->y[i], from->z[i], 1}, to[i]);
    if (!solve(&all))
        return false;
    memcpy(factors, all.right, 4 * sizeof factors[0]);
    for (int i = 0; i < POINTS; i++) {
        double miss = factors[0] * from->x[i] + factors[1] * from->y[i] + factors[2] * from->z[i] + factors[3] - to[i];
        *squares += miss * miss;
    }
    return true;
}

/* How much a flat thing was narrowed in one direction, as the angle that does it: the ratio of the singular values. */
static double foreshortening_of(const double u[4], const double v[4])
{
    double sum = u[0] * u[0] + u[1] * u[1] + v[0] * v[0] + v[1] * v[1], determinant = u[0] * v[1] - u[1] * v[0];
    double root = sqrt(fmax(0, sum * sum / 4 - determinant * determinant));
    double large = sqrt(fmax(1e-12, sum / 2 + root)), small = sqrt(fmax(0, sum / 2 - root));
    return acos(fmin(small / large, 1)) * degrees;
}

static bool fit_head(const struct points *from, const struct points *to, struct bsm_fit *fit)
{
    double u[4], v[4], squares = 0;
    if (!fit_coordinate(from, to->x, u, &squares) || !fit_coordinate(from, to->y, v, &squares))
        return false;
    double scale = fmax(hypot(hypot(u[0], u[1]), u[2]), hypot(hypot(v[0], v[1]), v[2]));
    if (!(scale > 0.01))
        return false;
    fit->head_residual = sqrt(squares / POINTS);
    fit->turn_degrees = asin(fmin(hypot(u[2], v[2]) / scale, 1)) * degrees;
    fit->turn_yaw_degrees = asin(fmax(-1, fmin(u[2] / scale, 1))) * degrees;
    fit->turn_pitch_degrees = asin(fmax(-1, fmin(-v[2] / scale, 1))) * degrees;
    fit->foreshortening_degrees = foreshortening_of(u, v);
    return true;
}

bool bsm_fit_faces(const struct bsm_face_point from[BSM_FACE_LANDMARKS],
                   const struct bsm_face_point to[BSM_FACE_LANDMARKS], struct bsm_fit *fit)
{
    struct points a, b;
    *fit = (struct bsm_fit){0};
    return normalise(from, &a) && normalise(to, &b) && fit_plane(&a, &b, fit) && fit_head(&a, &b, fit);
}
