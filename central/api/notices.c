#include "central/api/notices.h"

#include "central/store/outbox.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

enum { FAILURES_MAX = 8 }; /* in one round */

static enum bsm_status next_message(struct bsm_centre *centre, int64_t after, struct bsm_outgoing *message)
{
    struct bsm_db *db = bsm_store_read_begin(centre->store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_outbox_next(db, after, message);
    bsm_store_read_end(centre->store, db);
    return status;
}

static enum bsm_status remove_job(struct bsm_db *db, void *context)
{
    return bsm_outbox_remove(db, *(int64_t *)context);
}

/* False: the driver or the register could not; it waits. */
static bool send_one(struct bsm_centre *centre, const struct bsm_outgoing *message, int64_t now_ms)
{
    if (bsm_sms_send(centre->sms, message->mobile, message->text, now_ms) != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "central/sms", "a message could not be handed on and waits; look at the sms driver");
        return false;
    }
    int64_t id = message->id;
    bool removed = bsm_store_write(centre->store, remove_job, &id) == BSM_OK;
    if (!removed) {
        bsm_log(BSM_LOG_WARNING, "central/sms", "that a message went out could not be stored; it may go out again");
    }
    return removed;
}

/* One that cannot be handed on does not hold up those behind it, unless so many cannot that it must be the driver. */
void bsm_notices_send(struct bsm_centre *centre, int64_t now_ms)
{
    struct bsm_outgoing message = {.id = 0};
    int failures = 0;
    pthread_mutex_lock(&centre->notices_lock);
    while (failures < FAILURES_MAX && next_message(centre, message.id, &message) == BSM_OK) {
        failures += !send_one(centre, &message, now_ms);
    }
    pthread_mutex_unlock(&centre->notices_lock);
    bsm_wipe(&message, sizeof message);
}
