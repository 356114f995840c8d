#include "enroll/tools/template_draw.h"

#include <math.h>

enum { ENLARGED = 2, CORNERS_OF_CIRCLE = 24, LIGHTER = 3 };

static const double radius_mm = 0.4, line_mm = 1.0;

struct colour {
    uint8_t red, green, blue;
};

/* Where things are drawn: the picture, the colour, px a mm. */
struct pen {
    struct bsm_image *image;
    struct colour colour;
    double scale;
};

static void dot(const struct pen *pen, int x, int y)
{
    for (int i = 0; i < ENLARGED * ENLARGED; i++) {
        int column = x + i % ENLARGED, row = y + i / ENLARGED;
        if (column < 0 || row < 0 || column >= pen->image->width_px || row >= pen->image->height_px)
            continue;
        uint8_t *pixel = pen->image->pixels + (size_t)row * pen->image->stride + (size_t)column * 3;
        pixel[0] = pen->colour.red;
        pixel[1] = pen->colour.green;
        pixel[2] = pen->colour.blue;
    }
}

static void line(const struct pen *pen, double x1, double y1, double x2, double y2)
{
    int steps = (int)hypot(x2 - x1, y2 - y1) + 1;
    for (int i = 0; i <= steps; i++)
        dot(pen, (int)lround(x1 + (x2 - x1) * i / steps), (int)lround(y1 + (y2 - y1) * i / steps));
}

/* A regular figure; turn is of its first corner, in turns from the right. */
static void figure(const struct pen *pen, double x, double y, int corners, double turn)
{
    double radius = radius_mm * pen->scale;
    for (int i = 0; i < corners; i++) {
        double from = 2 * M_PI * (turn + (double)i / corners), to = 2 * M_PI * (turn + (double)(i + 1) / corners);
        line(pen, x + radius * cos(from), y + radius * sin(from), x + radius * cos(to), y + radius * sin(to));
    }
}

static void draw_minutia(struct pen *pen, double x, double y, const struct bsm_iso_minutia *minutia)
{
    static const struct colour red = {214, 30, 30}, blue = {20, 70, 220}, green = {0, 130, 60};
    double angle = minutia->angle * 2 * M_PI / 256, c = cos(angle), s = -sin(angle);
    pen->colour = minutia->type == BSM_ISO_MINUTIA_ENDING        ? red
                  : minutia->type == BSM_ISO_MINUTIA_BIFURCATION ? blue
                                                                 : green;
    if (minutia->type == BSM_ISO_MINUTIA_ENDING)
        figure(pen, x, y, CORNERS_OF_CIRCLE, 0);
    else
        figure(pen, x, y, 4, minutia->type == BSM_ISO_MINUTIA_BIFURCATION ? 0.125 : 0);
    line(pen, x + c * radius_mm * pen->scale, y + s * radius_mm * pen->scale, x + c * line_mm * pen->scale,
         y + s * line_mm * pen->scale);
}

/* The picture enlarged and lightened, so that colours stand out from it. */
static void lay_picture(const struct bsm_image *grey, struct bsm_image *drawn)
{
    for (int y = 0; y < drawn->height_px; y++)
        for (int x = 0; x < drawn->width_px; x++) {
            int value = grey->pixels[(size_t)(y / ENLARGED) * grey->stride + (size_t)(x / ENLARGED)];
            uint8_t *pixel = drawn->pixels + (size_t)y * drawn->stride + (size_t)x * 3;
            pixel[0] = pixel[1] = pixel[2] = (uint8_t)(255 - (255 - value) * LIGHTER / (LIGHTER + 1));
        }
}

enum bsm_status bsm_template_draw(const struct bsm_image *grey, const struct bsm_iso_view *view,
                                  struct bsm_image *drawn)
{
    enum bsm_status status = bsm_image_init(drawn, grey->width_px * ENLARGED, grey->height_px * ENLARGED,
                                            BSM_IMAGE_RGB24, grey->resolution_ppi);
    if (status != BSM_OK)
        return status;
    struct pen pen = {.image = drawn, .scale = ENLARGED * grey->resolution_ppi / 25.4};
    /* From pixels of the view, by centimetres, to pixels of the picture. */
    double across = pen.scale * 10 / view->x_pixels_a_cm, down = pen.scale * 10 / view->y_pixels_a_cm;
    lay_picture(grey, drawn);
    for (int i = 0; i < view->count; i++)
        draw_minutia(&pen, (view->minutiae[i].x + 0.5) * across, (view->minutiae[i].y + 0.5) * down,
                     &view->minutiae[i]);
    return BSM_OK;
}
