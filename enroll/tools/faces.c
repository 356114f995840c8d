/*
 * basma-faces: what a set of many people's faces says of the engine. Pictures are .../PERSON/FILE, those of a person in
 * a row or not. Every two pictures are compared: the thresholds by false match rate come from all impostor pairs, the
 * rates by group from those of which both pictures are in the group. Then several pictures of a person are fused, as a
 * kiosk fuses the frames of a visit.
 */
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/face.h"
#include "enroll/face/view.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/jaw.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2, SCORES = 2 * BSM_FACE_SCORE_MAX + 1, PEOPLE_MIN_PICTURES = 4, VIEWS_MAX = 3 };

#ifndef BASMA_MODELS_DEFAULT
#define BASMA_MODELS_DEFAULT "var/assets/models"
#endif

enum group {
    GROUP_ALL,
    GROUP_DARK_PICTURES,
    GROUP_BRIGHT_PICTURES,
    GROUP_TURNED,
    GROUP_BLURRED,
    GROUP_EYES_UNSEEN,
    GROUP_DARK_JAW,
    GROUP_COVERED,
};

enum { GROUPS = GROUP_COVERED + 1 };

static const char *const group_names[GROUPS] = {
    "all",
    "face darker than 105 of 255",
    "face brighter than 150",
    "turned by more than 15 degrees",
    "sharpness below 110",
    "eyes not seen (glasses, laughing, shut)",
    "jaw darker than the cheeks (beard, shadow)",
    "would be asked to uncover the face",
};

struct taken {
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size; /* 0 where there is no face */
    size_t person;
    bool in[GROUPS];
};

/* How often each score came up. */
struct tally {
    uint32_t of[2][SCORES]; /* impostor, genuine */
    double count[2];
};

struct run {
    struct bsm_score_lists lists;
    struct bsm_face *face;
    struct taken *taken;  /* owned, one a picture */
    struct tally *groups; /* owned, GROUPS of them */
    size_t people, failures;
    char why[BSM_SCORE_WHY_SIZE];
};

/* --- taking --- */

/* The length of the path up to its last '/'. */
static size_t stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

/* The first picture of the same folder stands for the person. */
static size_t person_of(const struct run *run, size_t index)
{
    const struct bsm_score_picture *pictures = run->lists.pictures;
    size_t length = stem(pictures[index].path);
    for (size_t i = 0; i < index; i++)
        if (stem(pictures[i].path) == length && strncmp(pictures[i].path, pictures[index].path, length) == 0)
            return i;
    return index;
}

static void sort_into_groups(struct taken *taken, const struct bsm_image *image, const struct bsm_face_view *view)
{
    struct bsm_face_chip chip;
    taken->in[GROUP_DARK_JAW] = bsm_face_chip_take(image, &view->found, &chip) && jaw_is_dark(&chip);
    taken->in[GROUP_COVERED] = view->covered >= BSM_FACE_COVERED_MIN;
    taken->in[GROUP_ALL] = true;
    taken->in[GROUP_DARK_PICTURES] = view->luminance < 105;
    taken->in[GROUP_BRIGHT_PICTURES] = view->luminance > 150;
    taken->in[GROUP_TURNED] = abs(view->found.yaw_degrees) > 15;
    taken->in[GROUP_BLURRED] = view->sharpness < 110;
    taken->in[GROUP_EYES_UNSEEN] = view->eyes_open_percent >= 0 && view->eyes_open_percent < 50;
}

static enum bsm_status take_face(struct run *run, const struct bsm_image *image, struct taken *taken)
{
    struct bsm_face_found found;
    struct bsm_face_view view;
    int open_percent[2];
    enum bsm_status status = bsm_face_find(run->face, image, &found);
    if (status == BSM_OK)
        status = bsm_face_extract(run->face, image, &found, taken->bytes, sizeof taken->bytes, &taken->size);
    if (status != BSM_OK)
        return status;
    bsm_face_view_measure(image, &found, &view);
    if (bsm_face_measure_eyes(run->face, image, &found, open_percent) == BSM_OK)
        view.eyes_open_percent = open_percent[0] > open_percent[1] ? open_percent[0] : open_percent[1];
    sort_into_groups(taken, image, &view);
    return BSM_OK;
}

static enum bsm_status take_all(struct run *run)
{
    for (size_t i = 0; i < run->lists.picture_count; i++) {
        struct bsm_image image = {0};
        char cause[256];
        enum bsm_status status =
            bsm_picture_read(run->lists.pictures[i].path, BSM_IMAGE_RGB24, 0, &image, cause, sizeof cause);
        if (status != BSM_OK) {
            (void)snprintf(run->why, sizeof run->why, "%s: %s", run->lists.pictures[i].path, cause);
            return status;
        }
        status = take_face(run, &image, &run->taken[i]);
        bsm_image_finish(&image);
        if (status != BSM_OK)
            run->taken[i].size = 0;
        run->failures += status != BSM_OK;
        run->taken[i].person = person_of(run, i);
        run->people += run->taken[i].person == i;
    }
    return BSM_OK;
}

/* --- counting --- */

static int32_t score_of(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size)
{
    int32_t score = -BSM_FACE_SCORE_MAX;
    (void)bsm_face_match(a, a_size, b, b_size, &score); /* stays the lowest where one has no face */
    return score;
}

static void count_score(struct tally *tally, bool genuine, int32_t score)
{
    tally->of[genuine][score + BSM_FACE_SCORE_MAX]++;
    tally->count[genuine]++;
}

/* The lowest threshold at which at most this share of the impostors passes. */
static int32_t threshold_at(const struct tally *tally, double fmr)
{
    double passed = 0;
    int i = SCORES;
    while (i > 0 && passed + tally->of[0][i - 1] <= fmr * tally->count[0])
        passed += tally->of[0][--i];
    return i - BSM_FACE_SCORE_MAX;
}

/* The share that reaches the threshold. */
static double share_at(const struct tally *tally, bool genuine, int32_t threshold)
{
    double passed = 0;
    for (int i = threshold + BSM_FACE_SCORE_MAX; i < SCORES; i++)
        passed += tally->of[genuine][i];
    return tally->count[genuine] > 0 ? passed / tally->count[genuine] : 0;
}

static double equal_error(const struct tally *tally)
{
    double missed = 0, passed = tally->count[0];
    for (int i = 0; i < SCORES; i++) {
        if (missed / tally->count[1] >= passed / tally->count[0])
            return (missed / tally->count[1] + passed / tally->count[0]) / 2;
        missed += tally->of[1][i];
        passed -= tally->of[0][i];
    }
    return 1;
}

static void compare_all(struct run *run)
{
    const struct taken *taken = run->taken;
    for (size_t i = 0; i < run->lists.picture_count; i++)
        for (size_t j = i + 1; j < run->lists.picture_count; j++) {
            int32_t score = score_of(taken[i].bytes, taken[i].size, taken[j].bytes, taken[j].size);
            for (int group = 0; group < GROUPS; group++)
                if (taken[i].in[group] && taken[j].in[group])
                    count_score(&run->groups[group], taken[i].person == taken[j].person, score);
        }
}

static void say_thresholds(const struct tally *all)
{
    static const double rates[] = {1e-2, 1e-3, 1e-4, 1e-5};
    printf("thresholds, from all %.0f impostor and %.0f genuine pairs; EER %.2f %%\n", all->count[0], all->count[1],
           100 * equal_error(all));
    for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
        int32_t threshold = threshold_at(all, rates[i]);
        printf("  FMR %7.3f %%: score %5d, FNMR %5.2f %%\n", 100 * rates[i], threshold,
               100 - 100 * share_at(all, true, threshold));
    }
}

/* The 95 % interval of Wilson (JASA 1927), per cent. Pairs of one person hang together: the truth is wider. */
static void interval_of(double share, double count, double *low, double *high)
{
    double z = 1.96, d = 1 + z * z / count, middle = (share + z * z / (2 * count)) / d;
    double half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / d;
    *low = 100 * fmax(middle - half, 0);
    *high = 100 * (middle + half);
}

/* At the thresholds of all: whom one threshold for everybody serves better or worse. */
static void say_groups(const struct tally *groups)
{
    int32_t strict = threshold_at(&groups[GROUP_ALL], 1e-4), common = threshold_at(&groups[GROUP_ALL], 1e-3);
    printf("by group, at the thresholds of all for FMR 0.1 %% and 0.01 %%\n");
    printf("  %-42s %8s %9s %-15s %9s %9s\n", "both pictures", "genuine", "FNMR", "   (95 %)", "FMR", "FNMR");
    for (int i = 0; i < GROUPS; i++) {
        double low, high, missed = 1 - share_at(&groups[i], true, common);
        interval_of(missed, fmax(groups[i].count[1], 1), &low, &high);
        printf("  %-42s %8.0f %7.2f %% (%4.1f .. %4.1f)  %7.3f %% %7.2f %%\n", group_names[i], groups[i].count[1],
               100 * missed, low, high, 100 * share_at(&groups[i], false, common),
               100 - 100 * share_at(&groups[i], true, strict));
    }
}

/* --- several fused --- */

struct person {
    size_t pictures[64];
    int count;
};

/* People with four pictures or more that have a face; at most as many as there are pictures. */
static int gather(const struct run *run, struct person *people)
{
    int count = 0;
    for (size_t i = 0; i < run->lists.picture_count; i++) {
        struct person person = {.count = 0};
        for (size_t j = i; run->taken[i].person == i && j < run->lists.picture_count; j++)
            if (run->taken[j].person == i && run->taken[j].size > 0 && person.count < 64)
                person.pictures[person.count++] = j;
        if (person.count >= PEOPLE_MIN_PICTURES)
            people[count++] = person;
    }
    return count;
}

static size_t fuse(const struct run *run, const struct person *person, int first, int views, uint8_t *out)
{
    struct bsm_face_sample samples[VIEWS_MAX];
    size_t size = 0;
    for (int i = 0; i < views; i++) {
        const struct taken *one = &run->taken[person->pictures[(first + i) % person->count]];
        samples[i] = (struct bsm_face_sample){one->bytes, one->size};
    }
    return bsm_face_template_fuse(samples, views, out, BSM_FACE_TEMPLATE_MAX, &size) == BSM_OK ? size : 0;
}

/* For each start in a person's pictures: some are enrolled, the next ones are the probe, of the person and of others.
 */
static void say_plan(const struct run *run, const struct person *people, int count, int enrolled, int probed)
{
    struct tally *tally = calloc(1, sizeof *tally);
    uint8_t reference[BSM_FACE_TEMPLATE_MAX], probe[BSM_FACE_TEMPLATE_MAX];
    for (int a = 0; tally && a < count; a++)
        for (int first = 0; first < people[a].count; first++) {
            size_t reference_size = fuse(run, &people[a], first, enrolled, reference);
            for (int b = 0; b < count; b++) {
                size_t probe_size = fuse(run, &people[b], a == b ? first + enrolled : first, probed, probe);
                count_score(tally, a == b, score_of(reference, reference_size, probe, probe_size));
            }
        }
    if (tally)
        printf("  %d enrolled, %d in the visit: EER %.2f %%; FNMR %.2f %% at FMR 0.1 %%, %.2f %% at 0.01 %% (%.0f and "
               "%.0f "
               "pairs)\n",
               enrolled, probed, 100 * equal_error(tally), 100 - 100 * share_at(tally, true, threshold_at(tally, 1e-3)),
               100 - 100 * share_at(tally, true, threshold_at(tally, 1e-4)), tally->count[1], tally->count[0]);
    free(tally);
}

static void say_several(const struct run *run)
{
    struct person *people = calloc(run->lists.picture_count, sizeof *people);
    int count = people ? gather(run, people) : 0;
    printf("several pictures fused, of the %d people with %d or more\n", count, PEOPLE_MIN_PICTURES);
    say_plan(run, people, count, 1, 1);
    say_plan(run, people, count, 1, 2);
    say_plan(run, people, count, 1, 3);
    say_plan(run, people, count, 2, 1);
    say_plan(run, people, count, 3, 1);
    say_plan(run, people, count, 2, 2);
    free(people);
}

/* --- the program --- */

static enum bsm_status prepare(struct run *run, const char *images)
{
    char cause[BSM_FACE_WHY_SIZE];
    const char *folder = getenv("BASMA_MODELS");
    enum bsm_status status = bsm_score_pictures_read(&run->lists, images, false, run->why);
    if (status != BSM_OK)
        return status;
    run->taken = calloc(run->lists.picture_count, sizeof *run->taken);
    run->groups = calloc(GROUPS, sizeof *run->groups);
    (void)snprintf(run->why, sizeof run->why, "no memory");
    if (!run->taken || !run->groups)
        return BSM_NO_MEMORY;
    status = bsm_face_open(folder && folder[0] ? folder : BASMA_MODELS_DEFAULT, &run->face, cause, sizeof cause);
    if (status != BSM_OK)
        (void)snprintf(run->why, sizeof run->why, "%s", cause);
    return status;
}

int main(int argc, char **argv)
{
    struct run run = {.people = 0};
    (void)setlocale(LC_ALL, "C");
    if (argc != 2 || strcmp(argv[1], "--help") == 0) {
        fprintf(argc == 2 ? stdout : stderr,
                "usage: basma-faces IMAGES\n\nIMAGES: a picture a line, .../PERSON/FILE\n");
        return argc == 2 ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    enum bsm_status status = prepare(&run, argv[1]);
    if (status == BSM_OK)
        status = take_all(&run);
    if (status == BSM_OK) {
        printf("%zu pictures of %zu people, %zu without a face\n", run.lists.picture_count, run.people, run.failures);
        compare_all(&run);
        say_thresholds(&run.groups[GROUP_ALL]);
        say_groups(run.groups);
        say_several(&run);
    } else {
        fprintf(stderr, "basma-faces: %s\n", run.why);
    }
    bsm_score_lists_finish(&run.lists);
    bsm_face_close(run.face);
    free(run.taken);
    free(run.groups);
    return status == BSM_OK ? EXIT_SUCCESS : EXIT_BAD_INPUT;
}
