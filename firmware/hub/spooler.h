/*
 * Brings every line of the journal to the uplink's spool, in order, a few at a time, and remembers how far it is kept
 * there. Each line goes with its place (firmware/hub/journal.h), so that one that is sent again (after a restart, a
 * lost answer, a lost cursor) is known as the same.
 *
 *     next ... (sent to the uplink) ... stored -> the cursor moves on
 *     again: there is a fresh uplink; what was not answered is sent again
 *
 * The cursor is a file, DIR/journal.stored: the place below which all is stored. It may be behind, never ahead: it is
 * replaced now and then between visits, and what is sent twice for that is stored once.
 *
 * Life: open -> journal_open with its `stored` -> next, stored, again, save -> close. One thread; reads local files,
 * and waits for the disk only in save.
 */
#ifndef BASMA_HUB_SPOOLER_H
#define BASMA_HUB_SPOOLER_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "firmware/hub/journal.h"
#include "firmware/hub/journal_reader.h"
#include "firmware/ipc/messages.h"

enum {
    BSM_SPOOLER_FLYING_MAX = 16,
    BSM_SPOOLER_SAVE_EVERY_MS = 5000,
};

/* The beginning of a line in one of the journals. */
struct bsm_spooler_spot {
    unsigned file; /* as bsm_journal.files counts */
    struct bsm_journal_spot in;
};

/* A line that is sent and not stored yet. */
struct bsm_spooler_flying {
    uint32_t request;
    bool stored; /* but not all before it */
    int64_t after;
    struct bsm_spooler_spot next; /* where the line after it begins */
};

struct bsm_spooler {
    char path[PATH_MAX];
    int64_t stored; /* every line below this place */
    int64_t saved;  /* the same, as on disk */
    int64_t save_due_ms;
    bool failing;                  /* it could not be saved, and that was logged */
    struct bsm_spooler_spot first; /* of the lines that are not stored */
    struct bsm_spooler_spot reading;
    struct bsm_journal_reader reader;
    bool open;
    uint32_t last_request;
    int flying_count;
    struct bsm_spooler_flying flying[BSM_SPOOLER_FLYING_MAX]; /* in order */
};

/* Reads the cursor. None, or one that says nothing: from the beginning of what the journals hold. */
void bsm_spooler_open(struct bsm_spooler *spooler, const char *state_folder);
void bsm_spooler_close(struct bsm_spooler *spooler);

/* The next line to send. False: there is none now, or enough are on their way. */
bool bsm_spooler_next(struct bsm_spooler *spooler, const struct bsm_journal *journal, struct bsm_net_spool *spool);

/* The uplink says that it has stored this one. A number that is not awaited is nothing. */
void bsm_spooler_stored(struct bsm_spooler *spooler, uint32_t request);

/* The uplink is gone: all that is not stored will be sent again. */
void bsm_spooler_again(struct bsm_spooler *spooler);

/* When save is due (monotonic); -1: nothing to save. */
int64_t bsm_spooler_due_ms(const struct bsm_spooler *spooler);
void bsm_spooler_save(struct bsm_spooler *spooler, int64_t now_ms);

#endif
