/*
 * The rows of an extract, one after the other, and what is wrong across them: an ID number stands once in an extract.
 *
 * Life: a zeroed struct with its file -> next until GONE -> finish, which wipes and frees. One thread at a time; blocks
 * on the file. A line is never held longer than BSM_EXTRACT_LINE_MAX; eight bytes a number are kept to the end.
 */
#ifndef BASMA_CENTRAL_TOOLS_ROWS_H
#define BASMA_CENTRAL_TOOLS_ROWS_H

#include <stdint.h>
#include <stdio.h>

#include "central/tools/extract.h"

struct bsm_rows {
    FILE *file;     /* borrowed */
    long line;      /* the last one read, from 1 */
    uint64_t *seen; /* owned; a hash table: number << 30 | line, 0 where free */
    size_t room;    /* a power of two, or 0 */
    size_t used;
};

struct bsm_row_text {
    char bytes[BSM_EXTRACT_LINE_MAX + 1]; /* one more than may be: a longer line is cut here */
    size_t size;
};

/* OK: text and row are filled. INVALID: this row is bad, why says so; go on. GONE: the end. NO_MEMORY; FAULT: the file
 * cannot be read on; why says so for both. */
enum bsm_status bsm_rows_next(struct bsm_rows *rows, struct bsm_row_text *text, struct bsm_extract_row *row,
                              char why[BSM_EXTRACT_WHY_SIZE]);
void bsm_rows_finish(struct bsm_rows *rows);

#endif
