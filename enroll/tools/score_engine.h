/*
 * What basma-score needs of an engine: pictures become templates, two templates become a score.
 *
 * One engine is open at a time, on one thread. score.c reads and decodes the files, so that the time it takes does
 * not count as extraction; extract and match are timed and must not read files or start threads. Whatever open loads
 * (models, tables) is not timed.
 */
#ifndef BASMA_ENROLL_TOOLS_SCORE_ENGINE_H
#define BASMA_ENROLL_TOOLS_SCORE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/image.h"
#include "firmware/base/status.h"

enum { BSM_SCORE_TEMPLATE_MAX = 16 * 1024 };

struct bsm_score_engine {
    const char *name;             /* the first argument of basma-score: "finger", "face" */
    enum bsm_image_format format; /* what extract is given */
    bool has_resolution;          /* a line of IMAGES is "path ppi", else "path" */

    /* On failure writes a sentence for the operator to why (cause and remedy) and leaves *state NULL. */
    enum bsm_status (*open)(void **state, char *why, size_t why_size);

    /* OK, or anything else where nothing can be extracted (counted as a failure; its pairs score -1000). */
    enum bsm_status (*extract)(void *state, const struct bsm_image *picture, uint8_t *out, size_t capacity,
                               size_t *size);

    /* Higher = more alike; depends on the two templates alone. Anything but OK ends the program: the templates are
     * its own. */
    enum bsm_status (*match)(void *state, const uint8_t *reference, size_t reference_size, const uint8_t *probe,
                             size_t probe_size, double *score);

    /* Accepts NULL. */
    void (*close)(void *state);
};

extern const struct bsm_score_engine bsm_score_finger, bsm_score_finger_window, bsm_score_finger_iso_reference,
    bsm_score_finger_iso_probe, bsm_score_finger_iso_both;
extern const struct bsm_score_engine bsm_score_face;

#endif
