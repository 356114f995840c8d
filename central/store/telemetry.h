/* Lines of the kiosks' journals, each once for its kiosk and place. */
#ifndef BASMA_CENTRAL_STORE_TELEMETRY_H
#define BASMA_CENTRAL_STORE_TELEMETRY_H

#include <stdbool.h>

#include "central/store/db.h"
#include "net/wire/wire.h"

/* Stores the line, unless there is one of this kiosk at this place. */
enum bsm_status bsm_telemetry_put(struct bsm_db *db, const char *device, const struct bsm_wire_item *item,
                                  int64_t now_ms);

/* The kiosk's lines, by place, until the visitor says false. */
enum bsm_status bsm_telemetry_list(struct bsm_db *db, const char *device,
                                   bool (*visit)(const struct bsm_wire_item *item, int64_t at_ms, void *context),
                                   void *context);

/* Deletes at most limit lines that came before the moment; *count of them. */
enum bsm_status bsm_telemetry_purge(struct bsm_db *db, int64_t before_ms, int limit, int *count);

#endif
