/*
 * basma-decide: how often the decision errs. Persons are put together from scores: the fingers of one list of trials
 * (basma-several: the scores of each finger, a trial a line) and the faces of another, each with what it is of. Right
 * fingers come with right faces and with wrong ones, and so do wrong fingers: FACES of each kind with every trial of
 * fingers, the next ones in the list each time, so that all serve about as often.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/record/decision.h"
#include "enroll/tools/score_sets.h"
#include "firmware/base/file.h"

enum { EXIT_BAD_INPUT = 2, FINGERS_MAX = 4, FACES = 60, TEXT_MAX = 16384 };

struct faces {
    int32_t *scores[2]; /* owned; of wrong ones, of right ones */
    size_t counts[2], next[2];
};

/* By what is right: fingers, then face. */
struct tally {
    long trials[2][2], matches[2][2];
    long fingers[2], fingers_passed[2];
};

static bool sort_faces(const struct bsm_score_set *set, struct faces *faces)
{
    for (int kind = 0; kind < 2; kind++) {
        faces->scores[kind] = calloc(set->count, sizeof *faces->scores[kind]);
        if (!faces->scores[kind])
            return false;
    }
    for (size_t i = 0; i < set->count; i++) {
        int kind = set->entries[i].genuine;
        faces->scores[kind][faces->counts[kind]++] = (int32_t)set->entries[i].score;
    }
    return faces->counts[0] > 0 && faces->counts[1] > 0;
}

static void weigh(const struct bsm_thresholds *thresholds, const int32_t *scores, int count, int right,
                  struct faces *faces, struct tally *tally)
{
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < FACES; i++) {
            int32_t face = faces->scores[kind][faces->next[kind]];
            faces->next[kind] = (faces->next[kind] + 1) % faces->counts[kind];
            struct bsm_decision decision = bsm_decision_weigh(thresholds, scores, count, &face);
            tally->trials[right][kind]++;
            tally->matches[right][kind] += decision.match;
            tally->fingers[right]++;
            tally->fingers_passed[right] += decision.fingers_passed;
        }
}

/* A trial a line: the score of each finger. */
static int read_scores(FILE *parts, int32_t scores[FINGERS_MAX])
{
    char line[256];
    int count = 0;
    if (!fgets(line, sizeof line, parts))
        return 0;
    for (char *at = line, *end; count < FINGERS_MAX; at = end) {
        long score = strtol(at, &end, 10);
        if (end == at)
            break;
        scores[count++] = (int32_t)score;
    }
    return count;
}

static bool weigh_all(const struct bsm_thresholds *thresholds, const char *prefix, struct faces *faces,
                      struct tally *tally)
{
    char path[512], label[256];
    int32_t scores[FINGERS_MAX];
    (void)snprintf(path, sizeof path, "%s.parts", prefix);
    FILE *parts = fopen(path, "r");
    (void)snprintf(path, sizeof path, "%s.labels", prefix);
    FILE *labels = fopen(path, "r");
    int count = 0;
    while (parts && labels && (count = read_scores(parts, scores)) > 0 && fgets(label, sizeof label, labels))
        weigh(thresholds, scores, count, label[0] == 'G', faces, tally);
    bool good = parts && labels && count == 0;
    if (parts)
        (void)fclose(parts);
    if (labels)
        (void)fclose(labels);
    if (!good)
        fprintf(stderr, "basma-decide: %s.parts and .labels cannot be read, or are not as long as each other\n",
                prefix);
    return good;
}

static void say(const char *what, long bad, long all)
{
    printf("%-44s %9ld of %9ld  %9.4f %%\n", what, bad, all, all ? 100.0 * (double)bad / (double)all : 0);
}

static void report(const struct tally *tally)
{
    say("right fingers, right face: refused", tally->trials[1][1] - tally->matches[1][1], tally->trials[1][1]);
    say("wrong fingers, wrong face: passed", tally->matches[0][0], tally->trials[0][0]);
    say("right fingers, wrong face: passed", tally->matches[1][0], tally->trials[1][0]);
    say("wrong fingers, right face: passed", tally->matches[0][1], tally->trials[0][1]);
    say("fingers alone: right ones below their floors", (tally->fingers[1] - tally->fingers_passed[1]) / (2 * FACES),
        tally->fingers[1] / (2 * FACES));
    say("fingers alone: wrong ones above them", tally->fingers_passed[0] / (2 * FACES),
        tally->fingers[0] / (2 * FACES));
}

static bool read_thresholds(const char *path, struct bsm_thresholds *thresholds)
{
    char why[BSM_THRESHOLDS_WHY_SIZE] = "cannot be read";
    uint8_t *bytes = NULL;
    size_t size = 0;
    bool good = bsm_file_read(path, TEXT_MAX, &bytes, &size) == BSM_OK &&
                bsm_thresholds_parse(path, bytes, size, thresholds, why) == BSM_OK;
    if (!good)
        fprintf(stderr, "basma-decide: %s: %s\n", path, why);
    free(bytes);
    return good;
}

static int usage(bool help)
{
    fprintf(help ? stdout : stderr,
            "usage: basma-decide [--thresholds FILE] NAME=FACE.scores:FACE.labels PREFIX...\n"
            "       basma-decide --print\n\n"
            "Counts the errors of the decision over persons put together from faces (as in basma-score) and fingers\n"
            "(PREFIX.parts and .labels of basma-several). --thresholds: in place of those built in, which --print\n"
            "prints. Exit: 0 done, 1 no memory, 2 usage or a broken file.\n");
    return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
}

static int run(const struct bsm_thresholds *thresholds, int count, char **arguments)
{
    struct bsm_score_set set;
    struct faces faces = {0};
    struct tally tally = {0};
    bool good = bsm_score_set_read("basma-decide", arguments[0], &set) && sort_faces(&set, &faces);
    for (int i = 1; i < count && good; i++)
        good = weigh_all(thresholds, arguments[i], &faces, &tally);
    if (good)
        report(&tally);
    free(faces.scores[0]);
    free(faces.scores[1]);
    bsm_score_set_finish(&set);
    return good ? EXIT_SUCCESS : EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
    struct bsm_thresholds thresholds = bsm_thresholds_default;
    char text[BSM_THRESHOLDS_TEXT_MAX];
    (void)setlocale(LC_ALL, "C");
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(true);
    if (argc == 2 && strcmp(argv[1], "--print") == 0) {
        (void)bsm_thresholds_encode(&thresholds, text);
        return fputs(text, stdout) >= 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "--thresholds") == 0) {
        if (!read_thresholds(argv[2], &thresholds))
            return EXIT_BAD_INPUT;
        first = 3;
    }
    return argc < first + 2 ? usage(false) : run(&thresholds, argc - first, argv + first);
}
