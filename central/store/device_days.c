#include "central/store/device_days.h"

static enum bsm_status find(struct bsm_db *db, const char *device, enum bsm_device_use use, int64_t day, int64_t *count,
                            bool *refused)
{
    struct bsm_query query =
        bsm_query_of(db, "SELECT count, refused FROM device_days WHERE device = $1 AND use = $2 AND day = $3");
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, use);
    bsm_bind_integer(&query, day);
    bool found = bsm_query_next(&query);
    *count = found ? bsm_column_integer(&query, 0) : 0;
    *refused = found && bsm_column_integer(&query, 1) != 0;
    return bsm_query_end(&query);
}

static enum bsm_status put(struct bsm_db *db, const char *device, enum bsm_device_use use, int64_t day, int64_t count,
                           bool refused)
{
    struct bsm_query query =
        bsm_query_of(db, "INSERT INTO device_days (device, use, day, count, refused) VALUES ($1, $2, $3, $4, $5)"
                         " ON CONFLICT (device, use, day) DO UPDATE SET count = excluded.count,"
                         " refused = excluded.refused");
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, use);
    bsm_bind_integer(&query, day);
    bsm_bind_integer(&query, count);
    bsm_bind_integer(&query, refused);
    return bsm_query_run(&query);
}

enum bsm_status bsm_device_day_count(struct bsm_db *db, const char *device, enum bsm_device_use use, int64_t day,
                                     int64_t count, int64_t most, bool *first)
{
    int64_t before = 0;
    bool refused = false;
    enum bsm_status status = find(db, device, use, day, &before, &refused);
    *first = false;
    if (status != BSM_OK) {
        return status;
    }
    if (before + count <= most) {
        return put(db, device, use, day, before + count, refused);
    }
    *first = !refused;
    status = refused ? BSM_OK : put(db, device, use, day, before, true);
    return status == BSM_OK ? BSM_DENIED : status;
}

enum bsm_status bsm_device_days_purge(struct bsm_db *db, int64_t before_day)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM device_days WHERE day < $1");
    bsm_bind_integer(&query, before_day);
    return bsm_query_run(&query);
}
