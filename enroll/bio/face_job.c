#include "enroll/bio/face_job.h"

#include <string.h>

#include "enroll/bio/steadier.h"
#include "enroll/face/view.h"
#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"

/* The best of the good frames so far. */
struct best {
    struct bsm_image frame; /* owned */
    struct bsm_face_found found; /* in it */
    int quality;
    int good_frames;
    int64_t good_since_ms;
};

static void forget_best(struct best *best)
{
    bsm_image_finish(&best->frame);
    *best = (struct best){0};
}

/* Takes a good frame over when it is the best; *frame then holds the one before. */
static void keep_best(struct best *best, struct bsm_image *frame, const struct bsm_face_view *view, int64_t now_ms)
{
    if (best->good_frames++ == 0)
        best->good_since_ms = now_ms;
    int quality = bsm_face_quality(view);
    if (best->frame.pixels && quality <= best->quality)
        return;
    struct bsm_image before = best->frame;
    best->frame = *frame;
    *frame = before;
    best->found = view->found;
    best->quality = quality;
}

static bool is_enough(const struct best *best, int64_t now_ms)
{
    return best->good_frames >= FACE_GOOD_FRAMES && now_ms - best->good_since_ms >= FACE_GOOD_MS;
}

static enum bsm_status extract_best(struct face_job *job, struct worker_tools *tools, const struct best *best)
{
    job->quality = best->quality;
    return bsm_face_extract(tools->face, &best->frame, &best->found, job->template_bytes, sizeof job->template_bytes,
                            &job->template_size);
}

/* What the capture knows while it looks. */
struct look {
    struct bsm_camera_frame frame;
    struct best best;
    struct steadier steadier;
};

/* One frame: shown, looked at, advised on. OK when the capture is complete, BUSY when it goes on. */
static enum bsm_status look_once(struct face_job *job, struct worker_tools *tools, struct look *look)
{
    struct bsm_image *image = &look->frame.image;
    enum bsm_status status = bsm_camera_take(tools->camera, &look->frame, FACE_FRAME_WAIT_MS);
    if (status != BSM_OK)
        return status == BSM_TIMEOUT ? BSM_BUSY : status;
    bsm_preview_put(tools->preview, BSM_PREVIEW_FACE, image, true);
    struct bsm_face_found found;
    status = bsm_face_find(tools->face, image, &found);
    if (status != BSM_OK)
        return status;
    struct bsm_face_view view;
    bsm_face_view_measure(image, &found, &view);
    int64_t now_ms = bsm_clock_mono_ms();
    job->last_hint = bsm_face_advice(&view, look->steadier.said);
    if (steadier_take(&look->steadier, job->last_hint, now_ms))
        worker_say(job->job.worker, job->say_hint, (int)job->last_hint);
    if (job->last_hint == BSM_HINT_FACE_GOOD)
        keep_best(&look->best, image, &view, now_ms);
    else
        forget_best(&look->best);
    bsm_wipe(&found, sizeof found);
    bsm_wipe(&view, sizeof view);
    return is_enough(&look->best, now_ms) ? extract_best(job, tools, &look->best) : BSM_BUSY;
}

static void run(struct worker_job *base, struct worker_tools *tools)
{
    struct face_job *job = (struct face_job *)base;
    struct look look = {0};
    job->status = BSM_BUSY;
    while (job->status == BSM_BUSY) {
        if (atomic_load(&job->cancelled))
            job->status = BSM_CANCELLED;
        else if (bsm_clock_mono_ms() >= job->deadline_ms)
            job->status = BSM_TIMEOUT;
        else
            job->status = look_once(job, tools, &look);
    }
    forget_best(&look.best);
    bsm_image_finish(&look.frame.image);
    bsm_preview_clear(tools->preview);
}

void face_job_init(struct face_job *job)
{
    memset(job, 0, sizeof *job);
    job->job.run = run;
    atomic_init(&job->cancelled, false);
}

void face_job_finish(struct face_job *job)
{
    bsm_wipe(job->template_bytes, sizeof job->template_bytes);
    job->template_size = 0;
}
