/*
 * The import of a whole extract: lines are handed to one or more threads, each row is stored in a transaction of its
 * own, so that a run that was killed goes on where it ended. Rows already there with the same content are passed over.
 * Of rows with the same ID number the first is taken, the others are bad.
 */
#ifndef BASMA_CENTRAL_TOOLS_IMPORT_H
#define BASMA_CENTRAL_TOOLS_IMPORT_H

#include <stdio.h>

#include "central/store/store.h"
#include "central/tools/pictures.h"

struct bsm_import_counts {
    long rows;
    long imported;
    long unchanged;
    long bad;
};

struct bsm_import {
    struct bsm_store *store;
    struct bsm_digest_key secret; /* of the centre */
    FILE *extract;
    const char *folder; /* of the extract: pictures are named from there */
    const char *models;
    int jobs;
    void (*bad_row)(long line, const char *why);
    void (*progress)(const struct bsm_import_counts *counts); /* now and then */
};

/* Runs to the end of the extract. OK also with bad rows; anything else means that it could not go on, and why says so.
 */
enum bsm_status bsm_import_run(const struct bsm_import *import, struct bsm_import_counts *counts,
                               char why[BSM_EXTRACT_WHY_SIZE]);

#endif
