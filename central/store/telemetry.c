#include "central/store/telemetry.h"

enum bsm_status bsm_telemetry_put(struct bsm_db *db, const char *device, const struct bsm_wire_item *item,
                                  int64_t now_ms)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO telemetry (device, place, at, text) VALUES ($1, $2, $3, $4)"
                                              " ON CONFLICT (device, place) DO NOTHING");
    bsm_bind_text(&query, device);
    bsm_bind_integer(&query, (int64_t)item->place);
    bsm_bind_integer(&query, now_ms);
    bsm_bind_text(&query, item->text);
    return bsm_query_run(&query);
}

enum bsm_status bsm_telemetry_list(struct bsm_db *db, const char *device,
                                   bool (*visit)(const struct bsm_wire_item *item, int64_t at_ms, void *context),
                                   void *context)
{
    struct bsm_query query = bsm_query_of(db, "SELECT place, at, text FROM telemetry WHERE device = $1 ORDER BY place");
    bsm_bind_text(&query, device);
    bool more = true;
    while (more && bsm_query_next(&query)) {
        struct bsm_wire_item item = {.place = (uint64_t)bsm_column_integer(&query, 0)};
        bsm_column_text(&query, 2, item.text, sizeof item.text);
        more = visit(&item, bsm_column_integer(&query, 1), context);
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_telemetry_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count)
{
    struct bsm_query query =
        bsm_query_of(db, "DELETE FROM telemetry WHERE (device, place) IN"
                         " (SELECT device, place FROM telemetry WHERE at < $1 ORDER BY at LIMIT $2)");
    bsm_bind_integer(&query, before_ms);
    bsm_bind_integer(&query, limit);
    return bsm_query_run_counted(&query, count);
}
