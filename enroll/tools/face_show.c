/*
 * basma-face-show: what the face engine sees in a picture, as a picture: the frame with the box and the landmarks of
 * the largest face, the upright face on which light and sharpness are measured, and a bar for each component of view.h.
 * The numbers are printed.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/chip.h"
#include "enroll/face/icao.h"
#include "enroll/face/view.h"
#include "enroll/picture/picture.h"

enum { PORTRAIT_WIDTH = 490, HEIGHT = 448, BARS_WIDTH = 220, GAP = 12, DOT = 2, ZOOM = HEIGHT / BSM_FACE_CHIP_SIDE };

#ifndef BASMA_MODELS_DEFAULT
#define BASMA_MODELS_DEFAULT "var/assets/models"
#endif

struct colour {
    uint8_t red, green, blue;
};

static const struct colour paper = {247, 245, 239}, ink = {14, 92, 68}, line = {201, 150, 61}, empty = {226, 222, 212};

static void put(struct bsm_image *image, int x, int y, struct colour colour)
{
    if (x >= 0 && y >= 0 && x < image->width_px && y < image->height_px)
        memcpy(image->pixels + (size_t)y * image->stride + 3 * (size_t)x, &colour, 3);
}

static void fill(struct bsm_image *image, int left, int top, int width, int height, struct colour colour)
{
    for (int y = top; y < top + height; y++)
        for (int x = left; x < left + width; x++)
            put(image, x, y, colour);
}

static void frame(struct bsm_image *image, int left, int top, int width, int height)
{
    fill(image, left, top, width, 2, line);
    fill(image, left, top + height, width, 2, line);
    fill(image, left, top, 2, height, line);
    fill(image, left + width, top, 2, height + 2, line);
}

/* The picture at the height of the page, and what was found in it. */
static void draw_picture(struct bsm_image *page, const struct bsm_image *picture, const struct bsm_face_found *found)
{
    double scale = (double)picture->height_px / HEIGHT;
    int width = (int)(picture->width_px / scale);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < width; x++) {
            size_t at = (size_t)(y * scale) * picture->stride + 3 * (size_t)(x * scale);
            put(page, x, y, (struct colour){picture->pixels[at], picture->pixels[at + 1], picture->pixels[at + 2]});
        }
    if (found->faces < 1)
        return;
    frame(page, (int)(found->x_px / scale), (int)(found->y_px / scale), (int)(found->width_px / scale),
          (int)(found->height_px / scale));
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++)
        fill(page, (int)((double)found->landmarks[i].x_px / scale) - DOT / 2,
             (int)((double)found->landmarks[i].y_px / scale) - DOT / 2, DOT + 1, DOT + 1,
             (struct colour){90, 220, 160});
}

static void draw_chip(struct bsm_image *page, int left, const struct bsm_face_chip *chip)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < HEIGHT; x++) {
            uint8_t grey = chip->grey[y / ZOOM][x / ZOOM];
            put(page, left + x, y, (struct colour){grey, grey, grey});
        }
}

static void draw_bars(struct bsm_image *page, int left, const struct bsm_face_view *view)
{
    int pitch = HEIGHT / BSM_FACE_COMPONENTS;
    for (int i = 0; i < BSM_FACE_COMPONENTS; i++) {
        fill(page, left, i * pitch, BARS_WIDTH, pitch - 6, empty);
        fill(page, left, i * pitch, BARS_WIDTH * view->components[i] / 100, pitch - 6, ink);
    }
}

static int write_page(const char *path, const struct bsm_image *picture, const struct bsm_face_view *view)
{
    struct bsm_image page;
    struct bsm_face_chip chip;
    int width = picture->width_px * HEIGHT / picture->height_px;
    if (bsm_image_init(&page, width + HEIGHT + BARS_WIDTH + 2 * GAP, HEIGHT, BSM_IMAGE_RGB24, 0) != BSM_OK)
        return EXIT_FAILURE;
    fill(&page, 0, 0, page.width_px, HEIGHT, paper);
    draw_picture(&page, picture, &view->found);
    if (view->found.faces > 0 && bsm_face_chip_take(picture, &view->found, &chip))
        draw_chip(&page, width + GAP, &chip);
    draw_bars(&page, width + HEIGHT + 2 * GAP, view);
    enum bsm_status status = bsm_picture_write_png(path, &page);
    bsm_image_finish(&page);
    if (status != BSM_OK)
        fprintf(stderr, "basma-face-show: %s: cannot be written\n", path);
    return status == BSM_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What else the networks say. */
static void say_networks(struct bsm_face *face, const struct bsm_image *picture, struct bsm_face_view *view)
{
    struct bsm_face_pose pose;
    int log_odds, open_percent[2];
    if (bsm_face_measure_eyes(face, picture, &view->found, open_percent) == BSM_OK) {
        view->eyes_open_percent = open_percent[0] > open_percent[1] ? open_percent[0] : open_percent[1];
        printf("eyes open %d %% and %d %%\n", open_percent[0], open_percent[1]);
    }
    if (bsm_face_measure_pose(face, picture, &view->found, &pose) == BSM_OK)
        printf("turned: yaw %d, pitch %d, roll %d degrees; by the landmarks %d, %d, %d\n", pose.yaw_degrees,
               pose.pitch_degrees, pose.roll_degrees, view->found.yaw_degrees, view->found.pitch_degrees,
               view->found.roll_degrees);
    if (bsm_face_alive(face, picture, &view->found, &log_odds) == BSM_OK)
        printf("log odds of a living face, from this one view: %.2f\n", log_odds / 100.0);
}

static int show(struct bsm_face *face, const char *in, const char *out)
{
    struct bsm_image picture;
    struct bsm_face_found found;
    struct bsm_face_view view;
    char why[256];
    if (bsm_picture_read(in, BSM_IMAGE_RGB24, 0, &picture, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-face-show: %s: %s\n", in, why);
        return 2;
    }
    int code = EXIT_FAILURE;
    if (bsm_face_find(face, &picture, &found) == BSM_OK) {
        bsm_face_view_measure(&picture, &found, &view);
        say_networks(face, &picture, &view);
        for (int i = 0; i < BSM_FACE_COMPONENTS; i++)
            printf("%-20s %3d\n", bsm_face_component_name((enum bsm_face_component)i), view.components[i]);
        printf("log odds that mouth or eyes are covered: %.2f\n", view.covered / 100.0);
        printf("quality for matching %d, advice %s\n", bsm_face_quality(&view),
               bsm_hint_name(bsm_face_advice(&view, BSM_HINT_NONE)));
        code = write_page(out, &picture, &view);
    }
    bsm_image_finish(&picture);
    return code;
}

static int cut(struct bsm_face *face, const char *in, const char *out)
{
    struct bsm_image picture, portrait = {0};
    struct bsm_face_found found;
    char why[256];
    if (bsm_picture_read(in, BSM_IMAGE_RGB24, 0, &picture, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-face-show: %s: %s\n", in, why);
        return 2;
    }
    enum bsm_status status = bsm_face_find(face, &picture, &found);
    if (status == BSM_OK)
        status = bsm_icao_portrait(&picture, &found, PORTRAIT_WIDTH, &portrait);
    if (status == BSM_OK)
        status = bsm_picture_write_png(out, &portrait);
    if (status == BSM_RETRY)
        fprintf(stderr, "basma-face-show: %s: no face, too small a one, or too near the edge\n", in);
    else if (status != BSM_OK)
        fprintf(stderr, "basma-face-show: %s: %s\n", out, bsm_status_name(status));
    bsm_image_finish(&portrait);
    bsm_image_finish(&picture);
    return status == BSM_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
    struct bsm_face *face = NULL;
    const char *folder = getenv("BASMA_MODELS");
    char why[BSM_FACE_WHY_SIZE];
    bool portrait = argc == 4 && strcmp(argv[1], "--portrait") == 0;
    if (argc != 3 && !portrait) {
        fprintf(argc == 2 && strcmp(argv[1], "--help") == 0 ? stdout : stderr,
                "usage: basma-face-show [--portrait] PICTURE OUT.png\n\nDraws what the engine finds, and prints what "
                "it measures. --portrait: cuts out the portrait that an identity\ndocument would carry (icao.h), 490 x "
                "630.\n");
        return argc == 2 && strcmp(argv[1], "--help") == 0 ? EXIT_SUCCESS : 2;
    }
    if (bsm_face_open(folder && folder[0] ? folder : BASMA_MODELS_DEFAULT, &face, why, sizeof why) != BSM_OK) {
        fprintf(stderr, "basma-face-show: %s\n", why);
        return EXIT_FAILURE;
    }
    int code = portrait ? cut(face, argv[2], argv[3]) : show(face, argv[1], argv[2]);
    bsm_face_close(face);
    return code;
}
