/* One impression becomes a template, on the compute thread. */
#ifndef BASMA_ENROLL_BIO_FINGER_JOB_H
#define BASMA_ENROLL_BIO_FINGER_JOB_H

#include "enroll/bio/worker.h"

enum { FINGER_QUALITY_MIN = 20 }; /* poorer impressions are taken again, with advice */

struct finger_job {
    struct worker_job job;
    struct bsm_image image; /* in: owned; wiped by run */
    enum bsm_status status; /* out: OK, RETRY with the hint, INVALID, FAULT */
    struct bsm_finger_quality quality;
    uint8_t template_bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t template_size;
};

/* Sets job.run; the caller sets job.done and image. */
void finger_job_init(struct finger_job *job);

/* Wipes picture and template. */
void finger_job_finish(struct finger_job *job);

#endif
