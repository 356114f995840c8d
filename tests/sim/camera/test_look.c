/* The virtual camera as the project's own face engine sees it. Skips without the models and portraits of ./basma setup.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/face.h"
#include "enroll/picture/picture.h"
#include "tests/sim/camera/scene.h"

static struct bsm_face *engine;
static char picture[PATH_MAX];

static void to_rgb(const struct planes *planes, struct bsm_image *image)
{
    assert_int_equal(bsm_image_init(image, planes->width, planes->height, BSM_IMAGE_RGB24, 0), BSM_OK);
    for (int y = 0; y < planes->height; y++) {
        for (int x = 0; x < planes->width; x++) {
            struct colour c = planes_get(planes, x, y);
            int rgb[3] = {c.y + (359 * (c.cr - 128) >> 8), c.y - ((88 * (c.cb - 128) + 183 * (c.cr - 128)) >> 8),
                          c.y + (454 * (c.cb - 128) >> 8)};
            for (int i = 0; i < 3; i++)
                image->pixels[(size_t)y * image->stride + (size_t)x * 3 + (size_t)i] =
                    (uint8_t)(rgb[i] < 0     ? 0
                              : rgb[i] > 255 ? 255
                                             : rgb[i]);
        }
    }
}

static void look(const char *settings, struct bsm_image *image, struct bsm_face_found *found)
{
    char text[PATH_MAX + 500];
    struct control control;
    struct scene scene;
    int size = snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\nmotion = 0\nblinking = never\n%s%s",
                        picture, "face = 44 0 171 231 83 95 161 93 122 131 102 176 149 174\n", settings);
    assert_true(control_parse("settings", text, (size_t)size, &control));
    assert_true(scene_init(&scene, &control));
    for (int i = 0; i < 40; i++)
        scene_step(&scene, 0.05);
    to_rgb(&scene.frame.planes, image);
    scene_finish(&scene);
    assert_int_equal(bsm_face_find(engine, image, found), BSM_OK);
}

static int32_t likeness(const char *settings)
{
    struct bsm_image images[2] = {0};
    struct bsm_face_found found[2];
    uint8_t templates[2][BSM_FACE_TEMPLATE_MAX];
    size_t sizes[2];
    int32_t score = 0;
    assert_int_equal(bsm_picture_read(picture, BSM_IMAGE_RGB24, 0, &images[0], NULL, 0), BSM_OK);
    assert_int_equal(bsm_face_find(engine, &images[0], &found[0]), BSM_OK);
    look(settings, &images[1], &found[1]);
    assert_int_equal(found[1].faces, 1);
    for (int i = 0; i < 2; i++)
        assert_int_equal(
            bsm_face_extract(engine, &images[i], &found[i], templates[i], BSM_FACE_TEMPLATE_MAX, &sizes[i]), BSM_OK);
    assert_int_equal(bsm_face_match(templates[0], sizes[0], templates[1], sizes[1], &score), BSM_OK);
    bsm_image_finish(&images[0]);
    bsm_image_finish(&images[1]);
    return score;
}

static void the_yaw_that_is_found_follows_the_yaw_that_is_asked_for(void **state)
{
    (void)state;
    int last = -90;
    for (int yaw = -30; yaw <= 30; yaw += 10) {
        char settings[32];
        struct bsm_image image = {0};
        struct bsm_face_found found;
        snprintf(settings, sizeof settings, "yaw = %d\n", yaw);
        look(settings, &image, &found);
        bsm_image_finish(&image);
        print_message("asked for %d, found %d\n", yaw, found.yaw_degrees);
        assert_int_equal(found.faces, 1);
        assert_true(abs(found.yaw_degrees - yaw) <= 12);
        assert_true(found.yaw_degrees > last);
        last = found.yaw_degrees;
    }
}

static void a_rendered_person_is_the_one_of_the_portrait(void **state)
{
    (void)state;
    assert_true(likeness("") > 9000);
    assert_true(likeness("yaw = 25\n") > BSM_FACE_SCORE_FMR_1E5);
    assert_true(likeness("yaw = -25\n") > BSM_FACE_SCORE_FMR_1E5);
    assert_true(likeness("pitch = 15\n") > BSM_FACE_SCORE_FMR_1E5);
    assert_true(likeness("light = 50\n") > BSM_FACE_SCORE_FMR_1E5);
    assert_true(likeness("medium = print\n") > BSM_FACE_SCORE_FMR_1E5);
    assert_true(likeness("medium = phone\n") > BSM_FACE_SCORE_FMR_1E5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_yaw_that_is_found_follows_the_yaw_that_is_asked_for),
        cmocka_unit_test(a_rendered_person_is_the_one_of_the_portrait),
    };
    char why[BSM_FACE_WHY_SIZE], models[PATH_MAX];
    const char *root = getenv("BASMA_SOURCE_DIR");
    snprintf(models, sizeof models, "%s/var/assets/models", root ? root : ".");
    snprintf(picture, sizeof picture, "%s/var/assets/portraits/visitor3-probe.png", root ? root : ".");
    FILE *there = fopen(picture, "rb");
    if (there)
        fclose(there);
    if (!there || bsm_face_open(models, &engine, why, sizeof why) != BSM_OK) {
        printf("skipped: the models or portraits are not there; run ./basma setup\n");
        return 77;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bsm_face_close(engine);
    return failed;
}
