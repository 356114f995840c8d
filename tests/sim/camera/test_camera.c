/* drivers/camera.h over the virtual camera: the shipped driver, the real libv4l2, and this folder's plugin preloaded.
 * */
#include "drivers/camera.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <png.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"

static char folder[] = "/tmp/basma-camera-XXXXXX";
static char control_path[64], green_path[64], red_path[64];

static void sleep_ms(int time_ms)
{
    struct timespec time = {time_ms / 1000, time_ms % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

/* A "portrait" that is one colour, with a darker face so that motion shows. */
static void draw_portrait(const char *path, uint8_t red, uint8_t green, uint8_t blue)
{
    enum { WIDTH = 300, HEIGHT = 400 };
    static uint8_t rgb[WIDTH * HEIGHT * 3];
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            int shade = hypot(x - 150, y - 190) < 40 ? 2 : 1;
            uint8_t *pixel = rgb + (y * WIDTH + x) * 3;
            pixel[0] = (uint8_t)(red / shade);
            pixel[1] = (uint8_t)(green / shade);
            pixel[2] = (uint8_t)(blue / shade);
        }
    }
    png_image png = {.version = PNG_IMAGE_VERSION, .width = WIDTH, .height = HEIGHT, .format = PNG_FORMAT_RGB};
    assert_true(png_image_write_to_file(&png, path, 0, rgb, 0, NULL));
}

/* Replaces the control file as a director would. */
static void control(const char *settings)
{
    char text[512];
    snprintf(text, sizeof text, "# basma-camera 1\n%s", settings);
    assert_int_equal(bsm_file_write(control_path, text, strlen(text), 0600), BSM_OK);
}

static void show(const char *picture, const char *more)
{
    char settings[300];
    snprintf(settings, sizeof settings, "picture = %s\n%s", picture, more);
    control(settings);
}

static struct bsm_camera *open_camera(const struct bsm_camera_options *wish)
{
    struct bsm_camera_options options = *wish;
    struct bsm_camera *camera;
    options.path = control_path;
    options.allow_virtual = true;
    assert_int_equal(bsm_camera_create(&camera, &options), BSM_OK);
    assert_int_equal(bsm_camera_start(camera), BSM_OK);
    return camera;
}

static void take(struct bsm_camera *camera, struct bsm_camera_frame *frame)
{
    assert_int_equal(bsm_camera_take(camera, frame, 8000), BSM_OK);
}

static void close_camera(struct bsm_camera *camera, struct bsm_camera_frame *frame)
{
    bsm_image_finish(&frame->image);
    bsm_camera_destroy(camera);
}

/* Takes frames until a status comes; how long it took, -1 where it did not within limit_ms. */
static int64_t take_until(struct bsm_camera *camera, struct bsm_camera_frame *frame, enum bsm_status wanted,
                          int limit_ms)
{
    int64_t start = bsm_clock_mono_ms();
    while (bsm_clock_mono_ms() - start < limit_ms)
        if (bsm_camera_take(camera, frame, 500) == wanted)
            return bsm_clock_mono_ms() - start;
    return -1;
}

static const uint8_t *pixel_at(const struct bsm_image *image, int x, int y)
{
    return image->pixels + (size_t)y * image->stride + (size_t)x * 3;
}

static double mean_difference(const struct bsm_image *a, const uint8_t *pixels)
{
    double sum = 0;
    size_t size = a->stride * (size_t)a->height_px;
    for (size_t i = 0; i < size; i++)
        sum += abs(a->pixels[i] - pixels[i]);
    return sum / (double)size;
}

static void it_gives_720p_at_15_frames_a_second_or_better(void **state)
{
    (void)state;
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    take(camera, &frame);
    assert_int_equal(frame.image.width_px, 1280);
    assert_int_equal(frame.image.height_px, 720);
    assert_int_equal(frame.image.format, BSM_IMAGE_RGB24);
    int64_t start_ms = frame.time_ms;
    uint64_t start = frame.sequence;
    while (frame.time_ms - start_ms < 2000)
        take(camera, &frame);
    double rate = (double)(frame.sequence - start) * 1000 / (double)(frame.time_ms - start_ms);
    print_message("%.1f frames a second\n", rate);
    assert_true(rate >= 15);
    struct bsm_camera_info info;
    bsm_camera_get_info(camera, &info);
    assert_true(info.present);
    assert_int_equal(info.rate_fps, 20);
    assert_int_equal(info.dropped, 0);
    close_camera(camera, &frame);
}

static void other_sizes_and_rates_can_be_had(void **state)
{
    (void)state;
    struct bsm_camera *camera =
        open_camera(&(struct bsm_camera_options){.width_px = 640, .height_px = 480, .rate_fps = 30});
    struct bsm_camera_frame frame = {0};
    struct bsm_camera_info info;
    take(camera, &frame);
    bsm_camera_get_info(camera, &info);
    assert_int_equal(frame.image.width_px, 640);
    assert_int_equal(frame.image.height_px, 480);
    assert_int_equal(info.rate_fps, 30);
    close_camera(camera, &frame);
}

static void the_person_comes_moves_changes_and_leaves(void **state)
{
    (void)state;
    show(green_path, "");
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    for (int i = 0; i < 14; i++)
        take(camera, &frame);
    const uint8_t *chest = pixel_at(&frame.image, 640, 640);
    assert_true(chest[1] > chest[0] + 60 && chest[1] > chest[2] + 60);

    size_t size = frame.image.stride * (size_t)frame.image.height_px;
    uint8_t *before = malloc(size);
    memcpy(before, frame.image.pixels, size);
    for (int i = 0; i < 12; i++)
        take(camera, &frame);
    assert_true(mean_difference(&frame.image, before) > 0.5);
    free(before);

    show(red_path, "");
    for (int i = 0; i < 14; i++)
        take(camera, &frame);
    chest = pixel_at(&frame.image, 640, 640);
    assert_true(chest[0] > chest[1] + 60 && chest[0] > chest[2] + 60);

    show(red_path, "present = no\n");
    for (int i = 0; i < 14; i++)
        take(camera, &frame);
    chest = pixel_at(&frame.image, 640, 640);
    assert_in_range(abs(chest[0] - chest[1]), 0, 40); /* the wall is nearly grey */
    close_camera(camera, &frame);
}

static void a_wrong_control_file_changes_nothing(void **state)
{
    (void)state;
    show(green_path, "");
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    take(camera, &frame);
    control("picture = /nowhere.png\nmode = upside-down\n");
    for (int i = 0; i < 14; i++)
        take(camera, &frame);
    const uint8_t *chest = pixel_at(&frame.image, 640, 640);
    assert_true(chest[1] > chest[0] + 60);
    close_camera(camera, &frame);
}

static void only_the_newest_frame_is_kept(void **state)
{
    (void)state;
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    take(camera, &frame);
    uint64_t first = frame.sequence;
    sleep_ms(600);
    take(camera, &frame);
    assert_true(frame.sequence >= first + 5);
    assert_in_range(bsm_clock_mono_ms() - frame.time_ms, 0, 300);
    uint64_t second = frame.sequence;
    take(camera, &frame);
    assert_true(frame.sequence > second);
    close_camera(camera, &frame);
}

static void a_lost_camera_is_noticed_and_comes_back(void **state)
{
    (void)state;
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    struct bsm_camera_info info;
    for (int round = 0; round < 2; round++) {
        take(camera, &frame);
        control("mode = gone\n");
        assert_in_range(take_until(camera, &frame, BSM_GONE, 5000), 0, 1000);
        int64_t start = bsm_clock_mono_ms();
        assert_int_equal(bsm_camera_take(camera, &frame, 300), BSM_GONE);
        assert_in_range(bsm_clock_mono_ms() - start, 250, 2000); /* a loop of takes does not spin */
        bsm_camera_get_info(camera, &info);
        assert_false(info.present);
        sleep_ms(1200);
        control("mode = normal\n");
        assert_in_range(take_until(camera, &frame, BSM_OK, 10000), 0, 5000);
    }
    close_camera(camera, &frame);
}

static void garbage_is_dropped_and_the_camera_recovers(void **state)
{
    (void)state;
    control("mode = garbage\n");
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){.rate_fps = 30});
    struct bsm_camera_frame frame = {0};
    struct bsm_camera_info info;
    int64_t start = bsm_clock_mono_ms();
    while (bsm_clock_mono_ms() - start < 4000) {
        enum bsm_status status = bsm_camera_take(camera, &frame, 200);
        assert_true(status == BSM_OK || status == BSM_TIMEOUT || status == BSM_GONE);
        if (status == BSM_OK)
            assert_int_equal(frame.image.width_px, 1280);
    }
    bsm_camera_get_info(camera, &info);
    print_message("%d good, %d dropped\n", (int)info.frames, (int)info.dropped);
    assert_true(info.dropped > 0);
    control("mode = normal\n");
    assert_in_range(take_until(camera, &frame, BSM_OK, 10000), 0, 8000);
    for (int i = 0; i < 10; i++)
        take(camera, &frame);
    close_camera(camera, &frame);
}

static void garbage_of_raw_frames_is_harmless_too(void **state)
{
    (void)state;
    control("mode = garbage\n");
    struct bsm_camera *camera =
        open_camera(&(struct bsm_camera_options){.width_px = 640, .height_px = 480, .rate_fps = 30});
    struct bsm_camera_frame frame = {0};
    int64_t start = bsm_clock_mono_ms();
    while (bsm_clock_mono_ms() - start < 1500)
        bsm_camera_take(camera, &frame, 200);
    close_camera(camera, &frame);
}

static void a_frozen_camera_repeats_itself(void **state)
{
    (void)state;
    control("");
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    take(camera, &frame);
    control("mode = frozen\n");
    for (int i = 0; i < 4; i++)
        take(camera, &frame);
    size_t size = frame.image.stride * (size_t)frame.image.height_px;
    uint8_t *before = malloc(size);
    memcpy(before, frame.image.pixels, size);
    take(camera, &frame);
    assert_memory_equal(before, frame.image.pixels, size);
    free(before);
    close_camera(camera, &frame);
}

static void *stop_soon(void *argument)
{
    sleep_ms(300);
    bsm_camera_stop(argument);
    return NULL;
}

static void stop_ends_a_take_and_the_camera_starts_again(void **state)
{
    (void)state;
    control("mode = gone\n");
    struct bsm_camera *camera = open_camera(&(struct bsm_camera_options){0});
    struct bsm_camera_frame frame = {0};
    assert_int_equal(bsm_camera_start(camera), BSM_BUSY);
    pthread_t stopper;
    assert_int_equal(pthread_create(&stopper, NULL, stop_soon, camera), 0);
    assert_int_equal(bsm_camera_take(camera, &frame, 10000), BSM_CANCELLED);
    pthread_join(stopper, NULL);
    assert_int_equal(bsm_camera_take(camera, &frame, 10000), BSM_CANCELLED);
    control("");
    assert_int_equal(bsm_camera_start(camera), BSM_OK);
    take(camera, &frame);
    close_camera(camera, &frame);
    bsm_camera_destroy(NULL);
}

static void what_is_no_hardware_is_refused_unless_allowed(void **state)
{
    (void)state;
    struct bsm_camera *camera;
    struct bsm_camera_frame frame = {0};
    struct bsm_camera_options options = {.path = control_path};
    assert_int_equal(bsm_camera_create(&camera, &options), BSM_OK);
    assert_int_equal(bsm_camera_start(camera), BSM_OK);
    assert_int_equal(bsm_camera_take(camera, &frame, 700), BSM_GONE);
    bsm_camera_destroy(camera);
}

static void what_is_no_camera_is_refused(void **state)
{
    (void)state;
    static const char *const paths[] = {"/nowhere/camera", "/dev/null", "/etc/passwd"};
    for (int i = 0; i < 3; i++) {
        struct bsm_camera *camera;
        struct bsm_camera_frame frame = {0};
        struct bsm_camera_options options = {.path = paths[i], .allow_virtual = true};
        assert_int_equal(bsm_camera_create(&camera, &options), BSM_OK);
        assert_int_equal(bsm_camera_start(camera), BSM_OK);
        assert_int_equal(bsm_camera_take(camera, &frame, 300), BSM_GONE);
        bsm_camera_destroy(camera);
    }
}

static int set_up(void **state)
{
    (void)state;
    control("");
    return 0;
}

#define CASE(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(it_gives_720p_at_15_frames_a_second_or_better),
        CASE(other_sizes_and_rates_can_be_had),
        CASE(the_person_comes_moves_changes_and_leaves),
        CASE(a_wrong_control_file_changes_nothing),
        CASE(only_the_newest_frame_is_kept),
        CASE(a_lost_camera_is_noticed_and_comes_back),
        CASE(garbage_is_dropped_and_the_camera_recovers),
        CASE(garbage_of_raw_frames_is_harmless_too),
        CASE(a_frozen_camera_repeats_itself),
        CASE(stop_ends_a_take_and_the_camera_starts_again),
        CASE(what_is_no_hardware_is_refused_unless_allowed),
        CASE(what_is_no_camera_is_refused),
    };
    const char *preloaded = getenv("LD_PRELOAD");
    if (!preloaded || !strstr(preloaded, "basma-camera-plugin")) {
        printf("skipped: basma-camera-plugin.so is not preloaded (gcc's AddressSanitizer does not allow it)\n");
        return 77;
    }
    if (!mkdtemp(folder))
        return 1;
    snprintf(control_path, sizeof control_path, "%s/camera", folder);
    snprintf(green_path, sizeof green_path, "%s/green.png", folder);
    snprintf(red_path, sizeof red_path, "%s/red.png", folder);
    draw_portrait(green_path, 40, 200, 60);
    draw_portrait(red_path, 210, 40, 50);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(control_path);
    unlink(green_path);
    unlink(red_path);
    rmdir(folder);
    return failed;
}
