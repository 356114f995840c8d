/* The finger engine, as basma-score sees it. */
#include <stdio.h>
#include <stdlib.h>

#include "enroll/finger/finger.h"
#include "enroll/tools/score_engine.h"

struct state {
    struct bsm_finger_extractor *extractor;
    struct bsm_finger_matcher *matcher;
};

static void close_finger(void *opaque)
{
    struct state *state = opaque;
    if (!state)
        return;
    bsm_finger_extractor_destroy(state->extractor);
    bsm_finger_matcher_destroy(state->matcher);
    free(state);
}

static enum bsm_status open_finger(void **out, char *why, size_t why_size)
{
    enum bsm_status status = BSM_NO_MEMORY;
    struct state *state = calloc(1, sizeof *state);
    *out = NULL;
    if (state)
        state->extractor = bsm_finger_extractor_create(&status);
    if (state && status == BSM_OK)
        state->matcher = bsm_finger_matcher_create(&status);
    if (status != BSM_OK) {
        (void)snprintf(why, why_size, "no memory for the finger engine: free about 30 MiB");
        close_finger(state);
        return status;
    }
    *out = state;
    return BSM_OK;
}

static enum bsm_status extract_finger(void *opaque, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                                      size_t *size)
{
    struct state *state = opaque;
    struct bsm_finger_quality quality;
    return bsm_finger_extract(state->extractor, picture, out, capacity, size, &quality);
}

static enum bsm_status match_finger(void *opaque, const uint8_t *reference, size_t reference_size, const uint8_t *probe,
                                    size_t probe_size, double *score)
{
    struct state *state = opaque;
    int32_t hundredths;
    enum bsm_status status =
        bsm_finger_match(state->matcher, reference, reference_size, probe, probe_size, &hundredths);
    if (status == BSM_OK)
        *score = hundredths;
    return status;
}

const struct bsm_score_engine bsm_score_finger = {
    .name = "finger",
    .format = BSM_IMAGE_GREY8,
    .has_resolution = true,
    .open = open_finger,
    .extract = extract_finger,
    .match = match_finger,
    .close = close_finger,
};
