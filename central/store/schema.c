#include "central/store/schema.h"

#include "firmware/base/log.h"

/* Moments are unix milliseconds. What is personal and of one visit only (captures) is deleted when the visit ends. */
static const char *const version_1[] = {
    "CREATE TABLE devices (id TEXT PRIMARY KEY, fingerprint BLOB NOT NULL UNIQUE, capture_key BLOB NOT NULL,"
    " revoked INTEGER NOT NULL DEFAULT 0, last_seq INTEGER NOT NULL DEFAULT 0, enrolled_at INTEGER NOT NULL)",
    "CREATE TABLE tokens (hash BLOB PRIMARY KEY, device TEXT NOT NULL, expires_at INTEGER NOT NULL, used_at INTEGER)",
    "CREATE TABLE configs (device TEXT PRIMARY KEY, version INTEGER NOT NULL, jws TEXT NOT NULL)",
    /* shuffle: HMAC of the number; the order in which a stand-in is found for a number that nobody has */
    "CREATE TABLE people (id INTEGER PRIMARY KEY, id_number TEXT NOT NULL UNIQUE, shuffle BLOB NOT NULL UNIQUE,"
    " name_ar TEXT NOT NULL, name_en TEXT NOT NULL, birth_date TEXT NOT NULL, mobile TEXT NOT NULL,"
    " record BLOB NOT NULL, content BLOB NOT NULL)",
    "CREATE TABLE accounts (person INTEGER PRIMARY KEY REFERENCES people(id), state INTEGER NOT NULL,"
    " since INTEGER NOT NULL)",
    /* person: 0 when number and birth date are nobody's; number_key still counts the tries; reference: whose record is
       compared */
    "CREATE TABLE visits (id BLOB PRIMARY KEY, device TEXT NOT NULL, nonce BLOB NOT NULL, state INTEGER NOT NULL,"
    " purpose INTEGER NOT NULL, opened_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, person INTEGER,"
    " reference INTEGER, number_key BLOB, verify_tries INTEGER NOT NULL DEFAULT 0, last_hash BLOB NOT NULL,"
    " code_hash BLOB, code_expires_at INTEGER, code_tries INTEGER NOT NULL DEFAULT 0,"
    " codes_sent INTEGER NOT NULL DEFAULT 0, consent_version INTEGER)",
    "CREATE INDEX visits_expiry ON visits(expires_at)",
    "CREATE TABLE captures (visit BLOB NOT NULL REFERENCES visits(id), modality INTEGER NOT NULL,"
    " position INTEGER NOT NULL, seq INTEGER NOT NULL, quality INTEGER NOT NULL, engine TEXT NOT NULL,"
    " engine_version TEXT NOT NULL, template BLOB NOT NULL, PRIMARY KEY (visit, modality, position))",
    "CREATE TABLE number_tries (number_key BLOB PRIMARY KEY, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL)",
    "CREATE TABLE answers (device TEXT NOT NULL, key BLOB NOT NULL, request BLOB NOT NULL, status INTEGER NOT NULL,"
    " type TEXT NOT NULL, body BLOB NOT NULL, retry_after INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (device, "
    "key))",
    "CREATE INDEX answers_age ON answers(at)",
    "CREATE TABLE audit (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, event TEXT NOT NULL,"
    " device TEXT NOT NULL, visit BLOB NOT NULL, person INTEGER NOT NULL, detail TEXT NOT NULL, previous BLOB NOT NULL,"
    " hash BLOB NOT NULL)",
    "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TABLE schema_version (version INTEGER NOT NULL)",
    "INSERT INTO schema_version VALUES (1)",
    NULL,
};

static const char *const version_2[] = {
    "ALTER TABLE visits ADD COLUMN code_due INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX visits_code_due ON visits(expires_at) WHERE code_due = 1",
    /* the states that are no ends: what is to expire is found without walking over all that ever were */
    "CREATE INDEX visits_open ON visits(expires_at) WHERE state IN (1, 2, 3, 4, 7)",
    "UPDATE schema_version SET version = 2",
    NULL,
};

static const char *const version_3[] = {
    "ALTER TABLE number_tries ADD COLUMN failed_at INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX number_tries_age ON number_tries(failed_at)",
    "UPDATE schema_version SET version = 3",
    NULL,
};

static const char *const version_4[] = {
    /* what a visit is about to do, and for whom; mobile and a kept user name go with its end */
    "ALTER TABLE visits ADD COLUMN site TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE visits ADD COLUMN missing INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE visits ADD COLUMN action INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE visits ADD COLUMN mobile TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE visits ADD COLUMN matched_at INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE visits ADD COLUMN taken INTEGER NOT NULL DEFAULT 0",
    /* visits that were matched before: activations */
    "UPDATE visits SET action = 2, matched_at = opened_at WHERE state IN (4, 7)",
    /* mobile: given at a kiosk, in place of the extract's; password: argon2id's own text */
    "ALTER TABLE accounts ADD COLUMN mobile TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE accounts ADD COLUMN password TEXT NOT NULL DEFAULT ''",
    /* person: whose it is; 0: kept for the visit */
    "CREATE TABLE user_names (name TEXT PRIMARY KEY, person INTEGER NOT NULL, visit BLOB NOT NULL)",
    "CREATE INDEX user_names_person ON user_names(person)",
    "CREATE INDEX user_names_visit ON user_names(visit) WHERE person = 0",
    /* by a keyed digest, for an hour */
    "CREATE TABLE mobile_uses (id INTEGER PRIMARY KEY, mobile_key BLOB NOT NULL, at INTEGER NOT NULL)",
    "CREATE INDEX mobile_uses_key ON mobile_uses(mobile_key, at)",
    "CREATE INDEX mobile_uses_age ON mobile_uses(at)",
    /* messages that may not have gone out; each goes with its sending */
    "CREATE TABLE outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, mobile TEXT NOT NULL, text TEXT NOT NULL,"
    " at INTEGER NOT NULL)",
    /* days and times are of the office's clock, in minutes; weekday 0 is Sunday */
    "CREATE TABLE offices (id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL, name_ar TEXT NOT NULL, name_en TEXT NOT NULL,"
    " utc_offset INTEGER NOT NULL, slot INTEGER NOT NULL, capacity INTEGER NOT NULL, lead INTEGER NOT NULL,"
    " days INTEGER NOT NULL)",
    "CREATE TABLE office_hours (office TEXT NOT NULL, weekday INTEGER NOT NULL, opens INTEGER NOT NULL,"
    " closes INTEGER NOT NULL, PRIMARY KEY (office, weekday))",
    "CREATE TABLE office_closed (office TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (office, day))",
    "CREATE TABLE office_sites (office TEXT NOT NULL, site TEXT NOT NULL, PRIMARY KEY (office, site))",
    "CREATE TABLE appointments (id INTEGER PRIMARY KEY, office TEXT NOT NULL, day TEXT NOT NULL, time TEXT NOT NULL,"
    " seat INTEGER NOT NULL, code TEXT NOT NULL UNIQUE, visit BLOB NOT NULL UNIQUE, person INTEGER NOT NULL,"
    " mobile TEXT NOT NULL, made_at INTEGER NOT NULL, UNIQUE (office, day, time, seat))",
    "CREATE INDEX appointments_day ON appointments(day)",
    "CREATE TABLE telemetry (device TEXT NOT NULL, place INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,"
    " PRIMARY KEY (device, place)) WITHOUT ROWID",
    "CREATE INDEX telemetry_age ON telemetry(at)",
    "UPDATE schema_version SET version = 4",
    NULL,
};

static const char *const version_5[] = {
    /* what campaigns may do, as it was signed; what they brought; who was recognised in one and has not finished */
    "CREATE TABLE site_packs (pack BLOB PRIMARY KEY, jws TEXT NOT NULL, made_at INTEGER NOT NULL)",
    "CREATE TABLE campaign_visits (visit BLOB PRIMARY KEY, pack BLOB NOT NULL, device TEXT NOT NULL,"
    " at INTEGER NOT NULL)",
    "CREATE INDEX campaign_visits_pack ON campaign_visits(pack, device)",
    "CREATE TABLE proofs (person INTEGER PRIMARY KEY REFERENCES people(id), visit BLOB NOT NULL,"
    " reference TEXT NOT NULL, proved_at INTEGER NOT NULL)",
    "ALTER TABLE devices ADD COLUMN campaign_seq INTEGER NOT NULL DEFAULT 0",
    "UPDATE schema_version SET version = 5",
    NULL,
};

static const char *const version_6[] = {
    /* another number that counts from a moment on; '' : none waits */
    "ALTER TABLE accounts ADD COLUMN mobile_next TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE accounts ADD COLUMN mobile_from INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX accounts_mobile_from ON accounts(mobile_from) WHERE mobile_next <> ''",
    "UPDATE schema_version SET version = 6",
    NULL,
};

static const char *const version_7[] = {
    /* refused: it has been said once that there is too much */
    "CREATE TABLE device_days (device TEXT NOT NULL, use INTEGER NOT NULL, day INTEGER NOT NULL,"
    " count INTEGER NOT NULL, refused INTEGER NOT NULL, PRIMARY KEY (device, use, day)) WITHOUT ROWID",
    "UPDATE schema_version SET version = 7",
    NULL,
};

static const char *const version_8[] = {
    /* what could not be handed on is due again later */
    "ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE outbox ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX outbox_due ON outbox(due_at)",
    "CREATE INDEX outbox_mobile ON outbox(mobile)",
    "UPDATE schema_version SET version = 8",
    NULL,
};

static const char *const version_9[] = {
    /* of appointments: by whom they were made, also where there was no visit */
    "ALTER TABLE appointments ADD COLUMN device TEXT NOT NULL DEFAULT ''",
    "UPDATE appointments SET device = coalesce((SELECT device FROM visits WHERE visits.id = appointments.visit), '')",
    "CREATE INDEX appointments_device ON appointments(device, made_at) WHERE person = 0",
    /* those that were taken, so that none is taken twice; nothing of the person */
    "CREATE TABLE wishes (wish BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX wishes_age ON wishes(at)",
    "UPDATE schema_version SET version = 9",
    NULL,
};

static const char *const version_10[] = {
    /* how many things that anybody can ask for may go to the number in an hour, where it counts; 0: it does not */
    "ALTER TABLE outbox ADD COLUMN most INTEGER NOT NULL DEFAULT 0",
    "UPDATE schema_version SET version = 10",
    NULL,
};

static const char *const version_11[] = {
    /* cut out of a face that was captured: it waits with the visit, then is the person's */
    "CREATE TABLE portraits_waiting (visit BLOB PRIMARY KEY REFERENCES visits(id), jpeg BLOB NOT NULL)",
    "CREATE TABLE portraits (person INTEGER PRIMARY KEY REFERENCES people(id), taken_at INTEGER NOT NULL,"
    " jpeg BLOB NOT NULL)",
    "CREATE INDEX portraits_age ON portraits(taken_at)",
    "UPDATE schema_version SET version = 11",
    NULL,
};

static const char *const *const steps[] = {version_1, version_2, version_3, version_4,  version_5, version_6,
                                           version_7, version_8, version_9, version_10, version_11};

enum { VERSION = sizeof steps / sizeof steps[0] };

static enum bsm_status read_version(struct bsm_db *db, int64_t *version)
{
    *version = 0;
    struct bsm_query query = bsm_query_of(db, "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'");
    bool known = bsm_query_next(&query) && bsm_column_integer(&query, 0) > 0;
    enum bsm_status status = bsm_query_end(&query);
    if (status != BSM_OK || !known) {
        return status;
    }
    query = bsm_query_of(db, "SELECT version FROM schema_version");
    if (bsm_query_next(&query)) {
        *version = bsm_column_integer(&query, 0);
    }
    return bsm_query_end(&query);
}

static enum bsm_status take_step(struct bsm_db *db, const char *const *statements)
{
    for (; *statements; statements++) {
        enum bsm_status status = bsm_db_execute(db, *statements);
        if (status != BSM_OK) {
            return status;
        }
    }
    return BSM_OK;
}

static enum bsm_status migrate_in_transaction(struct bsm_db *db)
{
    int64_t version = 0;
    enum bsm_status status = read_version(db, &version);
    if (status == BSM_OK && version > VERSION) {
        bsm_log(BSM_LOG_ERROR, "central/store",
                "the register is of a later version, register=%lld program=%d; "
                "use the program that wrote it or a later one",
                (long long)version, VERSION);
        return BSM_INVALID;
    }
    for (; status == BSM_OK && version < VERSION; version++) {
        status = take_step(db, steps[version]);
    }
    return status;
}

enum bsm_status bsm_schema_migrate(struct bsm_db *db)
{
    enum bsm_status status = bsm_db_execute(db, "BEGIN IMMEDIATE");
    if (status != BSM_OK) {
        return status;
    }
    status = migrate_in_transaction(db);
    if (status == BSM_OK) {
        return bsm_db_execute(db, "COMMIT");
    }
    if (bsm_db_in_transaction(db)) {
        bsm_db_execute(db, "ROLLBACK");
    }
    return status;
}
