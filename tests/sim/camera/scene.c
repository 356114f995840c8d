#include "tests/sim/camera/scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TAU 6.283185307179586

/* Of a person who is going or coming, one way. */
static const double fade_s = 0.24;

struct pose {
    double x, y; /* of the face's centre in the frame, px */
    double scale;
    double turn; /* radians */
};

/* A wall lit from above with blurred things before it: a shelf, a plant, a window's glow. */
static void paint_wall(struct scene *scene)
{
    uint32_t dice = (uint32_t)scene->control.seed * 2654435761u + 97;
    double glow_x = 150 + dice_roll(&dice) % 200, shelf_x = 950 + dice_roll(&dice) % 120;
    double warmth = (dice_roll(&dice) % 100) / 100.0;
    for (int y = 0; y < SCENE_HEIGHT; y++) {
        for (int x = 0; x < SCENE_WIDTH; x++) {
            double light = 196 - 46.0 * y / SCENE_HEIGHT - 18.0 * fabs(x - 640.0) / 640;
            light += 38 * exp(-pow((x - glow_x) / 130, 2) - pow((y - 190) / 190.0, 2));
            double shelf = 1 / (1 + exp(-(x - shelf_x) / 9)) * (0.55 + 0.45 / (1 + exp(-(y - 250) / 14.0)));
            light -= 48 * shelf * (1 + 0.15 * sin(y / 37.0));
            planes_put(
                &scene->wall, x, y,
                colour_of_rgb((int)light, (int)(light - 5 - 5 * warmth), (int)(light - 12 - 14 * warmth - 6 * shelf)));
        }
    }
}

/* Sensor noise, standard deviation about 2.2 of 255, drawn once and laid over each frame from another place. */
static void roll_noise(struct scene *scene)
{
    for (int i = 0; i < SCENE_NOISE_SIZE; i++) {
        int sum = 0;
        for (int k = 0; k < 4; k++)
            sum += (int)(dice_roll(&scene->dice) >> 8 & 7);
        scene->noise[i] = (int8_t)((sum - 14) / 2);
    }
}

bool scene_init(struct scene *scene, const struct control *control)
{
    memset(scene, 0, sizeof *scene);
    scene->dice = (uint32_t)control->seed * 747796405u + 1;
    if (!planes_init(&scene->wall, SCENE_WIDTH, SCENE_HEIGHT) ||
        !planes_init(&scene->frame, SCENE_WIDTH, SCENE_HEIGHT)) {
        scene_finish(scene);
        return false;
    }
    scene_set(scene, control);
    roll_noise(scene);
    paint_wall(scene);
    return true;
}

void scene_finish(struct scene *scene)
{
    planes_finish(&scene->wall);
    planes_finish(&scene->frame);
    portrait_finish(&scene->person);
}

void scene_set(struct scene *scene, const struct control *control)
{
    bool other_look = scene->control.face_height_px != control->face_height_px ||
                      memcmp(&scene->control.face, &control->face, sizeof control->face) != 0;
    scene->control = *control;
    scene->person_wanted = control->present && control->picture[0];
    if (other_look)
        scene->person_picture[0] = '\0'; /* cut out anew */
}

static bool is_right_person(const struct scene *scene)
{
    return strcmp(scene->person_picture, scene->control.picture) == 0;
}

/* Moves the opacity towards what is wanted, and changes the person while nobody is seen. */
static void fade(struct scene *scene, double interval_s)
{
    bool towards = scene->person_wanted && is_right_person(scene);
    scene->opacity += (towards ? 1 : -1) * interval_s / fade_s;
    scene->opacity = scene->opacity < 0 ? 0 : scene->opacity > 1 ? 1 : scene->opacity;
    if (scene->opacity > 0 || !scene->person_wanted || is_right_person(scene))
        return;
    portrait_finish(&scene->person);
    portrait_load(&scene->person, &scene->control);
    memcpy(scene->person_picture, scene->control.picture, sizeof scene->person_picture);
}

/* Slow sways of unlike periods, as of somebody standing; the amplitudes are at 100 per cent of motion. */
static struct pose pose_now(const struct scene *scene)
{
    double t = scene->time_s, much = scene->control.motion / 100.0, phase = scene->control.seed * 1.7;
    double gone = 1 - scene->opacity;
    return (struct pose){
        .x =
            PORTRAIT_FACE_X + much * (17 * sin(TAU * t / 5.3 + phase) + 6 * sin(TAU * t / 2.1 + 2 * phase)) + 90 * gone,
        .y = PORTRAIT_FACE_Y + much * (7 * sin(TAU * t / 3.7 + phase) + 3 * sin(TAU * t / 1.6)),
        .scale = 1 + much * 0.035 * sin(TAU * t / 7.9 + phase) - 0.05 * gone,
        .turn = much * 0.022 * sin(TAU * t / 4.6 + 3 * phase),
    };
}

/* Where the frame's pixels lie in the person's picture: one affine step a pixel, in 16-bit fixed point. */
struct walk {
    int64_t x0, y0, x_by_x, y_by_x, x_by_y, y_by_y;
};

static struct walk walk_of(const struct pose *pose, const struct portrait *person)
{
    double cosine = cos(pose->turn) / pose->scale * 65536, sine = sin(pose->turn) / pose->scale * 65536;
    return (struct walk){
        .x0 = (int64_t)(person->face_x * 65536 - cosine * pose->x - sine * pose->y),
        .y0 = (int64_t)(person->face_y * 65536 + sine * pose->x - cosine * pose->y),
        .x_by_x = (int64_t)cosine,
        .x_by_y = (int64_t)sine,
        .y_by_x = (int64_t)-sine,
        .y_by_y = (int64_t)cosine,
    };
}

static int blend4(const uint8_t *at, int stride, int fx, int fy)
{
    int top = at[0] * (256 - fx) + at[1] * fx;
    int low = at[stride] * (256 - fx) + at[stride + 1] * fx;
    return (top * (256 - fy) + low * fy) >> 16;
}

static void blend_colour(struct planes *to, size_t at, const struct planes *from, int x, int y, int alpha)
{
    size_t source = (size_t)y * (size_t)(from->width / 2) + (size_t)x;
    to->cb[at] = (uint8_t)(to->cb[at] + ((from->cb[source] - to->cb[at]) * alpha >> 8));
    to->cr[at] = (uint8_t)(to->cr[at] + ((from->cr[source] - to->cr[at]) * alpha >> 8));
}

static void draw_person(struct scene *scene)
{
    const struct portrait *person = &scene->person;
    if (!person->alpha || scene->opacity <= 0)
        return;
    struct pose pose = pose_now(scene);
    struct walk walk = walk_of(&pose, person);
    int width = person->planes.width, height = person->planes.height, strength = (int)(scene->opacity * 256);
    for (int y = 0; y < SCENE_HEIGHT; y++) {
        uint8_t *luma = scene->frame.y + (size_t)y * SCENE_WIDTH;
        size_t half_row = (size_t)(y / 2) * (SCENE_WIDTH / 2);
        int64_t px = walk.x0 + walk.x_by_y * y, py = walk.y0 + walk.y_by_y * y;
        for (int x = 0; x < SCENE_WIDTH; x++, px += walk.x_by_x, py += walk.y_by_x) {
            int sx = (int)(px >> 16), sy = (int)(py >> 16);
            if (sx < 0 || sy < 0 || sx >= width - 1)
                continue;
            if (sy > height - 2)
                sy = height - 2;
            int at = sy * width + sx;
            int alpha = person->alpha[at] * strength >> 8;
            if (alpha == 0)
                continue;
            int value = blend4(person->planes.y + at, width, (int)(px >> 8 & 255), (int)(py >> 8 & 255));
            luma[x] = (uint8_t)(luma[x] + ((value - luma[x]) * alpha >> 8));
            if (((x | y) & 1) == 0)
                blend_colour(&scene->frame, half_row + (size_t)x / 2, &person->planes, sx / 2, sy / 2, alpha);
        }
    }
}

/* The light breathes by some per cent within seconds; noise is in each frame. */
static void light_and_noise(struct scene *scene)
{
    uint8_t lit[256];
    double gain = 1 + 0.045 * sin(TAU * scene->time_s / 9.1) + 0.015 * sin(TAU * scene->time_s / 2.7);
    for (int i = 0; i < 256; i++)
        lit[i] = (uint8_t)fmin(fmax(i * gain, 6), 249); /* room for the noise */
    for (int y = 0; y < SCENE_HEIGHT; y++) {
        uint8_t *row = scene->frame.y + (size_t)y * SCENE_WIDTH;
        const int8_t *noise = scene->noise + dice_roll(&scene->dice) % (SCENE_NOISE_SIZE - SCENE_WIDTH);
        for (int x = 0; x < SCENE_WIDTH; x++)
            row[x] = (uint8_t)(lit[row[x]] + noise[x] / 2);
    }
}

void scene_step(struct scene *scene, double interval_s)
{
    scene->time_s += interval_s;
    fade(scene, interval_s);
    bool whole = scene->person.alpha && scene->opacity >= 1;
    planes_copy(&scene->frame, whole ? &scene->person.room : &scene->wall);
    if (scene->person.alpha && scene->opacity > 0 && !whole)
        planes_blend(&scene->frame, &scene->person.room, (int)(scene->opacity * 256));
    draw_person(scene);
    light_and_noise(scene);
}
