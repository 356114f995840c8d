/*
 * basma-calibrate: what scores are worth. Fits the line of enroll/record/thresholds.h (logarithm of the likelihood
 * ratio by score, level beyond its ends) to sets of scores by logistic regression with both kinds weighed alike, then
 * leaves each set out in turn and judges by it; and judges the line that the decision uses by sets nobody fitted to.
 *
 * Cllr is the cost of log likelihood ratios of Bruemmer and du Preez (2006): 0 for perfect ones, 1 for those that say
 * nothing, more for those that mislead.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/record/thresholds.h"
#include "enroll/tools/score_sets.h"

enum { NONE_LEFT_OUT = -1, STEPS = 50, DECADES = 3 };

struct line {
    double at_zero, slope; /* decades, by score */
};

struct fit {
    const struct bsm_score_set *sets;
    int count, left_out;
    double low, high; /* scores: level beyond */
};

static double within(const struct fit *fit, double score)
{
    return score < fit->low ? fit->low : score > fit->high ? fit->high : score;
}

/* The sums of a step of Newton's method, both kinds of pairs weighed alike. */
struct sums {
    double slope[2], bend[3], weight[2];
};

static void add_set(const struct fit *fit, const struct bsm_score_set *set, const double odds[2], struct sums *sums)
{
    for (size_t i = 0; i < set->count; i++) {
        double x = within(fit, set->entries[i].score) / 100, weight = sums->weight[set->entries[i].genuine];
        double p = 1 / (1 + exp(-(odds[0] + odds[1] * x))), off = (set->entries[i].genuine ? 1 : 0) - p;
        sums->slope[0] += weight * off;
        sums->slope[1] += weight * off * x;
        sums->bend[0] += weight * p * (1 - p);
        sums->bend[1] += weight * p * (1 - p) * x;
        sums->bend[2] += weight * p * (1 - p) * x * x;
    }
}

static struct sums start(const struct fit *fit)
{
    struct sums sums = {0};
    double kinds[2] = {0, 0};
    for (int i = 0; i < fit->count; i++) {
        kinds[1] += i == fit->left_out ? 0 : (double)fit->sets[i].genuine;
        kinds[0] += i == fit->left_out ? 0 : (double)(fit->sets[i].count - fit->sets[i].genuine);
    }
    sums.weight[0] = 1 / kinds[0];
    sums.weight[1] = 1 / kinds[1];
    return sums;
}

static struct line fit_line(const struct fit *fit)
{
    double odds[2] = {0, 0};
    for (int step = 0; step < STEPS; step++) {
        struct sums sums = start(fit);
        for (int i = 0; i < fit->count; i++)
            if (i != fit->left_out)
                add_set(fit, &fit->sets[i], odds, &sums);
        double bent = sums.bend[0] * sums.bend[2] - sums.bend[1] * sums.bend[1];
        if (bent <= 0)
            break;
        odds[0] += (sums.slope[0] * sums.bend[2] - sums.slope[1] * sums.bend[1]) / bent;
        odds[1] += (sums.slope[1] * sums.bend[0] - sums.slope[0] * sums.bend[1]) / bent;
    }
    return (struct line){odds[0] / log(10), odds[1] / log(10) / 100};
}

/* How decades serve on a set: by a fitted line, or by the decision's own where that is NULL. */
static void judge(const struct bsm_score_set *set, const struct fit *fit, const struct line *line,
                  const struct bsm_llr_line *shipped)
{
    double cost[2] = {0, 0}, above[2][DECADES + 1] = {{0}};
    double kinds[2] = {(double)(set->count - set->genuine), (double)set->genuine};
    for (size_t i = 0; i < set->count; i++) {
        bool genuine = set->entries[i].genuine;
        double llr = line ? line->at_zero + line->slope * within(fit, set->entries[i].score)
                          : bsm_llr(shipped, (int32_t)set->entries[i].score) / 100.0;
        cost[genuine] += log2(1 + pow(10, genuine ? -llr : llr));
        for (int decade = 1; decade <= DECADES; decade++)
            above[genuine][decade] += llr >= decade;
    }
    if (kinds[1] > 0)
        printf("  %5.3f ", (cost[0] / kinds[0] + cost[1] / kinds[1]) / 2);
    else
        printf("      - ");
    for (int decade = 1; decade <= DECADES; decade++)
        printf(" %9.5f", above[0][decade] / kinds[0]);
    if (kinds[1] > 0)
        printf("   %6.2f %6.2f\n", 100 - 100 * above[1][2] / kinds[1], 100 - 100 * above[1][DECADES] / kinds[1]);
    else
        printf("        -      -\n");
}

static void report(const struct bsm_score_set *sets, int fitted, int count, const struct bsm_llr_line *shipped)
{
    struct fit fit = {sets, fitted, NONE_LEFT_OUT, shipped->score_low, shipped->score_high};
    struct line all = fit_line(&fit);
    printf("fitted to all %d: %.2f at score %d, %.2f at %d; the decision's: %.2f and %.2f\n", fitted,
           all.at_zero + all.slope * fit.low, shipped->score_low, all.at_zero + all.slope * fit.high,
           shipped->score_high, shipped->llr_low / 100.0, shipped->llr_high / 100.0);
    printf("left out           at 0  a hundred    Cllr   FMR >= 1         2         3  FNMR %%< 2      3\n");
    for (fit.left_out = 0; fitted > 1 && fit.left_out < fitted; fit.left_out++) {
        struct line line = fit_line(&fit);
        printf("%-16s %6.2f %10.2f", sets[fit.left_out].name, line.at_zero, line.slope * 100);
        judge(&sets[fit.left_out], &fit, &line, NULL);
    }
    for (int i = fitted; i < count; i++) {
        printf("%-16s %17s", sets[i].name, i == fitted ? "not fitted to" : "");
        judge(&sets[i], &fit, NULL, shipped);
    }
}

static int usage(bool help)
{
    fprintf(help ? stdout : stderr,
            "usage: basma-calibrate finger|face NAME=SCORES:LABELS... [-- NAME=SCORES:LABELS...]\n\n"
            "Fits decades of likelihood ratio to scores (at most %d sets), leaving each set out in turn; judges the\n"
            "decision's own by the sets after --, of which it is fitted to none. SCORES: a number a line, LABELS: the\n"
            "same lines, G where both are of one person. Exit: 0 done, 2 usage or a broken file.\n",
            BSM_SCORE_SETS_MAX);
    return help ? 0 : 2;
}

/* Whether a line can be fitted without any one of them. */
static bool fittable(const struct bsm_score_set *sets, int fitted)
{
    bool all = fitted > 0;
    for (int i = 0; i < fitted; i++)
        all &= sets[i].genuine > 0 && sets[i].genuine < sets[i].count;
    return all;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(true);
    bool face = argc > 1 && strcmp(argv[1], "face") == 0;
    if (argc < 3 || argc - 2 > BSM_SCORE_SETS_MAX || (!face && strcmp(argv[1], "finger") != 0))
        return usage(false);
    struct bsm_score_set sets[BSM_SCORE_SETS_MAX] = {0};
    int fitted = 0, count = 0;
    bool good = true, after = false;
    for (int i = 2; i < argc && good; i++) {
        if (strcmp(argv[i], "--") == 0) {
            after = true;
            continue;
        }
        good = bsm_score_set_read("basma-calibrate", argv[i], &sets[count]) && sets[count].genuine < sets[count].count;
        fitted += !after;
        count++;
    }
    if (good && fittable(sets, fitted))
        report(sets, fitted, count, face ? &bsm_thresholds_default.face : &bsm_thresholds_default.finger);
    else
        good = false;
    for (int i = 0; i < count; i++)
        bsm_score_set_finish(&sets[i]);
    return good ? 0 : usage(false);
}
