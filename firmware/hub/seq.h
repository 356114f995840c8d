/*
 * The number of the next capture: it rises by one each, over restarts and power cuts too, because the centre refuses a
 * number it has seen. A file holds a number that none used so far has reached; a thousand are reserved at a time, and
 * more when half of them are used: a disk that is full from then on leaves enough for dozens of visits.
 */
#ifndef BASMA_HUB_SEQ_H
#define BASMA_HUB_SEQ_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum {
    BSM_SEQ_BLOCK = 1000,
    BSM_SEQ_ROOM = 500,
    BSM_SEQ_VISIT = 60, /* more than one visit can use */
};

struct bsm_seq {
    char path[PATH_MAX];
    uint64_t next;     /* of the next capture */
    uint64_t reserved; /* all below may be used; on disk */
};

/* From DIR/hub.seq; begins at 1 where there is none. INVALID: the file holds no number. FAULT: it cannot be read or
 * written. */
enum bsm_status bsm_seq_open(struct bsm_seq *seq, const char *state_folder);

/* Sees to it that at least BSM_SEQ_ROOM numbers from next on are reserved. FAULT: they could not be (errno tells). */
enum bsm_status bsm_seq_reserve(struct bsm_seq *seq);

/* Whether a visit may begin: the numbers that it can use are reserved. */
bool bsm_seq_is_enough(const struct bsm_seq *seq);

/* A capture used this number: the next is above. False: it was not one that could be used. */
bool bsm_seq_use(struct bsm_seq *seq, uint64_t used);

#endif
