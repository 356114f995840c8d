/*
 * basma-score: measures an engine over lists of pictures and pairs. One thread; the scores come from the same code and
 * settings as the centre's decision. Times are of the processor, without file decoding and the loading of models.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "enroll/picture/picture.h"
#include "enroll/tools/score_engine.h"
#include "enroll/tools/score_liveness.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2, NO_TEMPLATE_SCORE = -1000 };

/* A template of each picture; size 0 where nothing could be extracted. */
struct template
{
    uint8_t *bytes; /* owned */
    size_t size;
};

struct run {
    const struct bsm_score_engine *engine;
    void *state;
    struct bsm_score_lists lists;
    struct template *templates; /* owned, one a picture */
    int failures;
    double extract_s, match_s;
    char why[BSM_SCORE_WHY_SIZE];
};

static const struct bsm_score_engine *const engines[] = {
    &bsm_score_finger,           &bsm_score_finger_window,   &bsm_score_finger_iso_reference,
    &bsm_score_finger_iso_probe, &bsm_score_finger_iso_both, &bsm_score_face,
};

static void usage(FILE *out)
{
    fprintf(out, "usage: basma-score ENGINE IMAGES PAIRS SCORES\n%s\nENGINE  ", bsm_score_liveness_usage);
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++)
        fprintf(out, "%s%s", i ? " or " : "", engines[i]->name);
    fprintf(out, "\n"
                 "IMAGES  a picture a line, \"path ppi\" for fingers (PGM), \"path\" for faces (JPEG, PNG);\n"
                 "        paths are relative to this file\n"
                 "PAIRS   \"i j\" a line: the numbers of two pictures from 0, i the reference, j the probe\n"
                 "SCORES  is written: one decimal a line, higher = more alike, -1000 where nothing was extracted\n\n"
                 "Ends with two lines on stderr: EXTRACT pictures cpu_seconds failures, MATCH pairs cpu_seconds.\n"
                 "Exit: 0 done, 1 could not write or load, 2 usage or a missing or broken file.\n");
}

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static enum bsm_status read_picture(struct run *run, const struct bsm_score_picture *entry, struct bsm_image *image)
{
    char why[256];
    enum bsm_status status =
        bsm_picture_read(entry->path, run->engine->format, entry->resolution_ppi, image, why, sizeof why);
    if (status != BSM_OK)
        (void)snprintf(run->why, sizeof run->why, "%s: %s", entry->path, why);
    return status;
}

static enum bsm_status extract_one(struct run *run, size_t index)
{
    static uint8_t buffer[BSM_SCORE_TEMPLATE_MAX];
    struct bsm_image image = {0};
    enum bsm_status status = read_picture(run, &run->lists.pictures[index], &image);
    if (status != BSM_OK)
        return status;
    size_t size = 0;
    double start = cpu_s();
    status = run->engine->extract(run->state, &image, buffer, sizeof buffer, &size);
    run->extract_s += cpu_s() - start;
    bsm_image_finish(&image);
    if (status != BSM_OK || size == 0) {
        run->failures++;
        return BSM_OK;
    }
    run->templates[index] = (struct template){malloc(size), size};
    if (!run->templates[index].bytes)
        return BSM_NO_MEMORY;
    memcpy(run->templates[index].bytes, buffer, size);
    return BSM_OK;
}

static enum bsm_status extract_all(struct run *run)
{
    run->templates = calloc(run->lists.picture_count, sizeof *run->templates);
    (void)snprintf(run->why, sizeof run->why, "no memory for the templates");
    if (!run->templates)
        return BSM_NO_MEMORY;
    for (size_t i = 0; i < run->lists.picture_count; i++) {
        enum bsm_status status = extract_one(run, i);
        if (status != BSM_OK)
            return status;
    }
    return BSM_OK;
}

static enum bsm_status match_one(struct run *run, const struct bsm_score_pair *pair, double *score)
{
    const struct template *reference = &run->templates[pair->reference], *probe = &run->templates[pair->probe];
    *score = NO_TEMPLATE_SCORE;
    if (reference->size == 0 || probe->size == 0)
        return BSM_OK;
    double start = cpu_s();
    enum bsm_status status =
        run->engine->match(run->state, reference->bytes, reference->size, probe->bytes, probe->size, score);
    run->match_s += cpu_s() - start;
    return status != BSM_OK ? status : isfinite(*score) ? BSM_OK : BSM_FAULT;
}

static enum bsm_status match_all(struct run *run, FILE *scores)
{
    for (size_t i = 0; i < run->lists.pair_count; i++) {
        double score;
        enum bsm_status status = match_one(run, &run->lists.pairs[i], &score);
        if (status != BSM_OK) {
            (void)snprintf(run->why, sizeof run->why, "pair %zu: the engine failed (%s)", i, bsm_status_name(status));
            return BSM_FAULT;
        }
        fprintf(scores, "%.9g\n", score);
    }
    return BSM_OK;
}

static enum bsm_status measure(struct run *run, const char *scores_path)
{
    enum bsm_status status = extract_all(run);
    if (status != BSM_OK)
        return status;
    FILE *scores = fopen(scores_path, "w");
    if (scores)
        status = match_all(run, scores);
    if (!scores || (fclose(scores) != 0 && status == BSM_OK)) {
        (void)snprintf(run->why, sizeof run->why, "%s: cannot be written: %m", scores_path);
        status = BSM_FAULT;
    }
    return status;
}

static void finish(struct run *run)
{
    for (size_t i = 0; run->templates && i < run->lists.picture_count; i++)
        free(run->templates[i].bytes);
    free(run->templates);
    bsm_score_lists_finish(&run->lists);
    run->engine->close(run->state);
}

static const struct bsm_score_engine *engine_named(const char *name)
{
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++)
        if (strcmp(engines[i]->name, name) == 0)
            return engines[i];
    return NULL;
}

/* What the status means to the caller's shell: bytes from outside or files that are not there are bad input. */
static int exit_code(enum bsm_status status)
{
    if (status == BSM_OK)
        return EXIT_SUCCESS;
    return status == BSM_FAULT || status == BSM_NO_MEMORY ? EXIT_FAILURE : EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        usage(stdout);
        return EXIT_SUCCESS;
    }
    if (argc >= 2 && strcmp(argv[1], "liveness") == 0) {
        if (argc != 4)
            usage(stderr);
        return bsm_score_liveness(argc, argv);
    }
    struct run run = {.engine = argc == 5 ? engine_named(argv[1]) : NULL};
    if (!run.engine) {
        usage(stderr);
        return EXIT_BAD_INPUT;
    }
    enum bsm_status status = bsm_score_lists_read(&run.lists, argv[2], argv[3], run.engine->has_resolution, run.why);
    if (status == BSM_OK && (status = run.engine->open(&run.state, run.why, sizeof run.why)) != BSM_OK)
        status = BSM_FAULT;
    if (status == BSM_OK)
        status = measure(&run, argv[4]);
    if (status != BSM_OK)
        fprintf(stderr, "basma-score: %s\n", run.why);
    else
        fprintf(stderr, "EXTRACT %zu %.3f %d\nMATCH %zu %.3f\n", run.lists.picture_count, run.extract_s, run.failures,
                run.lists.pair_count, run.match_s);
    finish(&run);
    return exit_code(status);
}
