#include "tests/sim/camera/scene.h"

#include <math.h>
#include <string.h>

#include "tests/sim/camera/thing.h"

#define TAU 6.283185307179586

/* Of a person who is going or coming, one way. */
static const double fade_s = 0.24;

/* No picture bears being turned further. */
static const double widest = 0.68;

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

bool scene_init(struct scene *scene, const struct control *control)
{
    memset(scene, 0, sizeof *scene);
    scene->dice = (uint32_t)control->seed * 747796405u + 1;
    if (!planes_init(&scene->wall, SCENE_WIDTH, SCENE_HEIGHT) ||
        !canvas_init(&scene->frame, SCENE_WIDTH, SCENE_HEIGHT)) {
        scene_finish(scene);
        return false;
    }
    scene->control = *control;
    light_noise_init(&scene->noise, control->seed);
    life_init(&scene->life, control);
    life_init(&scene->other_life, control);
    paint_wall(scene);
    return true;
}

void scene_finish(struct scene *scene)
{
    planes_finish(&scene->wall);
    canvas_finish(&scene->frame);
    canvas_finish(&scene->replay);
    portrait_finish(&scene->person);
    portrait_finish(&scene->other);
}

void scene_set(struct scene *scene, const struct control *control) { scene->control = *control; }

static bool same_look(const struct look *a, const struct look *b)
{
    return strcmp(a->picture, b->picture) == 0 && strcmp(a->behind, b->behind) == 0 && a->medium == b->medium &&
           memcmp(&a->face, &b->face, sizeof a->face) == 0 && a->has_marks == b->has_marks &&
           memcmp(&a->marks, &b->marks, sizeof a->marks) == 0 && a->face_height_px == b->face_height_px &&
           a->glasses == b->glasses && a->scarf == b->scarf;
}

static bool is_thing(enum control_medium medium)
{
    return medium == CONTROL_PRINT || medium == CONTROL_PHONE || medium == CONTROL_TABLET;
}

/* Who stands behind, or who wears a mask. */
static void load_other(struct scene *scene)
{
    struct look look = {.face_height_px = scene->shown.face_height_px};
    memcpy(look.picture, scene->shown.behind, sizeof look.picture);
    portrait_finish(&scene->other);
    if (look.picture[0])
        portrait_load(&scene->other, &look, scene->control.seed + 1);
}

static void load(struct scene *scene)
{
    scene->shown = scene->control.look;
    scene->has_print = false;
    portrait_finish(&scene->person);
    portrait_load(&scene->person, &scene->shown, scene->control.seed);
    load_other(scene);
    if (is_thing(scene->shown.medium) && !scene->replay.near && !canvas_init(&scene->replay, SCENE_WIDTH, SCENE_HEIGHT))
        portrait_finish(&scene->person);
}

/* Moves the opacity towards what is wanted, and changes the person while nobody is seen. */
static void fade(struct scene *scene, double interval_s)
{
    bool wanted = scene->control.present && scene->control.look.picture[0];
    bool right = same_look(&scene->shown, &scene->control.look);
    scene->opacity += (wanted && right ? 1 : -1) * interval_s / fade_s;
    scene->opacity = scene->opacity < 0 ? 0 : scene->opacity > 1 ? 1 : scene->opacity;
    if (scene->opacity <= 0 && wanted && !right)
        load(scene);
}

/* Who comes or goes moves a little aside and back. */
static struct pose coming(const struct scene *scene, struct pose pose)
{
    double gone = 1 - scene->opacity;
    pose.x += 90 * gone;
    pose.scale *= 1 - 0.05 * gone;
    return pose;
}

static struct pose placed(struct pose pose)
{
    pose.x += PORTRAIT_FACE_X;
    pose.y += PORTRAIT_FACE_Y;
    return pose;
}

/* A picture whose face is turned already: the wish 0 shows it as it is, the wishes at both ends of the range are angles
 * to the lens. */
static struct pose looking(const struct scene *scene, struct pose pose)
{
    pose.head.yaw -= 0.45 * scene->person.head.turned * fabs(scene->life.followers[LIFE_YAW].value) / 35;
    pose.head.yaw = fmin(fmax(pose.head.yaw, -widest), widest);
    return pose;
}

static struct mesh_light lamp(const struct light *light)
{
    return (struct mesh_light){light->level / 100.0, light->side / 100.0};
}

static void draw_room(struct scene *scene, const struct portrait *whose, struct canvas *canvas)
{
    int gain = scene->control.light.level * CANVAS_GAIN_ONE / 100, strength = (int)(scene->opacity * 256);
    const struct planes *room = whose && whose->alpha ? &whose->room : &scene->wall;
    canvas_clear(canvas, strength >= 256 ? room : &scene->wall, gain);
    if (strength > 0 && strength < 256 && room != &scene->wall)
        planes_blend(&canvas->planes, room, strength);
    light_backdrop(canvas, &scene->control.light);
}

/* Somebody half as near, who looks over a shoulder: left or right by seed. */
static void draw_other(struct scene *scene, const struct mesh_light *light, struct canvas *canvas)
{
    struct control own = {.motion = scene->control.motion, .seed = scene->control.seed + 5};
    struct pose pose = placed(life_pose(&scene->other_life, &own));
    pose.x += scene->control.seed % 2 ? 330 : -330;
    pose.y -= 40;
    pose.scale *= 0.58;
    portrait_draw(&scene->other, &pose, scene->other_life.lids, light, (int)(scene->opacity * 256), canvas);
    canvas_forget_depth(canvas);
}

static void draw_person(struct scene *scene, const struct light *light, struct canvas *canvas)
{
    struct mesh_light own = lamp(light);
    int strength = (int)(scene->opacity * 256);
    struct pose pose = placed(coming(scene, looking(scene, life_pose(&scene->life, &scene->control))));
    bool masked = scene->shown.medium == CONTROL_MASK;
    draw_room(scene, masked ? &scene->other : &scene->person, canvas);
    if (masked) {
        portrait_draw(&scene->other, &pose, scene->life.lids, &own, strength, canvas);
        canvas_forget_depth(canvas);
    } else {
        draw_other(scene, &own, canvas);
    }
    portrait_draw(&scene->person, &pose, masked ? 0 : scene->life.lids, &own, strength, canvas);
}

/* What is printed was taken once, of a person who looked at the camera. */
static void draw_print(struct scene *scene)
{
    struct pose still = placed((struct pose){.scale = 1});
    const struct mesh_light plain = {1, 0};
    canvas_clear(&scene->replay, &scene->person.room, CANVAS_GAIN_ONE);
    portrait_draw(&scene->person, &still, 0, &plain, 256, &scene->replay);
    scene->has_print = true;
}

/* A replay was taken in good light, of a person who does what the control says. */
static void draw_replay(struct scene *scene)
{
    struct pose pose = placed(looking(scene, life_pose(&scene->life, &scene->control)));
    const struct mesh_light plain = {1, 0};
    const struct light usual = {.level = 100};
    pose.scale = 1;
    canvas_clear(&scene->replay, &scene->person.room, CANVAS_GAIN_ONE);
    portrait_draw(&scene->person, &pose, scene->life.lids, &plain, 256, &scene->replay);
    if (scene->film_glow.on)
        light_lay(&scene->replay, &usual, &scene->film_glow, 1, 1, &scene->noise);
}

/* It is raised into the view and taken down again. */
static void draw_thing(struct scene *scene)
{
    struct thing thing = {.medium = scene->shown.medium,
                          .picture = &scene->replay.planes,
                          .pose = life_hold(&scene->life, &scene->control),
                          .level = scene->control.light.level / 100.0,
                          .time_s = scene->life.time_s};
    draw_room(scene, NULL, &scene->frame);
    if (!scene->person.alpha || scene->opacity <= 0)
        return;
    if (scene->shown.medium != CONTROL_PRINT)
        draw_replay(scene);
    else if (!scene->has_print)
        draw_print(scene);
    thing.pose.y += SCENE_HEIGHT * (1 - scene->opacity);
    thing_draw(&thing, &scene->frame);
}

void scene_step(struct scene *scene, double interval_s)
{
    struct control calm = {.motion = scene->control.motion, .seed = scene->control.seed + 5, .distance_cm = 60};
    life_step(&scene->life, &scene->control, interval_s);
    life_step(&scene->other_life, &calm, interval_s);
    fade(scene, interval_s);
    if (is_thing(scene->shown.medium))
        draw_thing(scene);
    else
        draw_person(scene, &scene->control.light, &scene->frame);
    double t = scene->life.time_s, breath = 1 + 0.045 * sin(TAU * t / 9.1) + 0.015 * sin(TAU * t / 2.7);
    scene->glow.share = scene->control.light.share;
    light_lay(&scene->frame, &scene->control.light, &scene->glow, breath, scene->life.followers[LIFE_NEARNESS].value,
              &scene->noise);
}
