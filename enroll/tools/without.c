/*
 * basma-without: the finger engine over lists of pictures and pairs, whole and with each of its stages left out in
 * turn. What only a build for this program can do; see enroll/finger/without.h.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/without.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2 };

enum bsm_stage bsm_stage_left_out = BSM_STAGE_NONE;

static const char *const names[BSM_STAGES] = {
    "nothing",    "direction-prior", "spacing-prior", "quality",  "cancelling", "relaxation",
    "alignments", "ridges",          "elasticity",    "refining", "short-cuts", "single-pairs",
};

struct taken {
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size; /* 0 where nothing could be extracted */
};

struct run {
    struct bsm_score_lists lists;
    struct bsm_finger_extractor *extractor;
    struct bsm_finger_matcher *matcher;
    struct taken *taken; /* owned, one a picture */
    char why[BSM_SCORE_WHY_SIZE];
};

static enum bsm_status extract_all(struct run *run)
{
    for (size_t i = 0; i < run->lists.picture_count; i++) {
        const struct bsm_score_picture *picture = &run->lists.pictures[i];
        struct taken *taken = &run->taken[i];
        struct bsm_image image = {0};
        struct bsm_finger_quality quality;
        char cause[256];
        enum bsm_status status =
            bsm_picture_read(picture->path, BSM_IMAGE_GREY8, picture->resolution_ppi, &image, cause, sizeof cause);
        if (status != BSM_OK) {
            (void)snprintf(run->why, sizeof run->why, "%s: %s", picture->path, cause);
            return status;
        }
        taken->size = 0;
        (void)bsm_finger_extract(run->extractor, &image, taken->bytes, sizeof taken->bytes, &taken->size, &quality);
        bsm_image_finish(&image);
    }
    return BSM_OK;
}

static void match_all(struct run *run, FILE *out)
{
    for (size_t i = 0; i < run->lists.pair_count; i++) {
        const struct taken *a = &run->taken[run->lists.pairs[i].reference], *b = &run->taken[run->lists.pairs[i].probe];
        int32_t score = -1000;
        if (a->size > 0 && b->size > 0)
            (void)bsm_finger_match(run->matcher, a->bytes, a->size, b->bytes, b->size, &score);
        fprintf(out, "%d\n", score);
    }
}

static enum bsm_status run_without(struct run *run, enum bsm_stage stage, const char *prefix)
{
    char path[512];
    bsm_stage_left_out = stage;
    enum bsm_status status = extract_all(run);
    if (status != BSM_OK)
        return status;
    (void)snprintf(path, sizeof path, "%s-%s.scores", prefix, names[stage]);
    FILE *out = fopen(path, "w");
    if (out)
        match_all(run, out);
    if (out && fclose(out) == 0)
        return BSM_OK;
    (void)snprintf(run->why, sizeof run->why, "%.400s: cannot be written: %m", path);
    return BSM_FAULT;
}

static enum bsm_status open_run(struct run *run, const char *images, const char *pairs)
{
    enum bsm_status status = bsm_score_lists_read(&run->lists, images, pairs, true, run->why);
    if (status != BSM_OK)
        return status;
    (void)snprintf(run->why, sizeof run->why, "no memory; free about 60 MiB");
    run->extractor = bsm_finger_extractor_create(&status);
    if (status == BSM_OK)
        run->matcher = bsm_finger_matcher_create(&status);
    run->taken = calloc(run->lists.picture_count, sizeof *run->taken);
    return run->taken ? status : BSM_NO_MEMORY;
}

static void finish(struct run *run)
{
    free(run->taken);
    bsm_finger_extractor_destroy(run->extractor);
    bsm_finger_matcher_destroy(run->matcher);
    bsm_score_lists_finish(&run->lists);
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (argc != 4) {
        fprintf(help ? stdout : stderr,
                "usage: basma-without IMAGES PAIRS PREFIX\n\n"
                "Writes PREFIX-STAGE.scores of the finger engine without each STAGE, and PREFIX-nothing.scores of the\n"
                "whole. The lists are those of basma-score. Stages:");
        for (int i = 1; i < BSM_STAGES; i++)
            fprintf(help ? stdout : stderr, " %s", names[i]);
        fprintf(help ? stdout : stderr, ".\nExit: 0 done, 1 could not write or no memory, 2 usage or a broken file.\n");
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    struct run run = {0};
    enum bsm_status status = open_run(&run, argv[1], argv[2]);
    for (int stage = 0; stage < BSM_STAGES && status == BSM_OK; stage++)
        status = run_without(&run, (enum bsm_stage)stage, argv[3]);
    if (status != BSM_OK)
        fprintf(stderr, "basma-without: %s\n", run.why);
    finish(&run);
    return status == BSM_OK                                 ? EXIT_SUCCESS
           : status == BSM_FAULT || status == BSM_NO_MEMORY ? EXIT_FAILURE
                                                            : EXIT_BAD_INPUT;
}
