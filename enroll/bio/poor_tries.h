/*
 * The best of several poor impressions of one finger. A worn or dry finger gives none that is good; three tries of it
 * are not in vain: when the last is poor too, the best of them goes to the centre, which weighs it as it is.
 *
 * Life: zeroed is empty; poor_tries_forget wipes. Threads: the main one.
 */
#ifndef BASMA_ENROLL_BIO_POOR_TRIES_H
#define BASMA_ENROLL_BIO_POOR_TRIES_H

#include <stdbool.h>

#include "enroll/bio/finger_job.h"
#include "firmware/base/biometric.h"

enum {
    POOR_TRIES_MAX = 3,    /* as many as a person is asked for: firmware/visit/policy.h, captures_max */
    POOR_QUALITY_LEAST = 8 /* poorer than that nothing is recognised */
};

struct poor_tries {
    enum bsm_position position;
    int count;
    int quality; /* of the kept one */
    uint8_t template_bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t template_size; /* 0: none is worth keeping */
};

/* Takes note of a try that was too poor (its job's status is RETRY), of which there may be a template. True when it was
 * the last and one of them can serve: it is then in tries. */
bool poor_tries_add(struct poor_tries *tries, enum bsm_position position, const struct finger_job *job);

/* Another finger, or the same one well taken. */
void poor_tries_forget(struct poor_tries *tries);

#endif
