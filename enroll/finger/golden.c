/*
 * The golden vectors: check sums of templates and scores over pictures that are the same everywhere (test_print.h).
 * finger-golden prints them; finger-golden FILE compares with those written down and names the first that differs.
 * Without a test library, so that it runs under an emulator too (tests/arm64).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/test_print.h"
#include "enroll/finger/views.h"

enum { FINGERS = 4, VIEWS = 4, TEMPLATES = FINGERS * VIEWS, LINE_MAX = 128, SMALLS = 2 * FINGERS, SMALL_PX = 176 };

static const struct test_view views[VIEWS] = {
    {.noise = 10, .noise_seed = 1},
    {.turn_degrees = 23, .dx_px = 25, .dy_px = -30, .noise = 40, .noise_seed = 2},
    {.turn_degrees = -9, .dx_px = 60, .noise = 70, .noise_seed = 3, .resolution_ppi = 363},
    {.turn_degrees = 4, .dy_px = 40, .noise = 30, .noise_seed = 4, .resolution_ppi = 1000},
};

struct taken {
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size;
};

static struct taken taken[TEMPLATES + SMALLS]; /* the last ones as a small sensor sees them */
static FILE *written;                          /* the golden lines; NULL to print */
static int line_number;

/* Prints the line or compares it with the next one that is written down. */
static void say(const char *line)
{
    char golden[LINE_MAX];
    line_number++;
    if (!written) {
        puts(line);
        return;
    }
    if (!fgets(golden, sizeof golden, written))
        golden[0] = 0;
    golden[strcspn(golden, "\n")] = 0;
    if (strcmp(line, golden) != 0) {
        fprintf(stderr, "finger-golden: line %d is \"%s\", wanted \"%s\"\n", line_number, line, golden);
        exit(1);
    }
}

/* FNV-1a, 64 bits. */
static unsigned long long hash(const uint8_t *bytes, size_t size)
{
    uint64_t value = 0xcbf29ce484222325;
    for (size_t i = 0; i < size; i++)
        value = (value ^ bytes[i]) * 0x100000001b3;
    return value;
}

static void extract(struct bsm_finger_extractor *extractor, const struct bsm_image *image, int index)
{
    char line[LINE_MAX];
    struct bsm_finger_quality quality = {0};
    enum bsm_status status = bsm_finger_extract(extractor, image, taken[index].bytes, sizeof taken[index].bytes,
                                                &taken[index].size, &quality);
    (void)snprintf(line, sizeof line, "template %d: %s, %zu bytes, %016llx, quality %d, %d minutiae, %d mm2, %d, %d",
                   index, bsm_status_name(status), taken[index].size, hash(taken[index].bytes, taken[index].size),
                   quality.score, quality.minutiae, quality.area_mm2, quality.contrast, quality.clarity);
    say(line);
}

static void take(struct bsm_finger_extractor *extractor, int index)
{
    struct bsm_image image = test_print((unsigned)(50 + index / VIEWS), &views[index % VIEWS]);
    extract(extractor, &image, index);
    bsm_image_finish(&image);
}

/* A square out of the middle of the first two views of each finger. */
static void take_small(struct bsm_finger_extractor *extractor, int index)
{
    struct bsm_image whole = test_print((unsigned)(50 + index / 2), &views[index % 2]), square = whole;
    square.pixels +=
        (size_t)((whole.height_px - SMALL_PX) / 2) * whole.stride + (size_t)(whole.width_px - SMALL_PX) / 2;
    square.width_px = square.height_px = SMALL_PX;
    extract(extractor, &square, TEMPLATES + index);
    bsm_image_finish(&whole);
}

static void match(struct bsm_finger_matcher *matcher, int reference, int probe)
{
    char line[LINE_MAX];
    int32_t score = 0;
    enum bsm_status status = bsm_finger_match(matcher, taken[reference].bytes, taken[reference].size,
                                              taken[probe].bytes, taken[probe].size, &score);
    (void)snprintf(line, sizeof line, "score %d %d: %s, %d", reference, probe, bsm_status_name(status), score);
    say(line);
}

static void match_views(struct bsm_finger_matcher *matcher, int finger, int probe)
{
    char line[LINE_MAX];
    int32_t score = 0;
    struct bsm_finger_view several[VIEWS - 1];
    for (int i = 0; i < VIEWS - 1; i++)
        several[i] = (struct bsm_finger_view){taken[finger * VIEWS + i].bytes, taken[finger * VIEWS + i].size};
    enum bsm_status status =
        bsm_finger_match_views(matcher, several, VIEWS - 1, taken[probe].bytes, taken[probe].size, &score);
    (void)snprintf(line, sizeof line, "views %d %d: %s, %d", finger, probe, bsm_status_name(status), score);
    say(line);
}

int main(int argc, char **argv)
{
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    struct bsm_finger_matcher *matcher = bsm_finger_matcher_create(&status);
    written = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!extractor || !matcher || argc > 2 || (argc == 2 && !written)) {
        fprintf(stderr, "usage: finger-golden [FILE]; no memory, or FILE cannot be read\n");
        return 2;
    }
    for (int i = 0; i < TEMPLATES; i++)
        take(extractor, i);
    for (int i = 0; i < TEMPLATES; i++)
        for (int j = 0; j < TEMPLATES; j++)
            match(matcher, i, j);
    for (int i = 0; i < SMALLS; i++)
        take_small(extractor, i);
    for (int i = TEMPLATES; i < TEMPLATES + SMALLS; i++)
        for (int j = TEMPLATES; j < TEMPLATES + SMALLS; j++)
            match(matcher, i, j);
    for (int finger = 0; finger < FINGERS; finger++)
        for (int i = 0; i < FINGERS; i++)
            match_views(matcher, finger, i * VIEWS + VIEWS - 1);
    if (written)
        (void)fclose(written);
    bsm_finger_extractor_destroy(extractor);
    bsm_finger_matcher_destroy(matcher);
    return 0;
}
