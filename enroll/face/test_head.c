#include "enroll/face/test_head.h"

#include <math.h>
#include <stdlib.h>

#include "enroll/face/geometry.h"
#include "enroll/face/head.h"

/* Between -1 and 1; the same on every machine. */
static double dice(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (double)(*seed >> 8) / 8388608.0 - 1;
}

/* Turned about the neck's axes: yaw, then pitch, then roll. */
static struct bsm_head_point turned(struct bsm_head_point p, const struct test_pose *pose)
{
    const double degree = 3.14159265358979323846 / 180, axis = -0.9; /* of the turn, behind the eyes */
    double yaw = pose->yaw_degrees * degree, pitch = pose->pitch_degrees * degree, roll = pose->roll_degrees * degree;
    double x = p.x, y = p.y, z = p.z - axis;
    double x1 = x * cos(yaw) + z * sin(yaw), z1 = z * cos(yaw) - x * sin(yaw);
    double y1 = y * cos(pitch) - z1 * sin(pitch), z2 = z1 * cos(pitch) + y * sin(pitch);
    return (struct bsm_head_point){(float)(x1 * cos(roll) - y1 * sin(roll)), (float)(x1 * sin(roll) + y1 * cos(roll)),
                                   (float)(z2 + axis)};
}

static void box_of(struct bsm_face_found *found)
{
    float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++) {
        left = fminf(left, found->landmarks[i].x_px);
        right = fmaxf(right, found->landmarks[i].x_px);
        top = fminf(top, found->landmarks[i].y_px);
        bottom = fmaxf(bottom, found->landmarks[i].y_px);
    }
    float brow = (bottom - top) / 6; /* the detector's boxes begin at the brow */
    found->x_px = (int)left;
    found->y_px = (int)(top - brow);
    found->width_px = (int)(right - left);
    found->height_px = (int)(bottom - top + brow);
}

struct bsm_face_found test_head(const struct test_pose *pose)
{
    struct bsm_face_found found = {.faces = 1};
    double eyes_px = pose->eyes_px > 0 ? pose->eyes_px : 100;
    double far = pose->distance_eyes > 0 ? pose->distance_eyes : 8;
    uint32_t person = pose->seed * 7919u + 17u, noise = pose->seed * 31u + (uint32_t)(int)(pose->yaw_degrees * 64) + 5u;
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++) {
        struct bsm_head_point p = bsm_head[i];
        double own = pose->seed ? 0.05 : 0; /* a person differs from the mean */
        p.x += (float)(own * dice(&person) * 0.5);
        p.y += (float)(own * dice(&person) * 0.5);
        p.z = (float)((p.z + own * dice(&person)) * (1 - pose->flatness));
        p = turned(p, pose);
        double scale = eyes_px * far / (far - p.z);
        found.landmarks[i].x_px = (float)(pose->x_px + p.x * scale + pose->noise_px * dice(&noise));
        found.landmarks[i].y_px = (float)(pose->y_px + p.y * scale + pose->noise_px * dice(&noise));
    }
    bsm_face_read_landmarks(&found);
    box_of(&found);
    return found;
}

static void paint(struct bsm_image *image, int x, int y, int value)
{
    if (x < 0 || y < 0 || x >= image->width_px || y >= image->height_px)
        return;
    uint8_t *pixel = image->pixels + (size_t)y * image->stride + (size_t)x * (size_t)image->format;
    for (int i = 0; i < (int)image->format; i++)
        pixel[i] = (uint8_t)value;
}

static void disc(struct bsm_image *image, double x, double y, double rx, double ry, int value)
{
    for (int j = (int)-ry; j <= (int)ry; j++)
        for (int i = (int)-rx; i <= (int)rx; i++)
            if (i * i / (rx * rx) + j * j / (ry * ry) <= 1)
                paint(image, (int)x + i, (int)y + j, value);
}

/* Skin has pores: a grain that is the same at both cheeks. */
static void grain(struct bsm_image *image, uint32_t seed)
{
    for (int y = 0; y < image->height_px; y++)
        for (int x = 0; x < image->width_px; x++) {
            uint8_t *pixel = image->pixels + (size_t)y * image->stride + (size_t)x * (size_t)image->format;
            int value = pixel[0] + (int)(8 * dice(&seed));
            paint(image, x, y, value < 0 ? 0 : value > 255 ? 255 : value);
        }
}

struct bsm_image test_face_drawn(const struct bsm_face_found *found, int width_px, int height_px,
                                 enum bsm_image_format format)
{
    struct bsm_image image;
    if (bsm_image_init(&image, width_px, height_px, format, 0) != BSM_OK)
        abort();
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            paint(&image, x, y, 190);
    double unit = hypot(found->marks[1].x_px - found->marks[0].x_px, found->marks[1].y_px - found->marks[0].y_px);
    disc(&image, found->landmarks[30].x_px, found->landmarks[30].y_px, 1.2 * unit, 1.6 * unit, 150);
    for (int i = 17; i < BSM_FACE_LANDMARKS; i++)
        disc(&image, found->landmarks[i].x_px, found->landmarks[i].y_px, 0.06 * unit, 0.05 * unit, i < 27 ? 60 : 90);
    for (int eye = 0; eye < 2; eye++)
        disc(&image, found->marks[eye].x_px, found->marks[eye].y_px, 0.09 * unit, 0.08 * unit, 40);
    grain(&image, 99);
    return image;
}
