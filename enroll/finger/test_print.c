#include "enroll/finger/test_print.h"

#include <math.h>
#include <stdlib.h>

#include "enroll/finger/exact.h"

enum { MINUTIAE = 36, WIDTH = 300, HEIGHT = 360 };

static unsigned next(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static double uniform(unsigned *state, double lowest, double highest)
{
    return lowest + (highest - lowest) * (next(state) % 10000) / 10000.0;
}

struct vortex {
    double x, y;
    int sign;
};

static void place_vortices(unsigned finger, struct vortex *vortices)
{
    unsigned state = finger * 2654435761u + 12345;
    for (int i = 0; i < MINUTIAE; i++) {
        double angle = uniform(&state, 0, 6.28), radius = 30 + 115 * sqrt(uniform(&state, 0, 1));
        vortices[i] =
            (struct vortex){radius * bsm_exact_cos(angle), radius * bsm_exact_sin(angle) * 1.1, i % 2 ? 1 : -1};
    }
}

static double length(double x, double y) { return sqrt(x * x + y * y); }

/* The grey value at (x, y), px at 500 ppi from the middle of the finger. */
static double grey_at(const struct vortex *vortices, double low_px, double x, double y)
{
    double phase = 2 * BSM_PI * length(x, (y - low_px) * 0.8 + 20) / 9.0;
    for (int i = 0; i < MINUTIAE; i++)
        phase += vortices[i].sign * (double)bsm_exact_atan2((float)(y - vortices[i].y), (float)(x - vortices[i].x));
    double edge = length(x / 140, y / 170);
    return edge > 1 ? 230 : 140 + 70 * bsm_exact_cos(phase);
}

static struct bsm_image blank(int width_px, int height_px, int resolution_ppi)
{
    struct bsm_image image = {0};
    if (bsm_image_init(&image, width_px, height_px, BSM_IMAGE_GREY8, resolution_ppi) != BSM_OK)
        abort();
    return image;
}

struct bsm_image test_print(unsigned finger, const struct test_view *view)
{
    struct vortex vortices[MINUTIAE];
    int ppi = view->resolution_ppi ? view->resolution_ppi : 500;
    struct bsm_image image = blank(WIDTH * ppi / 500, HEIGHT * ppi / 500, ppi);
    unsigned state = view->noise_seed + 1;
    double turn = view->turn_degrees * BSM_PI / 180, c = bsm_exact_cos(turn), s = bsm_exact_sin(turn);
    place_vortices(finger, vortices);
    for (int py = 0; py < image.height_px; py++)
        for (int px = 0; px < image.width_px; px++) {
            double x = (px + 0.5) * 500 / ppi - WIDTH / 2.0 - view->dx_px;
            double y = (py + 0.5) * 500 / ppi - HEIGHT / 2.0 - view->dy_px;
            double grey = grey_at(vortices, view->low_px, x * c + y * s, y * c - x * s);
            grey += view->noise ? uniform(&state, -view->noise, view->noise) : 0;
            image.pixels[(size_t)py * image.stride + (size_t)px] = (uint8_t)(grey < 0 ? 0 : grey > 255 ? 255 : grey);
        }
    return image;
}

struct bsm_image test_flat(int width_px, int height_px, int grey)
{
    struct bsm_image image = blank(width_px, height_px, 500);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)grey;
    return image;
}

struct bsm_image test_noise(int width_px, int height_px, unsigned seed)
{
    struct bsm_image image = test_flat(width_px, height_px, 0);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)next(&seed);
    return image;
}
