/* basma-print-figures: what the finger engine sees in each of a list of pictures, for comparing made prints with real
 * ones. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/template.h"
#include "enroll/picture/picture.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, PATH_SIZE = 1024, LINE_SIZE = PATH_SIZE + 32 };

static const char help[] =
    "usage: basma-print-figures IMAGES\n"
    "\n"
    "IMAGES: a picture a line, \"path ppi\" (PGM), relative to this file, as basma-score reads it. Prints a line a "
    "picture:\n"
    "minutiae endings bifurcations area_mm2 quality contrast clarity neighbours opposed; zeros where the engine finds\n"
    "nothing. Neighbours are pairs of minutiae 10 to 40 px apart; opposed those that point against each other.\n"
    "Exit: 0 done, 1 out of memory, 2 usage or a missing or broken file.\n";

static int say(const char *path, const char *why)
{
    fprintf(stderr, "basma-print-figures: %s: %s\n", path, why);
    return EXIT_USAGE;
}

static bool are_neighbours(const struct bsm_minutia *a, const struct bsm_minutia *b)
{
    int dx = a->x - b->x, dy = a->y - b->y, distance = dx * dx + dy * dy;
    return distance >= 10 * 10 && distance < 40 * 40;
}

/* Pairs of neighbours that point the same way or against each other, by 60 degrees. */
static void count_neighbours(const struct bsm_finger_features *features, int *neighbours, int *opposed)
{
    for (int i = 0; i < features->count; i++)
        for (int j = 0; j < i; j++) {
            const struct bsm_minutia *a = &features->minutiae[i], *b = &features->minutiae[j];
            int turn = abs((int8_t)(uint8_t)(a->direction - b->direction)); /* of 128 for half a turn */
            if (!are_neighbours(a, b) || (turn >= 43 && turn <= 85))
                continue;
            (*neighbours)++;
            *opposed += turn > 85;
        }
}

static void print_line(const uint8_t *template, size_t size, const struct bsm_finger_quality *quality)
{
    static struct bsm_finger_features features;
    int endings = 0, bifurcations = 0, neighbours = 0, opposed = 0;
    if (size && bsm_finger_features_unpack(template, size, &features) == BSM_OK) {
        for (int i = 0; i < features.count; i++) {
            endings += features.minutiae[i].type == BSM_MINUTIA_ENDING;
            bifurcations += features.minutiae[i].type == BSM_MINUTIA_BIFURCATION;
        }
        count_neighbours(&features, &neighbours, &opposed);
    }
    printf("%d %d %d %d %d %d %d %d %d\n", endings + bifurcations, endings, bifurcations, quality->area_mm2,
           quality->score, quality->contrast, quality->clarity, neighbours, opposed);
}

static int look_at(struct bsm_finger_extractor *extractor, const char *path, int resolution_ppi)
{
    static uint8_t template[BSM_FINGER_TEMPLATE_MAX];
    struct bsm_image picture = {0};
    struct bsm_finger_quality quality = {0};
    size_t size = 0;
    char why[BSM_PICTURE_WHY_SIZE];
    if (bsm_picture_read(path, BSM_IMAGE_GREY8, resolution_ppi, &picture, why, sizeof why) != BSM_OK)
        return say(path, why);
    enum bsm_status status = bsm_finger_extract(extractor, &picture, template, sizeof template, &size, &quality);
    bsm_image_finish(&picture);
    if (status != BSM_OK && status != BSM_RETRY)
        return say(path, bsm_status_name(status));
    print_line(template, status == BSM_OK ? size : 0, &quality);
    return 0;
}

/* A list's line; paths are relative to the list. */
static int take_line(struct bsm_finger_extractor *extractor, const char *list, const char *line)
{
    char name[PATH_SIZE], path[2 * PATH_SIZE];
    int resolution_ppi;
    if (sscanf(line, "%1023s %d", name, &resolution_ppi) != 2)
        return say(list, "a line is not \"path ppi\"");
    const char *slash = strrchr(list, '/');
    int folder = name[0] == '/' || !slash ? 0 : (int)(slash - list) + 1;
    snprintf(path, sizeof path, "%.*s%s", folder, list, name);
    return look_at(extractor, path, resolution_ppi);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return 0;
    }
    if (argc != 2) {
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    FILE *file = fopen(argv[1], "r");
    if (!file)
        return say(argv[1], strerror(errno));
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    int result = extractor ? 0 : EXIT_FAILED;
    for (char line[LINE_SIZE]; result == 0 && fgets(line, sizeof line, file);)
        result = take_line(extractor, argv[1], line);
    bsm_finger_extractor_destroy(extractor);
    (void)fclose(file);
    return result;
}
