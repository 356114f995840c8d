#include "enroll/face/icao.h"

#include <math.h>
#include <stdbool.h>

enum { SAMPLES_MAX = 4 /* along one side of a pixel of the portrait */ };

static int height_of(int width_px) { return width_px / BSM_ICAO_WIDTH_PARTS * BSM_ICAO_HEIGHT_PARTS; }

/* From the portrait to the picture: x' = a x - b y + c, y' = b x + a y + d. */
struct way {
    double a, b, c, d;
};

static bool find_way(const struct bsm_face_found *found, int width_px, int eyes_down_percent, struct way *way)
{
    const struct bsm_face_point *left = &found->marks[BSM_FACE_EYE_LEFT_IN_PICTURE];
    const struct bsm_face_point *right = &found->marks[BSM_FACE_EYE_RIGHT_IN_PICTURE];
    double dx = (double)right->x_px - left->x_px, dy = (double)right->y_px - left->y_px;
    double apart = width_px * BSM_ICAO_EYES_APART_PERCENT / 100.0;
    if (!(hypot(dx, dy) >= BSM_ICAO_INTER_EYE_MIN_PX) || !(dx > fabs(dy)))
        return false;
    double a = dx / apart, b = dy / apart;
    double from_x = width_px / 2.0 - 0.5, from_y = height_of(width_px) * eyes_down_percent / 100.0 - 0.5;
    double to_x = ((double)left->x_px + right->x_px) / 2, to_y = ((double)left->y_px + right->y_px) / 2;
    *way = (struct way){a, b, to_x - a * from_x + b * from_y, to_y - b * from_x - a * from_y};
    return true;
}

static void place(const struct way *way, double x, double y, double *to_x, double *to_y)
{
    *to_x = way->a * x - way->b * y + way->c;
    *to_y = way->b * x + way->a * y + way->d;
}

static bool is_inside(const struct bsm_image *picture, const struct way *way, double x, double y)
{
    double at_x, at_y;
    place(way, x, y, &at_x, &at_y);
    return at_x >= 0 && at_y >= 0 && at_x <= picture->width_px - 1 && at_y <= picture->height_px - 1;
}

static bool corners_are_inside(const struct bsm_image *picture, const struct way *way, int width_px)
{
    for (int corner = 0; corner < 4; corner++)
        if (!is_inside(picture, way, corner % 2 ? width_px - 1 : 0, corner / 2 ? height_of(width_px) - 1 : 0))
            return false;
    return true;
}

/* The place of the eyes that is nearest to the usual one, of those with which it lies in the picture. */
static bool find_place(const struct bsm_image *picture, const struct bsm_face_found *found, int width_px,
                       struct way *way)
{
    const int most = BSM_ICAO_EYES_DOWN_MOST - BSM_ICAO_EYES_DOWN_PERCENT;
    for (int i = 0; i <= 2 * most; i++) {
        int eyes_down_percent = BSM_ICAO_EYES_DOWN_PERCENT + (i % 2 ? -(i + 1) / 2 : i / 2);
        if (eyes_down_percent < BSM_ICAO_EYES_DOWN_LEAST)
            continue;
        if (!find_way(found, width_px, eyes_down_percent, way))
            return false;
        if (corners_are_inside(picture, way, width_px))
            return true;
    }
    return false;
}

bool bsm_icao_fits(const struct bsm_image *picture, const struct bsm_face_found *found)
{
    struct way way;
    return found->faces > 0 && find_place(picture, found, BSM_ICAO_WIDTH_MIN_PX, &way);
}

/* Between four pixels; the place is inside. */
static double value_at(const struct bsm_image *picture, double x, double y, int channel)
{
    int left = (int)x, top = (int)y;
    size_t across = left < picture->width_px - 1 ? (size_t)picture->format : 0;
    size_t down = top < picture->height_px - 1 ? picture->stride : 0;
    const uint8_t *at =
        picture->pixels + (size_t)top * picture->stride + (size_t)left * (size_t)picture->format + channel;
    double upper = at[0] + (at[across] - at[0]) * (x - left);
    double lower = at[down] + (at[down + across] - at[down]) * (x - left);
    return upper + (lower - upper) * (y - top);
}

static void sample(const struct bsm_image *picture, const struct way *way, int x, int y, int samples, uint8_t *out)
{
    double sums[BSM_IMAGE_RGB24] = {0};
    for (int j = 0; j < samples; j++)
        for (int i = 0; i < samples; i++) {
            double at_x, at_y;
            place(way, x + (i + 0.5) / samples - 0.5, y + (j + 0.5) / samples - 0.5, &at_x, &at_y);
            at_x = fmin(fmax(at_x, 0), picture->width_px - 1);
            at_y = fmin(fmax(at_y, 0), picture->height_px - 1);
            for (int channel = 0; channel < (int)picture->format; channel++)
                sums[channel] += value_at(picture, at_x, at_y, channel);
        }
    for (int channel = 0; channel < (int)picture->format; channel++)
        out[channel] = (uint8_t)(sums[channel] / (samples * samples) + 0.5);
}

enum bsm_status bsm_icao_portrait(const struct bsm_image *picture, const struct bsm_face_found *found, int width_px,
                                  struct bsm_image *portrait)
{
    struct way way;
    int height_px = height_of(width_px);
    if (width_px < BSM_ICAO_WIDTH_MIN_PX || width_px > BSM_ICAO_WIDTH_MAX_PX || width_px % BSM_ICAO_WIDTH_PARTS != 0)
        return BSM_INVALID;
    if (found->faces < 1 || !find_place(picture, found, width_px, &way))
        return BSM_RETRY;
    enum bsm_status status = bsm_image_init(portrait, width_px, height_px, picture->format, 0);
    if (status != BSM_OK)
        return status;
    double pixels = hypot(way.a, way.b);
    int samples = pixels <= 1.5 ? 1 : (int)fmin(pixels + 0.5, SAMPLES_MAX);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            sample(picture, &way, x, y, samples,
                   portrait->pixels + (size_t)y * portrait->stride + (size_t)x * (size_t)picture->format);
    return BSM_OK;
}
