/* The scene of the virtual camera without the device: a drawn face whose features can be found by their colours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tests/sim/camera/scene.h"

enum { WIDTH = 300, HEIGHT = 400, STEPS = 40 };

#if defined(__SANITIZE_ADDRESS__) || defined(__clang__)
static const double bound_ms = 300; /* sanitizers are slow */
#else
static const double bound_ms = 45;
#endif

static char picture[] = "/tmp/basma-scene-XXXXXX";
static struct scene scene;

/* Skin with black eyes, a red nose and a blue mouth, before green. */
static void draw_face(const char *path)
{
    static uint8_t rgb[WIDTH * HEIGHT * 3];
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            bool skin = hypot((x - 150) / 75.0, (y - 190) / 110.0) < 1;
            bool eye = hypot(x - 115, (y - 160) * 2.7) < 13 || hypot(x - 185, (y - 160) * 2.7) < 13;
            bool nose = hypot(x - 150, y - 200) < 10, mouth = hypot((x - 150) / 3.0, y - 241) < 9;
            const uint8_t all[5][3] = {{60, 120, 70}, {205, 165, 140}, {12, 12, 12}, {220, 20, 30}, {40, 40, 220}};
            memcpy(rgb + (y * WIDTH + x) * 3, all[mouth ? 4 : nose ? 3 : eye ? 2 : skin ? 1 : 0], 3);
        }
    }
    png_image png = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGB};
    assert_true(png_image_write_to_file(&png, path, 0, rgb, 0, NULL));
}

static bool parse(const char *settings, struct control *control)
{
    char text[1000];
    int size = snprintf(text, sizeof text, "# basma-camera 1\npicture = %s\n%s%s", picture,
                        "face = 80 90 140 200 115 160 185 160 150 200 126 241 174 241\n", settings);
    return control_parse("settings", text, (size_t)size, control);
}

static void step(int count)
{
    for (int i = 0; i < count; i++)
        scene_step(&scene, 0.05);
}

static void wish(const char *settings)
{
    struct control control;
    assert_true(parse(settings, &control));
    scene_set(&scene, &control);
}

/* A new scene, after two seconds. */
static void show(const char *settings)
{
    struct control control;
    scene_finish(&scene);
    assert_true(parse(settings, &control));
    assert_true(scene_init(&scene, &control));
    step(STEPS);
}

enum feature { EYES, NOSE, MOUTH };

static bool is_feature(struct colour c, enum feature which)
{
    if (which == NOSE)
        return c.cr > 185 && c.cb < 130;
    return which == MOUTH ? c.cb > 180 : c.y < 45 && abs(c.cb - 128) < 12 && abs(c.cr - 128) < 12;
}

/* Where it is in the frame's columns from..to; the number of its pixels. */
static int find(enum feature which, int from, int to, double *x, double *y)
{
    int count = 0;
    *x = *y = 0;
    for (int row = 100; row < 520; row++) {
        for (int column = from; column < to; column++) {
            if (!is_feature(planes_get(&scene.frame.planes, column, row), which))
                continue;
            *x += column;
            *y += row;
            count++;
        }
    }
    *x /= count ? count : 1;
    *y /= count ? count : 1;
    return count;
}

static double mean_luma(int left, int top, int width, int height)
{
    double sum = 0;
    for (int y = top; y < top + height; y++)
        for (int x = left; x < left + width; x++)
            sum += scene.frame.planes.y[y * SCENE_WIDTH + x];
    return sum / (width * height);
}

static void a_head_that_turns_takes_its_features_along_and_leaves_the_room(void **state)
{
    (void)state;
    double before_x, before_y, x, y;
    show("motion = 0\nblinking = never\n");
    int size = find(NOSE, 300, 980, &before_x, &before_y);
    assert_in_range(before_x, 630, 650);
    double room = mean_luma(20, 100, 200, 300);
    show("motion = 0\nblinking = never\nyaw = 25\n");
    assert_true(find(NOSE, 300, 980, &x, &y) > size / 2);
    assert_true(x > before_x + 40 && fabs(y - before_y) < 8);
    assert_true(fabs(mean_luma(20, 100, 200, 300) - room) < 2);
    show("motion = 0\nblinking = never\nyaw = -25\n");
    find(NOSE, 300, 980, &x, &y);
    assert_true(x < before_x - 40);
    show("motion = 0\nblinking = never\npitch = 15\n");
    find(NOSE, 300, 980, &x, &y);
    assert_true(y < before_y - 25 && fabs(x - before_x) < 8);
    show("motion = 0\nblinking = never\nroll = 20\n");
    find(EYES, 300, 980, &x, &y);
    assert_true(x > 655); /* they swing over to the side on which the eye goes down */
}

static void what_turns_away_is_foreshortened_and_vanishes(void **state)
{
    (void)state;
    double nose, left, right, y;
    show("motion = 0\nblinking = never\n");
    int whole = find(EYES, 640, 800, &right, &y);
    show("motion = 0\nblinking = never\nyaw = 35\n");
    find(NOSE, 300, 980, &nose, &y);
    int near = find(EYES, 400, (int)nose, &left, &y), far = find(EYES, (int)nose, 900, &right, &y);
    assert_true(near > far * 2 && far < whole * 0.7);
}

static void a_head_turns_smoothly_within_a_second(void **state)
{
    (void)state;
    double last, x, y;
    show("motion = 0\nblinking = never\n");
    find(NOSE, 300, 980, &last, &y);
    wish("motion = 0\nblinking = never\nyaw = 30\n");
    for (int i = 0; i < 20; i++) {
        step(1);
        find(NOSE, 300, 980, &x, &y);
        assert_true(x > last - 1.5 && x < last + 25); /* never back, never a jump */
        last = x;
    }
    assert_true(last > 690);
}

static void eyes_blink_on_command_and_by_nature(void **state)
{
    (void)state;
    double x, y;
    show("motion = 0\nblinking = never\n");
    int open = find(EYES, 300, 980, &x, &y), closed = 0, blinks = 0;
    for (int i = 0; i < 40; i++, step(1))
        assert_true(find(EYES, 300, 980, &x, &y) > open * 0.8);
    wish("motion = 0\nblinking = never\nblink = 1\n");
    step(3);
    assert_true(find(EYES, 300, 980, &x, &y) < open * 0.25);
    step(8);
    assert_true(find(EYES, 300, 980, &x, &y) > open * 0.8);
    wish("motion = 0\nblinking = natural\nblink = 1\n");
    for (int i = 0; i < 20 * 15; i++, step(1)) {
        bool now = find(EYES, 300, 980, &x, &y) < open * 0.5;
        blinks += now && !closed;
        closed = now;
    }
    assert_in_range(blinks, 2, 8); /* in a quarter of a minute */
    show("motion = 0\nblinking = closed\n");
    assert_true(find(EYES, 300, 980, &x, &y) < open * 0.25);
}

static void light_is_dark_bright_one_sided_and_of_a_screens_colour(void **state)
{
    (void)state;
    show("motion = 0\n");
    double usual = mean_luma(580, 240, 120, 60);
    struct colour plain = planes_get(&scene.frame.planes, 600, 360), wall = planes_get(&scene.frame.planes, 40, 300);
    show("motion = 0\nlight = 30\n");
    assert_true(mean_luma(580, 240, 120, 60) < usual * 0.4);
    show("motion = 0\nlight = 130\n");
    assert_true(mean_luma(580, 240, 120, 60) > usual * 1.1);
    show("motion = 0\nlight_side = 100\n");
    assert_true(mean_luma(720, 250, 20, 150) > 1.8 * mean_luma(540, 250, 20, 150));
    show("motion = 0\nlight_side = -100\n");
    assert_true(mean_luma(540, 250, 20, 150) > 1.8 * mean_luma(720, 250, 20, 150));
    show("motion = 0\nscreen_rgb = 0 0 60\n");
    struct colour lit = planes_get(&scene.frame.planes, 600, 360), behind = planes_get(&scene.frame.planes, 40, 300);
    assert_true(lit.cb > plain.cb + 15);
    assert_true(behind.cb - wall.cb < (lit.cb - plain.cb) / 2);
}

static void a_person_comes_closer_and_goes_farther(void **state)
{
    (void)state;
    double x, nose, mouth, wide;
    show("motion = 0\n");
    find(NOSE, 300, 980, &x, &nose);
    find(MOUTH, 300, 980, &x, &mouth);
    wide = mouth - nose;
    show("motion = 0\ndistance_cm = 120\n");
    find(NOSE, 300, 980, &x, &nose);
    find(MOUTH, 300, 980, &x, &mouth);
    assert_true(fabs((mouth - nose) / wide - 0.5) < 0.05);
}

static void what_is_worn_hides_what_is_under_it(void **state)
{
    (void)state;
    double x, y;
    show("motion = 0\nblinking = never\nscarf = yes\n");
    assert_int_equal(find(MOUTH, 300, 980, &x, &y), 0);
    assert_true(find(EYES, 300, 980, &x, &y) > 300);
    show("motion = 0\nblinking = never\n");
    int bare = find(EYES, 300, 980, &x, &y);
    show("motion = 0\nblinking = never\nglasses = yes\n");
    assert_true(find(EYES, 300, 980, &x, &y) > bare + 1000); /* the rims are black, too */
}

static void somebody_stands_behind(void **state)
{
    (void)state;
    char settings[100];
    double x, y;
    snprintf(settings, sizeof settings, "motion = 0\nseed = 1\nbehind = %s\n", picture);
    show(settings);
    int size = find(NOSE, 800, 1200, &x, &y);
    assert_true(size > 50 && size < find(NOSE, 560, 720, &x, &y));
}

static void a_print_is_flat_and_does_not_turn_its_head(void **state)
{
    (void)state;
    double nose, turned, x, y;
    show("motion = 0\nmedium = print\n");
    assert_true(find(NOSE, 300, 980, &nose, &y) > 100);
    show("motion = 0\nmedium = print\nyaw = 25\n");
    find(NOSE, 300, 980, &turned, &y);
    assert_true(fabs(turned - nose) < 2);
    show("motion = 0\nmedium = print\nhold_yaw = 40\n");
    find(NOSE, 300, 980, &x, &y);
    assert_true(fabs(x - nose) < 20); /* it lies in the plane that turns about its middle */
    show("motion = 0\nmedium = phone\n");
    assert_true(find(NOSE, 300, 980, &nose, &y) > 100);
    show("motion = 0\nmedium = phone\nyaw = 25\n");
    find(NOSE, 300, 980, &turned, &y);
    assert_true(turned > nose + 25);
}

static void a_screen_shines_in_the_dark_and_paper_does_not(void **state)
{
    (void)state;
    show("motion = 0\nmedium = print\nlight = 20\n");
    double paper = mean_luma(600, 250, 60, 40);
    show("motion = 0\nmedium = tablet\nlight = 20\n");
    assert_true(mean_luma(600, 250, 60, 40) > 2 * paper);
    show("motion = 0\nmedium = print\nlight = 20\nscreen_rgb = 60 60 60\n");
    assert_true(mean_luma(600, 250, 60, 40) > 2 * paper);
}

/* How much redder than blue a place becomes when the kiosk's screen turns from its usual page to amber. */
static double answer(const char *settings, int x, int y)
{
    const struct glow usual = {.on = true, .rgb = {GLOW_USUAL, GLOW_USUAL, GLOW_USUAL}};
    const struct glow amber = {.on = true, .rgb = {900, 720, 430}};
    show(settings);
    struct colour before = planes_get(&scene.frame.planes, x, y);
    scene.glow = usual;
    step(1);
    struct colour still = planes_get(&scene.frame.planes, x, y);
    assert_in_range(still.cb, before.cb - 6, before.cb + 6);
    scene.glow = amber;
    step(1);
    struct colour after = planes_get(&scene.frame.planes, x, y);
    scene.glow.on = false;
    return (after.cr - still.cr) - (after.cb - still.cb);
}

static void the_kiosks_own_screen_colours_a_face_and_paper_and_hardly_a_telephone(void **state)
{
    (void)state;
    double face = answer("motion = 0\n", 600, 360), wall = answer("motion = 0\n", 40, 300);
    double dark = answer("motion = 0\nlight = 50\n", 600, 360);
    double hall = answer("motion = 0\nkiosk_share = 5\n", 600, 360);
    assert_true(face > 4 && dark > 4 && wall < face / 2 && hall < face / 2);
    assert_true(answer("motion = 0\nmedium = print\n", 640, 200) > face / 2);
    assert_true(answer("motion = 0\nmedium = phone\n", 640, 200) < face / 3);
}

static void a_replay_carries_the_light_that_it_was_filmed_in(void **state)
{
    (void)state;
    show("motion = 0\nmedium = phone\n");
    struct colour plain = planes_get(&scene.frame.planes, 640, 200);
    scene.film_glow = (struct glow){.on = true, .rgb = {900, 720, 430}, .share = 70};
    step(1);
    assert_true(planes_get(&scene.frame.planes, 640, 200).cb < plain.cb - 2);
    scene.film_glow.on = false;
}

static void a_lamp_that_is_not_there_or_talks_nonsense_lights_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {"", "900", "900 700 -1", "1 2 1001", "amber\n"};
    char path[] = "/tmp/basma-lamp-XXXXXX";
    struct glow glow = {.on = true};
    assert_false(glow_read(&glow, "/nonexistent/lamp"));
    assert_false(glow.on);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_int_equal(ftruncate(fd, 0), 0);
        assert_int_equal(pwrite(fd, words[i], strlen(words[i]), 0), strlen(words[i]));
        assert_false(glow_read(&glow, path));
    }
    assert_int_equal(pwrite(fd, "907 727 431\n", 12, 0), 12);
    assert_true(glow_read(&glow, path));
    assert_int_equal(glow.rgb[2], 431);
    close(fd);
    unlink(path);
}

static void a_mask_is_a_face_without_a_head(void **state)
{
    (void)state;
    double x, y;
    show("motion = 0\nmedium = mask\n");
    assert_true(find(NOSE, 300, 980, &x, &y) > 100);
    assert_int_equal(find(EYES, 560, 720, &x, &y), 0); /* holes, behind which there is the wall */
}

static void the_same_seed_gives_the_same_frames(void **state)
{
    (void)state;
    size_t size = (size_t)SCENE_WIDTH * SCENE_HEIGHT * 3 / 2;
    uint8_t *before = malloc(size);
    assert_non_null(before);
    show("seed = 5\nyaw = 20\nmedium = phone\n");
    memcpy(before, scene.frame.planes.y, size);
    show("seed = 5\nyaw = 20\nmedium = phone\n");
    assert_memory_equal(before, scene.frame.planes.y, size);
    show("seed = 6\nyaw = 20\nmedium = phone\n");
    assert_memory_not_equal(before, scene.frame.planes.y, size);
    free(before);
}

static void what_a_control_file_may_not_say_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"yaw = 36\n",          "pitch = -21\n",          "smile = yes\n",
                                        "medium = hologram\n", "blinking = twice\n",     "screen_rgb = 1 2\n",
                                        "light = -1\n",        "screen_rgb = 1 2 301\n", "glasses = perhaps\n",
                                        "distance_cm = 5\n",   "hold_yaw = x\n"};
    struct control control = {.seed = 77};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(parse(wrong[i], &control));
        assert_int_equal(control.seed, 77);
    }
    assert_true(parse("light = 0\n", &control));
}

/* A generous bound (basma-camera-look --speed prints the figures): at 20 frames a second a core has 50 ms for each. */
static void a_frame_leaves_time_for_the_others_of_a_second(void **state)
{
    (void)state;
    static const char *const settings[] = {"", "yaw = 25\nscreen_rgb = 50 0 0\n", "medium = phone\n"};
    for (int i = 0; i < 3; i++) {
        show(settings[i]);
        clock_t begun = clock();
        step(20);
        double ms = (double)(clock() - begun) * 1000 / CLOCKS_PER_SEC / 20;
        print_message("%.1f ms a frame\n", ms);
        assert_true(ms < bound_ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_that_turns_takes_its_features_along_and_leaves_the_room),
        cmocka_unit_test(what_turns_away_is_foreshortened_and_vanishes),
        cmocka_unit_test(a_head_turns_smoothly_within_a_second),
        cmocka_unit_test(eyes_blink_on_command_and_by_nature),
        cmocka_unit_test(light_is_dark_bright_one_sided_and_of_a_screens_colour),
        cmocka_unit_test(a_person_comes_closer_and_goes_farther),
        cmocka_unit_test(what_is_worn_hides_what_is_under_it),
        cmocka_unit_test(somebody_stands_behind),
        cmocka_unit_test(a_print_is_flat_and_does_not_turn_its_head),
        cmocka_unit_test(a_screen_shines_in_the_dark_and_paper_does_not),
        cmocka_unit_test(the_kiosks_own_screen_colours_a_face_and_paper_and_hardly_a_telephone),
        cmocka_unit_test(a_replay_carries_the_light_that_it_was_filmed_in),
        cmocka_unit_test(a_lamp_that_is_not_there_or_talks_nonsense_lights_nothing),
        cmocka_unit_test(a_mask_is_a_face_without_a_head),
        cmocka_unit_test(the_same_seed_gives_the_same_frames),
        cmocka_unit_test(what_a_control_file_may_not_say_is_refused),
        cmocka_unit_test(a_frame_leaves_time_for_the_others_of_a_second),
    };
    int file = mkstemp(picture);
    if (file < 0)
        return 1;
    close(file);
    draw_face(picture);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    scene_finish(&scene);
    unlink(picture);
    return failed;
}
