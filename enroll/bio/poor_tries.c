#include "enroll/bio/poor_tries.h"

#include <string.h>

#include "firmware/base/wipe.h"

void poor_tries_forget(struct poor_tries *tries) { bsm_wipe(tries, sizeof *tries); }

bool poor_tries_add(struct poor_tries *tries, enum bsm_position position, const struct finger_job *job)
{
    if (tries->position != position)
        poor_tries_forget(tries);
    tries->position = position;
    tries->count++;
    bool usable = job->template_size > 0 && job->quality.score >= POOR_QUALITY_LEAST;
    if (usable && job->quality.score > tries->quality) {
        tries->quality = job->quality.score;
        tries->template_size = job->template_size;
        memcpy(tries->template_bytes, job->template_bytes, job->template_size);
    }
    return tries->count >= POOR_TRIES_MAX && tries->template_size > 0;
}
