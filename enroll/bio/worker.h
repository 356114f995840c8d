/*
 * The compute thread: pictures become templates here, and the camera is read here, so that the main loop (channel, reader)
 * is never held up.
 *
 * Life: worker_start, then any number of jobs, one at a time in their order, then worker_stop (which waits for the job that
 * runs: cancel it first). A job's run is called on the compute thread, its done on the main loop; the job is the
 * submitter's until then and must live that long. Nothing else is shared between the threads.
 */
#ifndef BASMA_ENROLL_BIO_WORKER_H
#define BASMA_ENROLL_BIO_WORKER_H

#include <glib.h>

#include "drivers/camera.h"
#include "enroll/face/face.h"
#include "enroll/finger/finger.h"
#include "firmware/ipc/preview.h"

/* What only the compute thread touches once it runs. Borrowed. */
struct worker_tools {
    struct bsm_finger_extractor *extractor;
    struct bsm_face *face;
    struct bsm_camera *camera;
    struct bsm_preview *preview;
};

struct worker_job {
    void (*run)(struct worker_job *job, struct worker_tools *tools);
    void (*done)(struct worker_job *job, void *owner);
    struct worker *worker; /* set by worker_submit */
};

struct worker;

/* NULL when no thread can be made. owner is handed to each done. */
struct worker *worker_start(const struct worker_tools *tools, void *owner);

void worker_submit(struct worker *worker, struct worker_job *job);

/* From run: calls say(owner, value) on the main loop, in order with done. */
void worker_say(struct worker *worker, void (*say)(void *owner, int value), int value);

/* Waits for the last job; dones that have not run yet are dropped. NULL is fine. */
void worker_stop(struct worker *worker);

#endif
