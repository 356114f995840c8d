/* basma-camera-look: the virtual camera's frames, looked at by the project's own face engine and laid side by side. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "enroll/face/face.h"
#include "enroll/picture/picture.h"
#include "tests/sim/camera/scene.h"

enum { STEPS = 40, SETTINGS_SIZE = PATH_MAX * 2 + 512, SHEET_COLUMNS = 3, SHRINK = 2 };

static const double step_s = 0.05;

static const char usage_text[] =
    "usage: basma-camera-look [--models DIR] --table|--marks PICTURE [FACE]\n"
    "       basma-camera-look --sheet OUT.png [--closer] PICTURE [FACE] [SETTINGS...]\n"
    "       basma-camera-look --speed PICTURE [FACE]\n"
    "\n"
    "Renders what the virtual camera would show of a portrait (FACE: \"X Y W H [marks]\", as in its control file).\n"
    "\n"
    "  --table    turns the head and prints what the face engine finds: faces, yaw by the landmarks, the pose "
    "network's\n"
    "             angles, how open the eyes are (per cent), how alike it is to the portrait (cosine x 10000; the\n"
    "             threshold is 4130), and the liveness network's log odds of this one view\n"
    "  --marks    the face and its five marks as the engine finds them in the picture itself: a FACE for this picture\n"
    "  --sheet    a contact sheet of frames, one for each SETTINGS (\"yaw=25;light=40\"; the usual ones without)\n"
    "  --closer   the sheet shows the face's surroundings only, at full size\n"
    "  --speed    milliseconds of one core for a frame, MJPEG coding not included\n"
    "\n"
    "All frames are synthetic. exit: 0 done, 1 it could not, 2 usage\n";

static const char *const usual_settings[] = {
    "",
    "yaw=15",
    "yaw=25",
    "yaw=35",
    "yaw=-25",
    "yaw=-35",
    "pitch=15",
    "pitch=-15",
    "roll=20",
    "yaw=20;pitch=10",
    "blinking=closed",
    "glasses=yes",
    "scarf=yes",
    "glasses=yes;yaw=30",
    "scarf=yes;yaw=-30",
    "distance_cm=40",
    "distance_cm=120",
    "light=35",
    "light=170",
    "light_side=90",
    "light_side=-90;yaw=20",
    "light=40;screen_rgb=120 0 0",
    "light=40;screen_rgb=0 0 140;yaw=20",
    "screen_rgb=0 60 0",
    "medium=print",
    "medium=print;hold_yaw=30;hold_pitch=-10",
    "medium=phone",
    "medium=phone;yaw=25",
    "medium=tablet;hold_yaw=-25;yaw=-20",
    "medium=tablet;light=30",
    "medium=mask",
    "medium=print;screen_rgb=150 0 0;light=40",
};

struct wish {
    const char *picture, *face;
    bool closer;
};

static bool set_up(struct scene *scene, const struct wish *wish, const char *settings)
{
    char text[SETTINGS_SIZE];
    struct control control;
    int size = snprintf(text, sizeof text, "# basma-camera 1\nseed = 1\npicture = %s\n%s%s\n%s\n", wish->picture,
                        wish->face ? "face = " : "", wish->face ? wish->face : "", settings);
    for (char *at = text + size - strlen(settings) - 1; *at; at++)
        *at = *at == ';' ? '\n' : *at;
    return control_parse("settings", text, (size_t)size, &control) && scene_init(scene, &control);
}

static void steps(struct scene *scene, int count)
{
    for (int i = 0; i < count; i++)
        scene_step(scene, step_s);
}

static uint8_t byte(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

static void put_rgb(const struct planes *planes, int x, int y, uint8_t *rgb)
{
    struct colour colour = planes_get(planes, x, y);
    int cb = colour.cb - 128, cr = colour.cr - 128;
    rgb[0] = byte(colour.y + (359 * cr >> 8));
    rgb[1] = byte(colour.y - ((88 * cb + 183 * cr) >> 8));
    rgb[2] = byte(colour.y + (454 * cb >> 8));
}

/* Every nth pixel of a frame into image at left, top. */
static void copy(const struct planes *planes, int nth, struct bsm_image *image, int left, int top)
{
    for (int y = 0; y < planes->height / nth; y++)
        for (int x = 0; x < planes->width / nth; x++)
            put_rgb(planes, x * nth, y * nth,
                    image->pixels + (size_t)(top + y) * image->stride + (size_t)(left + x) * 3);
}

/* The face's surroundings without shrinking. */
static void copy_face(const struct planes *planes, struct bsm_image *image, int left, int top)
{
    for (int y = 0; y < SCENE_HEIGHT / SHRINK; y++)
        for (int x = 0; x < SCENE_WIDTH / SHRINK; x++)
            put_rgb(planes, x + SCENE_WIDTH / 4, y + SCENE_HEIGHT / 5,
                    image->pixels + (size_t)(top + y) * image->stride + (size_t)(left + x) * 3);
}

static int sheet(const char *out, const struct wish *wish, const char *const *settings, int count)
{
    int width = SCENE_WIDTH / SHRINK, height = SCENE_HEIGHT / SHRINK;
    int rows = (count + SHEET_COLUMNS - 1) / SHEET_COLUMNS;
    struct bsm_image image = {0};
    enum bsm_status status = bsm_image_init(&image, width * SHEET_COLUMNS, height * rows, BSM_IMAGE_RGB24, 0);
    for (int i = 0; status == BSM_OK && i < count; i++) {
        struct scene scene;
        if (!set_up(&scene, wish, settings[i]))
            status = BSM_INVALID;
        else
            steps(&scene, STEPS);
        int left = i % SHEET_COLUMNS * width, top = i / SHEET_COLUMNS * height;
        if (status == BSM_OK && wish->closer)
            copy_face(&scene.frame.planes, &image, left, top);
        else if (status == BSM_OK)
            copy(&scene.frame.planes, SHRINK, &image, left, top);
        printf("row %d column %d: %s\n", i / SHEET_COLUMNS + 1, i % SHEET_COLUMNS + 1, settings[i]);
        scene_finish(&scene);
    }
    if (status == BSM_OK)
        status = bsm_picture_write_png(out, &image);
    bsm_image_finish(&image);
    return status == BSM_OK ? 0 : 1;
}

struct eyes {
    struct bsm_face *engine;
    uint8_t reference[BSM_FACE_TEMPLATE_MAX];
    size_t reference_size;
};

static bool open_eyes(struct eyes *eyes, const char *models, const char *picture, struct bsm_face_found *found)
{
    char why[BSM_FACE_WHY_SIZE] = "";
    struct bsm_image image = {0};
    enum bsm_status status = bsm_face_open(models, &eyes->engine, why, sizeof why);
    if (status == BSM_OK)
        status = bsm_picture_read(picture, BSM_IMAGE_RGB24, 0, &image, why, sizeof why);
    if (status == BSM_OK)
        status = bsm_face_find(eyes->engine, &image, found);
    if (status == BSM_OK)
        status = bsm_face_extract(eyes->engine, &image, found, eyes->reference, sizeof eyes->reference,
                                  &eyes->reference_size);
    if (status != BSM_OK)
        fprintf(stderr, "basma-camera-look: %s: %s\n", picture, why[0] ? why : bsm_status_name(status));
    bsm_image_finish(&image);
    return status == BSM_OK;
}

static void print_marks(const struct bsm_face_found *found)
{
    printf("%d %d %d %d", found->x_px, found->y_px, found->width_px, found->height_px);
    for (int i = 0; i < BSM_FACE_MARKS; i++)
        printf(" %.0f %.0f", (double)found->marks[i].x_px, (double)found->marks[i].y_px);
    printf("\n");
}

/* One line of the table. */
static bool print_view(struct eyes *eyes, const struct wish *wish, const char *settings)
{
    struct scene scene;
    struct bsm_image image = {0};
    struct bsm_face_found found = {0};
    uint8_t probe[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    struct bsm_face_pose pose = {0};
    int32_t score = 0;
    int alive = 0, open[2] = {0};
    if (!set_up(&scene, wish, settings))
        return false;
    steps(&scene, STEPS);
    bool good = bsm_image_init(&image, SCENE_WIDTH, SCENE_HEIGHT, BSM_IMAGE_RGB24, 0) == BSM_OK;
    if (good) {
        copy(&scene.frame.planes, 1, &image, 0, 0);
        good = bsm_face_find(eyes->engine, &image, &found) == BSM_OK;
    }
    if (good && found.faces > 0 && bsm_face_extract(eyes->engine, &image, &found, probe, sizeof probe, &size) == BSM_OK)
        bsm_face_match(eyes->reference, eyes->reference_size, probe, size, &score);
    if (good && found.faces > 0) {
        bsm_face_measure_pose(eyes->engine, &image, &found, &pose);
        bsm_face_measure_eyes(eyes->engine, &image, &found, open);
        bsm_face_alive(eyes->engine, &image, &found, &alive);
    }
    printf("%-38s %5d %5d %5d %5d %5d %5d %7d %6.1f\n", settings, found.faces, found.yaw_degrees, pose.yaw_degrees,
           pose.pitch_degrees, pose.roll_degrees, open[0] < open[1] ? open[0] : open[1], score, alive / 100.0);
    bsm_image_finish(&image);
    scene_finish(&scene);
    return good;
}

static int table(struct eyes *eyes, const struct wish *wish)
{
    bool good = true;
    char settings[64];
    printf("%-38s %5s %5s %17s %5s %7s %6s\n%-38s %5s %5s %5s %5s %5s\n", "asked for", "faces", "yaw", "pose network's",
           "eyes", "score", "alive", "", "", "", "yaw", "pitch", "roll");
    for (int yaw = -35; good && yaw <= 35; yaw += 5) {
        snprintf(settings, sizeof settings, "motion=0;blinking=never;yaw=%d", yaw);
        good = print_view(eyes, wish, settings);
    }
    for (size_t i = 6; good && i < sizeof usual_settings / sizeof *usual_settings; i++)
        good = print_view(eyes, wish, usual_settings[i]);
    return good ? 0 : 1;
}

static double used_ms(void) { return (double)clock() * 1000 / CLOCKS_PER_SEC; }

static int speed(const struct wish *wish)
{
    static const char *const settings[] = {"", "yaw=25;screen_rgb=50 0 0", "medium=print", "medium=phone",
                                           "medium=mask"};
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        struct scene scene;
        if (!set_up(&scene, wish, settings[i]))
            return 1;
        double begun_ms = used_ms();
        steps(&scene, 12);
        double shown_ms = used_ms();
        steps(&scene, 60);
        printf("%-28s %5.1f ms a frame, %d ms to load\n", settings[i], (used_ms() - shown_ms) / 60,
               (int)(shown_ms - begun_ms));
        scene_finish(&scene);
    }
    return 0;
}

static int usage(void)
{
    fprintf(stderr, "basma-camera-look: one of --table, --marks, --sheet, --speed, and a picture; see --help\n");
    return 2;
}

static int with_eyes(int what, const char *models, const struct wish *wish)
{
    struct eyes eyes = {0};
    struct bsm_face_found found = {0};
    int code = open_eyes(&eyes, models, wish->picture, &found) ? 0 : 1;
    if (code == 0 && what == 'k')
        print_marks(&found);
    else if (code == 0)
        code = table(&eyes, wish);
    bsm_face_close(eyes.engine);
    return code;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"models", 1, NULL, 'm'}, {"table", 0, NULL, 't'}, {"marks", 0, NULL, 'k'},  {"sheet", 1, NULL, 's'},
        {"speed", 0, NULL, 'v'},  {"help", 0, NULL, 'h'},  {"closer", 0, NULL, 'c'}, {0}};
    const char *models = BASMA_MODELS_DEFAULT, *out = NULL;
    int what = 0;
    bool closer = false;
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        switch (option) {
        case 'h': fputs(usage_text, stdout); return 0;
        case 'm': models = optarg; break;
        case 'c': closer = true; break;
        case 's':
            out = optarg;
            what = 's';
            break;
        case 't':
        case 'k':
        case 'v': what = option; break;
        default: return usage();
        }
    }
    if (!what || optind == argc)
        return usage();
    char picture[PATH_MAX];
    if (!realpath(argv[optind], picture)) {
        fprintf(stderr, "basma-camera-look: there is no %s\n", argv[optind]);
        return 1;
    }
    int rest = argc - optind - 2;
    struct wish wish = {picture, rest >= 0 && argv[optind + 1][0] ? argv[optind + 1] : NULL, closer};
    if (what == 's')
        return rest > 0 ? sheet(out, &wish, (const char *const *)(argv + optind + 2), rest)
                        : sheet(out, &wish, usual_settings, sizeof usual_settings / sizeof *usual_settings);
    return what == 'v' ? speed(&wish) : with_eyes(what, models, &wish);
}
