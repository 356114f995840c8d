/*
 * The face template: 512 numbers that stand for a face, and how alike two of them are. No OpenCV here: the centre and
 * every tool can check and compare templates without it.
 *
 * Form (little-endian): magic "BFT1", u16 engine version, u16 count of values (512), the first 8 bytes of the SHA-256
 * of the model that made it, 512 x i16 (the embedding at unit length, times 32767), u32 CRC-32 of all before.
 *
 * Threads: no state. Nothing blocks, nothing is allocated. Matching is in integers: the same templates give the same
 * score on every processor. (The embedding itself is floating point inside OpenCV and may differ in its last bits.)
 */
#ifndef BASMA_FACE_FACE_TEMPLATE_H
#define BASMA_FACE_FACE_TEMPLATE_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BSM_FACE_ENGINE "basma-face"

enum {
    BSM_FACE_ENGINE_VERSION = 1, /* raised whenever templates or scores change their meaning */
    BSM_FACE_VALUES = 512,
    BSM_FACE_MODEL_ID_SIZE = 8,
    BSM_FACE_TEMPLATE_SIZE = 4 + 2 + 2 + BSM_FACE_MODEL_ID_SIZE + 2 * BSM_FACE_VALUES + 4,
    BSM_FACE_SAMPLES_MAX = 16,
    BSM_FACE_TEMPLATE_MAX = 2048, /* what a caller's buffer must hold; later versions may use more of it */
};

/*
 * Scores are cosines times 10000: -10000..10000. Thresholds of the model fr_feature (87aacdfe...) by false match rate,
 * from all 7.3 million pairs of different people among 3811 pictures of LFW (`./basma bench face --sets`; 29.6 million
 * pairs of all of LFW, with the plain chain, gave the same within 10). What they miss there: 1.1, 2.1, 3.9, 8.6 % of
 * the genuine pairs, single pictures. Another model needs others. Likelihood ratios: enroll/record/thresholds.h.
 */
enum {
    BSM_FACE_SCORE_MAX = 10000,
    BSM_FACE_SCORE_FMR_1E2 = 2480,
    BSM_FACE_SCORE_FMR_1E3 = 3380,
    BSM_FACE_SCORE_FMR_1E4 = 4130,
    BSM_FACE_SCORE_FMR_1E5 = 4780,
};

/* Writes the template of an embedding of any length above zero; *size becomes BSM_FACE_TEMPLATE_SIZE. INVALID when a
 * value is not finite or all are zero, or capacity is below BSM_FACE_TEMPLATE_MAX. */
enum bsm_status bsm_face_template_encode(const float embedding[BSM_FACE_VALUES],
                                         const uint8_t model_id[BSM_FACE_MODEL_ID_SIZE], uint8_t *out, size_t capacity,
                                         size_t *size);

/* OK for a whole template of this engine version, of any model; INVALID for anything else, one changed bit included. */
enum bsm_status bsm_face_template_check(const uint8_t *bytes, size_t size);

/* One of several templates; borrowed. */
struct bsm_face_sample {
    const uint8_t *bytes;
    size_t size;
};

/*
 * Several views of one face as one template: the mean of their directions, each with the same weight. What one view has
 * by chance of light and expression goes out in the mean. INVALID: count outside 1..BSM_FACE_SAMPLES_MAX, not
 * templates, of different models, without a common direction, or capacity below BSM_FACE_TEMPLATE_MAX.
 */
enum bsm_status bsm_face_template_fuse(const struct bsm_face_sample *samples, int count, uint8_t *out, size_t capacity,
                                       size_t *size);

/* How alike two templates are. INVALID when either is not a template, or they come of different models: those are never
 * compared. */
enum bsm_status bsm_face_match(const uint8_t *reference, size_t reference_size, const uint8_t *probe, size_t probe_size,
                               int32_t *score);

#ifdef __cplusplus
}
#endif

#endif
