/* Writes the corpus of fuzz_finger_template from the tests' pictures: make_corpus FOLDER. Run again when the
 * template's form changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/test_print.h"
#include "firmware/base/file.h"

static void write_file(const char *folder, const char *name, const uint8_t *bytes, size_t size)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (bsm_file_write(path, bytes, size, 0644) != BSM_OK) {
        fprintf(stderr, "make_corpus: %s cannot be written: %m\n", path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    enum bsm_status status;
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    struct bsm_finger_quality quality;
    struct bsm_finger_extractor *extractor = argc == 2 ? bsm_finger_extractor_create(&status) : NULL;
    if (!extractor) {
        fprintf(stderr, "usage: make_corpus FOLDER\n");
        return 2;
    }
    struct bsm_image image = test_print(11, &(struct test_view){.resolution_ppi = 250});
    image.width_px = image.height_px = 75; /* a corner: a small file */
    image.pixels += 40 * image.stride + 40;
    status = bsm_finger_extract(extractor, &image, bytes, sizeof bytes, &size, &quality);
    image.pixels -= 40 * image.stride + 40;
    bsm_image_finish(&image);
    bsm_finger_extractor_destroy(extractor);
    if (status != BSM_OK) {
        fprintf(stderr, "make_corpus: nothing extracted (%s)\n", bsm_status_name(status));
        return 1;
    }
    write_file(argv[1], "whole", bytes, size);
    write_file(argv[1], "cut", bytes, size / 2);
    write_file(argv[1], "header", bytes, 20);
    bytes[12] = 200; /* minutiae that are not there */
    write_file(argv[1], "count", bytes, size);
    write_file(argv[1], "empty", bytes, 0);
    return 0;
}
