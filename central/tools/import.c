#include "central/tools/import.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"

enum { JOBS_MAX = 32, PROGRESS_MS = 1000 };

/* What the threads share. */
struct work {
    const struct bsm_import *import;
    pthread_mutex_t lock; /* everything below, and the extract */
    struct bsm_import_counts counts;
    long line;
    int64_t told_ms;
    enum bsm_status status; /* the first that ends the run */
    char why[BSM_EXTRACT_WHY_SIZE];
};

enum outcome { IMPORTED, UNCHANGED, BAD, STOP };

/* One line without its end, wiped by the caller; 0 at the end of the extract or of the run. */
static long next_line(struct work *work, char **text, size_t *room, size_t *size)
{
    pthread_mutex_lock(&work->lock);
    ssize_t length = work->status == BSM_OK ? getline(text, room, work->import->extract) : -1;
    long line = length >= 0 ? ++work->line : 0;
    pthread_mutex_unlock(&work->lock);
    if (line && length > 0 && (*text)[length - 1] == '\n') {
        length--;
    }
    *size = length > 0 ? (size_t)length : 0;
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

static enum outcome import_line(struct work *work, struct bsm_workshop *workshop, const char *text, size_t size,
                                char why[BSM_EXTRACT_WHY_SIZE])
{
    struct bsm_extract_row row;
    if (bsm_extract_read(text, size, &row, why) != BSM_OK) {
        return BAD;
    }
    struct bsm_row_files files;
    enum outcome outcome = BAD;
    if (bsm_row_files_read(work->import->folder, &row, &files, why) == BSM_OK) {
        struct bsm_digest content = bsm_row_content(text, size, &files);
        outcome = import_files(work, workshop, &row, &files, &content, why);
    }
    bsm_row_files_finish(&files);
    bsm_wipe(&row, sizeof row);
    return outcome;
}

static void *run_job(void *context)
{
    struct work *work = context;
    struct bsm_workshop workshop;
    char why[BSM_EXTRACT_WHY_SIZE] = "out of memory";
    enum bsm_status status = bsm_workshop_open(&workshop, work->import->models, why);
    if (status != BSM_OK) {
        stop(work, status, why);
        return NULL;
    }
    char *text = NULL;
    size_t room = 0;
    size_t size = 0;
    for (long line; (line = next_line(work, &text, &room, &size)) != 0;) {
        snprintf(why, sizeof why, "cannot be read");
        enum outcome outcome = import_line(work, &workshop, text, size, why);
        if (outcome != STOP) {
            count(work, line, outcome, why);
        }
    }
    bsm_wipe_free(text, room);
    bsm_workshop_close(&workshop);
    return NULL;
}

enum bsm_status bsm_import_run(const struct bsm_import *import, struct bsm_import_counts *counts,
                               char why[BSM_EXTRACT_WHY_SIZE])
{
    struct work work = {.import = import, .told_ms = bsm_clock_mono_ms()};
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
    *counts = work.counts;
    snprintf(why, BSM_EXTRACT_WHY_SIZE, "%s", work.why);
    return work.status;
}
