#include "tests/sim/world/world.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/file.h"

enum { CONTROL_SIZE = 2 * PATH_MAX + 1024, TIP_RADIUS_PX = 36 };

enum bsm_status bsm_world_init(struct bsm_world *world, const char *reader_socket, const char *camera_path,
                               uint64_t first_touch)
{
    *world = (struct bsm_world){.next_touch = first_touch ? first_touch : 1};
    if ((size_t)snprintf(world->camera_path, sizeof world->camera_path, "%s", camera_path) >= sizeof world->camera_path)
        return BSM_INVALID;
    return bsm_sim_reader_init(&world->reader, reader_socket);
}

void bsm_world_finish(struct bsm_world *world)
{
    if (!world)
        return;
    bsm_print_master_finish(&world->finger);
    bsm_sim_reader_finish(&world->reader);
    *world = (struct bsm_world){.reader.fd = -1};
}

static enum bsm_status hold_finger(struct bsm_world *world, uint64_t print_seed, enum bsm_position position)
{
    if (world->finger.ridges && world->finger_person == print_seed && world->finger_position == position)
        return BSM_OK;
    bsm_print_master_finish(&world->finger);
    world->finger_person = print_seed;
    world->finger_position = position;
    return bsm_print_master_init(&world->finger, print_seed, position);
}

static struct bsm_print_params params_of(enum bsm_world_touch touch)
{
    struct bsm_print_params params = bsm_print_params_ordinary();
    if (touch == BSM_TOUCH_DRY)
        params.dryness = 1;
    else if (touch == BSM_TOUCH_WET)
        params.wetness = 1;
    return params;
}

/* Only a small round of the skin lies on the glass; where the rest would be is what the picture's corner shows. */
static void leave_the_tip(struct bsm_image *picture)
{
    int middle_x = picture->width_px / 2, middle_y = picture->height_px / 3;
    uint8_t glass = picture->pixels[0];
    for (int y = 0; y < picture->height_px; y++)
        for (int x = 0; x < picture->width_px; x++) {
            int dx = x - middle_x, dy = y - middle_y;
            if (dx * dx + dy * dy > TIP_RADIUS_PX * TIP_RADIUS_PX)
                picture->pixels[(size_t)y * picture->stride + (size_t)x] = glass;
        }
}

enum bsm_status bsm_world_put_finger(struct bsm_world *world, uint64_t print_seed, enum bsm_position position,
                                     enum bsm_world_touch touch, int timeout_ms)
{
    const struct bsm_print_params params = params_of(touch);
    struct bsm_image picture = {0};
    enum bsm_status status = hold_finger(world, print_seed, position);
    if (status == BSM_OK)
        status = bsm_print_impression(&world->finger, world->next_touch++, &params, &picture);
    if (status == BSM_OK && touch == BSM_TOUCH_LITTLE)
        leave_the_tip(&picture);
    if (status == BSM_OK)
        status = bsm_sim_reader_put(&world->reader, &picture, timeout_ms);
    bsm_image_finish(&picture);
    return status;
}

enum bsm_status bsm_world_pull_reader(struct bsm_world *world) { return bsm_sim_reader_pull(&world->reader); }
enum bsm_status bsm_world_plug_reader(struct bsm_world *world) { return bsm_sim_reader_plug(&world->reader); }
bool bsm_world_reader_pulled(const struct bsm_world *world) { return bsm_sim_reader_pulled(&world->reader); }

static enum bsm_status write_control(const struct bsm_world *world, const char *settings)
{
    char text[CONTROL_SIZE + 32];
    int size = snprintf(text, sizeof text, "# basma-camera 1\n%s", settings);
    if (size < 0 || (size_t)size >= sizeof text)
        return BSM_INVALID;
    return bsm_file_write(world->camera_path, text, (size_t)size, 0644);
}

struct settings {
    char text[CONTROL_SIZE];
    size_t size;
    bool full;
};

__attribute__((format(printf, 2, 3))) static void add(struct settings *settings, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    size_t room = sizeof settings->text - settings->size;
    int size = vsnprintf(settings->text + settings->size, room, format, arguments);
    va_end(arguments);
    settings->full |= size < 0 || (size_t)size >= room;
    settings->size += settings->full ? 0 : (size_t)size;
}

/* What is as usual is not said. */
static void add_number(struct settings *settings, const char *key, int number)
{
    if (number)
        add(settings, "%s = %d\n", key, number);
}

static void add_face(struct settings *settings, const struct bsm_world_face *face)
{
    static const char *const media[] = {"live", "print", "phone", "tablet", "mask"};
    add_number(settings, "yaw", face->yaw_degrees);
    add_number(settings, "pitch", face->pitch_degrees);
    add_number(settings, "roll", face->roll_degrees);
    add_number(settings, "hold_yaw", face->hold_yaw_degrees);
    add_number(settings, "hold_pitch", face->hold_pitch_degrees);
    add_number(settings, "distance_cm", face->distance_cm);
    add_number(settings, "blink", face->blinks);
    add(settings, "%s%s%s", face->eyes_closed ? "blinking = closed\n" : "", face->glasses ? "glasses = yes\n" : "",
        face->scarf ? "scarf = yes\n" : "");
    if (face->behind && face->behind[0])
        add(settings, "behind = %s\n", face->behind);
    if (face->medium > BSM_WORLD_LIVE && face->medium <= BSM_WORLD_MASK)
        add(settings, "medium = %s\n", media[face->medium]);
}

static void add_light(struct settings *settings, const struct bsm_world_light *light)
{
    const int *screen = light->screen_percent;
    if (light->more_percent)
        add(settings, "light = %d\n", 100 + light->more_percent);
    add_number(settings, "light_side", light->side_percent);
    if (screen[0] || screen[1] || screen[2])
        add(settings, "screen_rgb = %d %d %d\n", screen[0], screen[1], screen[2]);
}

enum bsm_status bsm_world_show_face(struct bsm_world *world, const struct bsm_world_face *face)
{
    struct settings settings = {.size = 0};
    if (face->picture && face->picture[0]) {
        add(&settings, "picture = %s\npresent = yes\nseed = %d\n", face->picture, face->seed > 0 ? face->seed : 1);
        if (face->box && face->box[0])
            add(&settings, "face = %s\n", face->box);
        add_face(&settings, face);
    } else {
        add(&settings, "present = no\n");
    }
    add_light(&settings, &world->light);
    return settings.full ? BSM_INVALID : write_control(world, settings.text);
}

void bsm_world_set_light(struct bsm_world *world, const struct bsm_world_light *light) { world->light = *light; }

enum bsm_status bsm_world_pull_camera(struct bsm_world *world) { return write_control(world, "mode = gone\n"); }

enum bsm_status bsm_world_stall_camera(struct bsm_world *world) { return write_control(world, "mode = stalled\n"); }
