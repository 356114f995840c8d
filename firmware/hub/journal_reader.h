/*
 * Reads a journal line by line, with the place of each (firmware/hub/journal.h), while it may grow. Life: open ->
 * next...
 * -> close; reads the local file, else nothing blocks. What stands before the first `journal begins` has no place and
 * is passed over, so are empty lines; what a power cut may have left (zeroes, a line without end) becomes '?' or waits.
 */
#ifndef BASMA_HUB_JOURNAL_READER_H
#define BASMA_HUB_JOURNAL_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "firmware/hub/journal.h"

/* Where a line begins. */
struct bsm_journal_spot {
    int64_t offset; /* in its file */
    int64_t base;   /* place minus offset */
    bool numbered;  /* there was a `begins` before it */
};

struct bsm_journal_reader {
    int fd; /* owned; -1 when closed */
    struct bsm_journal_spot spot;
    size_t at; /* of buffer: the next line */
    size_t have;
    char buffer[16 * 1024]; /* no line is longer: what is, is taken in pieces */
};

struct bsm_journal_line {
    int64_t place;
    int64_t after;                       /* the place behind its end */
    char text[BSM_JOURNAL_LINE_MAX + 1]; /* printable ASCII, without its end; never "" */
};

/* GONE: no such file. FAULT: it cannot be opened. The reader is to be closed in each case. */
enum bsm_status bsm_journal_reader_open(struct bsm_journal_reader *reader, const char *path);
void bsm_journal_reader_close(struct bsm_journal_reader *reader);

/* Goes to where a line of this file begins. */
void bsm_journal_reader_seek(struct bsm_journal_reader *reader, const struct bsm_journal_spot *spot);

/* The next whole line. BUSY: none (yet). FAULT: it cannot be read. */
enum bsm_status bsm_journal_reader_next(struct bsm_journal_reader *reader, struct bsm_journal_line *line);

#endif
