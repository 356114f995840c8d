/*
 * From a row's picture files to an enrolment record. One workshop a thread: it holds an extractor and the face engine.
 */
#ifndef BASMA_CENTRAL_TOOLS_PICTURES_H
#define BASMA_CENTRAL_TOOLS_PICTURES_H

#include "central/digest.h"
#include "central/tools/extract.h"
#include "enroll/face/face.h"
#include "enroll/record/record.h"

struct bsm_workshop {
    struct bsm_finger_extractor *extractor; /* owned */
    struct bsm_face *face;                  /* owned */
};

/* On failure why holds cause and remedy. */
enum bsm_status bsm_workshop_open(struct bsm_workshop *workshop, const char *models, char why[BSM_EXTRACT_WHY_SIZE]);
void bsm_workshop_close(struct bsm_workshop *workshop);

struct bsm_picture_bytes {
    uint8_t *bytes; /* owned */
    size_t size;
};

/* A row's files as they are on disk, the face last. */
struct bsm_row_files {
    struct bsm_picture_bytes files[BSM_POSITION_MAX + 1];
    int count;
};

/* Reads them from below folder. INVALID: one is missing or too large, why names it; FAULT. */
enum bsm_status bsm_row_files_read(const char *folder, const struct bsm_extract_row *row, struct bsm_row_files *files,
                                   char why[BSM_EXTRACT_WHY_SIZE]);
void bsm_row_files_finish(struct bsm_row_files *files);

/* Of the line, the files and the engines: a row with the same digest need not be imported again. */
struct bsm_digest bsm_row_content(const char *line, size_t size, const struct bsm_row_files *files);

/* Fills an empty record; the caller finishes it also on failure. INVALID: why says which picture is of no use. */
enum bsm_status bsm_row_record(struct bsm_workshop *workshop, const struct bsm_extract_row *row,
                               const struct bsm_row_files *files, struct bsm_record *record,
                               char why[BSM_EXTRACT_WHY_SIZE]);

#endif
