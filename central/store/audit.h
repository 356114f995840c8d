/*
 * The audit: one row an event, append-only (triggers refuse anything else), each row carrying the SHA-256 of itself and
 * the row before, so that a changed, missing or inserted row shows. Never a number, name or code: a person is the row's
 * number in the register.
 */
#ifndef BASMA_CENTRAL_STORE_AUDIT_H
#define BASMA_CENTRAL_STORE_AUDIT_H

#include "central/store/db.h"
#include "firmware/base/random.h"

enum { BSM_AUDIT_TEXT_MAX = 120 };

struct bsm_audit_entry {
    int64_t at_ms;
    const char *event;            /* "visit", "account", "device", ...; printable, at most BSM_AUDIT_TEXT_MAX */
    const char *device;           /* "" when none */
    const struct bsm_uuid *visit; /* NULL when none */
    int64_t person;               /* 0 when none */
    const char *detail;           /* "CAPTURING->VERIFIED" */
};

/* In the transaction of what it tells of. */
enum bsm_status bsm_audit_add(struct bsm_db *db, const struct bsm_audit_entry *entry);

/* Recomputes the chain. INVALID: *broken_row is the first row that does not follow from the one before, or that is
 * missing. */
enum bsm_status bsm_audit_check(struct bsm_db *db, int64_t *rows, int64_t *broken_row);

#endif
