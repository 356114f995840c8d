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

#include "enroll/face/challenge.h"
#include "enroll/face/face.h"
#include "enroll/face/motion.h"
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

static void parse(const char *settings, struct control *control)
{
    char text[PATH_MAX + 500];
    int size = snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\nblinking = never\n%s%s", picture,
                        "face = 44 0 171 231 83 95 161 93 122 131 102 176 149 174\n", settings);
    assert_true(control_parse("settings", text, (size_t)size, control));
}

static void find(const struct scene *scene, struct bsm_face_found *found)
{
    struct bsm_image image = {0};
    to_rgb(&scene->frame.planes, &image);
    assert_int_equal(bsm_face_find(engine, &image, found), BSM_OK);
    bsm_image_finish(&image);
}

/* What is seen after two seconds; the caller finishes the picture. */
static void look(const char *settings, struct bsm_image *image, struct bsm_face_found *found)
{
    struct control control;
    struct scene scene;
    parse(settings, &control);
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
        snprintf(settings, sizeof settings, "motion = 0\nyaw = %d\n", yaw);
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

/* Two and a half seconds straight, then as long turned: what depth the engine sees in it. */
static struct bsm_motion_judgement judge(const char *straight, const char *turned)
{
    static struct bsm_motion motion;
    struct control control;
    struct scene scene;
    bsm_motion_forget(&motion);
    parse(straight, &control);
    assert_true(scene_init(&scene, &control));
    for (int i = 0; i < 40; i++) {
        struct bsm_face_found found;
        if (i == 20) {
            parse(turned, &control);
            scene_set(&scene, &control);
        }
        scene_step(&scene, 0.1);
        find(&scene, &found);
        bsm_motion_take(&motion, i * 100, &found);
    }
    scene_finish(&scene);
    struct bsm_motion_judgement judgement = bsm_motion_judge(&motion);
    print_message("%d frames of a head, %d of a plane\n", judgement.frames_head, judgement.frames_plane);
    return judgement;
}

static void a_turning_head_has_depth_and_a_tilted_print_has_none(void **state)
{
    (void)state;
    assert_int_equal(judge("", "yaw = 25\n").verdict, BSM_MOTION_HEAD);
    assert_int_equal(judge("", "yaw = -25\n").verdict, BSM_MOTION_HEAD);
    assert_int_not_equal(judge("medium = print\n", "medium = print\nhold_yaw = 40\n").verdict, BSM_MOTION_HEAD);
    assert_int_not_equal(judge("medium = print\n", "medium = print\nhold_yaw = -40\n").verdict, BSM_MOTION_HEAD);
}

/* Does what is asked, half a second late, by turning the head or by tilting a print; how the challenge ends. */
static enum bsm_challenge_ask obey(uint8_t nonce, const char *medium, const char *key)
{
    struct bsm_challenge challenge;
    struct control control;
    struct scene scene;
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 0, nonce);
    parse(medium, &control);
    assert_true(scene_init(&scene, &control));
    for (int i = 0; i < 400 && ask < BSM_CHALLENGE_PASSED; i++) {
        struct bsm_face_found found;
        char settings[100];
        scene_step(&scene, 0.1);
        find(&scene, &found);
        ask = bsm_challenge_step(&challenge, i * 100, &found);
        if (i % 5)
            continue;
        int yaw = ask == BSM_CHALLENGE_PICTURES_LEFT ? -30 : ask == BSM_CHALLENGE_PICTURES_RIGHT ? 30 : 0;
        snprintf(settings, sizeof settings, "%s%s = %d\n", medium, key, yaw);
        parse(settings, &control);
        scene_set(&scene, &control);
    }
    scene_finish(&scene);
    print_message("the challenge ends with %d at turn %d\n", (int)ask, challenge.turn);
    return ask;
}

static void who_turns_the_head_as_asked_passes_the_challenge_and_a_tilted_print_does_not(void **state)
{
    (void)state;
    assert_int_equal(obey(1, "", "yaw"), BSM_CHALLENGE_PASSED);
    assert_int_equal(obey(2, "", "yaw"), BSM_CHALLENGE_PASSED);
    assert_int_not_equal(obey(1, "medium = print\n", "hold_yaw"), BSM_CHALLENGE_PASSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_yaw_that_is_found_follows_the_yaw_that_is_asked_for),
        cmocka_unit_test(a_rendered_person_is_the_one_of_the_portrait),
        cmocka_unit_test(a_turning_head_has_depth_and_a_tilted_print_has_none),
        cmocka_unit_test(who_turns_the_head_as_asked_passes_the_challenge_and_a_tilted_print_does_not),
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
