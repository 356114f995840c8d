/*
 * basma-curves: draws DET curves (false match rate across, false non-match rate up, both logarithmic) as SVG:
 * basma-curves OUT.svg NAME=SCORES:LABELS ... Rates as in Wayman, Jain, Maltoni, Maio, Biometric Systems (2005),
 * chapter 1; a step a threshold, drawn through.
 */
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/tools/score_sets.h"

enum { WIDTH = 760, HEIGHT = 520, LEFT = 70, RIGHT = 190, TOP = 30, BOTTOM = 60 };

static const double rate_min = 1e-4, rate_max = 0.5;

static int complain(const char *path, const char *why)
{
    fprintf(stderr, "basma-curves: %s: %s\n", path, why);
    return 2;
}

static int read_curve(char *argument, struct bsm_score_set *curve)
{
    if (!bsm_score_set_read("basma-curves", argument, curve))
        return 2;
    bsm_score_set_sort(curve);
    return curve->genuine > 0 && curve->genuine < curve->count
               ? 0
               : complain(curve->name, "needs pairs of one finger (G) and of two (I or F)");
}

/* 0..1 along an axis. */
static double along(double rate)
{
    double bounded = rate < rate_min ? rate_min : rate > rate_max ? rate_max : rate;
    return log(bounded / rate_min) / log(rate_max / rate_min);
}

static double across(double fmr) { return LEFT + along(fmr) * (WIDTH - LEFT - RIGHT); }
static double down(double fnmr) { return HEIGHT - BOTTOM - along(fnmr) * (HEIGHT - TOP - BOTTOM); }

static void draw_grid(FILE *out)
{
    static const double marks[] = {1e-4, 1e-3, 1e-2, 1e-1, 0.5};
    static const char *const labels[] = {"0.01 %", "0.1 %", "1 %", "10 %", "50 %"};
    for (int i = 0; i < 5; i++) {
        fprintf(out, "<path d='M%.1f %d V%d M%d %.1f H%d' stroke='#ccc'/>\n", across(marks[i]), TOP, HEIGHT - BOTTOM,
                LEFT, down(marks[i]), WIDTH - RIGHT);
        fprintf(out, "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>\n", across(marks[i]), HEIGHT - BOTTOM + 18,
                labels[i]);
        fprintf(out, "<text x='%d' y='%.1f' text-anchor='end'>%s</text>\n", LEFT - 6, down(marks[i]) + 4, labels[i]);
    }
    fprintf(out, "<path d='M%.1f %.1f L%.1f %.1f' stroke='#aaa' stroke-dasharray='4'/>\n", across(rate_min),
            down(rate_min), across(rate_max), down(rate_max));
    fprintf(out,
            "<text x='%d' y='%d' text-anchor='middle'>false match rate</text>\n"
            "<text x='16' y='%d' text-anchor='middle' transform='rotate(-90 16 %d)'>false non-match rate</text>\n",
            (WIDTH - RIGHT + LEFT) / 2, HEIGHT - 16, (HEIGHT - BOTTOM + TOP) / 2, (HEIGHT - BOTTOM + TOP) / 2);
}

static void draw_curve(FILE *out, const struct bsm_score_set *curve, int place)
{
    static const char *const colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000"};
    const char *colour = colours[place % 7];
    double impostors = (double)(curve->count - curve->genuine), genuine = (double)curve->genuine;
    size_t rejected = 0, refused = 0;
    fprintf(out, "<polyline fill='none' stroke='%s' stroke-width='2' points='", colour);
    for (size_t i = 0; i < curve->count; i++) {
        if (i == 0 || curve->entries[i].score > curve->entries[i - 1].score)
            fprintf(out, "%.1f,%.1f ", across((impostors - (double)refused) / impostors),
                    down((double)rejected / genuine));
        rejected += curve->entries[i].genuine;
        refused += !curve->entries[i].genuine;
    }
    fprintf(out, "'/>\n<path d='M%d %d h20' stroke='%s' stroke-width='3'/><text x='%d' y='%d'>%.40s</text>\n",
            WIDTH - RIGHT + 12, TOP + 12 + 20 * place, colour, WIDTH - RIGHT + 38, TOP + 16 + 20 * place, curve->name);
}

static int draw(const char *path, const struct bsm_score_set *curves, int count)
{
    FILE *out = fopen(path, "w");
    if (!out) {
        (void)complain(path, "cannot be written");
        return 1;
    }
    fprintf(out,
            "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>\n"
            "<rect width='100%%' height='100%%' fill='white'/>\n",
            WIDTH, HEIGHT);
    draw_grid(out);
    for (int i = 0; i < count; i++)
        draw_curve(out, &curves[i], i);
    fprintf(out, "</svg>\n");
    return fclose(out) == 0 ? 0 : (complain(path, "cannot be written"), 1);
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
    if (argc < 3 || argc - 2 > BSM_SCORE_SETS_MAX) {
        fprintf(
            help ? stdout : stderr,
            "usage: basma-curves OUT.svg NAME=SCORES:LABELS...\n\n"
            "Draws a DET curve for each of at most %d sets. SCORES: a number a line, higher = more alike; LABELS: the\n"
            "same lines, G where both are of one finger. Exit: 0 drawn, 1 could not write, 2 usage or a broken file.\n",
            BSM_SCORE_SETS_MAX);
        return help ? 0 : 2;
    }
    struct bsm_score_set curves[BSM_SCORE_SETS_MAX] = {0};
    int status = 0, count = argc - 2;
    for (int i = 0; i < count && status == 0; i++)
        status = read_curve(argv[i + 2], &curves[i]);
    if (status == 0)
        status = draw(argv[1], curves, count);
    for (int i = 0; i < count; i++)
        bsm_score_set_finish(&curves[i]);
    return status;
}
