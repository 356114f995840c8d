#include "enroll/face/light.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DRIFT = 4,         /* polynomials of time: up to the third degree */
    TREND = DRIFT + 3, /* and of how the head is turned */
    LAG_STEP_MS = 50,
    OTHERS = 48, /* orders that chance is measured with */
    PHASES = 10, /* of an unknown order against our clock */
    ROUNDS = 4,  /* of decoding */
    STEPS_MAX = 96,
    FIT_LEAST = 50,    /* of an answer */
    OTHER_LEAST = 82,  /* of an order that was decoded, to be held against a face, and ... */
    OTHER_MARGIN = 40, /* ... how far above our own's */
};

/* Puts the three colours about equally far from each other, so that each order is unlike all others. */
static const double green_weight = 2.5;

/* Moves less than that are nobody's order: rms of a tint, logarithm. */
static const double least_moved = 0.006;

/* Of the frames in hand, per axis: less its drift. */
struct series {
    int count;
    const struct bsm_light_seen *seen;
    double trend[TREND][BSM_LIGHT_SEEN_MAX]; /* orthonormal */
    double y[2][BSM_LIGHT_SEEN_MAX];
    double power;
};

struct agreement {
    double fit, gain;
    int lag_ms;
};

/* --- colours --- */

static void tint_of(const double rgb[3], double tint[2])
{
    double red = log(rgb[0]), green = log(rgb[1]), blue = log(rgb[2]);
    tint[0] = red - blue;
    tint[1] = green_weight * (green - (red + blue) / 2);
}

static double linear(uint32_t value)
{
    double share = (value & 255) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

/* Of the light that the screen gives; the usual ground is all but white. */
static void tint_of_light(enum bsm_light light, double tint[2])
{
    uint32_t rgb = light == BSM_LIGHT_NONE ? 0xffffff : bsm_light_rgb(light);
    tint_of((const double[3]){linear(rgb >> 16), linear(rgb >> 8), linear(rgb)}, tint);
}

/* --- the frames, less their drift --- */

static double dot(const double *a, const double *b, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

static void take_out(double *from, const double *what, int count)
{
    double share = dot(from, what, count);
    for (int i = 0; i < count; i++)
        from[i] -= share * what[i];
}

static double turned(const struct bsm_light_seen *seen, int which)
{
    double yaw = seen->yaw / BSM_LIGHT_TURNED_MAX;
    return which == 0 ? yaw : which == 1 ? yaw * yaw : seen->pitch / BSM_LIGHT_TURNED_MAX;
}

/* Gram and Schmidt. */
static void make_trend(struct series *series)
{
    int64_t first_ms = series->seen[0].time_ms, last_ms = series->seen[series->count - 1].time_ms;
    for (int k = 0; k < TREND; k++) {
        double *wave = series->trend[k];
        for (int i = 0; i < series->count; i++)
            wave[i] =
                k >= DRIFT
                    ? turned(&series->seen[i], k - DRIFT)
                    : pow(2.0 * (double)(series->seen[i].time_ms - first_ms) / (double)(last_ms - first_ms) - 1, k);
        for (int j = 0; j < k; j++)
            take_out(wave, series->trend[j], series->count);
        double size = sqrt(dot(wave, wave, series->count));
        for (int i = 0; i < series->count; i++)
            wave[i] = size > 1e-6 ? wave[i] / size : 0;
    }
}

static void prepare(struct series *series, const struct bsm_light_watch *watch)
{
    series->count = watch->seen_count;
    series->seen = watch->seen;
    series->power = 0;
    make_trend(series);
    for (int axis = 0; axis < 2; axis++) {
        double *y = series->y[axis];
        for (int i = 0; i < series->count; i++)
            y[i] = watch->seen[i].tint[axis];
        for (int k = 0; k < TREND; k++)
            take_out(y, series->trend[k], series->count);
        series->power += dot(y, y, series->count);
    }
}

/* The light that stood at each frame, of one step each: -1 before the first. */
static struct agreement agree(const struct series *series, const int *step, const enum bsm_light *lights)
{
    double tints[BSM_LIGHT_LAST + 1][2], x[BSM_LIGHT_SEEN_MAX], both = 0, power = 0;
    for (int light = 0; light <= BSM_LIGHT_LAST; light++)
        tint_of_light((enum bsm_light)light, tints[light]);
    for (int axis = 0; axis < 2; axis++) {
        for (int i = 0; i < series->count; i++)
            x[i] = tints[step[i] < 0 ? BSM_LIGHT_NONE : lights[step[i]]][axis];
        both += dot(x, series->y[axis], series->count);
        power += dot(x, x, series->count);
        for (int k = 0; k < TREND; k++)
            power -= pow(dot(x, series->trend[k], series->count), 2);
    }
    if (power < 1e-9 || series->power < 1e-12)
        return (struct agreement){0};
    return (struct agreement){.fit = both / sqrt(power * series->power), .gain = both / power};
}

/* --- our order, and others --- */

static void find_steps(const struct bsm_light_watch *watch, int lag_ms, int *step)
{
    for (int i = 0, at = -1; i < watch->seen_count; i++) {
        while (at + 1 < watch->shown_count && watch->shown[at + 1].time_ms + lag_ms <= watch->seen[i].time_ms)
            at++;
        step[i] = at;
    }
}

/* At the delay that fits best. */
static struct agreement agree_best(const struct series *series, const struct bsm_light_watch *watch,
                                   const enum bsm_light *lights)
{
    struct agreement best = {.fit = -2};
    int step[BSM_LIGHT_SEEN_MAX];
    for (int lag_ms = 0; lag_ms <= BSM_LIGHT_LAG_MAX_MS; lag_ms += LAG_STEP_MS) {
        find_steps(watch, lag_ms, step);
        struct agreement here = agree(series, step, lights);
        here.lag_ms = lag_ms;
        if (here.fit > best.fit)
            best = here;
    }
    return best;
}

/* Another order, the same each time: what follows is the same in all places. */
static void deal(uint32_t *dice, enum bsm_light *lights, int count)
{
    int colour = 0;
    for (int i = 0; i < count; i++) {
        *dice ^= *dice << 13;
        *dice ^= *dice >> 17;
        *dice ^= *dice << 5;
        colour = i == 0 ? (int)(*dice % BSM_LIGHT_COLOURS) : (colour + 1 + (int)(*dice >> 9 & 1)) % BSM_LIGHT_COLOURS;
        lights[i] = (enum bsm_light)(BSM_LIGHT_AMBER + colour);
    }
}

static void weigh_chance(const struct series *series, const struct bsm_light_watch *watch,
                         struct bsm_light_judgement *judgement)
{
    enum bsm_light lights[BSM_LIGHT_SHOWN_MAX];
    uint32_t dice = 2463534242u;
    double best = 0, squares = 0;
    for (int i = 0; i < OTHERS; i++) {
        deal(&dice, lights, watch->shown_count);
        struct agreement other = agree_best(series, watch, lights);
        best = fmax(best, other.fit);
        squares += other.gain * other.gain;
    }
    judgement->chance = (int)lround(100 * best);
    judgement->noise = (int)lround(1000 * sqrt(squares / OTHERS));
}

/* --- the order that fits best of all: a film's, if it is one --- */

struct means {
    int steps;
    double sum[STEPS_MAX][2];
    int count[STEPS_MAX];
};

static bool gather(const struct series *series, int phase_ms, int *step, struct means *means)
{
    int64_t first_ms = series->seen[0].time_ms - phase_ms;
    memset(means, 0, sizeof *means);
    for (int i = 0; i < series->count; i++) {
        int at = (int)((series->seen[i].time_ms - first_ms) / BSM_LIGHT_STEP_MS);
        if (at >= STEPS_MAX)
            return false;
        step[i] = at;
        means->count[at]++;
        means->sum[at][0] += series->y[0][i];
        means->sum[at][1] += series->y[1][i];
        means->steps = at + 1;
    }
    return true;
}

/* How the tints of the colours become those that are seen. */
struct guess {
    double gain, offset[2];
};

static double miss(const struct means *means, int at, const double tint[2], const struct guess *guess)
{
    double sum = 0;
    for (int axis = 0; axis < 2 && means->count[at] > 0; axis++)
        sum += pow(means->sum[at][axis] / means->count[at] - guess->gain * tint[axis] - guess->offset[axis], 2) *
               means->count[at];
    return sum;
}

/* The colours of the steps, each another than the one before (Viterbi). */
static void decode(const struct means *means, const struct guess *guess, const double tints[BSM_LIGHT_COLOURS][2],
                   enum bsm_light *lights)
{
    double cost[STEPS_MAX][BSM_LIGHT_COLOURS];
    int from[STEPS_MAX][BSM_LIGHT_COLOURS] = {{0}}, last = 0;
    for (int at = 0; at < means->steps; at++)
        for (int c = 0; c < BSM_LIGHT_COLOURS; c++) {
            int a = (c + 1) % BSM_LIGHT_COLOURS, b = (c + 2) % BSM_LIGHT_COLOURS;
            cost[at][c] = miss(means, at, tints[c], guess);
            if (at == 0)
                continue;
            from[at][c] = cost[at - 1][a] < cost[at - 1][b] ? a : b;
            cost[at][c] += cost[at - 1][from[at][c]];
        }
    for (int c = 1; c < BSM_LIGHT_COLOURS; c++)
        if (cost[means->steps - 1][c] < cost[means->steps - 1][last])
            last = c;
    for (int at = means->steps - 1; at >= 0; at--) {
        lights[at] = (enum bsm_light)(BSM_LIGHT_AMBER + last);
        last = from[at][last];
    }
}

/* About their middle, for what is seen is, too. */
static double middle_tints(double tints[BSM_LIGHT_COLOURS][2])
{
    double power = 0;
    for (int c = 0; c < BSM_LIGHT_COLOURS; c++)
        tint_of_light((enum bsm_light)(BSM_LIGHT_AMBER + c), tints[c]);
    for (int axis = 0; axis < 2; axis++) {
        double middle = (tints[0][axis] + tints[1][axis] + tints[2][axis]) / BSM_LIGHT_COLOURS;
        for (int c = 0; c < BSM_LIGHT_COLOURS; c++) {
            tints[c][axis] -= middle;
            power += tints[c][axis] * tints[c][axis] / BSM_LIGHT_COLOURS;
        }
    }
    return power;
}

/* Least squares over the steps, as they were decoded. */
static struct guess explain(const struct means *means, const enum bsm_light *lights,
                            const double tints[BSM_LIGHT_COLOURS][2])
{
    double frames = 0, both = 0, power = 0, tint[2] = {0}, seen[2] = {0};
    for (int at = 0; at < means->steps; at++) {
        frames += means->count[at];
        for (int axis = 0; axis < 2; axis++) {
            double of_light = tints[lights[at] - BSM_LIGHT_AMBER][axis];
            tint[axis] += means->count[at] * of_light;
            seen[axis] += means->sum[at][axis];
            both += means->sum[at][axis] * of_light;
            power += means->count[at] * of_light * of_light;
        }
    }
    for (int axis = 0; axis < 2; axis++) {
        both -= tint[axis] * seen[axis] / frames;
        power -= tint[axis] * tint[axis] / frames;
    }
    struct guess guess = {.gain = power > 0 ? both / power : 0};
    for (int axis = 0; axis < 2; axis++)
        guess.offset[axis] = (seen[axis] - guess.gain * tint[axis]) / frames;
    return guess;
}

static double fit_at_phase(const struct series *series, int phase_ms, double gain,
                           const double tints[BSM_LIGHT_COLOURS][2])
{
    int step[BSM_LIGHT_SEEN_MAX];
    enum bsm_light lights[STEPS_MAX];
    struct means means;
    struct guess guess = {.gain = gain};
    double best = 0;
    if (!gather(series, phase_ms, step, &means))
        return 0;
    for (int round = 0; round < ROUNDS; round++) {
        decode(&means, &guess, tints, lights);
        best = fmax(best, agree(series, step, lights).fit);
        guess = explain(&means, lights, tints);
        guess.gain = fmax(guess.gain, gain / 4);
    }
    return best;
}

static double fit_of_any(const struct series *series)
{
    double tints[BSM_LIGHT_COLOURS][2], best = 0, power = middle_tints(tints);
    double gain = sqrt(series->power / series->count / power);
    for (int phase = 0; phase < PHASES; phase++) {
        int phase_ms = phase * BSM_LIGHT_STEP_MS / PHASES;
        best = fmax(best, fit_at_phase(series, phase_ms, gain, (const double(*)[2])tints));
        best = fmax(best, fit_at_phase(series, phase_ms, 0.6 * gain, (const double(*)[2])tints));
    }
    return best;
}

/* --- the judgement --- */

static enum bsm_light_verdict verdict_of(const struct bsm_light_judgement *judgement, double moved, int usual)
{
    if (judgement->fit >= FIT_LEAST && judgement->fit > judgement->chance)
        return BSM_LIGHT_ANSWERED;
    if (moved >= least_moved && judgement->other >= OTHER_LEAST && judgement->other >= judgement->fit + OTHER_MARGIN)
        return BSM_LIGHT_CONTRARY;
    if (usual > 0 && judgement->gain + 2 * judgement->noise < usual / 3)
        return BSM_LIGHT_SILENT;
    return BSM_LIGHT_CANNOT_TELL;
}

/* The colours of which there is a frame. */
static int count_shown(const struct bsm_light_watch *watch)
{
    int step[BSM_LIGHT_SEEN_MAX], count = 0;
    find_steps(watch, 0, step);
    for (int i = 0; i < watch->seen_count; i++)
        count += step[i] >= 0 && (i == 0 || step[i] != step[i - 1]);
    return count;
}

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* What a person looks like who stands straight, as they do it: most of the time they do. */
static float usual_yaw(const struct bsm_light_watch *watch)
{
    float yaws[BSM_LIGHT_SEEN_MAX];
    for (int i = 0; i < watch->seen_count; i++)
        yaws[i] = watch->seen[i].yaw;
    qsort(yaws, (size_t)watch->seen_count, sizeof yaws[0], by_value);
    return watch->seen_count > 0 ? yaws[watch->seen_count / 2] : 0;
}

static void keep_straight(const struct bsm_light_watch *watch, struct bsm_light_watch *kept)
{
    float usual = usual_yaw(watch);
    memcpy(kept->shown, watch->shown, sizeof kept->shown);
    kept->shown_count = watch->shown_count;
    kept->seen_count = 0;
    for (int i = 0; i < watch->seen_count; i++)
        if (fabsf(watch->seen[i].yaw - usual) <= BSM_LIGHT_TURNED_MAX) {
            kept->seen[kept->seen_count] = watch->seen[i];
            kept->seen[kept->seen_count++].yaw -= usual;
        }
}

/* watch: of straight frames. */
static void judge(const struct bsm_light_watch *watch, int usual, struct bsm_light_judgement *judgement)
{
    enum bsm_light lights[BSM_LIGHT_SHOWN_MAX];
    struct series series;
    prepare(&series, watch);
    for (int i = 0; i < watch->shown_count; i++)
        lights[i] = watch->shown[i].light;
    struct agreement own = agree_best(&series, watch, lights);
    judgement->fit = (int)lround(100 * own.fit);
    judgement->gain = (int)lround(1000 * own.gain);
    judgement->lag_ms = own.lag_ms;
    judgement->other = (int)lround(100 * fit_of_any(&series));
    weigh_chance(&series, watch, judgement);
    judgement->verdict = verdict_of(judgement, sqrt(series.power / series.count), usual);
}

struct bsm_light_judgement bsm_light_judge(const struct bsm_light_watch *watch, int usual)
{
    struct bsm_light_watch kept;
    keep_straight(watch, &kept);
    struct bsm_light_judgement judgement = {.shown = count_shown(&kept), .seen = kept.seen_count};
    if (judgement.shown >= BSM_LIGHT_ENOUGH_SHOWN && judgement.seen >= BSM_LIGHT_ENOUGH_SEEN)
        judge(&kept, usual, &judgement);
    return judgement;
}

int bsm_light_pull(const struct bsm_light_judgement *judgement)
{
    switch (judgement->verdict) {
    case BSM_LIGHT_CANNOT_TELL:
    case BSM_LIGHT_ANSWERED: return 0;
    case BSM_LIGHT_SILENT: return BSM_LIGHT_PULL_SILENT;
    case BSM_LIGHT_CONTRARY: return BSM_LIGHT_PULL_MAX;
    }
    return 0;
}

int bsm_light_gain(const struct bsm_light_judgement *judgement)
{
    if (judgement->verdict != BSM_LIGHT_ANSWERED || judgement->gain < 1)
        return 0;
    return judgement->gain < BSM_LIGHT_GAIN_MAX ? judgement->gain : BSM_LIGHT_GAIN_MAX;
}

const char *bsm_light_verdict_name(enum bsm_light_verdict verdict)
{
    switch (verdict) {
    case BSM_LIGHT_CANNOT_TELL: return "cannot_tell";
    case BSM_LIGHT_ANSWERED: return "answered";
    case BSM_LIGHT_SILENT: return "silent";
    case BSM_LIGHT_CONTRARY: return "contrary";
    }
    return "cannot_tell";
}

/* --- what is shown and seen --- */

/* Frames whose light is not known any more would be held against white. */
static void forget_before(struct bsm_light_watch *watch, int64_t time_ms)
{
    int gone = 0;
    while (gone < watch->seen_count && watch->seen[gone].time_ms < time_ms)
        gone++;
    watch->seen_count -= gone;
    memmove(watch->seen, watch->seen + gone, (size_t)watch->seen_count * sizeof watch->seen[0]);
}

void bsm_light_show(struct bsm_light_watch *watch, int64_t time_ms, enum bsm_light light)
{
    if (watch->shown_count == BSM_LIGHT_SHOWN_MAX) {
        memmove(watch->shown, watch->shown + 1, (size_t)--watch->shown_count * sizeof watch->shown[0]);
        forget_before(watch, watch->shown[0].time_ms + BSM_LIGHT_LAG_MAX_MS);
    }
    watch->shown[watch->shown_count++] = (struct bsm_light_shown){time_ms, light};
}

void bsm_light_see(struct bsm_light_watch *watch, int64_t time_ms, const struct bsm_face_found *found,
                   const struct bsm_light_colours *colours)
{
    double skin[3], room[3], of_skin[2], of_room[2];
    for (int i = 0; i < 3; i++) {
        skin[i] = fmax(colours->skin[i], 1);
        room[i] = fmax(colours->room[i], 1);
    }
    tint_of(skin, of_skin);
    tint_of(room, of_room);
    if (watch->seen_count > 0 && time_ms <= watch->seen[watch->seen_count - 1].time_ms)
        watch->seen_count = 0;
    if (watch->seen_count == BSM_LIGHT_SEEN_MAX)
        memmove(watch->seen, watch->seen + 1, (size_t)--watch->seen_count * sizeof watch->seen[0]);
    watch->seen[watch->seen_count++] =
        (struct bsm_light_seen){time_ms,
                                {(float)(of_skin[0] - of_room[0]), (float)(of_skin[1] - of_room[1])},
                                (float)found->yaw_degrees,
                                (float)found->pitch_degrees};
}

void bsm_light_forget_seen(struct bsm_light_watch *watch) { watch->seen_count = 0; }
