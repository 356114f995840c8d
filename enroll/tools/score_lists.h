/* The two lists that basma-score reads. Errors are sentences that name file and line. */
#ifndef BASMA_ENROLL_TOOLS_SCORE_LISTS_H
#define BASMA_ENROLL_TOOLS_SCORE_LISTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_SCORE_LIST_BYTES_MAX = 64 * 1024 * 1024,
    BSM_SCORE_PICTURES_MAX = 1000000,
    BSM_SCORE_WHY_SIZE = 512,
};

struct bsm_score_picture {
    char *path;         /* owned; relative paths made relative to the list's folder */
    int resolution_ppi; /* 0 where the list has none */
    int line;
};

struct bsm_score_pair {
    uint32_t reference, probe;
};

struct bsm_score_lists {
    struct bsm_score_picture *pictures; /* owned */
    size_t picture_count;
    struct bsm_score_pair *pairs; /* owned */
    size_t pair_count;
};

/* Reads a list of pictures alone; as below. */
enum bsm_status bsm_score_pictures_read(struct bsm_score_lists *lists, const char *images, bool has_resolution,
                                        char why[BSM_SCORE_WHY_SIZE]);

/* Reads both; anything but OK leaves lists to be finished and why written. */
enum bsm_status bsm_score_lists_read(struct bsm_score_lists *lists, const char *images, const char *pairs,
                                     bool has_resolution, char why[BSM_SCORE_WHY_SIZE]);

void bsm_score_lists_finish(struct bsm_score_lists *lists);

#endif
