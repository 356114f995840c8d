#include "enroll/tools/paint.h"

#include <math.h>

enum { ROUND = 24 /* corners of a circle */ };

struct bsm_paint bsm_paint_heat(float value)
{
    float v = value < 0 ? 0 : value > 1 ? 1 : value;
    float green = 1 - fabsf(2 * v - 1);
    return (struct bsm_paint){(uint8_t)(230 * v), (uint8_t)(170 * green), (uint8_t)(230 * (1 - v))};
}

void bsm_paint_box(struct bsm_image *image, int x, int y, int width, int height, struct bsm_paint paint)
{
    for (int row = y < 0 ? 0 : y; row < y + height && row < image->height_px; row++)
        for (int column = x < 0 ? 0 : x; column < x + width && column < image->width_px; column++) {
            uint8_t *pixel = image->pixels + (size_t)row * image->stride + (size_t)column * 3;
            pixel[0] = paint.red;
            pixel[1] = paint.green;
            pixel[2] = paint.blue;
        }
}

void bsm_paint_line(struct bsm_image *image, float x1, float y1, float x2, float y2, struct bsm_paint paint)
{
    int steps = (int)hypotf(x2 - x1, y2 - y1) + 1;
    for (int i = 0; i <= steps; i++) {
        float along = (float)i / (float)steps;
        bsm_paint_box(image, (int)lroundf(x1 + (x2 - x1) * along), (int)lroundf(y1 + (y2 - y1) * along), 1, 1, paint);
    }
}

void bsm_paint_ring(struct bsm_image *image, float x, float y, float radius, int corners, struct bsm_paint paint)
{
    int count = corners > 0 ? corners : ROUND;
    float step = 2 * (float)M_PI / (float)count;
    for (int i = 0; i < count; i++) {
        float from = ((float)i + 0.5f) * step, to = from + step;
        bsm_paint_line(image, x + radius * cosf(from), y + radius * sinf(from), x + radius * cosf(to),
                       y + radius * sinf(to), paint);
    }
}
