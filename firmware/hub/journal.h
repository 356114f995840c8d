/*
 * The journal: one line an event, `2026-11-21T21:26:40.123Z ROUND EVENT key=value ...`, appended at once, so that a
 * person or a test can follow the kiosk from outside. Never anything personal. Life: open, write, close; one thread. A
 * write that fails is logged once and the kiosk goes on; a journal of 10 MB becomes journal.1 and a new one begins.
 */
#ifndef BASMA_HUB_JOURNAL_H
#define BASMA_HUB_JOURNAL_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

enum { BSM_JOURNAL_LINE_MAX = 512, BSM_JOURNAL_SIZE_MAX = 10 * 1024 * 1024 };

struct bsm_journal {
    char path[PATH_MAX];
    int fd;       /* owned; -1: not open, tried again at the next line */
    int64_t size; /* bytes */
    bool failing; /* the last write failed, and that was logged */
    bool cut;     /* the last line may lack its end */
};

/* Opens DIR/journal for appending; a failure is logged and tried again with each line. */
void bsm_journal_open(struct bsm_journal *journal, const char *state_folder);

/* One line. The format makes the event and its keys; control characters become '?', longer than the maximum is cut. */
void bsm_journal_write(struct bsm_journal *journal, uint32_t round, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void bsm_journal_close(struct bsm_journal *journal);

#endif
