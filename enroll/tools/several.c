/*
 * basma-several: what enrolling from several impressions and asking for two fingers bring. Pictures are
 * .../FINGER_IMPRESSION.pgm, the impressions of a finger in a row and as many of each. For VxF a person is F fingers in
 * a row, enrolled with V impressions in a row (each start in turn), and the other impressions are the probes: of the
 * same person, and of all persons who share no finger with them. Scores are those of bsm_finger_scores_fuse and, for
 * two fingers, the sum of what the decision makes of them; parts are the scores of each finger.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/views.h"
#include "enroll/picture/picture.h"
#include "enroll/record/decision.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2, PICTURES_MAX = 400, FINGERS_MAX = 2, UNKNOWN = INT32_MIN };

struct taken {
    uint8_t *bytes; /* owned */
    size_t size;    /* 0 where nothing could be extracted */
};

struct run {
    struct bsm_score_lists lists;
    struct bsm_finger_extractor *extractor;
    struct bsm_finger_matcher *matcher;
    struct taken taken[PICTURES_MAX];
    int32_t scores[PICTURES_MAX][PICTURES_MAX]; /* UNKNOWN until asked for */
    int fingers, impressions;
    char why[BSM_SCORE_WHY_SIZE];
};

struct plan {
    int views, fingers;
    FILE *scores, *parts, *labels;
};

/* The length of the path up to the last '_': what all impressions of a finger share. */
static size_t stem(const char *path)
{
    const char *mark = strrchr(path, '_');
    return mark ? (size_t)(mark - path) : 0;
}

/* How many impressions each finger has; 0 when they are not as many of each, in a row. */
static int count_impressions(const struct bsm_score_lists *lists)
{
    const struct bsm_score_picture *pictures = lists->pictures;
    size_t run = 1, wanted = 0;
    for (size_t i = 1; i <= lists->picture_count; i++, run++) {
        size_t length = stem(pictures[i - 1].path);
        if (i < lists->picture_count && length > 0 && length == stem(pictures[i].path) &&
            strncmp(pictures[i].path, pictures[i - 1].path, length) == 0)
            continue;
        if (wanted != 0 && run != wanted)
            return 0;
        wanted = run;
        run = 0;
    }
    return (int)wanted;
}

static enum bsm_status extract_all(struct run *run)
{
    static uint8_t buffer[BSM_FINGER_TEMPLATE_MAX];
    for (size_t i = 0; i < run->lists.picture_count; i++) {
        const struct bsm_score_picture *picture = &run->lists.pictures[i];
        struct bsm_image image = {0};
        struct bsm_finger_quality quality;
        char cause[256];
        size_t size = 0;
        enum bsm_status status =
            bsm_picture_read(picture->path, BSM_IMAGE_GREY8, picture->resolution_ppi, &image, cause, sizeof cause);
        if (status != BSM_OK) {
            (void)snprintf(run->why, sizeof run->why, "%s: %s", picture->path, cause);
            return status;
        }
        status = bsm_finger_extract(run->extractor, &image, buffer, sizeof buffer, &size, &quality);
        bsm_image_finish(&image);
        run->taken[i] = (struct taken){malloc(sizeof buffer), status == BSM_OK ? size : 0};
        if (!run->taken[i].bytes)
            return BSM_NO_MEMORY;
        memcpy(run->taken[i].bytes, buffer, run->taken[i].size);
    }
    return BSM_OK;
}

/* Of two pictures; the lowest that the engine gives where one has no template. */
static int32_t score_of(struct run *run, int reference, int probe)
{
    const struct taken *a = &run->taken[reference], *b = &run->taken[probe];
    int32_t *score = &run->scores[reference][probe];
    if (*score == UNKNOWN && (a->size == 0 || b->size == 0 ||
                              bsm_finger_match(run->matcher, a->bytes, a->size, b->bytes, b->size, score) != BSM_OK))
        *score = -1000;
    return *score;
}

static int32_t score_finger(struct run *run, int reference, int first, int views, int probe)
{
    int32_t scores[BSM_FINGER_VIEWS_MAX];
    for (int i = 0; i < views; i++)
        scores[i] = score_of(run, reference + (first + i) % run->impressions, probe);
    return bsm_finger_scores_fuse(scores, views);
}

static void score_person(struct run *run, const struct plan *plan, int person, int first, int other, int impression)
{
    int32_t sum = 0;
    for (int i = 0; i < plan->fingers; i++) {
        int reference = (person + i) % run->fingers * run->impressions;
        int probe = (other + i) % run->fingers * run->impressions + impression;
        int32_t score = score_finger(run, reference, first, plan->views, probe);
        sum += plan->fingers == 1 ? score : bsm_llr(&bsm_thresholds_default.finger, score);
        fprintf(plan->parts, "%d%c", score, i + 1 < plan->fingers ? ' ' : '\n');
    }
    fprintf(plan->scores, "%d\n", sum);
    fprintf(plan->labels, "%c %d_%d %d_%d\n", person == other ? 'G' : 'I', person, first, other, impression);
}

static void score_enrolment(struct run *run, const struct plan *plan, int person, int first)
{
    for (int other = 0; other < run->fingers; other++) {
        int apart = abs(person - other);
        apart = apart < run->fingers - apart ? apart : run->fingers - apart;
        if (apart != 0 && apart < plan->fingers)
            continue; /* they share a finger */
        for (int i = plan->views; i < run->impressions; i++)
            score_person(run, plan, person, first, other, (first + i) % run->impressions);
    }
}

static FILE *open_output(const char *prefix, const char *plan, const char *kind)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s-%s.%s", prefix, plan, kind);
    return fopen(path, "w");
}

static bool close_output(FILE *file) { return file && fclose(file) == 0; }

static enum bsm_status score_plan(struct run *run, const char *plan_text, const char *prefix)
{
    struct plan plan = {0};
    char end;
    if (sscanf(plan_text, "%1dx%1d%c", &plan.views, &plan.fingers, &end) != 2 || plan.views < 1 ||
        plan.views > BSM_FINGER_VIEWS_MAX || plan.views >= run->impressions || plan.fingers < 1 ||
        plan.fingers > FINGERS_MAX) {
        (void)snprintf(run->why, sizeof run->why, "%s is not 1..%dx1..%d, or there are too few impressions", plan_text,
                       BSM_FINGER_VIEWS_MAX, FINGERS_MAX);
        return BSM_INVALID;
    }
    plan.scores = open_output(prefix, plan_text, "scores");
    plan.parts = open_output(prefix, plan_text, "parts");
    plan.labels = open_output(prefix, plan_text, "labels");
    bool written = plan.scores && plan.parts && plan.labels;
    for (int person = 0; written && person < run->fingers; person++)
        for (int first = 0; first < run->impressions; first++)
            score_enrolment(run, &plan, person, first);
    written &= close_output(plan.scores);
    written &= close_output(plan.parts);
    written &= close_output(plan.labels);
    if (!written)
        (void)snprintf(run->why, sizeof run->why, "%s-%s: cannot be written", prefix, plan_text);
    return written ? BSM_OK : BSM_FAULT;
}

static enum bsm_status prepare(struct run *run, const char *images, const char *pairs)
{
    enum bsm_status status = bsm_score_lists_read(&run->lists, images, pairs, true, run->why);
    if (status != BSM_OK)
        return status;
    run->impressions = count_impressions(&run->lists);
    if (run->impressions < 2 || run->lists.picture_count > PICTURES_MAX) {
        (void)snprintf(run->why, sizeof run->why, "%s: wanted at most %d pictures FINGER_IMPRESSION, as many of each",
                       images, PICTURES_MAX);
        return BSM_INVALID;
    }
    run->fingers = (int)run->lists.picture_count / run->impressions;
    for (int i = 0; i < PICTURES_MAX; i++)
        for (int j = 0; j < PICTURES_MAX; j++)
            run->scores[i][j] = UNKNOWN;
    run->extractor = bsm_finger_extractor_create(&status);
    if (status == BSM_OK)
        run->matcher = bsm_finger_matcher_create(&status);
    (void)snprintf(run->why, sizeof run->why, "no memory; free about 60 MiB");
    return status == BSM_OK ? extract_all(run) : status;
}

static void finish(struct run *run)
{
    for (int i = 0; i < PICTURES_MAX; i++)
        free(run->taken[i].bytes);
    bsm_finger_extractor_destroy(run->extractor);
    bsm_finger_matcher_destroy(run->matcher);
    bsm_score_lists_finish(&run->lists);
}

int main(int argc, char **argv)
{
    static struct run run;
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (argc < 5) {
        fprintf(help ? stdout : stderr,
                "usage: basma-several IMAGES PAIRS PREFIX VxF...\n\n"
                "Writes PREFIX-VxF.scores, .parts and .labels for each VxF: V impressions enrolled (1..%d), F fingers "
                "(1, 2).\n"
                "IMAGES and PAIRS are the lists of basma-score (of PAIRS nothing is used). Exit: 0 done, 1 could not\n"
                "write or no memory, 2 usage or a broken file.\n",
                BSM_FINGER_VIEWS_MAX);
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    enum bsm_status status = prepare(&run, argv[1], argv[2]);
    for (int i = 4; i < argc && status == BSM_OK; i++)
        status = score_plan(&run, argv[i], argv[3]);
    if (status != BSM_OK)
        fprintf(stderr, "basma-several: %s\n", run.why);
    finish(&run);
    return status == BSM_OK                                 ? EXIT_SUCCESS
           : status == BSM_FAULT || status == BSM_NO_MEMORY ? EXIT_FAILURE
                                                            : EXIT_BAD_INPUT;
}
