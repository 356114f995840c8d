/*
 * basma-camera-nearer: whether landmarks tell a head from a flat picture when it only comes nearer. Of a head what lies
 * in front grows more than what lies behind; a plane grows as a whole. Of each row and distance as many rendered films
 * as are asked for; SYNTHETIC, as all that this camera shows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/face.h"
#include "enroll/face/head.h"
#include "tests/sim/camera/scene.h"

enum { SETTLE_FRAMES = 25, LOOK_FRAMES = 8, UNKNOWNS = 7, NOT_LIPS = 48, FROM_CM = 60 };

static const double frame_s = 0.1;

static const struct row {
    const char *name, *settings;
} rows[] = {
    {"person", ""},
    {"person who looks 10 degrees aside", "yaw = 10\n"},
    {"print", "medium = print\n"},
    {"print, tilted by 20 degrees", "medium = print\nhold_yaw = 20\n"},
    {"telephone", "medium = phone\n"},
    {"cut-out mask, worn", "medium = mask\n"},
};

static const int distances_cm[] = {90, 45, 40, 35};
enum { DISTANCES = sizeof distances_cm / sizeof distances_cm[0] };

/* The mean of some frames. */
struct face {
    double x[BSM_FACE_LANDMARKS], y[BSM_FACE_LANDMARKS];
};

static struct bsm_face *engine;
static const char *picture, *box;

static bool set(struct scene *scene, const struct row *row, int seed, int distance_cm, struct control *control)
{
    char text[2 * PATH_MAX + 300], wearer[PATH_MAX + 16] = "";
    if (strstr(row->settings, "mask"))
        snprintf(wearer, sizeof wearer, "behind = %s\n", picture);
    int size =
        snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\nface = %s\nseed = %d\ndistance_cm = %d\n%s%s",
                 picture, box, seed, distance_cm, row->settings, wearer);
    bool good = control_parse("settings", text, (size_t)size, control);
    if (good && scene)
        scene_set(scene, control);
    return good;
}

static uint8_t clamp(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

static bool find(const struct planes *planes, struct bsm_face_found *found)
{
    struct bsm_image image = {0};
    if (bsm_image_init(&image, planes->width, planes->height, BSM_IMAGE_RGB24, 0) != BSM_OK)
        return false;
    for (int y = 0; y < planes->height; y++)
        for (int x = 0; x < planes->width; x++) {
            struct colour c = planes_get(planes, x, y);
            uint8_t *pixel = image.pixels + (size_t)y * image.stride + (size_t)x * 3;
            pixel[0] = clamp(c.y + (359 * (c.cr - 128) >> 8));
            pixel[1] = clamp(c.y - ((88 * (c.cb - 128) + 183 * (c.cr - 128)) >> 8));
            pixel[2] = clamp(c.y + (454 * (c.cb - 128) >> 8));
        }
    bool good = bsm_face_find(engine, &image, found) == BSM_OK && found->faces > 0;
    bsm_image_finish(&image);
    return good;
}

static bool look(struct scene *scene, struct face *face)
{
    int seen = 0;
    *face = (struct face){0};
    for (int i = 0; i < SETTLE_FRAMES + LOOK_FRAMES; i++) {
        struct bsm_face_found found;
        scene_step(scene, frame_s);
        if (i < SETTLE_FRAMES || !find(&scene->frame.planes, &found))
            continue;
        seen++;
        for (int k = 0; k < BSM_FACE_LANDMARKS; k++) {
            face->x[k] += found.landmarks[k].x_px;
            face->y[k] += found.landmarks[k].y_px;
        }
    }
    for (int k = 0; seen > 0 && k < BSM_FACE_LANDMARKS; k++) {
        face->x[k] /= seen;
        face->y[k] /= seen;
    }
    return seen > LOOK_FRAMES / 2;
}

/* Gauss and Jordan without pivots: the normal equations of as many landmarks are well conditioned. */
static void solve(double all[UNKNOWNS][UNKNOWNS + 1])
{
    for (int i = 0; i < UNKNOWNS; i++)
        for (int k = 0; k < UNKNOWNS; k++) {
            double factor = k == i ? 0 : all[k][i] / all[i][i];
            for (int j = 0; j <= UNKNOWNS; j++)
                all[k][j] -= factor * all[i][j];
        }
}

static void add(double all[UNKNOWNS][UNKNOWNS + 1], const double *row, double value)
{
    for (int i = 0; i < UNKNOWNS; i++) {
        for (int j = 0; j < UNKNOWNS; j++)
            all[i][j] += row[i] * row[j];
        all[i][UNKNOWNS] += row[i] * value;
    }
}

/* How much more the front of a head has grown, in shares of its size for each distance of the eyes in depth: one over
 * the distance from the camera now, less one over the distance before, for a head; 0 for a plane. */
static double growth(const struct face *from, const struct face *to)
{
    double all[UNKNOWNS][UNKNOWNS + 1] = {{0}};
    double eyes_x = 0, eyes_y = 0, across = hypot(from->x[45] - from->x[36], from->y[45] - from->y[36]) / 1.45;
    for (int k = 36; k < NOT_LIPS; k++) {
        eyes_x += from->x[k] / (NOT_LIPS - 36);
        eyes_y += from->y[k] / (NOT_LIPS - 36);
    }
    double wider = hypot(to->x[45] - to->x[36], to->y[45] - to->y[36]) / 1.45;
    for (int k = 0; k < NOT_LIPS; k++) {
        double x = (from->x[k] - eyes_x) / across, y = (from->y[k] - eyes_y) / across, z = (double)bsm_head[k].z;
        add(all, (const double[]){x, y, 1, 0, 0, 0, z * x}, to->x[k] / wider);
        add(all, (const double[]){0, 0, 0, x, y, 1, z * y}, to->y[k] / wider);
    }
    solve(all);
    return all[6][UNKNOWNS] / all[6][6];
}

static bool play(const struct row *row, int seed, double growths[DISTANCES])
{
    static struct scene scene;
    struct control control;
    struct face from, to;
    if (!set(NULL, row, seed, FROM_CM, &control) || !scene_init(&scene, &control))
        return false;
    bool good = look(&scene, &from);
    for (int i = 0; good && i < DISTANCES; i++) {
        good = set(&scene, row, seed, distances_cm[i], &control) && look(&scene, &to);
        growths[i] = good ? growth(&from, &to) : 0;
    }
    scene_finish(&scene);
    return good;
}

static void play_row(const struct row *row, int films)
{
    double sum[DISTANCES] = {0}, squares[DISTANCES] = {0};
    int count = 0;
    for (int seed = 1; seed <= films; seed++) {
        double growths[DISTANCES];
        if (!play(row, seed, growths))
            continue;
        count++;
        for (int i = 0; i < DISTANCES; i++) {
            sum[i] += growths[i];
            squares[i] += growths[i] * growths[i];
        }
    }
    printf("%-36s | %5d", row->name, count);
    for (int i = 0; count > 0 && i < DISTANCES; i++) {
        double mean = sum[i] / count;
        printf(" | %6.3f (%.3f)", mean, sqrt(fmax(squares[i] / count - mean * mean, 0)));
    }
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char why[BSM_FACE_WHY_SIZE];
    int films = argc > 3 ? atoi(argv[3]) : 8;
    if (argc < 3 || films < 1) {
        fprintf(stderr, "usage: basma-camera-nearer PICTURE \"X Y W H [marks]\" [FILMS A ROW (8)]\n");
        return 2;
    }
    picture = argv[1];
    box = argv[2];
    if (bsm_face_open(BASMA_MODELS_DEFAULT, &engine, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-camera-nearer: %s\n", why);
        return 1;
    }
    printf("%-36s | films", "synthetic: growth (spread) from 60 to");
    for (int i = 0; i < DISTANCES; i++)
        printf(" | %11d cm", distances_cm[i]);
    printf("\n");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        play_row(&rows[i], films);
    bsm_face_close(engine);
    return 0;
}
