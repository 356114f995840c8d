#include "central/store/user_names.h"

#include <string.h>

enum bsm_status bsm_user_name_is_taken(struct bsm_db *db, const char *name, bool *taken)
{
    struct bsm_query query = bsm_query_of(db, "SELECT 1 FROM user_names WHERE name = $1");
    bsm_bind_text(&query, name);
    *taken = bsm_query_next(&query);
    return bsm_query_end(&query);
}

static enum bsm_status add(struct bsm_db *db, const char *name, const struct bsm_uuid *visit)
{
    struct bsm_query query = bsm_query_of(db, "INSERT INTO user_names (name, person, visit) VALUES ($1, 0, $2)");
    bsm_bind_text(&query, name);
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    return bsm_query_run(&query);
}

enum bsm_status bsm_user_name_keep(struct bsm_db *db, const char *name, const struct bsm_uuid *visit)
{
    char kept[BSM_USER_NAME_SIZE];
    bool taken = false;
    enum bsm_status status = bsm_user_name_kept(db, visit, kept);
    if (status != BSM_OK || !strcmp(kept, name)) {
        return status;
    }
    status = bsm_user_name_is_taken(db, name, &taken);
    if (status == BSM_OK && taken) {
        return BSM_DENIED;
    }
    if (status == BSM_OK) {
        status = bsm_user_name_release(db, visit);
    }
    return status == BSM_OK ? add(db, name, visit) : status;
}

enum bsm_status bsm_user_name_kept(struct bsm_db *db, const struct bsm_uuid *visit, char name[BSM_USER_NAME_SIZE])
{
    struct bsm_query query = bsm_query_of(db, "SELECT name FROM user_names WHERE visit = $1 AND person = 0");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    name[0] = '\0';
    if (bsm_query_next(&query)) {
        bsm_column_text(&query, 0, name, BSM_USER_NAME_SIZE);
    }
    return bsm_query_end(&query);
}

enum bsm_status bsm_user_name_give(struct bsm_db *db, const struct bsm_uuid *visit, int64_t person)
{
    struct bsm_query query =
        bsm_query_of(db, "UPDATE user_names SET person = $1, visit = x'' WHERE visit = $2 AND person = 0");
    bsm_bind_integer(&query, person);
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    enum bsm_status status = bsm_query_run(&query);
    return status == BSM_OK && bsm_db_changed(db) != 1 ? BSM_GONE : status;
}

enum bsm_status bsm_user_name_release(struct bsm_db *db, const struct bsm_uuid *visit)
{
    struct bsm_query query = bsm_query_of(db, "DELETE FROM user_names WHERE visit = $1 AND person = 0");
    bsm_bind_blob(&query, visit->bytes, sizeof visit->bytes);
    return bsm_query_run(&query);
}
