#include "central/api/notices.h"

#include <string.h>

#include "central/store/mobile_uses.h"
#include "central/store/outbox.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

enum { FAILURES_MAX = 8 }; /* one after the other, in one round */

static enum bsm_status next_message(struct bsm_store *store, struct bsm_outgoing *message)
{
    struct bsm_db *db = bsm_store_read_begin(store);
    if (!db) {
        return BSM_FAULT;
    }
    enum bsm_status status = bsm_outbox_next(db, bsm_clock_unix_ms(), message);
    bsm_store_read_end(store, db);
    return status;
}

static enum bsm_status remove_job(struct bsm_db *db, void *context)
{
    const struct bsm_outgoing *message = context;
    return bsm_outbox_remove(db, message->id);
}

static enum bsm_status postpone_job(struct bsm_db *db, void *context)
{
    const struct bsm_outgoing *message = context;
    int tries = message->tries + 1;
    return bsm_outbox_postpone(db, message->id, tries, bsm_clock_unix_ms() + bsm_policy_message_again_ms(tries));
}

struct counting {
    const struct bsm_outgoing *message;
    struct bsm_digest mobile_key;
    bool may; /* go out now */
};

static enum bsm_status count_job(struct bsm_db *db, void *context)
{
    struct counting *counting = context;
    const struct bsm_outgoing *message = counting->message;
    int64_t now_ms = bsm_clock_unix_ms();
    enum bsm_status status =
        bsm_mobile_use(db, &counting->mobile_key, message->most, now_ms - BSM_POLICY_MOBILE_WINDOW_MS, now_ms);
    counting->may = status == BSM_OK;
    return status == BSM_DENIED ? bsm_outbox_postpone(db, message->id, 0, now_ms + BSM_POLICY_MESSAGE_FULL_MS) : status;
}

/* What was tried before is counted already. */
static enum bsm_status count(struct bsm_notices *notices, const struct bsm_outgoing *message, bool *may)
{
    if (message->most == 0 || message->tries > 0) {
        *may = true;
        return BSM_OK;
    }
    struct counting counting = {
        .message = message,
        .mobile_key = bsm_digest_keyed(notices->secret, "mobile", message->mobile, strlen(message->mobile))};
    enum bsm_status status = bsm_store_write(notices->store, count_job, &counting);
    *may = status == BSM_OK && counting.may;
    return status;
}

static enum bsm_status hurry_job(struct bsm_db *db, void *context)
{
    (void)context;
    return bsm_outbox_hurry(db);
}

/* Not OK: what became of it could not be stored, and it would be the next one again. */
static enum bsm_status send_one(struct bsm_notices *notices, struct bsm_outgoing *message, bool *sent)
{
    *sent = bsm_sms_send(*notices->sms, message->mobile, message->text, bsm_clock_unix_ms()) == BSM_OK;
    if (!*sent) {
        bsm_log(BSM_LOG_ERROR, "central/sms",
                "a message could not be handed on and waits, tries=%d; look at the sms driver", message->tries + 1);
        return bsm_store_write(notices->store, postpone_job, message);
    }
    enum bsm_status status = bsm_store_write(notices->store, remove_job, message);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_WARNING, "central/sms", "that a message went out could not be stored; it may go out again");
    }
    return status;
}

static bool is_ending(struct bsm_notices *notices)
{
    pthread_mutex_lock(&notices->lock);
    bool ending = notices->ending;
    pthread_mutex_unlock(&notices->lock);
    return ending;
}

/* One that cannot be handed on is due later and holds up only its number; where so many cannot one after the other, it
 * must be the driver. */
static void send_round(struct bsm_notices *notices)
{
    struct bsm_outgoing message = {.id = 0};
    enum bsm_status status = BSM_OK;
    int failures = 0;
    while (status == BSM_OK && failures < FAILURES_MAX && !is_ending(notices) &&
           next_message(notices->store, &message) == BSM_OK) {
        bool may = false, sent = false;
        status = count(notices, &message, &may);
        if (status == BSM_OK && may) {
            status = send_one(notices, &message, &sent);
            failures = sent ? 0 : failures + 1;
        }
    }
    bsm_wipe(&message, sizeof message);
}

static void *run(void *context)
{
    struct bsm_notices *notices = context;
    bsm_store_write(notices->store, hurry_job, NULL); /* else each waits for its time, that is all */
    pthread_mutex_lock(&notices->lock);
    while (!notices->ending) {
        if (!notices->wanted) {
            pthread_cond_wait(&notices->changed, &notices->lock);
            continue;
        }
        notices->wanted = false;
        notices->busy = true;
        pthread_mutex_unlock(&notices->lock);
        send_round(notices);
        pthread_mutex_lock(&notices->lock);
        notices->busy = false;
        pthread_cond_broadcast(&notices->changed);
    }
    pthread_mutex_unlock(&notices->lock);
    return NULL;
}

enum bsm_status bsm_notices_start(struct bsm_notices *notices, struct bsm_store *store, struct bsm_sms **sms,
                                  const struct bsm_digest_key *secret)
{
    *notices = (struct bsm_notices){.store = store, .sms = sms, .secret = secret, .wanted = true};
    pthread_mutex_init(&notices->lock, NULL);
    pthread_cond_init(&notices->changed, NULL);
    if (pthread_create(&notices->thread, NULL, run, notices)) {
        pthread_cond_destroy(&notices->changed);
        pthread_mutex_destroy(&notices->lock);
        return BSM_NO_MEMORY;
    }
    return BSM_OK;
}

void bsm_notices_stop(struct bsm_notices *notices)
{
    pthread_mutex_lock(&notices->lock);
    notices->ending = true;
    pthread_cond_broadcast(&notices->changed);
    pthread_mutex_unlock(&notices->lock);
    pthread_join(notices->thread, NULL);
    pthread_cond_destroy(&notices->changed);
    pthread_mutex_destroy(&notices->lock);
}

void bsm_notices_wake(struct bsm_notices *notices)
{
    pthread_mutex_lock(&notices->lock);
    notices->wanted = true;
    pthread_cond_broadcast(&notices->changed);
    pthread_mutex_unlock(&notices->lock);
}

void bsm_notices_settle(struct bsm_notices *notices)
{
    pthread_mutex_lock(&notices->lock);
    while (!notices->ending && (notices->wanted || notices->busy)) {
        pthread_cond_wait(&notices->changed, &notices->lock);
    }
    pthread_mutex_unlock(&notices->lock);
}
