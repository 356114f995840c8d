/*
 * basma-camera-moves: how many rendered people do what the challenge asks and pass it, and how many things do. For each
 * row as many films as are asked for, of other seeds and other sides; SYNTHETIC, as all that this camera shows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/challenge.h"
#include "enroll/face/face.h"
#include "enroll/face/liveness.h"
#include "enroll/face/motion.h"
#include "tests/sim/camera/scene.h"

enum { FRAME_MS = 100, FRAMES_MAX = 400, LATE_FRAMES = 7, PASSIVE_FRAMES = 15, FOREIGN_EVERY = 22 };

/* Does what is asked (after 0.7 s), or turns to and fro in an order of its own. */
struct row {
    const char *name;
    const char *settings;
    const char *key; /* what turns: the head, or the thing that is held; NULL: nothing does */
    int degrees;
    bool foreign; /* as in a film taken before */
    enum bsm_challenge_kind kind;
    unsigned attempt;
};

static const struct row rows[] = {
    {"person, turns by 20 degrees", "", "yaw", 20, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person, 25 degrees", "", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person, 30 degrees", "", "yaw", 30, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person with glasses, 25", "glasses = yes\n", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person in light from the side, 25", "light_side = 70\n", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person in little light, 25", "light = 60\n", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person farther away, 25", "distance_cm = 80\n", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person, 25, second try", "", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 1},
    {"person, 25, third try", "", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 2},
    {"person, looks up or down by 12", "", "pitch", 12, false, BSM_CHALLENGE_UP_DOWN, 0},
    {"person, looks up or down by 16", "", "pitch", 16, false, BSM_CHALLENGE_UP_DOWN, 0},
    {"person who does not turn", "", NULL, 0, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person filmed before", "", "yaw", 25, true, BSM_CHALLENGE_SIDEWAYS, 0},
    {"person filmed before, second try", "", "yaw", 25, true, BSM_CHALLENGE_SIDEWAYS, 1},
    {"person filmed before, third try", "", "yaw", 25, true, BSM_CHALLENGE_SIDEWAYS, 2},
    {"print, held still", "medium = print\n", NULL, 0, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"print, tilted as asked by 30", "medium = print\n", "hold_yaw", 30, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"print, tilted as asked by 45", "medium = print\n", "hold_yaw", 45, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"print, tilted up or down by 30", "medium = print\n", "hold_pitch", 30, false, BSM_CHALLENGE_UP_DOWN, 0},
    {"telephone, film of a turning head", "medium = phone\n", "yaw", 25, true, BSM_CHALLENGE_SIDEWAYS, 0},
    {"tablet, film of a turning head", "medium = tablet\n", "yaw", 25, true, BSM_CHALLENGE_SIDEWAYS, 0},
    {"telephone, tilted as asked by 40", "medium = phone\n", "hold_yaw", 40, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"cut-out mask, worn and turned by 25", "medium = mask\n", "yaw", 25, false, BSM_CHALLENGE_SIDEWAYS, 0},
    {"cut-out mask, worn, up or down by 16", "medium = mask\n", "pitch", 16, false, BSM_CHALLENGE_UP_DOWN, 0},
};

struct trial {
    bool passed; /* the challenge */
    bool seems_alive;
    int duration_ms;
};

static struct bsm_face *engine;
static const char *picture, *box, *wearer_picture;

static bool parse(const struct row *row, int seed, int degrees, struct control *control)
{
    char text[2 * PATH_MAX + 600], turn[64] = "", wearer[PATH_MAX + 16] = "";
    if (row->key)
        snprintf(turn, sizeof turn, "%s = %d\n", row->key, degrees);
    if (strstr(row->settings, "mask"))
        snprintf(wearer, sizeof wearer, "behind = %s\n", wearer_picture);
    int size = snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\nface = %s\nseed = %d\n%s%s%s", picture, box,
                        seed, row->settings, turn, wearer);
    return control_parse("settings", text, (size_t)size, control);
}

static uint8_t clamp(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

static bool to_rgb(const struct planes *planes, struct bsm_image *image)
{
    if (bsm_image_init(image, planes->width, planes->height, BSM_IMAGE_RGB24, 0) != BSM_OK)
        return false;
    for (int y = 0; y < planes->height; y++)
        for (int x = 0; x < planes->width; x++) {
            struct colour c = planes_get(planes, x, y);
            uint8_t *pixel = image->pixels + (size_t)y * image->stride + (size_t)x * 3;
            pixel[0] = clamp(c.y + (359 * (c.cr - 128) >> 8));
            pixel[1] = clamp(c.y - ((88 * (c.cb - 128) + 183 * (c.cr - 128)) >> 8));
            pixel[2] = clamp(c.y + (454 * (c.cb - 128) >> 8));
        }
    return true;
}

static int wish_of(const struct row *row, enum bsm_challenge_ask ask, int frame, int seed)
{
    if (row->foreign) /* straight, away, straight, away ... to sides of its own */
        return frame / FOREIGN_EVERY % 2 == 0
                   ? 0
                   : ((unsigned)seed * 2654435761u >> (frame / FOREIGN_EVERY & 15) & 1 ? 1 : -1);
    if (ask == BSM_CHALLENGE_PICTURES_LEFT)
        return row->kind == BSM_CHALLENGE_UP_DOWN ? 1 : -1; /* up is positive at the camera */
    if (ask == BSM_CHALLENGE_PICTURES_RIGHT)
        return row->kind == BSM_CHALLENGE_UP_DOWN ? -1 : 1;
    return 0;
}

/* One frame into all that judges; the liveness network sees the first second and a half, before anything turns. */
static enum bsm_challenge_ask see(struct scene *scene, struct bsm_challenge *challenge, struct bsm_motion *motion,
                                  struct bsm_liveness *liveness, int frame)
{
    struct bsm_image image = {0};
    struct bsm_face_found found;
    int log_odds;
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    if (to_rgb(&scene->frame.planes, &image) && bsm_face_find(engine, &image, &found) == BSM_OK) {
        bsm_motion_take(motion, frame * FRAME_MS, &found);
        if (frame < PASSIVE_FRAMES && bsm_face_alive(engine, &image, &found, &log_odds) == BSM_OK)
            bsm_liveness_take(liveness, frame * FRAME_MS, log_odds);
        if (frame >= PASSIVE_FRAMES)
            ask = bsm_challenge_step(challenge, frame * FRAME_MS, &found);
    }
    bsm_image_finish(&image);
    return ask;
}

static bool play(const struct row *row, int seed, struct trial *trial)
{
    static struct bsm_motion motion;
    static struct scene scene;
    struct bsm_liveness liveness = {0};
    struct bsm_challenge challenge;
    struct control control;
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    int wishes[FRAMES_MAX + LATE_FRAMES] = {0}, frame = 0;
    bsm_motion_forget(&motion);
    bsm_challenge_init(&challenge, row->kind, row->attempt, (uint8_t)seed);
    if (!parse(row, seed, 0, &control) || !scene_init(&scene, &control))
        return false;
    for (; frame < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; frame++) {
        scene_step(&scene, FRAME_MS / 1000.0);
        ask = see(&scene, &challenge, &motion, &liveness, frame);
        wishes[frame + LATE_FRAMES] = wish_of(row, ask, frame, seed);
        if (parse(row, seed, row->degrees * wishes[frame], &control))
            scene_set(&scene, &control);
    }
    scene_finish(&scene);
    trial->passed = ask == BSM_CHALLENGE_PASSED;
    trial->seems_alive = bsm_liveness_judge(&liveness).verdict == BSM_LIVENESS_ALIVE &&
                         bsm_motion_judge(&motion).verdict != BSM_MOTION_PLANE;
    trial->duration_ms = (frame - PASSIVE_FRAMES) * FRAME_MS;
    return true;
}

static void play_row(const struct row *row, int films)
{
    int alive = 0, passed = 0, taken = 0, duration_ms = 0;
    for (int seed = 1; seed <= films; seed++) {
        struct trial trial = {0};
        if (!play(row, seed, &trial))
            return;
        alive += trial.seems_alive;
        passed += trial.passed;
        taken += trial.passed && trial.seems_alive;
        duration_ms += trial.passed ? trial.duration_ms : 0;
    }
    printf("%-36s | %3d | %3d | %3d | %3d", row->name, films, alive, passed, taken);
    if (passed > 0)
        printf(" | %4.1f", duration_ms / 1000.0 / passed);
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char why[BSM_FACE_WHY_SIZE];
    int films = argc > 3 ? atoi(argv[3]) : 8;
    if (argc < 3 || films < 1) {
        fprintf(stderr, "usage: basma-camera-moves PICTURE \"X Y W H [marks]\" [FILMS A ROW (8) [PART OF A ROW'S NAME "
                        "[WHO WEARS A MASK]]]\n");
        return 2;
    }
    picture = argv[1];
    box = argv[2];
    wearer_picture = argc > 5 ? argv[5] : picture;
    if (bsm_face_open(BASMA_MODELS_DEFAULT, &engine, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-camera-moves: %s\n", why);
        return 1;
    }
    printf("%-36s | of | alive without | challenge passed | both | seconds\n", "synthetic");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (argc < 5 || strstr(rows[i].name, argv[4]))
            play_row(&rows[i], films);
    bsm_face_close(engine);
    return 0;
}
