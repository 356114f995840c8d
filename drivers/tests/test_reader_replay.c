/*
 * Replays the recorded USB traffic of real readers through our driver (by umockdev-run, below libfprint), and
 * compares the picture with the one that was recorded, pixel for pixel. Skips where the recordings or umockdev are
 * absent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <png.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char recordings[512];

static bool exists(const char *path) { return access(path, R_OK) == 0; }

/* The value after a letter in the device file: "P: /devices/..." or "N: bus/usb/...=...", without what follows '='. */
static bool read_device_line(const char *path, char letter, char *value, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char *line = NULL;
    size_t room = 0;
    bool found = false;
    while (!found && getline(&line, &room, file) > 0) {
        if (line[0] != letter || line[1] != ':')
            continue;
        snprintf(value, size, "%.*s", (int)strcspn(line + 3, "=\n"), line + 3);
        found = true;
    }
    free(line);
    fclose(file);
    return found;
}

/* Runs basma-finger-capture on a recording; its exit status. */
static int replay(const char *folder, const char *out)
{
    char device[600], script[600], place[300], command[2600];
    snprintf(device, sizeof device, "%s/device", folder);
    snprintf(script, sizeof script, "%s/capture.pcapng", folder);
    if (exists(script)) {
        assert_true(read_device_line(device, 'P', place, sizeof place));
        snprintf(command, sizeof command, "umockdev-run -d %s -p /sys%s=%s -- %s/bin/basma-finger-capture --virtual %s",
                 device, place, script, getenv("BASMA_BUILD_DIR"), out);
    } else {
        snprintf(script, sizeof script, "%s/capture.ioctl", folder);
        assert_true(read_device_line(device, 'N', place, sizeof place));
        snprintf(command, sizeof command,
                 "umockdev-run -d %s -i /dev/%s=%s -- %s/bin/basma-finger-capture --virtual %s", device, place, script,
                 getenv("BASMA_BUILD_DIR"), out);
    }
    setenv("FP_DEVICE_EMULATION", "1", 1);
    return system(command);
}

static void compare(const char *pgm_path, const char *png_path)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_file(&png, png_path));
    png.format = PNG_FORMAT_GRAY;
    size_t size = (size_t)png.width * png.height;
    uint8_t *expected = malloc(size), *taken = malloc(size + 1);
    assert_true(png_image_finish_read(&png, NULL, expected, 0, NULL));
    unsigned width, height;
    FILE *file = fopen(pgm_path, "rb");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "P5 %u %u 255", &width, &height), 2);
    fgetc(file);
    assert_int_equal(width, png.width);
    assert_int_equal(height, png.height);
    assert_int_equal(fread(taken, 1, size + 1, file), size);
    fclose(file);
    assert_memory_equal(taken, expected, size);
    free(expected);
    free(taken);
}

static void replay_and_compare(const char *driver)
{
    char folder[560], png[600], out[] = "/tmp/basma-replay-XXXXXX";
    snprintf(folder, sizeof folder, "%s/%s", recordings, driver);
    snprintf(png, sizeof png, "%s/capture.png", folder);
    if (!exists(png)) {
        print_message("skipped, no such recording: %s\n", folder);
        skip();
    }
    int fd = mkstemp(out);
    assert_true(fd >= 0);
    close(fd);
    int status = replay(folder, out);
    if (status == 0)
        compare(out, png);
    unlink(out);
    assert_int_equal(status, 0);
}

static void a_recorded_aes3500_gives_its_picture(void **state)
{
    (void)state;
    replay_and_compare("aes3500");
}
static void a_recorded_egis0570_gives_its_picture(void **state)
{
    (void)state;
    replay_and_compare("egis0570");
}
static void a_recorded_nb1010_gives_its_picture(void **state)
{
    (void)state;
    replay_and_compare("nb1010");
}
static void a_recorded_uru4500_gives_its_picture(void **state)
{
    (void)state;
    replay_and_compare("uru4000-4500");
}
static void a_recorded_vfs5011_gives_its_picture(void **state)
{
    (void)state;
    replay_and_compare("vfs5011");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recorded_aes3500_gives_its_picture), cmocka_unit_test(a_recorded_egis0570_gives_its_picture),
        cmocka_unit_test(a_recorded_nb1010_gives_its_picture),  cmocka_unit_test(a_recorded_uru4500_gives_its_picture),
        cmocka_unit_test(a_recorded_vfs5011_gives_its_picture),
    };
    snprintf(recordings, sizeof recordings, "%s/../shared/data/readers", getenv("BASMA_SOURCE_DIR"));
    if (!exists(recordings)) {
        printf("skipped: no recordings of readers at %s\n", recordings);
        return 77;
    }
    if (system("command -v umockdev-run >/dev/null") != 0) {
        printf("skipped: umockdev-run is not installed (package umockdev)\n");
        return 77;
    }
#if defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
    printf("skipped: gcc's AddressSanitizer does not run under umockdev-run's preload; clang's does\n");
    return 77;
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
