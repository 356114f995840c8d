#include "enroll/tools/score_sets.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool complain(const char *program, const char *path, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", program, path, why);
    return false;
}

static bool read_entries(const char *program, FILE *scores, FILE *labels, const char *path, struct bsm_score_set *set)
{
    char label[256];
    double score;
    size_t room = 0;
    while (fscanf(scores, "%lf", &score) == 1) {
        if (!fgets(label, sizeof label, labels) || set->count == BSM_SCORES_MAX || !isfinite(score))
            return complain(program, path, "not as many labels as scores, or a score that is no number");
        if (set->count == room) {
            room = room ? room * 2 : 4096;
            struct bsm_scored *grown = realloc(set->entries, room * sizeof *grown);
            if (!grown)
                return complain(program, path, "no memory");
            set->entries = grown;
        }
        set->entries[set->count++] = (struct bsm_scored){score, label[0] == 'G'};
        set->genuine += label[0] == 'G';
    }
    return set->count > 0 ? true : complain(program, path, "is empty");
}

bool bsm_score_set_read(const char *program, char *argument, struct bsm_score_set *set)
{
    char *scores_path = strchr(argument, '='), *labels_path = scores_path ? strchr(scores_path, ':') : NULL;
    *set = (struct bsm_score_set){0};
    if (!labels_path)
        return complain(program, argument, "is not NAME=SCORES:LABELS");
    *scores_path++ = 0;
    *labels_path++ = 0;
    set->name = argument;
    FILE *scores = fopen(scores_path, "r"), *labels = fopen(labels_path, "r");
    bool good = scores && labels ? read_entries(program, scores, labels, scores_path, set)
                                 : complain(program, scores ? labels_path : scores_path, "cannot be read");
    if (scores)
        (void)fclose(scores);
    if (labels)
        (void)fclose(labels);
    return good;
}

static int by_score(const void *a, const void *b)
{
    const struct bsm_scored *p = a, *q = b;
    return p->score < q->score ? -1 : p->score > q->score;
}

void bsm_score_set_sort(struct bsm_score_set *set)
{
    qsort(set->entries, set->count, sizeof set->entries[0], by_score);
}

void bsm_score_set_finish(struct bsm_score_set *set)
{
    free(set->entries);
    *set = (struct bsm_score_set){0};
}
