#include "tests/sim/camera/thing.h"

#include <math.h>
#include <stddef.h>

#define TAU 6.283185307179586

enum { SINES = 256, LENS_PX = 1150 };

static const double arm_px = 900, sleeve_px = 330;

/* Heights in a frame of 720, shares of the height, and what a screen's pixels measure in the frame at 60 cm. */
static const struct shape {
    double tall, wide; /* px; of the whole thing, wide as a share of tall */
    double side, top;  /* of the border, px */
    double corner;     /* radius, px */
    double pitch;      /* px; 0 for paper */
    struct colour border;
} shapes[] = {
    [CONTROL_PRINT] = {640, 0.76, 14, 14, 0, 0, {238, 126, 130}},
    [CONTROL_PHONE] = {690, 0.56, 11, 34, 34, 0.972, {15, 128, 128}},
    [CONTROL_TABLET] = {690, 0.77, 30, 30, 18, 0.961, {12, 128, 128}},
};

/* A plane seen in perspective: (x, y, 1) of the frame times m gives (X, Y, 1) of the plane up to a factor. */
struct view {
    double m[3][3];
};

static void cross(const double a[3], const double b[3], double out[3])
{
    for (int i = 0; i < 3; i++)
        out[i] = a[(i + 1) % 3] * b[(i + 2) % 3] - a[(i + 2) % 3] * b[(i + 1) % 3];
}

/* The plane's homography to the frame has these columns; its inverse has their cross products as rows. */
static struct view view_of(const struct pose *pose, const struct rotation_matrix *turn)
{
    double s = pose->scale, z = LENS_PX / s;
    double a[3] = {turn->pp * LENS_PX, turn->qp * LENS_PX, -turn->zp},
           b[3] = {turn->pq * LENS_PX, turn->qq * LENS_PX, -turn->zq};
    double c[3] = {pose->x * z, pose->y * z, z};
    struct view view;
    cross(b, c, view.m[0]);
    cross(c, a, view.m[1]);
    cross(a, b, view.m[2]);
    return view;
}

struct show {
    const struct thing *thing;
    const struct shape *shape;
    struct view view;
    double half_wide, half_tall;
    double slant;  /* of the thing to the lens, -1..1 */
    double per_px; /* pixels of the picture for one of the plane */
    int gain, facing;
    int8_t sines[SINES];
};

static bool is_within(double x, double y, double half_wide, double half_tall, double corner)
{
    double dx = fabs(x) - half_wide + corner, dy = fabs(y) - half_tall + corner;
    if (dx > corner || dy > corner)
        return false;
    return dx <= 0 || dy <= 0 || dx * dx + dy * dy <= corner * corner;
}

static int sine(const struct show *show, double turns) { return show->sines[(int)(turns * SINES) & (SINES - 1)]; }

static uint8_t byte(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

/* Ink on paper reaches neither black nor white nor full colours; paper shines where it is bent to the lamp. */
static struct colour printed(const struct show *show, struct colour seen, double x, double y)
{
    double across = x / show->half_wide, gloss = (across - 0.35 - 2.2 * show->slant) / 0.28;
    int grain = ((int)(x * 1.7) * 7349 ^ (int)(y * 1.7) * 9151) >> 3 & 7;
    int shine = (int)(26 * exp(-gloss * gloss) - 10 * across * across);
    return (struct colour){byte(34 + seen.y * 190 / 255 + shine + grain - 4), byte(126 + (seen.cb - 128) * 4 / 5),
                           byte(129 + (seen.cr - 128) * 4 / 5)};
}

/* The grid of a screen's pixels beats with the sensor's; its lamp flickers in bands that run down the frame; glass
 * mirrors a little of the room. */
static struct colour shone(const struct show *show, struct colour seen, double x, double y, int row)
{
    double pitch = show->shape->pitch, glare = (x + y * 0.35) / show->half_wide - 0.5 - 2 * show->slant;
    int beat = sine(show, x / pitch) + sine(show, y / pitch),
        band = sine(show, row / 310.0 + show->thing->time_s * 1.7);
    int luma = 14 + seen.y * (512 + band / 8) / 512 + beat / 34 + (int)(16 * exp(-glare * glare * 30));
    return (struct colour){byte(luma), byte(seen.cb + 5 + sine(show, x / pitch + 0.33) / 36),
                           byte(seen.cr - 3 + sine(show, x / pitch + 0.67) / 36)};
}

static int between(const struct planes *picture, double u, double v)
{
    const uint8_t *at = picture->y + (size_t)v * (size_t)picture->width + (size_t)u, *below = at + picture->width;
    int fx = (int)((u - floor(u)) * 256), fy = (int)((v - floor(v)) * 256);
    return ((at[0] * (256 - fx) + at[1] * fx) * (256 - fy) + (below[0] * (256 - fx) + below[1] * fx) * fy) >> 16;
}

static struct colour shown_at(const struct show *show, double x, double y, int row)
{
    const struct planes *picture = show->thing->picture;
    double u = fmin(fmax(picture->width / 2 + x * show->per_px, 0), picture->width - 2);
    double v = fmin(fmax(picture->height / 2 + y * show->per_px, 0), picture->height - 2);
    struct colour seen = planes_get(picture, (int)u, (int)v);
    seen.y = (uint8_t)between(picture, u, v);
    return show->thing->medium == CONTROL_PRINT ? printed(show, seen, x, y) : shone(show, seen, x, y, row);
}

/* The hand that holds it: a finger over the right edge, its arm in a dark sleeve. */
static bool finger_at(const struct show *show, double x, double y, struct colour *colour)
{
    double from_x = show->half_wide - 34, from_y = 0.42 * show->half_tall, dx = x - from_x, dy = y - from_y;
    if (dx < -30 || dy < -40)
        return false;
    double along = fmin(fmax((dx * 0.90 + dy * 0.43), 0), arm_px), aside = hypot(dx - along * 0.90, dy - along * 0.43);
    double half = 24 + along * 0.07, bow = aside / half, nail = hypot((along - 6) / 20, aside / 15);
    if (bow > 1 || along >= arm_px)
        return false;
    *colour = (struct colour){byte((int)(186 - 74 * bow * bow - 0.05 * along)), 111, 153};
    if (along > sleeve_px)
        *colour = (struct colour){byte((int)(58 - 30 * bow * bow + 4 * sin(along / 23 + bow))), 133, 126};
    if (nail < 1 && dx > -22)
        *colour = (struct colour){byte((int)(205 - 24 * nail * nail)), 117, 147};
    return true;
}

static void put(struct canvas *canvas, int x, int y, struct colour colour, int gain, int facing)
{
    size_t half = (size_t)(y / 2) * (size_t)(canvas->planes.width / 2) + (size_t)(x / 2);
    planes_put(&canvas->planes, x, y, colour);
    canvas->gain[half] = (uint16_t)gain;
    canvas->facing[half] = (uint8_t)facing;
}

static void draw_at(const struct show *show, struct canvas *canvas, int x, int y, double px, double py)
{
    const struct shape *shape = show->shape;
    int room = (int)(show->thing->level * CANVAS_GAIN_ONE);
    struct colour finger;
    if (finger_at(show, px, py, &finger)) {
        put(canvas, x, y, finger, room, 200);
        return;
    }
    if (!is_within(px, py, show->half_wide, show->half_tall, shape->corner))
        return;
    bool border = !is_within(px, py, show->half_wide - shape->side, show->half_tall - shape->top, shape->corner * 0.6);
    bool paper = shape->pitch <= 0;
    if (border)
        put(canvas, x, y, shape->border, room, paper ? show->facing : 40);
    else
        put(canvas, x, y, shown_at(show, px, py, y), show->gain, show->facing);
}

static void prepare(struct show *show, const struct thing *thing)
{
    const struct shape *shape = &shapes[thing->medium];
    struct rotation_matrix turn = rotation_matrix(&thing->pose.head, 1);
    bool paper = shape->pitch <= 0;
    show->thing = thing;
    show->shape = shape;
    show->view = view_of(&thing->pose, &turn);
    show->half_tall = shape->tall / 2;
    show->half_wide = shape->tall * shape->wide / 2;
    show->slant = turn.pz;
    show->per_px = thing->picture->height / (shape->tall - 2 * shape->top);
    show->gain = paper ? (int)(thing->level * CANVAS_GAIN_ONE * (0.5 + 0.5 * turn.zz)) : CANVAS_GAIN_ONE;
    show->facing = (int)((paper ? 255 : 18) * fmax(turn.zz, 0));
    for (int i = 0; i < SINES; i++)
        show->sines[i] = (int8_t)(127 * sin(TAU * i / SINES));
}

void thing_draw(const struct thing *thing, struct canvas *canvas)
{
    struct show show;
    prepare(&show, thing);
    const double(*m)[3] = (const double(*)[3])show.view.m;
    int width = canvas->planes.width, height = canvas->planes.height;
    double reach_x = show.half_wide + arm_px, reach_y = show.half_tall * 2.5;
    for (int y = 0; y < height; y++) {
        double dy = y - height / 2.0;
        for (int x = 0; x < width; x++) {
            double dx = x - width / 2.0, w = m[2][0] * dx + m[2][1] * dy + m[2][2];
            double px = (m[0][0] * dx + m[0][1] * dy + m[0][2]) / w, py = (m[1][0] * dx + m[1][1] * dy + m[1][2]) / w;
            if (fabs(px) < reach_x && fabs(py) <= reach_y)
                draw_at(&show, canvas, x, y, px, py);
        }
    }
}
