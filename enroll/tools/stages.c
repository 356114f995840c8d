/*
 * basma-stages: where the finger engine's time goes. Runs each stage of extraction over a list of pictures, and the
 * stages of a comparison over the pairs of neighbours in the list, with a clock round each. Times are of the processor.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "enroll/finger/align.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/pairs.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/ridges.h"
#include "enroll/finger/template.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2 };

enum stage { PREPARE, SPECTRUM, FIELD, SEGMENT, ENHANCE, DETECT, EXTRACTION, UNPACK, PAIRING, OVERLAY, RIDGES, MATCH };

static const char *const names[] = {
    "prepare (250 ppi, local mean)", "spectrum (waves a block)",    "field (direction, spacing)",
    "segment (the print)",           "enhance (contextual filter)", "detect (vortices)",
    "all, with template and wipe",   "unpack and check both",       "pairs (cylinders, relaxation)",
    "overlay, one alignment",        "ridges, one alignment",       "all, with up to 3 x 2 alignments",
};

struct bench {
    struct bsm_kernels kernels;
    struct bsm_planes planes;
    struct bsm_finger_features reference, probe;
    struct bsm_pairing pairing;
    struct bsm_ridge_work ridges;
    struct bsm_finger_extractor *extractor;
    struct bsm_finger_matcher *matcher;
    uint8_t templates[2][BSM_FINGER_TEMPLATE_MAX]; /* of the picture before and of this one, in turn */
    size_t sizes[2];
    double seconds[MATCH + 1];
    long runs[MATCH + 1];
    double start_s;
    long template_bytes, templates_made;
};

static double cpu_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void begin(struct bench *bench) { bench->start_s = cpu_s(); }

/* Books the time since the last begin or book. */
static void book(struct bench *bench, enum stage stage)
{
    double now = cpu_s();
    bench->seconds[stage] += now - bench->start_s;
    bench->runs[stage]++;
    bench->start_s = cpu_s();
}

static void time_extraction(struct bench *bench, const struct bsm_image *image, int turn)
{
    struct bsm_planes *planes = &bench->planes;
    struct bsm_finger_quality quality;
    begin(bench);
    if (bsm_planes_prepare(planes, image) == BSM_OK) {
        book(bench, PREPARE);
        bsm_planes_spectrum(planes, &bench->kernels);
        book(bench, SPECTRUM);
        bsm_planes_field(planes, &bench->kernels);
        book(bench, FIELD);
        bsm_planes_segment(planes);
        book(bench, SEGMENT);
        bsm_planes_enhance(planes, &bench->kernels);
        book(bench, ENHANCE);
        bsm_planes_detect(planes, &bench->kernels);
        book(bench, DETECT);
    }
    bsm_planes_wipe(planes);
    bench->sizes[turn] = 0;
    begin(bench);
    (void)bsm_finger_extract(bench->extractor, image, bench->templates[turn], BSM_FINGER_TEMPLATE_MAX,
                             &bench->sizes[turn], &quality);
    book(bench, EXTRACTION);
    bench->template_bytes += (long)bench->sizes[turn];
    bench->templates_made += bench->sizes[turn] > 0;
}

static void time_comparison(struct bench *bench)
{
    struct bsm_alignment alignment = {.c = 1};
    struct bsm_overlay overlay;
    struct bsm_ridge_evidence evidence;
    int32_t score;
    if (bench->sizes[0] == 0 || bench->sizes[1] == 0)
        return;
    begin(bench);
    (void)bsm_finger_features_unpack(bench->templates[0], bench->sizes[0], &bench->reference);
    (void)bsm_finger_features_unpack(bench->templates[1], bench->sizes[1], &bench->probe);
    book(bench, UNPACK);
    bsm_pairing_find(&bench->pairing, &bench->reference, &bench->probe);
    book(bench, PAIRING);
    if (bench->pairing.count > 0)
        (void)bsm_align(&bench->pairing, &bench->reference, &bench->probe, 0, &alignment);
    bsm_overlay(&bench->reference, &bench->probe, &alignment, &overlay);
    book(bench, OVERLAY);
    bsm_ridges_open(&bench->ridges, &bench->reference.ridges, &bench->probe.ridges);
    bsm_ridges_compare(&bench->ridges, &bench->reference.ridges, &alignment, &evidence);
    book(bench, RIDGES);
    (void)bsm_finger_match(bench->matcher, bench->templates[0], bench->sizes[0], bench->templates[1], bench->sizes[1],
                           &score);
    book(bench, MATCH);
}

static enum bsm_status run(struct bench *bench, const struct bsm_score_lists *lists, char why[BSM_SCORE_WHY_SIZE])
{
    for (size_t i = 0; i < lists->picture_count; i++) {
        struct bsm_image image = {0};
        char cause[256];
        enum bsm_status status = bsm_picture_read(lists->pictures[i].path, BSM_IMAGE_GREY8,
                                                  lists->pictures[i].resolution_ppi, &image, cause, sizeof cause);
        if (status != BSM_OK) {
            (void)snprintf(why, BSM_SCORE_WHY_SIZE, "%s: %s", lists->pictures[i].path, cause);
            return status;
        }
        time_extraction(bench, &image, (int)(i % 2));
        bsm_image_finish(&image);
        time_comparison(bench);
    }
    return BSM_OK;
}

static void print(const struct bench *bench)
{
    printf("stage                                    us\n");
    for (int i = 0; i <= MATCH; i++)
        printf("%-8s %-32s %8.1f\n", i <= EXTRACTION ? "picture" : "pair", names[i],
               bench->runs[i] ? bench->seconds[i] * 1e6 / (double)bench->runs[i] : 0);
    printf("template bytes                            %8.0f\n",
           bench->templates_made ? (double)bench->template_bytes / (double)bench->templates_made : 0);
}

static struct bench *open_bench(void)
{
    enum bsm_status status;
    struct bench *bench = calloc(1, sizeof *bench);
    if (!bench)
        return NULL;
    bsm_kernels_init(&bench->kernels);
    bsm_pairing_init(&bench->pairing);
    bench->extractor = bsm_finger_extractor_create(&status);
    bench->matcher = bsm_finger_matcher_create(&status);
    return bench;
}

static void close_bench(struct bench *bench)
{
    if (!bench)
        return;
    bsm_finger_extractor_destroy(bench->extractor);
    bsm_finger_matcher_destroy(bench->matcher);
    free(bench);
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (argc != 3) {
        fprintf(
            help ? stdout : stderr,
            "usage: basma-stages IMAGES PAIRS\n\n"
            "Prints microseconds a picture and a pair of each stage of the finger engine, and bytes a template. The "
            "lists are those of\n"
            "basma-score; compared are neighbours in IMAGES. Exit: 0 done, 1 no memory, 2 usage or a broken file.\n");
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    char why[BSM_SCORE_WHY_SIZE] = "";
    struct bsm_score_lists lists = {0};
    struct bench *bench = open_bench();
    enum bsm_status status = bench && bench->extractor && bench->matcher ? BSM_OK : BSM_NO_MEMORY;
    if (status != BSM_OK)
        (void)snprintf(why, sizeof why, "no memory; free about 60 MiB");
    if (status == BSM_OK)
        status = bsm_score_lists_read(&lists, argv[1], argv[2], true, why);
    if (status == BSM_OK)
        status = run(bench, &lists, why);
    if (status == BSM_OK)
        print(bench);
    else
        fprintf(stderr, "basma-stages: %s\n", why);
    bsm_score_lists_finish(&lists);
    close_bench(bench);
    return status == BSM_OK ? EXIT_SUCCESS : status == BSM_NO_MEMORY ? EXIT_FAILURE : EXIT_BAD_INPUT;
}
