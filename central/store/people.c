#include "central/store/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/store/audit.h"
#include "firmware/base/wipe.h"

void bsm_person_finish(struct bsm_person *person)
{
    bsm_wipe_free(person->record, person->record_size);
    bsm_wipe(person, sizeof *person);
}

static enum bsm_status copy_record(struct bsm_query *query, int column, struct bsm_person *person)
{
    size_t size = 0;
    const uint8_t *bytes = bsm_column_blob(query, column, &size);
    person->record = malloc(size ? size : 1);
    if (!person->record) {
        return BSM_NO_MEMORY;
    }
    if (size) {
        memcpy(person->record, bytes, size);
    }
    person->record_size = size;
    return BSM_OK;
}

#define PERSON_COLUMNS                                                                                                 \
    "p.id, p.birth_date, coalesce(nullif(a.mobile, ''), p.mobile), p.record, coalesce(a.state, 0), p.id_number,"       \
    " p.name_ar, p.name_en, coalesce(u.name, '')"
#define PERSON_TABLES                                                                                                  \
    " FROM people p LEFT JOIN accounts a ON a.person = p.id LEFT JOIN user_names u ON u.person = p.id "

static enum bsm_status take_person(struct bsm_query *query, struct bsm_person *person)
{
    memset(person, 0, sizeof *person);
    enum bsm_status status = BSM_GONE;
    if (bsm_query_next(query)) {
        person->id = bsm_column_integer(query, 0);
        bsm_column_text(query, 1, person->birth_date, sizeof person->birth_date);
        bsm_column_text(query, 2, person->mobile, sizeof person->mobile);
        person->account = (enum bsm_account_state)bsm_column_integer(query, 4);
        bsm_column_text(query, 5, person->id_number, sizeof person->id_number);
        bsm_column_text(query, 6, person->name_ar, sizeof person->name_ar);
        bsm_column_text(query, 7, person->name_en, sizeof person->name_en);
        bsm_column_text(query, 8, person->user_name, sizeof person->user_name);
        status = copy_record(query, 3, person);
    }
    enum bsm_status ended = bsm_query_end(query);
    if (ended != BSM_OK) {
        bsm_person_finish(person);
        return ended;
    }
    return status;
}

enum bsm_status bsm_person_by_number(struct bsm_db *db, const char *id_number, struct bsm_person *person)
{
    struct bsm_query query = bsm_query_of(db, "SELECT " PERSON_COLUMNS PERSON_TABLES "WHERE p.id_number = $1");
    bsm_bind_text(&query, id_number);
    return take_person(&query, person);
}

enum bsm_status bsm_person_by_id(struct bsm_db *db, int64_t id, struct bsm_person *person)
{
    struct bsm_query query = bsm_query_of(db, "SELECT " PERSON_COLUMNS PERSON_TABLES "WHERE p.id = $1");
    bsm_bind_integer(&query, id);
    return take_person(&query, person);
}

enum bsm_status bsm_person_stand_in(struct bsm_db *db, const struct bsm_digest *place, struct bsm_person *person)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT " PERSON_COLUMNS PERSON_TABLES "WHERE p.shuffle > $1 ORDER BY p.shuffle LIMIT 1");
    bsm_bind_blob(&query, place->bytes, sizeof place->bytes);
    enum bsm_status status = take_person(&query, person);
    if (status != BSM_GONE) {
        return status;
    }
    query = bsm_query_of(db, "SELECT " PERSON_COLUMNS PERSON_TABLES "ORDER BY p.shuffle LIMIT 1");
    return take_person(&query, person);
}

enum bsm_status bsm_person_has_content(struct bsm_db *db, const char *id_number, const struct bsm_digest *content,
                                       bool *has)
{
    struct bsm_query query = bsm_query_of(db, "SELECT 1 FROM people WHERE id_number = $1 AND content = $2");
    bsm_bind_text(&query, id_number);
    bsm_bind_blob(&query, content->bytes, sizeof content->bytes);
    *has = bsm_query_next(&query);
    return bsm_query_end(&query);
}

static enum bsm_status put_person(struct bsm_db *db, const struct bsm_person_row *row, int64_t *id)
{
    struct bsm_query query = bsm_query_of(
        db, "INSERT INTO people (id_number, shuffle, name_ar, name_en, birth_date, mobile, record, content)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
            " ON CONFLICT (id_number) DO UPDATE SET name_ar = excluded.name_ar, name_en = excluded.name_en,"
            " birth_date = excluded.birth_date, mobile = excluded.mobile, record = excluded.record,"
            " content = excluded.content RETURNING id");
    bsm_bind_text(&query, row->id_number);
    bsm_bind_blob(&query, row->shuffle.bytes, sizeof row->shuffle.bytes);
    bsm_bind_text(&query, row->name_ar);
    bsm_bind_text(&query, row->name_en);
    bsm_bind_text(&query, row->birth_date);
    bsm_bind_text(&query, row->mobile);
    bsm_bind_blob(&query, row->record, row->record_size);
    bsm_bind_blob(&query, row->content.bytes, sizeof row->content.bytes);
    if (bsm_query_next(&query)) {
        *id = bsm_column_integer(&query, 0);
        bsm_query_next(&query);
    }
    return bsm_query_end(&query);
}

static enum bsm_status put_account(struct bsm_db *db, int64_t person, enum bsm_account_state state, int64_t now_ms)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO accounts (person, state, since) VALUES ($1, $2, $3)"
                         " ON CONFLICT (person) DO UPDATE SET state = excluded.state, since = excluded.since"
                         " WHERE accounts.state = 0 AND excluded.state = 1");
    bsm_bind_integer(&query, person);
    bsm_bind_integer(&query, state);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_person_import(struct bsm_db *db, const struct bsm_person_row *row, int64_t now_ms)
{
    int64_t id = 0;
    enum bsm_status status = put_person(db, row, &id);
    if (status == BSM_OK) {
        status = put_account(db, id, row->account, now_ms);
    }
    if (status == BSM_OK) {
        char detail[BSM_AUDIT_TEXT_MAX + 1];
        snprintf(detail, sizeof detail, "account in the extract: %s", bsm_account_state_name(row->account));
        struct bsm_audit_entry entry = {
            .at_ms = now_ms, .event = "import", .device = "", .person = id, .detail = detail};
        status = bsm_audit_add(db, &entry);
    }
    return status;
}

/* A person without a row has no account: NONE. */
static enum bsm_status make_account(struct bsm_db *db, int64_t person, int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(
        db, "INSERT INTO accounts (person, state, since) VALUES ($1, $2, $3) ON CONFLICT (person) DO NOTHING");
    bsm_bind_integer(&query, person);
    bsm_bind_integer(&query, BSM_ACCOUNT_NONE);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_account_change(struct bsm_db *db, int64_t person, const struct bsm_account_change *change,
                                   int64_t now_ms)
{
    enum bsm_status status = make_account(db, person, now_ms);
    if (status != BSM_OK) {
        return status;
    }
    bool waits = change->mobile && change->mobile_from_ms;
    struct bsm_query query =
        bsm_query_of(db, "UPDATE accounts SET since = CASE state WHEN $1 THEN since ELSE $2 END, state = $1,"
                         " mobile = coalesce($3, mobile), password = coalesce($4, password), mobile_next = $5,"
                         " mobile_from = $6 WHERE person = $7 AND ($8 >> state) & 1 = 1");
    bsm_bind_integer(&query, BSM_ACCOUNT_ACTIVE);
    bsm_bind_integer(&query, now_ms);
    if (change->mobile && !waits) {
        bsm_bind_text(&query, change->mobile);
    } else {
        bsm_bind_null(&query);
    }
    if (change->password) {
        bsm_bind_text(&query, change->password);
    } else {
        bsm_bind_null(&query);
    }
    bsm_bind_text(&query, waits ? change->mobile : "");
    bsm_bind_integer(&query, waits ? change->mobile_from_ms : 0);
    bsm_bind_integer(&query, person);
    bsm_bind_integer(&query, change->from);
    status = bsm_query_run(&query);
    return status == BSM_OK && bsm_db_changed(db) != 1 ? BSM_DENIED : status;
}

enum bsm_status bsm_account_list(struct bsm_db *db, bool (*visit)(const struct bsm_account_line *line, void *context),
                                 void *context)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT p.id_number, a.state, a.since, coalesce(u.name, '') FROM accounts a"
                         " JOIN people p ON p.id = a.person"
                         " LEFT JOIN user_names u ON u.person = p.id ORDER BY p.id_number");
    bool more = true;
    while (more && bsm_query_next(&query)) {
        struct bsm_account_line line = {.state = (enum bsm_account_state)bsm_column_integer(&query, 1),
                                        .since_ms = bsm_column_integer(&query, 2)};
        bsm_column_text(&query, 0, line.id_number, sizeof line.id_number);
        bsm_column_text(&query, 3, line.user_name, sizeof line.user_name);
        more = visit(&line, context);
    }
    return bsm_query_end(&query);
}
