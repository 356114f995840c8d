/* POST /v1/telemetry: lines of a kiosk's journal, each stored once whatever is repeated. */
#include <stdlib.h>

#include "central/api/call.h"
#include "central/store/telemetry.h"
#include "firmware/base/wipe.h"

static enum bsm_status effect(struct bsm_call *call, struct bsm_db *db, void *context)
{
    const struct bsm_wire_telemetry *telemetry = context;
    struct bsm_wire_stored stored = {0};
    struct bsm_wire_text text = {0};
    enum bsm_status status;
    if (!bsm_call_may_keep(call, db, BSM_DEVICE_LINES, telemetry->items_count, &status)) {
        return status;
    }
    for (uint32_t i = 0; status == BSM_OK && i < telemetry->items_count; i++) {
        status = bsm_telemetry_put(db, call->device.id, &telemetry->items[i], call->now_ms);
        if (telemetry->items[i].place > stored.place) {
            stored.place = telemetry->items[i].place;
        }
    }
    bsm_call_answer(call, 200, bsm_wire_stored_encode(&stored, &text), &text);
    return status;
}

void bsm_api_telemetry(struct bsm_call *call)
{
    struct bsm_wire_telemetry *telemetry = calloc(1, sizeof *telemetry);
    if (!telemetry) {
        bsm_call_fail(call, BSM_NO_MEMORY);
        return;
    }
    if (bsm_wire_telemetry_decode(call->request->body, call->request->body_size, telemetry) == BSM_OK) {
        bsm_call_commit(call, effect, telemetry);
    } else {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, "not one to a hundred lines");
    }
    bsm_wipe_free(telemetry, sizeof *telemetry);
}
