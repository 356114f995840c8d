/* The engine on OpenCV. Skips where the models are not there (./basma setup brings them). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "enroll/face/face.h"
#include "enroll/face/view.h"
#include "enroll/picture/picture.h"
#include "firmware/base/file.h"

static struct bsm_face *engine;

static const char *assets(const char *name)
{
    static char path[512];
    const char *root = getenv("BASMA_SOURCE_DIR");
    snprintf(path, sizeof path, "%s/var/assets/%s", root ? root : ".", name);
    return path;
}

/* False where the portrait was not brought. */
static bool template_of(const char *name, uint8_t bytes[BSM_FACE_TEMPLATE_MAX], size_t *size,
                        struct bsm_face_found *found)
{
    struct bsm_image image;
    if (bsm_picture_read(assets(name), BSM_IMAGE_RGB24, 0, &image, NULL, 0) != BSM_OK)
        return false;
    assert_int_equal(bsm_face_find(engine, &image, found), BSM_OK);
    assert_int_equal(found->faces, 1);
    assert_int_equal(bsm_face_extract(engine, &image, found, bytes, BSM_FACE_TEMPLATE_MAX, size), BSM_OK);
    bsm_image_finish(&image);
    return true;
}

static int32_t score_of(const char *a, const char *b)
{
    uint8_t bytes_a[BSM_FACE_TEMPLATE_MAX], bytes_b[BSM_FACE_TEMPLATE_MAX];
    size_t size_a = 0, size_b = 0;
    struct bsm_face_found found;
    int32_t score = 0;
    if (!template_of(a, bytes_a, &size_a, &found) || !template_of(b, bytes_b, &size_b, &found))
        skip();
    assert_int_equal(bsm_face_match(bytes_a, size_a, bytes_b, size_b, &score), BSM_OK);
    return score;
}

static void two_pictures_of_one_person_match_and_of_two_do_not(void **state)
{
    (void)state;
    for (char visitor = '1'; visitor <= '3'; visitor++) {
        char enrolment[] = "portraits/visitor?-enrolment.png", probe[] = "portraits/visitor?-probe.png";
        *strchr(enrolment, '?') = visitor;
        *strchr(probe, '?') = visitor;
        assert_true(score_of(enrolment, probe) >= BSM_FACE_SCORE_FMR_1E4);
        assert_true(score_of(enrolment, "portraits/other2.png") < BSM_FACE_SCORE_FMR_1E4);
        assert_true(score_of(enrolment, "portraits/other6.png") < BSM_FACE_SCORE_FMR_1E4);
    }
}

/* A frame of 720p with the portrait shrunk to a height at a place, on grey. */
static struct bsm_image frame_with(const struct bsm_image *portrait, int height_px, int x_px, int y_px)
{
    struct bsm_image frame;
    assert_int_equal(bsm_image_init(&frame, 1280, 720, BSM_IMAGE_RGB24, 0), BSM_OK);
    memset(frame.pixels, 128, frame.stride * 720);
    int width_px = portrait->width_px * height_px / portrait->height_px;
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            if (x + x_px < 0 || x + x_px >= 1280 || y + y_px < 0 || y + y_px >= 720)
                continue;
            const uint8_t *from = portrait->pixels + (size_t)(y * portrait->height_px / height_px) * portrait->stride +
                                  3 * (size_t)(x * portrait->width_px / width_px);
            memcpy(frame.pixels + (size_t)(y + y_px) * frame.stride + 3 * (size_t)(x + x_px), from, 3);
        }
    return frame;
}

static enum bsm_hint advice_at(const struct bsm_image *portrait, int height_px, int x_px, int y_px)
{
    struct bsm_image frame = frame_with(portrait, height_px, x_px, y_px);
    struct bsm_face_found found;
    struct bsm_face_view view;
    assert_int_equal(bsm_face_find(engine, &frame, &found), BSM_OK);
    bsm_face_view_measure(&frame, &found, &view);
    bsm_image_finish(&frame);
    return bsm_face_advice(&view, BSM_HINT_NONE);
}

static void a_person_before_the_camera_is_led_to_the_right_place(void **state)
{
    (void)state;
    struct bsm_image portrait;
    if (bsm_picture_read(assets("portraits/other2.png"), BSM_IMAGE_RGB24, 0, &portrait, NULL, 0) != BSM_OK)
        skip();
    assert_int_equal(advice_at(&portrait, 700, 390, 10), BSM_HINT_FACE_GOOD);
    assert_int_equal(advice_at(&portrait, 200, 560, 260), BSM_HINT_COME_CLOSER);
    assert_int_equal(advice_at(&portrait, 700, 0, 10), BSM_HINT_CENTRE_FACE);
    bsm_image_finish(&portrait);
}

static void darken(struct bsm_image *image, int divisor)
{
    for (size_t i = 0; i < image->stride * (size_t)image->height_px; i++)
        image->pixels[i] = (uint8_t)(image->pixels[i] / divisor);
}

static enum bsm_hint advice_on(const struct bsm_image *frame)
{
    struct bsm_face_found found;
    struct bsm_face_view view;
    assert_int_equal(bsm_face_find(engine, frame, &found), BSM_OK);
    bsm_face_view_measure(frame, &found, &view);
    return bsm_face_advice(&view, BSM_HINT_NONE);
}

static void two_people_and_a_dark_room_are_told(void **state)
{
    (void)state;
    struct bsm_image portrait;
    if (bsm_picture_read(assets("portraits/other2.png"), BSM_IMAGE_RGB24, 0, &portrait, NULL, 0) != BSM_OK)
        skip();
    struct bsm_image one = frame_with(&portrait, 700, 390, 10), two = frame_with(&portrait, 560, 100, 80);
    for (int y = 80; y < 640; y++)
        memcpy(two.pixels + (size_t)y * two.stride + 3 * 660, two.pixels + (size_t)y * two.stride + 3 * 100, 3 * 400);
    assert_int_equal(advice_on(&two), BSM_HINT_ONE_PERSON);
    darken(&one, 4);
    assert_int_equal(advice_on(&one), BSM_HINT_MORE_LIGHT);
    darken(&one, 40);
    assert_int_equal(advice_on(&one), BSM_HINT_TOO_DARK);
    bsm_image_finish(&portrait);
    bsm_image_finish(&one);
    bsm_image_finish(&two);
}

static void a_picture_without_a_face_has_none(void **state)
{
    (void)state;
    struct bsm_image image;
    struct bsm_face_found found;
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    assert_int_equal(bsm_image_init(&image, 320, 240, BSM_IMAGE_RGB24, 0), BSM_OK);
    assert_int_equal(bsm_face_find(engine, &image, &found), BSM_OK);
    assert_int_equal(found.faces, 0);
    assert_int_equal(bsm_face_extract(engine, &image, &found, bytes, sizeof bytes, &size), BSM_RETRY);
    bsm_image_finish(&image);
}

static void a_grey_tiny_or_empty_picture_is_refused(void **state)
{
    (void)state;
    struct bsm_image image = {0};
    struct bsm_face_found found;
    assert_int_equal(bsm_face_find(engine, &image, &found), BSM_INVALID);
    assert_int_equal(bsm_image_init(&image, 64, 64, BSM_IMAGE_GREY8, 0), BSM_OK);
    assert_int_equal(bsm_face_find(engine, &image, &found), BSM_INVALID);
    bsm_image_finish(&image);
    assert_int_equal(bsm_image_init(&image, 8, 64, BSM_IMAGE_RGB24, 0), BSM_OK);
    assert_int_equal(bsm_face_find(engine, &image, &found), BSM_INVALID);
    bsm_image_finish(&image);
}

/* What a caller hands in may be of another picture; nothing of it is trusted. */
static void marks_from_nowhere_do_not_break_the_extraction(void **state)
{
    (void)state;
    struct bsm_image image;
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    assert_int_equal(bsm_image_init(&image, 64, 48, BSM_IMAGE_RGB24, 0), BSM_OK);
    struct bsm_face_found found = {.faces = 1};
    assert_int_not_equal(bsm_face_extract(engine, &image, &found, bytes, sizeof bytes, &size), BSM_OK);
    for (int i = 0; i < BSM_FACE_MARKS; i++)
        found.marks[i] = (struct bsm_face_point){1e30f * (float)(i - 2), -1e30f * (float)i};
    assert_int_not_equal(bsm_face_extract(engine, &image, &found, bytes, sizeof bytes, &size), BSM_OK);
    assert_int_equal(size, 0);
    bsm_image_finish(&image);
}

/* The portraits are pictures of living people; the network was made for whole frames, so these stand in one. */
static void a_living_person_looks_alive_and_a_set_without_the_network_says_so(void **state)
{
    (void)state;
    struct bsm_image portrait;
    struct bsm_face_found found;
    int log_odds = 9999;
    if (bsm_picture_read(assets("portraits/other2.png"), BSM_IMAGE_RGB24, 0, &portrait, NULL, 0) != BSM_OK)
        skip();
    assert_int_equal(bsm_face_find(engine, &portrait, &found), BSM_OK);
    enum bsm_status status = bsm_face_alive(engine, &portrait, &found, &log_odds);
    if (status == BSM_OK)
        assert_in_range(log_odds + BSM_FACE_ALIVE_MAX, BSM_FACE_ALIVE_MAX, 2 * BSM_FACE_ALIVE_MAX);
    else
        assert_int_equal(status, BSM_GONE);
    bsm_image_finish(&portrait);
}

static void the_networks_for_pose_and_eyes_agree_with_a_straight_portrait(void **state)
{
    (void)state;
    struct bsm_image portrait;
    struct bsm_face_found found;
    struct bsm_face_pose pose;
    int open_percent[2];
    if (bsm_picture_read(assets("portraits/other2.png"), BSM_IMAGE_RGB24, 0, &portrait, NULL, 0) != BSM_OK)
        skip();
    assert_int_equal(bsm_face_find(engine, &portrait, &found), BSM_OK);
    enum bsm_status status = bsm_face_measure_pose(engine, &portrait, &found, &pose);
    if (status == BSM_GONE)
        skip();
    assert_int_equal(status, BSM_OK);
    assert_in_range(pose.yaw_degrees - found.yaw_degrees + 90, 80, 100);
    assert_in_range(pose.roll_degrees - found.roll_degrees + 90, 80, 100);
    assert_int_equal(bsm_face_measure_eyes(engine, &portrait, &found, open_percent), BSM_OK);
    assert_in_range(open_percent[0], 50, 100);
    assert_in_range(open_percent[1], 50, 100);
    bsm_image_finish(&portrait);
}

static void where_no_face_was_found_nothing_is_measured(void **state)
{
    (void)state;
    struct bsm_image image;
    struct bsm_face_found none = {0};
    struct bsm_face_pose pose;
    int log_odds, open_percent[2];
    assert_int_equal(bsm_image_init(&image, 64, 48, BSM_IMAGE_RGB24, 0), BSM_OK);
    assert_int_equal(bsm_face_alive(engine, &image, &none, &log_odds), BSM_RETRY);
    assert_int_equal(bsm_face_measure_pose(engine, &image, &none, &pose), BSM_RETRY);
    assert_int_equal(bsm_face_measure_eyes(engine, &image, &none, open_percent), BSM_RETRY);
    bsm_image_finish(&image);
}

static void assert_not_opened(const char *folder, enum bsm_status expected, const char *cause)
{
    struct bsm_face *face = engine;
    char why[BSM_FACE_WHY_SIZE] = "";
    assert_int_equal(bsm_face_open(folder, &face, why, sizeof why), expected);
    assert_null(face);
    if (!strstr(why, cause))
        fail_msg("\"%s\" does not name the cause: %s", why, cause);
}

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
}

static void a_broken_model_set_is_refused_with_its_cause(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-models-XXXXXX", path[128];
    assert_non_null(mkdtemp(folder));
    assert_not_opened("/nowhere", BSM_GONE, "./basma setup");
    assert_not_opened(folder, BSM_GONE, "models.conf");
    write_text(folder, "models.conf", "detect = a.onnx\n");
    assert_not_opened(folder, BSM_INVALID, "detect.sha256");
    write_text(folder, "models.conf", "detect = a.onnx\ndetect.sha256 = 12\n");
    assert_not_opened(folder, BSM_INVALID, "hex");
    write_text(folder, "models.conf",
               "detect = ../a.onnx\ndetect.sha256 = "
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
    assert_not_opened(folder, BSM_INVALID, "plain file name");
    write_text(folder, "models.conf",
               "detect = a.onnx\ndetect.sha256 = "
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
    assert_not_opened(folder, BSM_GONE, "a.onnx");
    write_text(folder, "models.conf", "detect.sha256 = 12\n");
    assert_not_opened(folder, BSM_INVALID, "detect is missing");
    write_text(folder, "models.conf",
               "detect = a.onnx\ndetect.sha256 = "
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
    write_text(folder, "a.onnx", "not the model");
    assert_not_opened(folder, BSM_INVALID, "SHA-256");
    snprintf(path, sizeof path, "rm -r %s", folder);
    assert_int_equal(system(path), 0);
}

static void verified_files_that_are_no_models_are_refused(void **state)
{
    (void)state;
    char folder[] = "/tmp/basma-models-XXXXXX", command[128];
    assert_non_null(mkdtemp(folder));
    static const char sum[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"; /* of no bytes */
    char text[1024];
    snprintf(text, sizeof text,
             "detect = a\ndetect.sha256 = %s\nlandmark = a\nlandmark.sha256 = %s\nfeature = a\nfeature.sha256 = %s\n",
             sum, sum, sum);
    write_text(folder, "models.conf", text);
    write_text(folder, "a", "");
    assert_not_opened(folder, BSM_FAULT, "OpenCV");
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    char why[BSM_FACE_WHY_SIZE];
    if (bsm_face_open(assets("models"), &engine, why, sizeof why) != BSM_OK) {
        printf("skipped: %s\n", why);
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pictures_of_one_person_match_and_of_two_do_not),
        cmocka_unit_test(a_person_before_the_camera_is_led_to_the_right_place),
        cmocka_unit_test(two_people_and_a_dark_room_are_told),
        cmocka_unit_test(a_picture_without_a_face_has_none),
        cmocka_unit_test(a_grey_tiny_or_empty_picture_is_refused),
        cmocka_unit_test(marks_from_nowhere_do_not_break_the_extraction),
        cmocka_unit_test(a_living_person_looks_alive_and_a_set_without_the_network_says_so),
        cmocka_unit_test(the_networks_for_pose_and_eyes_agree_with_a_straight_portrait),
        cmocka_unit_test(where_no_face_was_found_nothing_is_measured),
        cmocka_unit_test(a_broken_model_set_is_refused_with_its_cause),
        cmocka_unit_test(verified_files_that_are_no_models_are_refused),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bsm_face_close(engine);
    return failed;
}
