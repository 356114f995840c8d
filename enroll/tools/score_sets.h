/* Scores with what they are of, as the measuring tools read them: NAME=SCORES:LABELS, a number a line and, line by
 * line, G (of one finger) or I or F (of two). */
#ifndef BASMA_TOOLS_SCORE_SETS_H
#define BASMA_TOOLS_SCORE_SETS_H

#include <stdbool.h>
#include <stddef.h>

enum { BSM_SCORE_SETS_MAX = 16, BSM_SCORES_MAX = 4000000 };

struct bsm_scored {
    double score;
    bool genuine;
};

struct bsm_score_set {
    const char *name;           /* inside the argument */
    struct bsm_scored *entries; /* owned; in the order of the file */
    size_t count, genuine;
};

/* Cuts the argument into its parts and reads both files. False, said on standard error under the program's name, when
 * that cannot be done or nothing is in them; the set is to be finished in any case. */
bool bsm_score_set_read(const char *program, char *argument, struct bsm_score_set *set);

/* Lowest score first. */
void bsm_score_set_sort(struct bsm_score_set *set);

void bsm_score_set_finish(struct bsm_score_set *set);

#endif
