#include "tests/sim/world/world.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/file.h"

enum { CONTROL_SIZE = PATH_MAX + 256 };

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

enum bsm_status bsm_world_put_finger(struct bsm_world *world, uint64_t print_seed, enum bsm_position position,
                                     int timeout_ms)
{
    const struct bsm_print_params params = bsm_print_params_ordinary();
    struct bsm_image picture = {0};
    enum bsm_status status = hold_finger(world, print_seed, position);
    if (status == BSM_OK)
        status = bsm_print_impression(&world->finger, world->next_touch++, &params, &picture);
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
    char text[CONTROL_SIZE];
    int size = snprintf(text, sizeof text, "# basma-camera 1\n%s", settings);
    if (size < 0 || (size_t)size >= sizeof text)
        return BSM_INVALID;
    return bsm_file_write(world->camera_path, text, (size_t)size, 0644);
}

enum bsm_status bsm_world_show_face(struct bsm_world *world, const struct bsm_world_face *face)
{
    char settings[CONTROL_SIZE];
    if (!face->picture || !face->picture[0])
        return write_control(world, "present = no\n");
    bool boxed = face->box && face->box[0];
    snprintf(settings, sizeof settings, "picture = %s\npresent = yes\nseed = %d\n%s%s%s", face->picture,
             face->seed > 0 ? face->seed : 1, boxed ? "face = " : "", boxed ? face->box : "", boxed ? "\n" : "");
    return write_control(world, settings);
}

enum bsm_status bsm_world_pull_camera(struct bsm_world *world) { return write_control(world, "mode = gone\n"); }
