/*
 * basma-camera-answers: what rendered people, prints and films make of the light of the kiosk's screen
 * (enroll/face/light.h), in rooms dark and bright. For each row as many films as are asked for, of other seeds and
 * nonces: 1.5 s straight, then two turns of 25 degrees, as in a visit; SYNTHETIC, as all that this camera shows.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "enroll/face/face.h"
#include "enroll/face/light.h"
#include "enroll/face/liveness.h"
#include "enroll/face/view.h"
#include "net/seal/lights.h"
#include "tests/sim/camera/scene.h"

enum {
    FRAME_MS = 66,
    FILM_MS = 7000,
    SEEN_FROM_MS = 500, /* somebody has come to stand there */
    MOVES_FROM_MS = 2000,
    PASSIVE_MS = 2500,
    LATE_MS = 150, /* from the asking to the screen and the frame */
    FILMS_MAX = 200,
    PLACE_GAIN = 60, /* what others have answered, thousandths, for the rows of SILENT */
};

/* What the screen is lit in and what a film was made under: the order of the visit, one of another day, or steady. */
enum order { OURS, ANOTHER, STEADY };

static const struct row {
    const char *name;
    const char *settings;
    enum order before; /* what falls on what stands there */
    enum order film;   /* what a replay carries */
} rows[] = {
    {"person, little light (half)", "light = 50\n", OURS, STEADY},
    {"person, usual light", "", OURS, STEADY},
    {"person, light from the side", "light_side = 70\n", OURS, STEADY},
    {"person, 80 cm away", "distance_cm = 80\n", OURS, STEADY},
    {"person, bright hall (screen 8 %)", "kiosk_share = 8\n", OURS, STEADY},
    {"person, sunlight (screen 2 %)", "kiosk_share = 2\n", OURS, STEADY},
    {"person, screen drowned (0.5 %)", "kiosk_share = 1\ndistance_cm = 85\n", OURS, STEADY},
    {"print", "medium = print\n", OURS, STEADY},
    {"telephone, film of steady light", "medium = phone\n", OURS, STEADY},
    {"tablet, film of steady light", "medium = tablet\n", OURS, STEADY},
    {"telephone, film under another order", "medium = phone\n", OURS, ANOTHER},
    {"tablet, film under another order", "medium = tablet\n", OURS, ANOTHER},
    {"faultless film, steady light", "", STEADY, STEADY},
    {"the same, in little light", "light = 50\n", STEADY, STEADY},
    {"faultless film, another order", "", ANOTHER, STEADY},
    {"the same, filmed in little light", "light = 50\n", ANOTHER, STEADY},
};

struct film {
    struct bsm_light_judgement judgement;
    int log_odds;
};

static struct bsm_face *engine;
static const char *picture, *box;
static double spent_s[2]; /* measuring colours, judging */
static int spent[2];

/* Of ui's screen of the face, upright, the mean over it: thousandths of white, linear. */
static void shine(struct glow *glow, enum bsm_light light)
{
    static const int shown[BSM_LIGHT_LAST + 1][3] = {
        [BSM_LIGHT_NONE] = {867, 857, 801},
        [BSM_LIGHT_AMBER] = {907, 727, 431},
        [BSM_LIGHT_SKY] = {611, 746, 891},
        [BSM_LIGHT_MINT] = {577, 829, 636},
    };
    glow->on = true;
    memcpy(glow->rgb, shown[light], sizeof glow->rgb);
}

static bool parse(const struct row *row, int seed, int yaw, struct control *control)
{
    char text[2048];
    int size = snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\nface = %s\nseed = %d\nyaw = %d\n%s",
                        picture, box, seed, yaw, row->settings);
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

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void look(const struct scene *scene, int t_ms, struct bsm_light_watch *watch, struct bsm_liveness *liveness)
{
    struct bsm_image image = {0};
    struct bsm_face_found found;
    struct bsm_light_colours colours;
    int log_odds;
    if (to_rgb(&scene->frame.planes, &image) && bsm_face_find(engine, &image, &found) == BSM_OK && found.faces > 0) {
        double begun_s = now_s();
        if (bsm_light_measure(&image, &found, &colours))
            bsm_light_see(watch, t_ms, &found, &colours);
        spent_s[0] += now_s() - begun_s;
        spent[0]++;
        if (t_ms < PASSIVE_MS && bsm_face_alive(engine, &image, &found, &log_odds) == BSM_OK)
            bsm_liveness_take(liveness, t_ms, log_odds);
    }
    bsm_image_finish(&image);
}

/* In little light the order begins with the movement (enroll/bio/face_job.c). */
static int begin_of(const struct scene *scene)
{
    struct bsm_image image = {0};
    struct bsm_face_found found;
    struct bsm_face_view view = {0};
    if (to_rgb(&scene->frame.planes, &image) && bsm_face_find(engine, &image, &found) == BSM_OK && found.faces > 0)
        bsm_face_view_measure(&image, &found, &view);
    bsm_image_finish(&image);
    return view.luminance >= BSM_LIGHT_LUMINANCE_MIN ? SEEN_FROM_MS : MOVES_FROM_MS;
}

static enum bsm_light light_at(const enum bsm_light *ours, const enum bsm_light *another, enum order which, int t_ms,
                               int begin_ms)
{
    int step = (t_ms - begin_ms - LATE_MS) / BSM_LIGHT_STEP_MS;
    if (which == STEADY || t_ms < begin_ms + LATE_MS)
        return BSM_LIGHT_NONE;
    /* A film begins when it likes. */
    return which == OURS ? ours[step] : another[(t_ms + 190) / BSM_LIGHT_STEP_MS];
}

/* Straight, to a side, straight, to the other, straight. */
static int yaw_at(int t_ms, int seed)
{
    int side = seed % 2 ? 25 : -25;
    return t_ms < MOVES_FROM_MS ? 0 : t_ms < 3400 ? side : t_ms < 4400 ? 0 : t_ms < 5800 ? -side : 0;
}

static void order_of(int seed, enum bsm_light *order)
{
    uint8_t nonce[32] = {(uint8_t)seed, (uint8_t)(seed >> 8)};
    bsm_light_order(nonce, sizeof nonce, 0, order);
}

static bool play(const struct row *row, int seed, int usual, struct film *film)
{
    static struct scene scene;
    static struct bsm_light_watch watch;
    struct bsm_liveness liveness = {0};
    struct control control;
    enum bsm_light ours[BSM_LIGHT_STEPS], another[BSM_LIGHT_STEPS];
    order_of(seed, ours);
    order_of(seed + 1000, another);
    memset(&watch, 0, sizeof watch);
    if (!parse(row, seed, 0, &control) || !scene_init(&scene, &control))
        return false;
    int begin_ms = SEEN_FROM_MS, begun = 0;
    for (int t_ms = 0; t_ms < FILM_MS; t_ms += FRAME_MS) {
        shine(&scene.glow, light_at(ours, another, row->before, t_ms, begin_ms));
        shine(&scene.film_glow, light_at(ours, another, row->film, t_ms, begin_ms));
        scene.film_glow.share = 30;
        if (parse(row, seed, yaw_at(t_ms, seed), &control))
            scene_set(&scene, &control);
        scene_step(&scene, FRAME_MS / 1000.0);
        if (t_ms + FRAME_MS >= SEEN_FROM_MS && t_ms < SEEN_FROM_MS)
            begin_ms = begin_of(&scene);
        for (; begin_ms + begun * BSM_LIGHT_STEP_MS <= t_ms; begun++)
            bsm_light_show(&watch, begin_ms + begun * BSM_LIGHT_STEP_MS, ours[begun]);
        if (t_ms >= SEEN_FROM_MS)
            look(&scene, t_ms, &watch, &liveness);
    }
    scene_finish(&scene);
    double begun_s = now_s();
    film->judgement = bsm_light_judge(&watch, usual);
    spent_s[1] += now_s() - begun_s;
    spent[1]++;
    film->log_odds = bsm_liveness_judge(&liveness).median;
    return true;
}

static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

/* The lowest, the middle and the highest. */
static void print_spread(int *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    printf(" %4d %4d %4d |", values[0], values[count / 2], values[count - 1]);
}

static void play_row(const struct row *row, int films)
{
    static int fits[FILMS_MAX], others[FILMS_MAX], gains[FILMS_MAX];
    int verdicts[BSM_LIGHT_CONTRARY + 1] = {0}, alive = 0, taken = 0;
    for (int i = 0; i < films; i++) {
        struct film film;
        if (!play(row, i + 1, PLACE_GAIN, &film))
            return;
        fits[i] = film.judgement.fit;
        others[i] = film.judgement.other;
        gains[i] = film.judgement.gain;
        verdicts[film.judgement.verdict]++;
        alive += film.log_odds >= BSM_LIVENESS_THRESHOLD;
        taken += film.log_odds - bsm_light_pull(&film.judgement) >= BSM_LIVENESS_THRESHOLD;
    }
    printf("%-36s | %3d |", row->name, films);
    print_spread(fits, films);
    print_spread(others, films);
    print_spread(gains, films);
    printf(" %3d %3d    %3d   %3d |   %3d |   %3d\n", verdicts[BSM_LIGHT_ANSWERED], verdicts[BSM_LIGHT_CANNOT_TELL],
           verdicts[BSM_LIGHT_SILENT], verdicts[BSM_LIGHT_CONTRARY], alive, taken);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    char why[BSM_FACE_WHY_SIZE];
    int films = argc > 3 ? atoi(argv[3]) : 8;
    if (argc < 3 || films < 1 || films > FILMS_MAX) {
        fprintf(stderr,
                "usage: basma-camera-answers PICTURE \"X Y W H [marks]\" [FILMS A ROW (8) [PART OF A ROW'S NAME]]\n");
        return 2;
    }
    picture = argv[1];
    box = argv[2];
    if (bsm_face_open(BASMA_MODELS_DEFAULT, &engine, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-camera-answers: %s\n", why);
        return 1;
    }
    printf("%-36s | of  | fit: low mid max | any order's    | gain, 1/1000   | yes   ? silent other | alive | taken\n",
           "SYNTHETIC");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (argc < 5 || strstr(rows[i].name, argv[4]))
            play_row(&rows[i], films);
    if (spent[0] > 0 && spent[1] > 0)
        printf("one core: colours of a frame %.2f ms, judging at the end %.1f ms\n", 1000 * spent_s[0] / spent[0],
               1000 * spent_s[1] / spent[1]);
    bsm_face_close(engine);
    return 0;
}
