/* What a visit captured: kept as long as the try lasts that it belongs to, and no longer. */
#ifndef BASMA_CENTRAL_STORE_CAPTURES_H
#define BASMA_CENTRAL_STORE_CAPTURES_H

#include "central/store/db.h"
#include "enroll/record/record.h"
#include "firmware/base/random.h"
#include "net/wire/wire.h"

/* Keeps the capture, in place of an earlier one of the same modality and position. */
enum bsm_status bsm_capture_put(struct bsm_db *db, const struct bsm_wire_capture *capture);
enum bsm_status bsm_captures_delete(struct bsm_db *db, const struct bsm_uuid *visit);
/* What the present try has brought, as a record (which must be empty; the caller finishes it also on failure). */
enum bsm_status bsm_captures_load(struct bsm_db *db, const struct bsm_uuid *visit, struct bsm_record *record);

#endif
