#include "enroll/face/view.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "enroll/face/chip.h"
#include "enroll/face/cover.h"
#include "firmware/base/wipe.h"

enum {
    /* The part of the chip that is skin whatever the hair and the background. */
    INNER_LEFT = 22,
    INNER_TOP = 32,
    INNER_WIDTH = 68,
    INNER_HEIGHT = 70,
    CHEEK_SIDE = 16,
    CHEEK_TOP = 64,
    CHEEK_LEFT = 26,
    CHEEK_RIGHT = 70, /* left edges of the two */
    CHEEK_BINS = 32,
    OVER_EXPOSED = 247,
    UNDER_EXPOSED = 25,
    SHARPNESS_MIDDLE = 20,    /* see sharpness_of */
    COARSE_GAIN = 3,          /* the coarse scale's variance of a sharp face, over the fine one's */
    BACKGROUND_SAMPLES = 160, /* along the longer side of the picture */
};

static const char *const names[BSM_FACE_COMPONENTS] = {
    "inter_eye_distance", "eyes_open",         "mouth_closed",  "yaw",        "pitch",           "roll",
    "head_size",          "room_left",         "room_right",    "room_above", "room_below",      "luminance",
    "not_over_exposed",   "not_under_exposed", "dynamic_range", "even_light", "even_background", "single",
    "sharpness",
};

const char *bsm_face_component_name(enum bsm_face_component component)
{
    return (unsigned)component < BSM_FACE_COMPONENTS ? names[component] : "none";
}

static double sigmoid(double x, double middle, double width) { return 1 / (1 + exp((middle - x) / width)); }

static void set(struct bsm_face_view *view, enum bsm_face_component component, double value)
{
    view->components[component] = (uint8_t)(fmax(0, fmin(value, 100)) + 0.5);
}

static double cosine(int degrees) { return cos(degrees * 3.14159265358979323846 / 180); }

/* --- from the landmarks --- */

static double distance(const struct bsm_face_found *found, int a, int b)
{
    return hypot(found->landmarks[a].x_px - found->landmarks[b].x_px,
                 found->landmarks[a].y_px - found->landmarks[b].y_px);
}

static double eye_gap(const struct bsm_face_found *found, int first)
{
    return fmax(distance(found, first + 1, first + 5), distance(found, first + 2, first + 4));
}

static double mouth_gap(const struct bsm_face_found *found)
{
    return fmax(distance(found, 62, 66), fmax(distance(found, 61, 67), distance(found, 63, 65)));
}

static struct bsm_face_point middle_of_eyes(const struct bsm_face_found *found)
{
    const struct bsm_face_point *a = &found->marks[BSM_FACE_EYE_LEFT_IN_PICTURE];
    const struct bsm_face_point *b = &found->marks[BSM_FACE_EYE_RIGHT_IN_PICTURE];
    return (struct bsm_face_point){(a->x_px + b->x_px) / 2, (a->y_px + b->y_px) / 2};
}

static void measure_pose(struct bsm_face_view *view)
{
    const int degrees[] = {view->found.yaw_degrees, view->found.pitch_degrees, view->found.roll_degrees};
    for (int i = 0; i < 3; i++) {
        double along = fmax(0, cosine(degrees[i]));
        set(view, (enum bsm_face_component)(BSM_FACE_YAW + i), 100 * along * along);
    }
}

static void measure_room(struct bsm_face_view *view, double eyes, double head)
{
    const struct bsm_face_found *found = &view->found;
    double left = found->marks[BSM_FACE_EYE_LEFT_IN_PICTURE].x_px;
    double right = (double)view->picture_width_px - found->marks[BSM_FACE_EYE_RIGHT_IN_PICTURE].x_px;
    double above = middle_of_eyes(found).y_px, below = (double)view->picture_height_px - above;
    set(view, BSM_FACE_ROOM_LEFT, 100 * sigmoid(left / eyes, 0.9, 0.1));
    set(view, BSM_FACE_ROOM_RIGHT, 100 * sigmoid(right / eyes, 0.9, 0.1));
    set(view, BSM_FACE_ROOM_ABOVE, 100 * sigmoid(above / head, 1.4, 0.1));
    set(view, BSM_FACE_ROOM_BELOW, 100 * sigmoid(below / head, 1.8, 0.1));
}

static void measure_shape(struct bsm_face_view *view)
{
    const struct bsm_face_found *found = &view->found;
    struct bsm_face_point eye = middle_of_eyes(found);
    double eyes =
        fmax(1, hypot(found->marks[0].x_px - found->marks[1].x_px, found->marks[0].y_px - found->marks[1].y_px));
    double head = fmax(1, hypot(eye.x_px - found->landmarks[8].x_px, eye.y_px - found->landmarks[8].y_px));
    double second = fmin((double)found->second_height_px / found->height_px, 1);
    set(view, BSM_FACE_INTER_EYE_DISTANCE, 100 * sigmoid(eyes / fmax(cosine(found->yaw_degrees), 0.1), 70, 20));
    set(view, BSM_FACE_EYES_OPEN, 100 * sigmoid(fmin(eye_gap(found, 36), eye_gap(found, 42)) / head, 0.02, 0.01));
    set(view, BSM_FACE_MOUTH_CLOSED, 100 * (1 - sigmoid(mouth_gap(found) / head, 0.2, 0.06)));
    set(view, BSM_FACE_HEAD_SIZE, 200 * (1 - sigmoid(fabs(head / view->picture_height_px - 0.45), 0, 0.05)));
    set(view, BSM_FACE_SINGLE, 100 * (1 - second * second));
    measure_pose(view);
    measure_room(view, eyes, head);
}

/* --- from the upright face --- */

static void measure_exposure(struct bsm_face_view *view, const struct bsm_face_chip *chip)
{
    const double all = INNER_WIDTH * INNER_HEIGHT;
    int histogram[256] = {0}, over = 0, under = 0;
    double sum = 0, entropy = 0;
    for (int y = INNER_TOP; y < INNER_TOP + INNER_HEIGHT; y++)
        for (int x = INNER_LEFT; x < INNER_LEFT + INNER_WIDTH; x++)
            histogram[chip->grey[y][x]]++;
    for (int i = 0; i < 256; i++) {
        sum += (double)i * histogram[i];
        over += i >= OVER_EXPOSED ? histogram[i] : 0;
        under += i <= UNDER_EXPOSED ? histogram[i] : 0;
        entropy -= histogram[i] ? histogram[i] / all * log2(histogram[i] / all) : 0;
    }
    double mean = sum / all / 255;
    view->luminance = (int)(sum / all + 0.5);
    set(view, BSM_FACE_LUMINANCE, 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05)));
    set(view, BSM_FACE_NOT_OVER_EXPOSED, 1 / (over / all + 0.01));
    set(view, BSM_FACE_NOT_UNDER_EXPOSED, 120 * (0.832 - sigmoid(under / all, 0.92, 0.05)));
    set(view, BSM_FACE_DYNAMIC_RANGE, 12.5 * entropy);
}

/* Returns the mean. */
static int fill_cheek(const struct bsm_face_chip *chip, int left, int histogram[CHEEK_BINS])
{
    int sum = 0;
    for (int y = CHEEK_TOP; y < CHEEK_TOP + CHEEK_SIDE; y++)
        for (int x = left; x < left + CHEEK_SIDE; x++) {
            histogram[chip->grey[y][x] * CHEEK_BINS / 256]++;
            sum += chip->grey[y][x];
        }
    return sum / (CHEEK_SIDE * CHEEK_SIDE);
}

/* What the grey values of the two cheeks have in common. */
static void measure_evenness(struct bsm_face_view *view, const struct bsm_face_chip *chip)
{
    int left[CHEEK_BINS] = {0}, right[CHEEK_BINS] = {0}, common = 0;
    int left_mean = fill_cheek(chip, CHEEK_LEFT, left), right_mean = fill_cheek(chip, CHEEK_RIGHT, right);
    for (int i = 0; i < CHEEK_BINS; i++)
        common += left[i] < right[i] ? left[i] : right[i];
    view->darker_cheek = left_mean < right_mean ? left_mean : right_mean;
    set(view, BSM_FACE_EVEN_LIGHT, 100 * pow((double)common / (CHEEK_SIDE * CHEEK_SIDE), 0.3));
}

/* The mean of step x step pixels of the chip. */
static double block(const struct bsm_face_chip *chip, int x, int y, int step)
{
    int sum = 0;
    for (int j = 0; j < step; j++)
        for (int i = 0; i < step; i++)
            sum += chip->grey[y * step + j][x * step + i];
    return (double)sum / (step * step);
}

static double laplacian_variance(const struct bsm_face_chip *chip, int step)
{
    double sum = 0, squares = 0;
    int count = 0;
    for (int y = INNER_TOP / step + 1; y < (INNER_TOP + INNER_HEIGHT) / step - 1; y++)
        for (int x = INNER_LEFT / step + 1; x < (INNER_LEFT + INNER_WIDTH) / step - 1; x++, count++) {
            double edge = block(chip, x - 1, y, step) + block(chip, x + 1, y, step) + block(chip, x, y - 1, step) +
                          block(chip, x, y + 1, step) - 4 * block(chip, x, y, step);
            sum += edge;
            squares += edge * edge;
        }
    return squares / count - sum / count * (sum / count);
}

/*
 * A blurred face has little at the fine scale; a noisy one much at the fine and little at the coarse: the lower of the
 * two counts. Faces of LFW blurred to 20 keep 0.9 of their likeness, at half of it 0.65.
 */
static void measure_sharpness(struct bsm_face_view *view, const struct bsm_face_chip *chip)
{
    double variance = fmin(laplacian_variance(chip, 1), laplacian_variance(chip, 2) / COARSE_GAIN);
    view->sharpness = (int)(variance + 0.5);
    set(view, BSM_FACE_SHARPNESS, 100 * sigmoid(variance, SHARPNESS_MIDDLE, SHARPNESS_MIDDLE / 3.0));
}

static void measure_cover(struct bsm_face_view *view, const struct bsm_face_chip *chip)
{
    int features[BSM_COVER_FEATURES];
    bsm_cover_features(chip, features);
    int mouth = bsm_cover_judge(features, BSM_COVER_MOUTH), eyes = bsm_cover_judge(features, BSM_COVER_EYES);
    view->covered = mouth > eyes ? mouth : eyes;
    bsm_wipe(features, sizeof features);
}

/* --- from the whole picture --- */

static int grey_of(const struct bsm_image *picture, int x, int y)
{
    const uint8_t *pixel = picture->pixels + (size_t)y * picture->stride + (size_t)x * (size_t)picture->format;
    return picture->format == BSM_IMAGE_GREY8 ? pixel[0] : (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8;
}

static int step_of(const struct bsm_image *picture)
{
    int longer = picture->width_px > picture->height_px ? picture->width_px : picture->height_px;
    return longer / BACKGROUND_SAMPLES + 1;
}

static void measure_darkness(struct bsm_face_view *view, const struct bsm_image *picture)
{
    int64_t sum = 0, count = 0;
    int step = step_of(picture);
    for (int y = 0; y < picture->height_px; y += step)
        for (int x = 0; x < picture->width_px; x += step, count++)
            sum += grey_of(picture, x, y);
    view->picture_luminance = count ? (int)(sum / count) : 0;
}

/* Head and shoulders, generously: what lies beside and above them is background. */
static bool is_person(const struct bsm_face_found *found, int x, int y)
{
    int middle = found->x_px + found->width_px / 2;
    int reach = y > found->y_px + found->height_px ? 2 * found->width_px : found->width_px;
    return abs(x - middle) < reach && y > found->y_px - found->height_px * 2 / 3;
}

static double sobel(const struct bsm_image *picture, int x, int y, int s)
{
    int nw = grey_of(picture, x - s, y - s), n = grey_of(picture, x, y - s), ne = grey_of(picture, x + s, y - s);
    int w = grey_of(picture, x - s, y), e = grey_of(picture, x + s, y);
    int sw = grey_of(picture, x - s, y + s), south = grey_of(picture, x, y + s), se = grey_of(picture, x + s, y + s);
    return hypot(ne + 2 * e + se - nw - 2 * w - sw, sw + 2 * south + se - nw - 2 * n - ne);
}

static void measure_background(struct bsm_face_view *view, const struct bsm_image *picture)
{
    double sum = 0;
    int count = 0, step = step_of(picture);
    for (int y = step; y < picture->height_px - step; y += step)
        for (int x = step; x < picture->width_px - step; x += step)
            if (!is_person(&view->found, x, y)) {
                sum += sobel(picture, x, y, step);
                count++;
            }
    set(view, BSM_FACE_EVEN_BACKGROUND, count ? 190 * (1 - sigmoid(sum / count, 10, 100)) : 0);
}

void bsm_face_view_measure(const struct bsm_image *picture, const struct bsm_face_found *found,
                           struct bsm_face_view *view)
{
    *view = (struct bsm_face_view){.picture_width_px = picture->width_px,
                                   .picture_height_px = picture->height_px,
                                   .found = *found,
                                   .eyes_open_percent = BSM_FACE_EYES_UNKNOWN};
    measure_darkness(view, picture);
    struct bsm_face_chip chip;
    if (found->faces < 1 || found->height_px < 1 || !bsm_face_chip_take(picture, found, &chip))
        return;
    measure_shape(view);
    measure_exposure(view, &chip);
    measure_evenness(view, &chip);
    measure_sharpness(view, &chip);
    measure_cover(view, &chip);
    measure_background(view, picture);
    bsm_wipe(&chip, sizeof chip);
}
