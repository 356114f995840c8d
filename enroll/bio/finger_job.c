#include "enroll/bio/finger_job.h"

#include "firmware/base/wipe.h"

static void run(struct worker_job *base, struct worker_tools *tools)
{
    struct finger_job *job = (struct finger_job *)base;
    bsm_preview_put(tools->preview, BSM_PREVIEW_FINGER, &job->image, false);
    job->status = bsm_finger_extract(tools->extractor, &job->image, job->template_bytes, sizeof job->template_bytes,
                                     &job->template_size, &job->quality);
    if (job->status == BSM_OK &&
        (job->quality.score < FINGER_QUALITY_MIN || job->quality.hint == BSM_HINT_TURN_FINGER))
        job->status = BSM_RETRY;
    bsm_image_finish(&job->image);
}

void finger_job_init(struct finger_job *job) { *job = (struct finger_job){.job.run = run}; }

void finger_job_finish(struct finger_job *job)
{
    bsm_image_finish(&job->image);
    bsm_wipe(job->template_bytes, sizeof job->template_bytes);
    job->template_size = 0;
}
