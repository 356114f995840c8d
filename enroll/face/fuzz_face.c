/*
 * Any frame over the boundary to C++: every size, stride and content, and places found in it that are not there. The
 * first bytes say how large; the rest fills the picture again and again. Without models there is nothing to cross.
 */
#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/face.h"
#include "enroll/face/geometry.h"
#include "enroll/face/motion.h"
#include "enroll/face/screen_cue.h"
#include "enroll/face/view.h"
#include "firmware/base/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIDE_MAX = 400 };

static struct bsm_face *engine(void)
{
    static struct bsm_face *face;
    static bool tried;
    char why[BSM_FACE_WHY_SIZE];
    if (!tried)
        (void)bsm_face_open(BASMA_MODELS_DEFAULT, &face, why, sizeof why);
    tried = true;
    return face;
}

/* Rows end where the memory does, so that a read past them is seen. */
static struct bsm_image picture_of(struct bsm_reader *reader)
{
    int width = bsm_read_u16(reader) % SIDE_MAX, height = bsm_read_u16(reader) % SIDE_MAX;
    size_t stride = (size_t)width * 3 + bsm_read_u8(reader) % 64, used = height ? stride * (size_t)(height - 1) : 0;
    struct bsm_image picture = {.width_px = width, .height_px = height, .stride = stride, .format = BSM_IMAGE_RGB24};
    size_t bytes = used + (size_t)width * 3;
    picture.pixels = malloc(bytes ? bytes : 1);
    assert(picture.pixels);
    for (size_t i = 0; i < bytes; i++)
        picture.pixels[i] = reader->left ? reader->at[i % reader->left] : 0;
    return picture;
}

static void look(struct bsm_face *face, const struct bsm_image *picture, const struct bsm_face_found *found)
{
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    int log_odds, open_percent[2];
    struct bsm_face_pose pose;
    struct bsm_face_view view;
    if (bsm_face_extract(face, picture, found, bytes, sizeof bytes, &size) == BSM_OK)
        assert(bsm_face_template_check(bytes, size) == BSM_OK);
    if (bsm_face_alive(face, picture, found, &log_odds) == BSM_OK)
        assert(abs(log_odds) <= BSM_FACE_ALIVE_MAX);
    (void)bsm_face_measure_pose(face, picture, found, &pose);
    if (bsm_face_measure_eyes(face, picture, found, open_percent) == BSM_OK)
        assert(open_percent[0] >= 0 && open_percent[0] <= 100 && open_percent[1] >= 0 && open_percent[1] <= 100);
    if (picture->width_px > 0 && picture->height_px > 0) {
        int grid = bsm_screen_grid(picture, found);
        assert(grid >= BSM_SCREEN_UNSEEN && grid <= BSM_SCREEN_GRID_MAX);
        bsm_face_view_measure(picture, found, &view);
        assert(bsm_face_quality(&view) <= 100);
        assert(bsm_face_advice(&view, BSM_HINT_NONE) != BSM_HINT_NONE);
    }
}

/* A face at places taken from the bytes, some of them far outside. */
static struct bsm_face_found invented(struct bsm_reader *reader)
{
    struct bsm_face_found found = {.faces = 1};
    found.x_px = (int16_t)bsm_read_u16(reader);
    found.y_px = (int16_t)bsm_read_u16(reader);
    found.width_px = (int16_t)bsm_read_u16(reader);
    found.height_px = (int16_t)bsm_read_u16(reader);
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++)
        found.landmarks[i] =
            (struct bsm_face_point){(float)(int16_t)bsm_read_u16(reader), (float)(int16_t)bsm_read_u16(reader)};
    bsm_face_read_landmarks(&found);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bsm_face *face = engine();
    if (!face)
        return 0;
    struct bsm_reader reader = bsm_reader_of(data, size);
    struct bsm_face_found found = {0};
    struct bsm_image picture = picture_of(&reader);
    struct bsm_face_found nowhere = invented(&reader);
    if (bsm_face_find(face, &picture, &found) == BSM_OK)
        look(face, &picture, &found);
    look(face, &picture, &nowhere);
    struct bsm_motion motion = {.count = 0};
    for (int i = 0; i < 4; i++)
        bsm_motion_take(&motion, i * 100, i % 2 ? &found : &nowhere);
    (void)bsm_motion_judge(&motion);
    picture.stride = (size_t)picture.width_px; /* rows that overlap are no picture */
    assert(bsm_face_find(face, &picture, &found) == BSM_INVALID || picture.width_px == 0);
    free(picture.pixels);
    return 0;
}
