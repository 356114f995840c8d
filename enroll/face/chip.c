#include "enroll/face/chip.h"

#include <math.h>

enum { SAMPLES_MAX = 6 }; /* along one side of a chip's pixel */

const struct bsm_face_point bsm_face_chip_marks[BSM_FACE_MARKS] = {
    {38.2946f, 51.6963f}, {73.5318f, 51.5014f}, {56.0252f, 71.7366f}, {41.5493f, 92.3655f}, {70.7299f, 92.2041f},
};

static void mean_of(const struct bsm_face_point points[BSM_FACE_MARKS], double *x, double *y)
{
    *x = *y = 0;
    for (int i = 0; i < BSM_FACE_MARKS; i++) {
        *x += (double)points[i].x_px / BSM_FACE_MARKS;
        *y += (double)points[i].y_px / BSM_FACE_MARKS;
    }
}

/* With points as complex numbers its factor is sum(conj(from) to) / sum(|from|^2) about the means. */
bool bsm_face_similarity(const struct bsm_face_point marks[BSM_FACE_MARKS], struct bsm_similarity *out)
{
    double from_x, from_y, to_x, to_y, real = 0, imaginary = 0, squares = 0;
    mean_of(marks, &from_x, &from_y);
    mean_of(bsm_face_chip_marks, &to_x, &to_y);
    for (int i = 0; i < BSM_FACE_MARKS; i++) {
        double fx = marks[i].x_px - from_x, fy = marks[i].y_px - from_y;
        double tx = bsm_face_chip_marks[i].x_px - to_x, ty = bsm_face_chip_marks[i].y_px - to_y;
        real += fx * tx + fy * ty;
        imaginary += fx * ty - fy * tx;
        squares += fx * fx + fy * fy;
    }
    double a = real / squares, b = imaginary / squares, scale = hypot(a, b);
    if (!isfinite(scale) || scale < 0.01 || scale > 20)
        return false;
    *out = (struct bsm_similarity){a, b, to_x - a * from_x + b * from_y, to_y - b * from_x - a * from_y};
    return true;
}

/* The way back, from the chip to the picture. */
static struct bsm_similarity inverse_of(const struct bsm_similarity *s)
{
    double squared = s->a * s->a + s->b * s->b, a = s->a / squared, b = -s->b / squared;
    return (struct bsm_similarity){a, b, -(a * s->c - b * s->d), -(b * s->c + a * s->d)};
}

static int clamped(double value, int last)
{
    if (!(value > 0))
        return 0;
    return value >= last ? last : (int)value;
}

static int grey_at(const struct bsm_image *picture, int x, int y)
{
    const uint8_t *pixel = picture->pixels + (size_t)y * picture->stride + (size_t)x * (size_t)picture->format;
    if (picture->format == BSM_IMAGE_GREY8)
        return pixel[0];
    return (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8; /* Rec. 601 */
}

/* Between four pixels. */
static double grey_between(const struct bsm_image *picture, double x, double y)
{
    int x0 = clamped(x, picture->width_px - 1), y0 = clamped(y, picture->height_px - 1);
    int x1 = x0 + (x0 < picture->width_px - 1), y1 = y0 + (y0 < picture->height_px - 1);
    double right = fmax(0, fmin(x - x0, 1)), below = fmax(0, fmin(y - y0, 1));
    double upper = grey_at(picture, x0, y0) * (1 - right) + grey_at(picture, x1, y0) * right;
    double lower = grey_at(picture, x0, y1) * (1 - right) + grey_at(picture, x1, y1) * right;
    return upper * (1 - below) + lower * below;
}

/* The mean over the square that a pixel of the chip covers in the picture. */
static uint8_t sample(const struct bsm_image *picture, const struct bsm_similarity *back, int x, int y, int samples)
{
    double sum = 0;
    for (int j = 0; j < samples; j++)
        for (int i = 0; i < samples; i++) {
            double u = x + (i + 0.5) / samples - 0.5, v = y + (j + 0.5) / samples - 0.5;
            sum += grey_between(picture, back->a * u - back->b * v + back->c, back->b * u + back->a * v + back->d);
        }
    return (uint8_t)(sum / (samples * samples) + 0.5);
}

bool bsm_face_chip_take(const struct bsm_image *picture, const struct bsm_face_found *found, struct bsm_face_chip *chip)
{
    struct bsm_similarity to_chip;
    if (!bsm_face_similarity(found->marks, &to_chip))
        return false;
    struct bsm_similarity back = inverse_of(&to_chip);
    double pixels = hypot(back.a, back.b);
    int samples = pixels <= 1.5 ? 1 : pixels >= SAMPLES_MAX ? SAMPLES_MAX : (int)(pixels + 0.5);
    for (int y = 0; y < BSM_FACE_CHIP_SIDE; y++)
        for (int x = 0; x < BSM_FACE_CHIP_SIDE; x++)
            chip->grey[y][x] = sample(picture, &back, x, y, samples);
    return true;
}
