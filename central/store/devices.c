#include "central/store/devices.h"

static enum bsm_status take_device(struct bsm_query *query, struct bsm_device *device)
{
    bool found = bsm_query_next(query);
    if (found) {
        bsm_column_text(query, 0, device->id, sizeof device->id);
        bool whole = bsm_column_exactly(query, 1, device->fingerprint.bytes, sizeof device->fingerprint.bytes) &&
                     bsm_column_exactly(query, 2, device->capture_key.bytes, sizeof device->capture_key.bytes);
        device->revoked = bsm_column_integer(query, 3) != 0 || !whole;
        device->last_seq = (uint64_t)bsm_column_integer(query, 4);
    }
    enum bsm_status status = bsm_query_end(query);
    return status == BSM_OK && !found ? BSM_GONE : status;
}

enum bsm_status bsm_device_find(struct bsm_db *db, const char *id, struct bsm_device *device)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT id, fingerprint, capture_key, revoked, last_seq FROM devices WHERE id = $1");
    bsm_bind_text(&query, id);
    return take_device(&query, device);
}

enum bsm_status bsm_device_by_fingerprint(struct bsm_db *db, const struct bsm_digest *fingerprint,
                                          struct bsm_device *device)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT id, fingerprint, capture_key, revoked, last_seq FROM devices WHERE fingerprint = $1");
    bsm_bind_blob(&query, fingerprint->bytes, sizeof fingerprint->bytes);
    return take_device(&query, device);
}

enum bsm_status bsm_device_put(struct bsm_db *db, const struct bsm_device *device, int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(
        db, "INSERT INTO devices (id, fingerprint, capture_key, enrolled_at) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (id) DO UPDATE SET fingerprint = excluded.fingerprint, capture_key = excluded.capture_key,"
            " enrolled_at = excluded.enrolled_at, revoked = 0, last_seq = 0,"
            " campaign_seq = 0");
    bsm_bind_text(&query, device->id);
    bsm_bind_blob(&query, device->fingerprint.bytes, sizeof device->fingerprint.bytes);
    bsm_bind_blob(&query, device->capture_key.bytes, sizeof device->capture_key.bytes);
    bsm_bind_integer(&query, now_ms);
    return bsm_query_run(&query);
}

static enum bsm_status changed_or(struct bsm_query *query, enum bsm_status otherwise)
{
    struct bsm_db *db = query->db;
    enum bsm_status status = bsm_query_run(query);
    return status == BSM_OK && bsm_db_changed(db) == 0 ? otherwise : status;
}

enum bsm_status bsm_device_revoke(struct bsm_db *db, const char *id)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM tokens WHERE device = $1 AND used_at IS NULL");
    bsm_bind_text(&query, id);
    enum bsm_status status = bsm_query_run(&query);
    if (status != BSM_OK) {
        return status;
    }
    query = bsm_query_of(db, "UPDATE devices SET revoked = 1 WHERE id = $1");
    bsm_bind_text(&query, id);
    return changed_or(&query, BSM_GONE);
}

enum bsm_status bsm_device_advance(struct bsm_db *db, const char *id, uint64_t seq)
{
    struct bsm_query query = bsm_query_of(db, "UPDATE devices SET last_seq = $1 WHERE id = $2 AND last_seq < $1");
    bsm_bind_integer(&query, (int64_t)seq);
    bsm_bind_text(&query, id);
    return changed_or(&query, BSM_DENIED);
}

enum bsm_status bsm_token_add(struct bsm_db *db, const struct bsm_digest *hash, const char *device, int64_t expires_ms)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO tokens (hash, device, expires_at) VALUES ($1, $2, $3)");
    bsm_bind_blob(&query, hash->bytes, sizeof hash->bytes);
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, expires_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_token_known(struct bsm_db *db, const struct bsm_digest *hash, bool *known)
{
    struct bsm_query query = bsm_query_of(db, "SELECT 1 FROM tokens WHERE hash = $1");
    bsm_bind_blob(&query, hash->bytes, sizeof hash->bytes);
    *known = bsm_query_next(&query);
    return bsm_query_end(&query);
}

enum bsm_status bsm_token_use(struct bsm_db *db, const struct bsm_digest *hash, int64_t now_ms,
                              char device[BSM_WIRE_DEVICE_SIZE])
{
    struct bsm_query query = bsm_query_of(db, "UPDATE tokens SET used_at = $1 WHERE hash = $2 AND used_at IS NULL"
                                              " AND expires_at > $1 RETURNING device");
    bsm_bind_integer(&query, now_ms);
    bsm_bind_blob(&query, hash->bytes, sizeof hash->bytes);
    bool found = bsm_query_next(&query);
    if (found) {
        bsm_column_text(&query, 0, device, BSM_WIRE_DEVICE_SIZE);
        bsm_query_next(&query);
    }
    enum bsm_status status = bsm_query_end(&query);
    return status == BSM_OK && !found ? BSM_DENIED : status;
}

enum bsm_status bsm_token_purge(struct bsm_db *db, int64_t before_ms)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM tokens WHERE expires_at < $1");
    bsm_bind_integer(&query, before_ms);
    return bsm_query_run(&query);
}

enum bsm_status bsm_config_find(struct bsm_db *db, const char *device, struct bsm_stored_config *config)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT version, jws FROM configs WHERE device IN ($1, '*') ORDER BY device = '*' LIMIT 1");
    bsm_bind_text(&query, device);
    bool found = bsm_query_next(&query);
    if (found) {
        config->version = bsm_column_integer(&query, 0);
        bsm_column_text(&query, 1, config->jws, sizeof config->jws);
    }
    return bsm_query_end_found(&query, found);
}

enum bsm_status bsm_config_put(struct bsm_db *db, const char *device, const struct bsm_stored_config *config)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO configs (device, version, jws) VALUES ($1, $2, $3)"
                         " ON CONFLICT (device) DO UPDATE SET version = excluded.version, jws = excluded.jws");
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, config->version);
    bsm_bind_text(&query, config->jws);
    return bsm_query_run(&query);
}

enum bsm_status bsm_config_last_version(struct bsm_db *db, int64_t *version)
{
    struct bsm_query query = bsm_query_of(db, "SELECT coalesce(max(version), 0) FROM configs");
    *version = bsm_query_next(&query) ? bsm_column_integer(&query, 0) : 0;
    return bsm_query_end(&query);
}
