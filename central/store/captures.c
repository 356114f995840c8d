#include "central/store/captures.h"

enum bsm_status bsm_capture_put(struct bsm_db *db, const struct bsm_wire_capture *capture)
{
    struct bsm_query query = bsm_query_of(
        db, "INSERT INTO captures (visit, modality, position, seq, quality, engine, engine_version, template)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (visit, modality, position) DO UPDATE SET"
            " seq = excluded.seq, quality = excluded.quality, engine = excluded.engine,"
            " engine_version = excluded.engine_version, template = excluded.template");
    bsm_bind_blob(&query, capture->visit.bytes, sizeof capture->visit.bytes);
    bsm_bind_integer(&query, capture->modality);
    bsm_bind_integer(&query, capture->position);
    bsm_bind_integer(&query, (int64_t)capture->seq);
    bsm_bind_integer(&query, capture->quality);
    bsm_bind_text(&query, capture->engine);
    bsm_bind_text(&query, capture->engine_version);
    bsm_bind_blob(&query, capture->template_bytes, capture->template_size);
    return bsm_query_run(&query);
}

enum bsm_status bsm_captures_delete(struct bsm_db *db, const struct bsm_uuid *visit)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM captures WHERE visit = $1");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    return bsm_query_run(&query);
}

enum bsm_status bsm_captures_load(struct bsm_db *db, const struct bsm_uuid *visit, struct bsm_record *record)
{
    struct bsm_query query = bsm_query_of(db, "SELECT modality, position, template FROM captures WHERE visit = $1");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    enum bsm_status status = BSM_OK;
    while (status == BSM_OK && bsm_query_next(&query)) {
        size_t size = 0;
        const uint8_t *bytes = bsm_column_blob(&query, 2, &size);
        status = bsm_column_integer(&query, 0) == BSM_MODALITY_FACE
                     ? bsm_record_set_face(record, bytes, size)
                     : bsm_record_set_finger(record, (enum bsm_position)bsm_column_integer(&query, 1), bytes, size);
    }
    enum bsm_status ended = bsm_query_end(&query);
    return ended != BSM_OK ? ended : status;
}
