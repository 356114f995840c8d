/*
 * A set of model files, verified: models.conf in the folder names a file and its SHA-256 for each role. The bytes are
 * held in memory from the check to their use, so that what was checked is what is used. The first three roles make a
 * face engine; of the others a set may say nothing, and what they would do is then absent.
 */
#ifndef BASMA_FACE_MODEL_SET_H
#define BASMA_FACE_MODEL_SET_H

#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum bsm_model_role {
    BSM_MODEL_DETECT,
    BSM_MODEL_LANDMARK,
    BSM_MODEL_FEATURE,
    BSM_MODEL_LIVENESS, /* from here on a set may lack them */
    BSM_MODEL_POSE,
    BSM_MODEL_EYE,
};

enum { BSM_MODEL_ROLES = BSM_MODEL_EYE + 1, BSM_MODEL_BYTES_MAX = 256 * 1024 * 1024, BSM_MODEL_SUM_SIZE = 32 };

struct bsm_model {
    uint8_t *bytes; /* owned; NULL where the set lacks the role */
    size_t size;
    uint8_t sha256[BSM_MODEL_SUM_SIZE];
};

struct bsm_model_set {
    struct bsm_model models[BSM_MODEL_ROLES];
};

/* GONE: folder, manifest or file missing; INVALID: the manifest is wrong or a file is not the one it names; NO_MEMORY;
 * FAULT. On failure the set is empty and why (at least 1 byte) holds a sentence with cause and remedy. */
enum bsm_status bsm_model_set_load(const char *folder, struct bsm_model_set *set, char *why, size_t why_size);

/* Frees the bytes; an empty set is fine. */
void bsm_model_set_finish(struct bsm_model_set *set);

#ifdef __cplusplus
}
#endif

#endif
