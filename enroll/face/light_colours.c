/* The colours of a face and of the room behind it, for light.h. */
#include <math.h>

#include "enroll/face/light.h"

enum { DARKEST = 6, BRIGHTEST = 250, SKIN_STEP = 2, ROOM_STEP = 6, ENOUGH = 24, PASSED_BY_MOST = 4 };

struct sum {
    double rgb[3];
    int taken, passed_by; /* pixels */
};

struct area {
    int left, top, right, bottom; /* px, the last two are beyond it */
};

static void add(struct sum *sum, const struct bsm_image *rgb, int x, int y)
{
    const uint8_t *pixel = rgb->pixels + (size_t)y * rgb->stride + (size_t)x * 3;
    for (int i = 0; i < 3; i++)
        if (pixel[i] < DARKEST || pixel[i] > BRIGHTEST) {
            sum->passed_by++;
            return;
        }
    for (int i = 0; i < 3; i++)
        sum->rgb[i] += pixel[i];
    sum->taken++;
}

static struct area within(const struct bsm_image *rgb, struct area area)
{
    area.left = area.left < 0 ? 0 : area.left;
    area.top = area.top < 0 ? 0 : area.top;
    area.right = area.right > rgb->width_px ? rgb->width_px : area.right;
    area.bottom = area.bottom > rgb->height_px ? rgb->height_px : area.bottom;
    return area;
}

/* A disc between two landmarks, nearer to b, as wide as there is room. */
static void add_skin(struct sum *sum, const struct bsm_image *rgb, struct bsm_face_point a, struct bsm_face_point b)
{
    double x = 0.4 * a.x_px + 0.6 * b.x_px, y = 0.4 * a.y_px + 0.6 * b.y_px,
           radius = 0.25 * hypot(a.x_px - b.x_px, a.y_px - b.y_px);
    if (!(radius < rgb->width_px) || !(fabs(x) < 1e6) || !(fabs(y) < 1e6))
        return;
    struct area area =
        within(rgb, (struct area){(int)(x - radius), (int)(y - radius), (int)(x + radius) + 1, (int)(y + radius) + 1});
    for (int row = area.top; row < area.bottom; row += SKIN_STEP)
        for (int column = area.left; column < area.right; column += SKIN_STEP)
            if (hypot(column - x, row - y) <= radius)
                add(sum, rgb, column, row);
}

/* An edge of the frame above the shoulders, unless the face reaches into it. */
static void add_room(struct sum *sum, const struct bsm_image *rgb, const struct bsm_face_found *found, bool right)
{
    int wide = rgb->width_px / 8, reach = found->width_px * 3 / 4;
    struct area area = {right ? rgb->width_px - wide : 0, rgb->height_px / 10, right ? rgb->width_px : wide,
                        rgb->height_px / 2};
    if (right ? found->x_px + found->width_px + reach > area.left : found->x_px - reach < area.right)
        return;
    for (int row = area.top; row < area.bottom; row += ROOM_STEP)
        for (int column = area.left; column < area.right; column += ROOM_STEP)
            add(sum, rgb, column, row);
}

/* Of what is neither black nor burnt out, where a fifth is left: a shine on a cheek is common. */
static bool mean_of(const struct sum *sum, float rgb[3])
{
    if (sum->taken < ENOUGH || sum->passed_by > PASSED_BY_MOST * sum->taken)
        return false;
    for (int i = 0; i < 3; i++)
        rgb[i] = (float)(sum->rgb[i] / sum->taken);
    return true;
}

bool bsm_light_measure(const struct bsm_image *rgb, const struct bsm_face_found *found,
                       struct bsm_light_colours *colours)
{
    const struct bsm_face_point *at = found->landmarks;
    struct sum skin = {0}, room = {0};
    if (rgb->format != BSM_IMAGE_RGB24 || found->faces == 0)
        return false;
    add_skin(&skin, rgb, at[3], at[31]); /* cheek: jaw and wing of the nose */
    add_skin(&skin, rgb, at[13], at[35]);
    add_skin(&skin, rgb, at[27], at[30]); /* the nose */
    add_room(&room, rgb, found, false);
    add_room(&room, rgb, found, true);
    return mean_of(&skin, colours->skin) && mean_of(&room, colours->room);
}
