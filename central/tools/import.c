#include "central/tools/import.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/tools/rows.h"
#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"

enum { JOBS_MAX = 32, PROGRESS_MS = 1000 };

/* What the threads share. */
struct work {
    const struct bsm_import *import;
    pthread_mutex_t lock; /* everything below, and the extract */
    struct bsm_import_counts counts;
    struct bsm_rows rows;
    int64_t told_ms;
    enum bsm_status status; /* the first that ends the run */
    char why[BSM_EXTRACT_WHY_SIZE];
};

enum outcome { IMPORTED, UNCHANGED, BAD, STOP };

/* One row's line, and the row where it is good; the caller wipes both. 0 at the end of the extract or of the run. */
static long next_row(struct work *work, struct bsm_row_text *text, struct bsm_extract_row *row, enum bsm_status *status,
                     char why[BSM_EXTRACT_WHY_SIZE])
{
    pthread_mutex_lock(&work->lock);
    *status = work->status == BSM_OK ? bsm_rows_next(&work->rows, text, row, why) : BSM_GONE;
    long line = *status == BSM_OK || *status == BSM_INVALID ? work->rows.line : 0;
    pthread_mutex_unlock(&work->lock);
    return line;
}

static void count(struct work *work, long line, enum outcome outcome, const char *why)
{
    pthread_mutex_lock(&work->lock);
    work->counts.rows++;
    work->counts.imported += outcome == IMPORTED;
    work->counts.unchanged += outcome == UNCHANGED;
    if (outcome == BAD) {
        work->counts.bad++;
        work->import->bad_row(line, why);
    }
    int64_t now_ms = bsm_clock_mono_ms();
    if (now_ms - work->told_ms >= PROGRESS_MS) {
        work->told_ms = now_ms;
        work->import->progress(&work->counts);
    }
    pthread_mutex_unlock(&work->lock);
}

static void stop(struct work *work, enum bsm_status status, const char *why)
{
    pthread_mutex_lock(&work->lock);
    if (work->status == BSM_OK) {
        work->status = status;
        snprintf(work->why, sizeof work->why, "%s", why);
    }
    pthread_mutex_unlock(&work->lock);
}

static enum bsm_status store_row(struct bsm_db *db, void *context)
{
    return bsm_person_import(db, context, bsm_clock_unix_ms());
}

static bool is_there(const struct bsm_import *import, const char *id_number, const struct bsm_digest *content)
{
    bool has = false;
    struct bsm_db *db = bsm_store_read_begin(import->store);
    if (db) {
        has = bsm_person_has_content(db, id_number, content, &has) == BSM_OK && has;
        bsm_store_read_end(import->store, db);
    }
    return has;
}

static enum outcome store_record(struct work *work, const struct bsm_extract_row *row, const struct bsm_digest *content,
                                 const struct bsm_record *record)
{
    const struct bsm_import *import = work->import;
    struct bsm_person_row person = {
        .id_number = row->id_number,
        .shuffle = bsm_digest_keyed(&import->secret, "shuffle", row->id_number, strlen(row->id_number)),
        .name_ar = row->name_ar,
        .name_en = row->name_en,
        .birth_date = row->birth_date,
        .mobile = row->mobile,
        .content = *content,
        .account = row->account,
    };
    uint8_t *bytes = malloc(BSM_RECORD_MAX);
    enum bsm_status status =
        bytes ? bsm_record_encode(record, bytes, BSM_RECORD_MAX, &person.record_size) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        person.record = bytes;
        status = bsm_store_write(import->store, store_row, &person);
    }
    bsm_wipe_free(bytes, bytes ? BSM_RECORD_MAX : 0);
    if (status != BSM_OK) {
        stop(work, status,
             "the register cannot be written: is the disk full? Run the import again, it goes on from here");
        return STOP;
    }
    return IMPORTED;
}

static enum outcome import_files(struct work *work, struct bsm_workshop *workshop, const struct bsm_extract_row *row,
                                 const struct bsm_row_files *files, const struct bsm_digest *content,
                                 char why[BSM_EXTRACT_WHY_SIZE])
{
    if (is_there(work->import, row->id_number, content)) {
        return UNCHANGED;
    }
    struct bsm_record record = {0};
    enum outcome outcome = BAD;
    enum bsm_status status = bsm_row_record(workshop, row, files, &record, why);
    if (status == BSM_OK) {
        outcome = store_record(work, row, content, &record);
    } else if (status == BSM_NO_MEMORY) {
        stop(work, status, "out of memory");
        outcome = STOP;
    }
    bsm_record_finish(&record);
    return outcome;
}

static enum outcome import_row(struct work *work, struct bsm_workshop *workshop, const struct bsm_row_text *text,
                               const struct bsm_extract_row *row, char why[BSM_EXTRACT_WHY_SIZE])
{
    struct bsm_row_files files;
    enum outcome outcome = BAD;
    if (bsm_row_files_read(work->import->folder, row, &files, why) == BSM_OK) {
        struct bsm_digest content = bsm_row_content(text->bytes, text->size, &files);
        outcome = import_files(work, workshop, row, &files, &content, why);
    }
    bsm_row_files_finish(&files);
    return outcome;
}

static void import_rows(struct work *work, struct bsm_workshop *workshop, struct bsm_row_text *text)
{
    struct bsm_extract_row row;
    char why[BSM_EXTRACT_WHY_SIZE] = "";
    enum bsm_status status;
    for (long line; (line = next_row(work, text, &row, &status, why)) != 0;) {
        enum outcome outcome = status == BSM_OK ? import_row(work, workshop, text, &row, why) : BAD;
        bsm_wipe(&row, sizeof row);
        if (outcome != STOP) {
            count(work, line, outcome, why);
        }
    }
    if (status != BSM_GONE) {
        stop(work, status, why);
    }
}

static void *run_job(void *context)
{
    struct work *work = context;
    struct bsm_workshop workshop;
    char why[BSM_EXTRACT_WHY_SIZE] = "out of memory";
    struct bsm_row_text *text = malloc(sizeof *text);
    enum bsm_status status = text ? bsm_workshop_open(&workshop, work->import->models, why) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        import_rows(work, &workshop, text);
        bsm_workshop_close(&workshop);
    } else {
        stop(work, status, why);
    }
    bsm_wipe_free(text, text ? sizeof *text : 0);
    return NULL;
}

enum bsm_status bsm_import_run(const struct bsm_import *import, struct bsm_import_counts *counts,
                               char why[BSM_EXTRACT_WHY_SIZE])
{
    struct work work = {.import = import, .told_ms = bsm_clock_mono_ms(), .rows = {.file = import->extract}};
    pthread_t threads[JOBS_MAX];
    int started = 0;
    pthread_mutex_init(&work.lock, NULL);
    while (started < import->jobs && started < JOBS_MAX && !pthread_create(&threads[started], NULL, run_job, &work)) {
        started++;
    }
    if (started == 0) {
        stop(&work, BSM_NO_MEMORY, "out of memory");
    }
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    pthread_mutex_destroy(&work.lock);
    bsm_rows_finish(&work.rows);
    *counts = work.counts;
    snprintf(why, BSM_EXTRACT_WHY_SIZE, "%s", work.why);
    return work.status;
}
