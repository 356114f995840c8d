#include "central/store/audit.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "central/digest.h"

enum { ROW_TEXT_SIZE = 4 * BSM_AUDIT_TEXT_MAX + 128 };

struct row {
    int64_t at_ms;
    char event[BSM_AUDIT_TEXT_MAX + 1];
    char device[BSM_AUDIT_TEXT_MAX + 1];
    struct bsm_uuid visit;
    int64_t person;
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    struct bsm_digest previous;
};

/* What is hashed: the fields as lines of text (none holds a line's end), after the previous row's hash. */
static struct bsm_digest hash_of(const struct row *row)
{
    char visit[BSM_UUID_TEXT_SIZE];
    bsm_uuid_text(&row->visit, visit);
    char text[BSM_SHA256_HEX_SIZE + ROW_TEXT_SIZE];
    bsm_sha256_hex(row->previous.bytes, text);
    size_t used = strlen(text);
    int length = snprintf(text + used, sizeof text - used, "\n%" PRId64 "\n%s\n%s\n%s\n%" PRId64 "\n%s\n", row->at_ms,
                          row->event, row->device, visit, row->person, row->detail);
    assert(length > 0 && (size_t)length < sizeof text - used);
    return bsm_digest_of(text, used + (size_t)length);
}

static enum bsm_status last_hash(struct bsm_db *db, struct bsm_digest *hash)
{
    memset(hash, 0, sizeof *hash);
    struct bsm_query query = bsm_query_of(db, "SELECT hash FROM audit ORDER BY id DESC LIMIT 1");
    if (bsm_query_next(&query)) {
        bsm_column_exactly(&query, 0, hash->bytes, sizeof hash->bytes);
    }
    return bsm_query_end(&query);
}

static void copy_text(char out[BSM_AUDIT_TEXT_MAX + 1], const char *text)
{
    assert(strlen(text) <= BSM_AUDIT_TEXT_MAX && !strchr(text, '\n'));
    memcpy(out, text, strlen(text) + 1);
}

enum bsm_status bsm_audit_add(struct bsm_db *db, const struct bsm_audit_entry *entry)
{
    struct row row = {.at_ms = entry->at_ms, .person = entry->person};
    copy_text(row.event, entry->event);
    copy_text(row.device, entry->device);
    copy_text(row.detail, entry->detail);
    if (entry->visit) {
        row.visit = *entry->visit;
    }
    enum bsm_status status = last_hash(db, &row.previous);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_digest hash = hash_of(&row);
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO audit (at, event, device, visit, person, detail, previous, hash)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
    bsm_bind_integer(&query, row.at_ms);
    bsm_bind_text(&query, row.event);
    bsm_bind_text(&query, row.device);
    bsm_bind_blob(&query, row.visit.bytes, sizeof row.visit.bytes);
    bsm_bind_integer(&query, row.person);
    bsm_bind_text(&query, row.detail);
    bsm_bind_blob(&query, row.previous.bytes, sizeof row.previous.bytes);
    bsm_bind_blob(&query, hash.bytes, sizeof hash.bytes);
    return bsm_query_run(&query);
}

static void take_row(struct bsm_query *query, struct row *row)
{
    row->at_ms = bsm_column_integer(query, 1);
    bsm_column_text(query, 2, row->event, sizeof row->event);
    bsm_column_text(query, 3, row->device, sizeof row->device);
    bsm_column_exactly(query, 4, row->visit.bytes, sizeof row->visit.bytes);
    row->person = bsm_column_integer(query, 5);
    bsm_column_text(query, 6, row->detail, sizeof row->detail);
    bsm_column_exactly(query, 7, row->previous.bytes, sizeof row->previous.bytes);
}

/* The number of the last row that was ever written: rows missing at the end leave the chain whole. */
static enum bsm_status last_row(struct bsm_db *db, int64_t *id)
{
    struct bsm_query query = bsm_query_of(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'audit'");
    *id = bsm_query_next(&query) ? bsm_column_integer(&query, 0) : 0;
    return bsm_query_end(&query);
}

enum bsm_status bsm_audit_check(struct bsm_db *db, int64_t *rows, int64_t *broken_row)
{
    struct bsm_digest expected = {{0}};
    int64_t seen = 0;
    *rows = 0;
    *broken_row = 0;
    struct bsm_query query =
        bsm_query_of(db, "SELECT id, at, event, device, visit, person, detail, previous, hash FROM audit ORDER BY id");
    while (*broken_row == 0 && bsm_query_next(&query)) {
        struct row row;
        struct bsm_digest stored;
        take_row(&query, &row);
        bsm_column_exactly(&query, 8, stored.bytes, sizeof stored.bytes);
        struct bsm_digest computed = hash_of(&row);
        seen = bsm_column_integer(&query, 0);
        if (!bsm_digest_equal(&row.previous, &expected) || !bsm_digest_equal(&computed, &stored)) {
            *broken_row = seen;
        }
        expected = stored;
        ++*rows;
    }
    enum bsm_status status = bsm_query_end(&query);
    int64_t last = 0;
    if (status == BSM_OK && *broken_row == 0) {
        status = last_row(db, &last);
        *broken_row = last > seen ? seen + 1 : 0;
    }
    return status == BSM_OK && *broken_row ? BSM_INVALID : status;
}
