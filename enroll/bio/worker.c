#include "enroll/bio/worker.h"

struct worker {
    GThread *thread;
    GAsyncQueue *jobs; /* of struct worker_job; stop_job ends the thread */
    struct worker_tools tools;
    void *owner;
    struct worker_job stop_job;
    GMutex lock; /* over stopped */
    gboolean stopped;
};

/* A call on its way to the main loop. */
struct call {
    struct worker *worker;
    struct worker_job *job; /* or NULL: */
    void (*say)(void *owner, int value);
    int value;
};

static gboolean is_stopped(struct worker *worker)
{
    g_mutex_lock(&worker->lock);
    gboolean stopped = worker->stopped;
    g_mutex_unlock(&worker->lock);
    return stopped;
}

static gboolean on_call(gpointer data)
{
    struct call *call = data;
    if (call->job)
        call->job->done(call->job, call->worker->owner);
    else
        call->say(call->worker->owner, call->value);
    return G_SOURCE_REMOVE;
}

/* Calls find the main loop in the order they were made: idle sources of one priority do. */
static void call_main(struct call call)
{
    if (is_stopped(call.worker))
        return;
    g_idle_add_full(G_PRIORITY_DEFAULT, on_call, g_memdup2(&call, sizeof call), g_free);
}

static gpointer run_jobs(gpointer data)
{
    struct worker *worker = data;
    for (;;) {
        struct worker_job *job = g_async_queue_pop(worker->jobs);
        if (job == &worker->stop_job)
            return NULL;
        job->run(job, &worker->tools);
        call_main((struct call){.worker = worker, .job = job});
    }
}

struct worker *worker_start(const struct worker_tools *tools, void *owner)
{
    struct worker *worker = g_new0(struct worker, 1);
    worker->tools = *tools;
    worker->owner = owner;
    worker->jobs = g_async_queue_new();
    g_mutex_init(&worker->lock);
    worker->thread = g_thread_try_new("compute", run_jobs, worker, NULL);
    if (!worker->thread) {
        g_async_queue_unref(worker->jobs);
        g_mutex_clear(&worker->lock);
        g_free(worker);
        return NULL;
    }
    return worker;
}

void worker_submit(struct worker *worker, struct worker_job *job)
{
    job->worker = worker;
    g_async_queue_push(worker->jobs, job);
}

void worker_say(struct worker *worker, void (*say)(void *owner, int value), int value)
{
    call_main((struct call){.worker = worker, .say = say, .value = value});
}

void worker_stop(struct worker *worker)
{
    if (!worker)
        return;
    g_mutex_lock(&worker->lock);
    worker->stopped = TRUE;
    g_mutex_unlock(&worker->lock);
    g_async_queue_push(worker->jobs, &worker->stop_job);
    g_thread_join(worker->thread);
    g_async_queue_unref(worker->jobs);
    g_mutex_clear(&worker->lock);
    g_free(worker);
}
