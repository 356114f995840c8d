/*
 * The journal: one line an event, `2026-11-21T21:26:40.123Z ROUND EVENT key=value ...`, appended at once, so that a
 * person or a test can follow the kiosk from outside. Never anything personal. Life: open, write, close; one thread. A
 * write that fails is logged once and the kiosk goes on.
 *
 * Every line has a *place*, by which the centre knows it for ever: the number of bytes that went before it in all that
 * this kiosk's journal ever held. A line `0 journal begins=N` (N of 16 digits) says that it stands at place N itself;
 * from there on the bytes are counted. Each file begins with one, and so does each run of the hub, whose N is the
 * larger of
 *   - the last place known (of the files and of the spooler's cursor) and BSM_JOURNAL_JUMP, more than the files can
 * hold: lines that were sent on and then lost from the disk in a power cut keep their places for themselves, and
 *   - the seconds since 1970 times 2^20: where files and cursor are lost altogether.
 * So places rise, and none is used twice, unless all of it is lost and the clock is set back. They stay below 2^53.
 *
 * A journal of 10 MB becomes journal.1 and a new one begins, but only when all of the old journal.1 is stored for the
 * centre (stored, which the spooler sets); until then it grows to 20 MB. Then journal.1 goes, and a line
 * `journal_dropped` says how much went with it. Disk: 40 MB at most.
 *
 * What cannot be written waits in memory, BSM_JOURNAL_WAITING_MAX bytes, and is written with the first line for which
 * there is room again; a line `journal_lost` says how many went beyond that.
 */
#ifndef BASMA_HUB_JOURNAL_H
#define BASMA_HUB_JOURNAL_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    BSM_JOURNAL_LINE_MAX = 512,
    BSM_JOURNAL_SIZE_MAX = 10 * 1024 * 1024,
    BSM_JOURNAL_HELD_MAX = 20 * 1024 * 1024, /* while journal.1 is not stored */
    BSM_JOURNAL_WAITING_MAX = 64 * 1024,     /* some 800 lines: ten visits on a full disk */
    BSM_JOURNAL_JUMP = 64 * 1024 * 1024,
};

struct bsm_journal {
    char path[PATH_MAX];
    int fd;            /* owned; -1: not open, tried again at the next line */
    int64_t size;      /* bytes */
    int64_t base;      /* place of the file's first byte, as counted from its last `begins` */
    bool numbered;     /* this run's `begins` is written; no line goes before it */
    int64_t next;      /* where it is not: the lowest place that it may say */
    unsigned files;    /* journals begun so far: which of them `journal` is */
    int64_t aside_end; /* the place after journal.1; 0: there is none */
    int64_t stored;    /* every line below this place is kept elsewhere; set by the spooler's owner */
    bool failing;      /* the last write failed, and that was logged */
    bool cut;          /* the last line lacks its end */
    size_t waiting_size;
    unsigned lost;                         /* lines for which there was no room in waiting either */
    char waiting[BSM_JOURNAL_WAITING_MAX]; /* whole lines that could not be written */
};

/* Opens DIR/journal for appending; a failure is logged and tried again with each line. Its lines get places above this
 * one, too. Waits for the disk. */
void bsm_journal_open(struct bsm_journal *journal, const char *state_folder, int64_t above);

/* One line. The format makes the event and its keys; control characters become '?', longer than the maximum is cut. */
void bsm_journal_write(struct bsm_journal *journal, uint32_t round, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void bsm_journal_close(struct bsm_journal *journal);

/* The name of the file that was begun as this one of all; false where it is not there any more. */
bool bsm_journal_file(const struct bsm_journal *journal, unsigned file, char path[PATH_MAX]);

#endif
