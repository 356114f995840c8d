/* What a found face says to the person, and how useful it is: arithmetic on a struct, no picture, no OpenCV. */
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "enroll/face/face.h"

enum { SHARPNESS_MIN = 20 }; /* at 112 px; see sharpness_quality */

static bool is_off_centre(const struct bsm_face_found *found, int width_px, int height_px)
{
    int from_middle_x = abs(found->x_px + found->width_px / 2 - width_px / 2);
    int from_middle_y = abs(found->y_px + found->height_px / 2 - height_px / 2);
    return from_middle_x * 100 > width_px * BSM_FACE_OFF_CENTRE_MAX_PERCENT ||
           from_middle_y * 100 > height_px * BSM_FACE_OFF_CENTRE_MAX_PERCENT;
}

static bool is_cut(const struct bsm_face_found *found, int width_px, int height_px)
{
    return found->x_px < 0 || found->y_px < 0 || found->x_px + found->width_px > width_px ||
           found->y_px + found->height_px > height_px;
}

enum bsm_hint bsm_face_advice(const struct bsm_face_found *found, int picture_width_px, int picture_height_px)
{
    if (found->faces < 1)
        return BSM_HINT_NO_FACE;
    if (found->second_height_px * 100 > found->height_px * BSM_FACE_SECOND_MAX_PERCENT)
        return BSM_HINT_ONE_PERSON;
    if (found->height_px * 100 > picture_height_px * BSM_FACE_HEIGHT_MAX_PERCENT)
        return BSM_HINT_MOVE_BACK;
    if (found->height_px * 100 < picture_height_px * BSM_FACE_HEIGHT_MIN_PERCENT)
        return BSM_HINT_COME_CLOSER;
    if (is_off_centre(found, picture_width_px, picture_height_px) || is_cut(found, picture_width_px, picture_height_px))
        return BSM_HINT_CENTRE_FACE;
    if (abs(found->yaw_degrees) > BSM_FACE_YAW_MAX_DEGREES || abs(found->roll_degrees) > BSM_FACE_ROLL_MAX_DEGREES)
        return BSM_HINT_LOOK_STRAIGHT;
    if (found->inter_eye_px < BSM_FACE_INTER_EYE_MIN_PX)
        return BSM_HINT_COME_CLOSER;
    if (found->luminance < BSM_FACE_LUMINANCE_MIN)
        return BSM_HINT_MORE_LIGHT;
    if (found->luminance > BSM_FACE_LUMINANCE_MAX)
        return BSM_HINT_LESS_LIGHT;
    if (found->sharpness < SHARPNESS_MIN)
        return BSM_HINT_HOLD_STILL;
    return BSM_HINT_FACE_GOOD;
}

static double sigmoid(double x, double middle, double width) { return 1 / (1 + exp((middle - x) / width)); }

static double cosine_of_degrees(int degrees) { return cos(degrees * 3.14159265358979323846 / 180); }

static double inter_eye_quality(const struct bsm_face_found *found)
{
    double cosine = fmax(cosine_of_degrees(found->yaw_degrees), 0.1);
    return 100 * sigmoid(found->inter_eye_px / cosine, 70, 20);
}

static double pose_quality(int degrees)
{
    double cosine = fmax(cosine_of_degrees(degrees), 0);
    return 100 * cosine * cosine;
}

static double luminance_quality(int luminance)
{
    double mean = luminance / 255.0;
    return 100 * sigmoid(mean, 0.2, 0.05) * (1 - sigmoid(mean, 0.8, 0.05));
}

static double single_face_quality(const struct bsm_face_found *found)
{
    double ratio = (double)found->second_height_px / found->height_px;
    return 100 * (1 - fmin(ratio * ratio, 1));
}

/* No part of the standard: faces of LFW blurred to the middle keep 0.9 of their likeness, at half of it 0.65. */
static double sharpness_quality(int sharpness) { return 100 * sigmoid(sharpness, SHARPNESS_MIN, SHARPNESS_MIN / 3.0); }

int bsm_face_quality(const struct bsm_face_found *found)
{
    if (found->faces < 1 || found->height_px < 1)
        return 0;
    const double components[] = {
        inter_eye_quality(found),          pose_quality(found->yaw_degrees),
        pose_quality(found->roll_degrees), luminance_quality(found->luminance),
        single_face_quality(found),        sharpness_quality(found->sharpness),
    };
    double weakest = 100;
    for (size_t i = 0; i < sizeof components / sizeof components[0]; i++)
        weakest = fmin(weakest, components[i]);
    return (int)(weakest + 0.5);
}
