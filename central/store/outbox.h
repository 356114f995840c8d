/*
 * Messages to people that must go out, whatever ends in between: written in the transaction of what they tell of, and
 * deleted when they were handed on. One that could not be handed on is due later, the more often it could not; those of
 * the same number behind it wait with it, all others go first. (Codes are not here: they need never be stored, see
 * central/api/code_message.h.)
 */
#ifndef BASMA_CENTRAL_STORE_OUTBOX_H
#define BASMA_CENTRAL_STORE_OUTBOX_H

#include "central/store/db.h"
#include "firmware/base/account.h"

enum { BSM_MESSAGE_TEXT_SIZE = 640 };

/* A message that anybody can cause is counted when it goes out (mobile_uses.h), and waits where its number had as many
 * as it may: that does not hold up what is not counted, nor what may be more. */
struct bsm_outgoing { /* the caller wipes it */
    int64_t id;
    int tries; /* that failed */
    int most;  /* an hour to its number; 0: it is not counted */
    char mobile[BSM_MOBILE_SIZE];
    char text[BSM_MESSAGE_TEXT_SIZE]; /* UTF-8 */
};

enum bsm_status bsm_outbox_add(struct bsm_db *db, const char *mobile, const char *text, int64_t now_ms);
/* One that is counted: at most so many an hour. */
enum bsm_status bsm_outbox_add_counted(struct bsm_db *db, const char *mobile, const char *text, int most,
                                       int64_t now_ms);
/* The first of its number, due, the longest due of all; GONE: there is none. */
enum bsm_status bsm_outbox_next(struct bsm_db *db, int64_t now_ms, struct bsm_outgoing *message);
enum bsm_status bsm_outbox_postpone(struct bsm_db *db, int64_t id, int tries, int64_t due_ms);
/* All are due: there may be another driver. */
enum bsm_status bsm_outbox_hurry(struct bsm_db *db);
enum bsm_status bsm_outbox_remove(struct bsm_db *db, int64_t id);
/* What could not be handed on since before the moment is given up; *count of them. */
enum bsm_status bsm_outbox_purge(struct bsm_db *db, int64_t before_ms, int *count);

#endif
