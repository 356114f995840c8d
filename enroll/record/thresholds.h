/*
 * What a score is worth, and what is enough. A score of either engine becomes the logarithm of a likelihood ratio
 * (how much likelier it is of the same person than of another), in hundredths of a decade: 200 is a hundred to one for,
 * -100 ten to one against. Such numbers of independent comparisons add up, and one threshold serves for any number of
 * them: wrong persons reach a sum of log10 N at most once in N (Good, Probability and the Weighing of Evidence, 1950:
 * the mean likelihood ratio of the wrong is 1, so by Markov's inequality P(ratio >= N) <= 1 / N). How the lines were
 * found, and how they held on what they had not seen: enroll/record/README.md.
 *
 * The text form is one `key = value` a line (firmware/base/config.h), every key once, none besides; the numbers of the
 * engines' versions are in it, for the lines hold for the scores of one version only.
 */
#ifndef BASMA_RECORD_THRESHOLDS_H
#define BASMA_RECORD_THRESHOLDS_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_LLR_MAX = 1000, /* of one comparison: nobody has seen more impostors than would show it */
    BSM_LLR_NONE = -100000,
    BSM_FALSE_MATCHES_ONE_IN_MAX = 1000000000,
    BSM_FINGERS_WANTED_MAX = 10,
    BSM_THRESHOLDS_TEXT_MAX = 1024,
    BSM_THRESHOLDS_WHY_SIZE = 256,
};

/* A straight line between two points, level beyond them: so much for and so much against, and no more. */
struct bsm_llr_line {
    int32_t score_low, llr_low, score_high, llr_high; /* both rising */
};

struct bsm_thresholds {
    int32_t false_matches_one_in; /* wrong persons at most one in so many; the sum must reach its log10 */
    int32_t fingers_wanted;       /* to be compared, where as many are enrolled */
    int32_t finger_floor;         /* below this any finger of them is another's */
    int32_t fingers_floor;        /* all of them together must reach this by themselves */
    int32_t face_floor;           /* and the face this */
    struct bsm_llr_line finger, face;
};

/* False match rate of 1 in 10,000. */
extern const struct bsm_thresholds bsm_thresholds_default;

/* Hundredths of log10 of the likelihood ratio at a score; BSM_LLR_NONE on a line that does not rise. */
int32_t bsm_llr(const struct bsm_llr_line *line, int32_t score);

/* What the sum must reach: 100 log10 of one_in, rounded up. More than any sum when one_in is below 1. */
int32_t bsm_thresholds_sum(const struct bsm_thresholds *thresholds);

/* Writes the text and a zero byte, at most BSM_THRESHOLDS_TEXT_MAX; returns its length. */
size_t bsm_thresholds_encode(const struct bsm_thresholds *thresholds, char out[BSM_THRESHOLDS_TEXT_MAX]);

/* Reads the text; name is said in why, a sentence for the operator. INVALID, with *out as it was: a key is missing,
 * unknown or twice, a number is out of range, a line does not rise, or an engine's version is not this one's. */
enum bsm_status bsm_thresholds_parse(const char *name, const void *text, size_t size, struct bsm_thresholds *out,
                                     char why[BSM_THRESHOLDS_WHY_SIZE]);

#endif
