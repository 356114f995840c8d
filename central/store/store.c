#include "central/store/store.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "central/store/schema.h"
#include "firmware/base/log.h"

struct job {
    enum bsm_status (*run)(struct bsm_db *db, void *context);
    void *context;
    enum bsm_status status;
    bool done;
    struct job *next;
    pthread_cond_t finished;
};

struct bsm_store {
    char *path; /* owned */
    pthread_t thread;
    struct bsm_db *writer; /* only the writer's thread */

    pthread_mutex_t lock; /* everything below */
    pthread_cond_t work;
    struct job *first;
    struct job *last;
    bool closing;
    struct bsm_db *readers[BSM_STORE_READERS_MAX]; /* those not lent */
    int idle_readers;
    struct bsm_store_counts counts;
};

/* One batch, on the writer's thread. */

static enum bsm_status run_in_savepoint(struct bsm_db *db, struct job *job)
{
    enum bsm_status status = bsm_db_execute(db, "SAVEPOINT job");
    if (status != BSM_OK) {
        return status;
    }
    status = job->run(db, job->context);
    if (status != BSM_OK && bsm_db_in_transaction(db) && bsm_db_execute(db, "ROLLBACK TO job") != BSM_OK) {
        bsm_db_execute(db, "ROLLBACK"); /* releasing would keep half of the job: the whole batch is tried again */
    }
    if (bsm_db_in_transaction(db)) {
        enum bsm_status released = bsm_db_execute(db, "RELEASE job");
        return status == BSM_OK ? released : status;
    }
    return status == BSM_OK ? BSM_FAULT : status;
}

static void roll_back(struct bsm_db *db)
{
    if (bsm_db_in_transaction(db)) {
        bsm_db_execute(db, "ROLLBACK");
    }
}

static void give_status(struct job **batch, int count, enum bsm_status status)
{
    for (int i = 0; i < count; i++) {
        batch[i]->status = status;
    }
}

/* True: every job has its status and those that are OK are durable. False: nothing of the batch is stored. */
static bool run_together(struct bsm_db *db, struct job **batch, int count)
{
    enum bsm_status begun = bsm_db_execute(db, "BEGIN IMMEDIATE");
    if (begun != BSM_OK) { /* another process holds the register, or it is broken: none would fare better alone */
        give_status(batch, count, begun);
        return true;
    }
    for (int i = 0; i < count; i++) {
        batch[i]->status = run_in_savepoint(db, batch[i]);
        if (!bsm_db_in_transaction(db)) {
            return false;
        }
    }
    if (bsm_db_execute(db, "COMMIT") != BSM_OK) {
        roll_back(db);
        return false;
    }
    return true;
}

static void run_alone(struct bsm_db *db, struct job *job)
{
    if (!run_together(db, &job, 1)) {
        job->status = BSM_FAULT;
    }
}

static int run_batch(struct bsm_store *store, struct job **batch, int count)
{
    if (run_together(store->writer, batch, count)) {
        return 1;
    }
    if (count == 1) {
        batch[0]->status = BSM_FAULT;
        return 0;
    }
    for (int i = 0; i < count; i++) {
        run_alone(store->writer, batch[i]);
    }
    return count;
}

/* The queue. */

static int take_batch(struct bsm_store *store, struct job **batch)
{
    int count = 0;
    while (store->first && count < BSM_STORE_BATCH_MAX) {
        batch[count++] = store->first;
        store->first = store->first->next;
    }
    if (!store->first) {
        store->last = NULL;
    }
    return count;
}

static void finish_batch(struct bsm_store *store, struct job **batch, int count, int commits)
{
    store->counts.jobs += count;
    store->counts.commits += commits;
    for (int i = 0; i < count; i++) {
        if (batch[i]->status == BSM_FAULT) {
            store->counts.failures++;
        }
        batch[i]->done = true;
        pthread_cond_signal(&batch[i]->finished);
    }
}

static void *write_loop(void *context)
{
    struct bsm_store *store = context;
    pthread_mutex_lock(&store->lock);
    for (;;) {
        while (!store->first && !store->closing) {
            pthread_cond_wait(&store->work, &store->lock);
        }
        struct job *batch[BSM_STORE_BATCH_MAX];
        int count = take_batch(store, batch);
        if (count == 0) {
            break;
        }
        pthread_mutex_unlock(&store->lock);
        int commits = run_batch(store, batch, count);
        pthread_mutex_lock(&store->lock);
        finish_batch(store, batch, count, commits);
    }
    pthread_mutex_unlock(&store->lock);
    return NULL;
}

enum bsm_status bsm_store_write(struct bsm_store *store, enum bsm_status (*run)(struct bsm_db *db, void *context),
                                void *context)
{
    struct job job = {.run = run, .context = context, .status = BSM_FAULT};
    pthread_cond_init(&job.finished, NULL);
    pthread_mutex_lock(&store->lock);
    assert(!store->closing);
    *(store->last ? &store->last->next : &store->first) = &job;
    store->last = &job;
    pthread_cond_signal(&store->work);
    while (!job.done) {
        pthread_cond_wait(&job.finished, &store->lock);
    }
    pthread_mutex_unlock(&store->lock);
    pthread_cond_destroy(&job.finished);
    return job.status;
}

/* A connection of its own: a checkpoint cannot be made within a transaction, and may wait while others write. */
enum bsm_status bsm_store_empty_log(struct bsm_store *store)
{
    struct bsm_db *db = NULL;
    enum bsm_status status = bsm_db_open(store->path, BSM_DB_WRITE, false, &db);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_query query = bsm_query_of(db, "PRAGMA wal_checkpoint(TRUNCATE)");
    bool busy = bsm_query_next(&query) && bsm_column_integer(&query, 0) != 0;
    status = bsm_query_end(&query);
    bsm_db_close(db);
    return status == BSM_OK && busy ? BSM_BUSY : status;
}

/* Readers. */

struct bsm_db *bsm_store_read_begin(struct bsm_store *store)
{
    pthread_mutex_lock(&store->lock);
    struct bsm_db *db = store->idle_readers > 0 ? store->readers[--store->idle_readers] : NULL;
    pthread_mutex_unlock(&store->lock);
    if (!db && bsm_db_open(store->path, BSM_DB_READ, false, &db) != BSM_OK) {
        return NULL;
    }
    if (bsm_db_execute(db, "BEGIN") != BSM_OK) {
        bsm_db_close(db);
        return NULL;
    }
    return db;
}

void bsm_store_read_end(struct bsm_store *store, struct bsm_db *db)
{
    bool sound = bsm_db_execute(db, "COMMIT") == BSM_OK;
    pthread_mutex_lock(&store->lock);
    bool keep = sound && store->idle_readers < BSM_STORE_READERS_MAX;
    if (keep) {
        store->readers[store->idle_readers++] = db;
    }
    pthread_mutex_unlock(&store->lock);
    if (!keep) {
        bsm_db_close(db);
    }
}

struct bsm_store_counts bsm_store_counts(struct bsm_store *store)
{
    pthread_mutex_lock(&store->lock);
    struct bsm_store_counts counts = store->counts;
    pthread_mutex_unlock(&store->lock);
    return counts;
}

/* Life. */

static void destroy(struct bsm_store *store)
{
    for (int i = 0; i < store->idle_readers; i++) {
        bsm_db_close(store->readers[i]);
    }
    bsm_db_close(store->writer);
    pthread_cond_destroy(&store->work);
    pthread_mutex_destroy(&store->lock);
    free(store->path);
    free(store);
}

enum bsm_status bsm_store_open(const char *path, bool make, struct bsm_store **out)
{
    struct bsm_store *store = calloc(1, sizeof *store);
    if (!store) {
        return BSM_NO_MEMORY;
    }
    pthread_mutex_init(&store->lock, NULL);
    pthread_cond_init(&store->work, NULL);
    store->path = strdup(path);
    enum bsm_status status = store->path ? bsm_db_open(path, BSM_DB_WRITE, make, &store->writer) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        status = bsm_schema_migrate(store->writer);
        status = status == BSM_FAULT && bsm_db_is_damaged(store->writer) ? BSM_INVALID : status;
    }
    if (status == BSM_OK && pthread_create(&store->thread, NULL, write_loop, store)) {
        status = BSM_NO_MEMORY;
    }
    if (status != BSM_OK) {
        destroy(store);
        return status;
    }
    *out = store;
    return BSM_OK;
}

void bsm_store_close(struct bsm_store *store)
{
    if (!store) {
        return;
    }
    pthread_mutex_lock(&store->lock);
    store->closing = true;
    pthread_cond_signal(&store->work);
    pthread_mutex_unlock(&store->lock);
    pthread_join(store->thread, NULL);
    destroy(store);
}
