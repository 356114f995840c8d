#include "enroll/record/thresholds.h"

#include <stdio.h>

#include "enroll/face/face_template.h"
#include "enroll/finger/exact.h"
#include "enroll/finger/finger.h"
#include "firmware/base/config.h"

enum { SCORE_LIMIT = 100000 };

/* `./basma bench finger --calibrate` and `./basma bench face --calibrate` print the lines. */
const struct bsm_thresholds bsm_thresholds_default = {
    .false_matches_one_in = 10000,
    .fingers_wanted = 2,
    .finger_floor = -150,
    .fingers_floor = 200,
    .face_floor = 100,
    .finger = {.score_low = -150, .llr_low = -171, .score_high = 363, .llr_high = 401},
    .face = {.score_low = 1000, .llr_low = -235, .score_high = 5350, .llr_high = 347},
};

static bool rises(const struct bsm_llr_line *line)
{
    return line->score_high > line->score_low && line->llr_high > line->llr_low;
}

int32_t bsm_llr(const struct bsm_llr_line *line, int32_t score)
{
    if (!rises(line))
        return BSM_LLR_NONE; /* unusable thresholds let nobody pass */
    if (score <= line->score_low)
        return line->llr_low;
    if (score >= line->score_high)
        return line->llr_high;
    int64_t rise = (int64_t)line->llr_high - line->llr_low, run = (int64_t)line->score_high - line->score_low;
    return (int32_t)(line->llr_low + ((int64_t)score - line->score_low) * rise / run);
}

int32_t bsm_thresholds_sum(const struct bsm_thresholds *thresholds)
{
    const double nepers_each = 0.023025850929940457; /* ln 10 / 100 */
    int32_t sum = 0;
    if (thresholds->false_matches_one_in < 1)
        return INT32_MAX;
    while (bsm_exact_exp(sum * nepers_each) < (double)thresholds->false_matches_one_in * (1 - 1e-9))
        sum++;
    return sum;
}

/* The form of the text, once for both ways. */
struct entry {
    const char *key;
    size_t at; /* of an int32_t in struct bsm_thresholds */
    int32_t lowest, highest;
};

#define AT(member) offsetof(struct bsm_thresholds, member)

static const struct entry entries[] = {
    {"false_matches_one_in", AT(false_matches_one_in), 1, BSM_FALSE_MATCHES_ONE_IN_MAX},
    {"fingers_wanted", AT(fingers_wanted), 1, BSM_FINGERS_WANTED_MAX},
    {"finger_floor", AT(finger_floor), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"fingers_floor", AT(fingers_floor), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"face_floor", AT(face_floor), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"finger_score_low", AT(finger.score_low), -SCORE_LIMIT, SCORE_LIMIT},
    {"finger_llr_low", AT(finger.llr_low), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"finger_score_high", AT(finger.score_high), -SCORE_LIMIT, SCORE_LIMIT},
    {"finger_llr_high", AT(finger.llr_high), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"face_score_low", AT(face.score_low), -SCORE_LIMIT, SCORE_LIMIT},
    {"face_llr_low", AT(face.llr_low), -BSM_LLR_MAX, BSM_LLR_MAX},
    {"face_score_high", AT(face.score_high), -SCORE_LIMIT, SCORE_LIMIT},
    {"face_llr_high", AT(face.llr_high), -BSM_LLR_MAX, BSM_LLR_MAX},
};

enum { ENTRIES = sizeof entries / sizeof entries[0] };

size_t bsm_thresholds_encode(const struct bsm_thresholds *thresholds, char out[BSM_THRESHOLDS_TEXT_MAX])
{
    int size = snprintf(out, BSM_THRESHOLDS_TEXT_MAX, "finger_engine = %d\nface_engine = %d\n",
                        BSM_FINGER_ENGINE_VERSION, BSM_FACE_ENGINE_VERSION);
    for (int i = 0; i < ENTRIES; i++) {
        const int32_t *value = (const int32_t *)((const char *)thresholds + entries[i].at);
        size += snprintf(out + size, BSM_THRESHOLDS_TEXT_MAX - (size_t)size, "%s = %d\n", entries[i].key, *value);
    }
    return (size_t)size;
}

/* A required integer; the first error stays in the config. */
static int32_t integer(struct bsm_config *config, const char *key, int32_t lowest, int32_t highest)
{
    (void)bsm_config_text(config, key, NULL);
    return (int32_t)bsm_config_integer(config, key, lowest, lowest, highest);
}

static void read_all(struct bsm_config *config, struct bsm_thresholds *out)
{
    (void)integer(config, "finger_engine", BSM_FINGER_ENGINE_VERSION, BSM_FINGER_ENGINE_VERSION);
    (void)integer(config, "face_engine", BSM_FACE_ENGINE_VERSION, BSM_FACE_ENGINE_VERSION);
    for (int i = 0; i < ENTRIES; i++)
        *(int32_t *)((char *)out + entries[i].at) =
            integer(config, entries[i].key, entries[i].lowest, entries[i].highest);
}

enum bsm_status bsm_thresholds_parse(const char *name, const void *text, size_t size, struct bsm_thresholds *out,
                                     char why[BSM_THRESHOLDS_WHY_SIZE])
{
    struct bsm_config config;
    struct bsm_thresholds read = {0};
    why[0] = 0;
    enum bsm_status status = bsm_config_open(&config, name, text, size);
    if (status == BSM_OK) {
        read_all(&config, &read);
        status = bsm_config_close(&config);
    }
    if (status != BSM_OK)
        (void)snprintf(why, BSM_THRESHOLDS_WHY_SIZE, "%s", bsm_config_error(&config));
    else if (!rises(&read.finger) || !rises(&read.face)) {
        (void)snprintf(why, BSM_THRESHOLDS_WHY_SIZE, "%s: a line from low to high does not rise", name);
        status = BSM_INVALID;
    }
    if (status == BSM_OK)
        *out = read;
    bsm_config_finish(&config);
    return status;
}
