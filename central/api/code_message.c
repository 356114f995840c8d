#include "central/api/code_message.h"

#include <stdio.h>
#include <string.h>

#include "central/visits/code.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

enum { DUE_MAX = 256 };

enum bsm_status bsm_code_message_write(const struct bsm_centre *centre, struct bsm_db *db,
                                       const struct bsm_visit *visit, struct bsm_code_message *message)
{
    struct bsm_person person;
    message->nth = 0;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    memcpy(message->mobile, visit->mobile[0] ? visit->mobile : person.mobile, sizeof message->mobile);
    bsm_person_finish(&person);
    if (!message->mobile[0]) {
        return BSM_GONE;
    }
    message->visit = visit->id;
    message->nth = visit->codes_sent;
    bsm_code_make(&centre->state->secret, &visit->id, visit->nonce, visit->codes_sent, message->code);
    return BSM_OK;
}

static bool is_due(const struct bsm_visit *visit, int64_t now_ms)
{
    return visit->code_due && visit->state == BSM_VISIT_VERIFIED && now_ms < visit->code_expires_ms &&
           now_ms < visit->expires_ms;
}

enum bsm_status bsm_code_message_find_due(struct bsm_centre *centre, const struct bsm_uuid *id, int64_t now_ms,
                                          struct bsm_code_message *message)
{
    struct bsm_visit visit;
    message->nth = 0;
    struct bsm_db *db = bsm_store_read_begin(centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_visit_find(db, id, &visit);
    if (status == BSM_OK && is_due(&visit, now_ms)) {
        status = bsm_code_message_write(centre, db, &visit, message);
    }
    bsm_store_read_end(centre->store, db);
    return status == BSM_GONE ? BSM_OK : status;
}

static enum bsm_status went_out(struct bsm_db *db, void *context)
{
    const struct bsm_code_message *message = context;
    return bsm_visit_code_went_out(db, &message->visit, message->nth);
}

enum bsm_status bsm_code_message_send(struct bsm_centre *centre, const struct bsm_code_message *message, int64_t now_ms)
{
    char text[128];
    snprintf(text, sizeof text, "رمز بصمة: %s\nYour Basma code: %s", message->code, message->code);
    enum bsm_status status = bsm_sms_send(centre->sms, message->mobile, text, now_ms);
    bsm_wipe(text, sizeof text);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/sms", "a message could not be handed on, status=%s; look at the sms driver",
                bsm_status_name(status));
        return BSM_FAULT;
    }
    struct bsm_code_message sent = {.visit = message->visit, .nth = message->nth};
    if (bsm_store_write(centre->store, went_out, &sent) != BSM_OK) {
        bsm_log(BSM_LOG_WARNING, "central/sms", "that a message went out could not be stored; it may go out again");
    }
    return BSM_OK;
}

void bsm_code_messages_send_due(struct bsm_centre *centre, int64_t now_ms)
{
    struct bsm_uuid ids[DUE_MAX];
    int count = 0;
    struct bsm_db *db = bsm_store_read_begin(centre->store);
    if (db) {
        bsm_visits_with_code_due(db, now_ms, DUE_MAX, ids, &count);
        bsm_store_read_end(centre->store, db);
    }
    for (int i = 0; i < count; i++) {
        struct bsm_code_message message;
        bool found = bsm_code_message_find_due(centre, &ids[i], now_ms, &message) == BSM_OK && message.nth;
        if (found && bsm_code_message_send(centre, &message, now_ms) == BSM_OK) {
            bsm_log(BSM_LOG_INFO, "central/sms", "a message that was due before the start went out");
        }
        bsm_wipe(&message, sizeof message);
    }
}
