/* The face engine as basma-score sees it: the same open, find and extract as the kiosk, the same match as the centre.
 */
#include <stdio.h>
#include <stdlib.h>

#include "enroll/face/face.h"
#include "enroll/tools/score_engine.h"

#ifndef BASMA_MODELS_DEFAULT
#define BASMA_MODELS_DEFAULT "var/assets/models"
#endif

static enum bsm_status open_engine(void **state, char *why, size_t why_size)
{
    const char *folder = getenv("BASMA_MODELS");
    struct bsm_face *face = NULL;
    char cause[BSM_FACE_WHY_SIZE];
    enum bsm_status status =
        bsm_face_open(folder && folder[0] ? folder : BASMA_MODELS_DEFAULT, &face, cause, sizeof cause);
    *state = face;
    if (status != BSM_OK)
        snprintf(why, why_size, "face models: %s (the folder can be named in BASMA_MODELS)", cause);
    return status;
}

static enum bsm_status extract(void *state, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                               size_t *size)
{
    struct bsm_face_found found;
    enum bsm_status status = bsm_face_find(state, picture, &found);
    return status == BSM_OK ? bsm_face_extract(state, picture, &found, out, capacity, size) : status;
}

static enum bsm_status match(void *state, const uint8_t *reference, size_t reference_size, const uint8_t *probe,
                             size_t probe_size, double *score)
{
    (void)state;
    int32_t points = 0;
    enum bsm_status status = bsm_face_match(reference, reference_size, probe, probe_size, &points);
    if (status == BSM_OK)
        *score = points;
    return status;
}

static void close_engine(void *state) { bsm_face_close(state); }

const struct bsm_score_engine bsm_score_face = {
    .name = "face",
    .format = BSM_IMAGE_RGB24,
    .has_resolution = false,
    .open = open_engine,
    .extract = extract,
    .match = match,
    .close = close_engine,
};
