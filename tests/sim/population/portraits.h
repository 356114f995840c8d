/*
 * The list of pictures that the people get: one a line, fields parted by tabs, # starts a comment line:
 *
 *     LABEL <TAB> ENROLMENT PICTURE <TAB> PROBE PICTURE [<TAB> FACE]
 *
 * A label that begins with "woman" or "man" chooses the kind of name. The probe picture is another picture of the same
 * face, for the camera; it may be empty or "-": then the person never stands there as the right one. FACE is "X Y W H"
 * in pixels of the probe picture where the face is not in a portrait's usual place. Paths are relative to the folder
 * that is named like the list without its ending (portraits.tsv: portraits/) where there is one, else to the list's
 * own.
 */
#ifndef BASMA_SIM_POPULATION_PORTRAITS_H
#define BASMA_SIM_POPULATION_PORTRAITS_H

#include <limits.h>
#include <stddef.h>

#include "firmware/base/status.h"

enum { PORTRAITS_MAX = 1000, PORTRAIT_LABEL_SIZE = 64, PORTRAIT_FACE_SIZE = 96, PORTRAIT_WHY_SIZE = 200 };

struct portrait_row {
    char label[PORTRAIT_LABEL_SIZE];
    char enrolment[PATH_MAX];
    char probe[PATH_MAX];
    char face[PORTRAIT_FACE_SIZE];
};

struct portrait_list {
    struct portrait_row *rows; /* owned */
    int count;
};

/* INVALID: why names the line; else as bsm_file_read. */
enum bsm_status portrait_list_read(struct portrait_list *list, const char *path, char *why, size_t why_size);
void portrait_list_finish(struct portrait_list *list);

#endif
