#include "central/api/centre.h"

#include <stdio.h>
#include <string.h>

#include "central/api/call.h"
#include "central/api/code_message.h"
#include "central/api/mobile_change.h"
#include "central/passwords/hash.h"
#include "central/store/answers.h"
#include "central/store/appointments.h"
#include "central/store/campaigns.h"
#include "central/store/mobile_uses.h"
#include "central/store/outbox.h"
#include "central/store/portraits.h"
#include "central/store/telemetry.h"
#include "central/store/tries.h"
#include "central/store/wishes.h"
#include "central/visits/calendar.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "firmware/base/log.h"

struct route {
    void (*handle)(struct bsm_call *call);
    bool anybody; /* else only an admitted kiosk */
};

static const struct route routes[BSM_WIRE_CALL_LAST + 1] = {
    [BSM_WIRE_ENROL] = {bsm_api_enrol, true},          [BSM_WIRE_OPEN] = {bsm_api_open, false},
    [BSM_WIRE_CLAIM] = {bsm_api_claim, false},         [BSM_WIRE_MISSING] = {bsm_api_missing, false},
    [BSM_WIRE_CAPTURE] = {bsm_api_capture, false},     [BSM_WIRE_VERIFY] = {bsm_api_verify, false},
    [BSM_WIRE_SEND_CODE] = {bsm_api_send_code, false}, [BSM_WIRE_CHECK_CODE] = {bsm_api_check_code, false},
    [BSM_WIRE_USER_NAME] = {bsm_api_user_name, false}, [BSM_WIRE_COMPLETE] = {bsm_api_complete, false},
    [BSM_WIRE_SLOTS] = {bsm_api_slots, false},         [BSM_WIRE_BOOK] = {bsm_api_book, false},
    [BSM_WIRE_LEAVE] = {bsm_api_leave, false},         [BSM_WIRE_TELEMETRY] = {bsm_api_telemetry, false},
    [BSM_WIRE_CAMPAIGN] = {bsm_api_campaign, false},   [BSM_WIRE_TIME] = {bsm_api_time, true},
    [BSM_WIRE_CONFIG] = {bsm_api_config, false},       [BSM_WIRE_HEALTH] = {bsm_api_health, true},
    [BSM_WIRE_METRICS] = {bsm_api_metrics, false},     [BSM_WIRE_WISH] = {bsm_api_wish, false},
};

/* A revoked kiosk is out at its next request, whatever connection it holds. */
static bool admit_device(struct bsm_call *call)
{
    if (call->request->peer != BSM_HTTP_PEER_VERIFIED) {
        bsm_call_refuse(call, BSM_PROBLEM_DEVICE_UNKNOWN, "a client certificate of this centre is needed");
        return false;
    }
    struct bsm_db *db = bsm_store_read_begin(call->centre->store);
    enum bsm_status status = db ? bsm_device_by_fingerprint(db, &call->request->fingerprint, &call->device) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(call->centre->store, db);
    }
    if (status == BSM_GONE) {
        bsm_call_refuse(call, BSM_PROBLEM_DEVICE_UNKNOWN, "this certificate is not in use any more: enrol again");
    } else if (status != BSM_OK) {
        bsm_call_fail(call, status);
    } else if (call->device.revoked) {
        bsm_call_refuse(call, BSM_PROBLEM_DEVICE_REVOKED, NULL);
    }
    return status == BSM_OK && !call->device.revoked;
}

static bool take_key(struct bsm_call *call)
{
    if (!bsm_wire_call_has_effect(call->kind)) {
        return true;
    }
    const char *key = call->request->idempotency_key;
    if (!key || !bsm_uuid_parse(key, &call->key)) {
        bsm_call_refuse(call, BSM_PROBLEM_BAD_REQUEST, BSM_WIRE_HEADER_KEY " must be a UUID");
        return false;
    }
    return true;
}

static void route(struct bsm_call *call)
{
    const struct bsm_http_request *request = call->request;
    if (request->refusal != BSM_PROBLEM_NONE) {
        bsm_call_refuse(call, request->refusal, request->detail);
        return;
    }
    enum bsm_problem problem = bsm_wire_path_parse(request->method, request->path, &call->kind, &call->visit);
    if (problem != BSM_PROBLEM_NONE) {
        bsm_call_refuse(call, problem, NULL);
        return;
    }
    const struct route *to = &routes[call->kind];
    if ((to->anybody || admit_device(call)) && take_key(call)) {
        to->handle(call);
    }
}

static enum bsm_count kind_of(int http_status)
{
    if (http_status >= 500) {
        return BSM_COUNT_FAILED;
    }
    return http_status >= 400 ? BSM_COUNT_REFUSED : BSM_COUNT_ANSWERED;
}

void bsm_centre_handle(void *context, const struct bsm_http_request *request, struct bsm_http_answer *answer)
{
    struct bsm_centre *centre = context;
    struct bsm_call call = {.centre = centre, .request = request, .now_ms = bsm_clock_unix_ms(), .answer = answer};
    route(&call);
    atomic_fetch_add(&centre->counts[call.kind][kind_of(answer->status)], 1);
    if (answer->status >= 400) {
        bsm_log(answer->status >= 500 ? BSM_LOG_ERROR : BSM_LOG_INFO, "central/api",
                "refused, call=%s status=%d device=%s", bsm_wire_call_name(call.kind), answer->status,
                call.device.id[0] ? call.device.id : "-");
    }
}

/* Life. */

/* Which passwords are common must be known before one is taken. */
static enum bsm_status read_common(struct bsm_centre *centre, char why[BSM_STATE_WHY_SIZE])
{
    static const char *const paths[] = {BSM_COMMON_PASSWORDS, BSM_COMMON_WORDS, NULL};
    const char *which = "";
    enum bsm_status status = bsm_password_hash_start();
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "libsodium cannot work here");
        return status;
    }
    status = bsm_common_read(&centre->common, paths, &which);
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE,
                 "cannot read the common passwords %s: %s; the packages john-data and cracklib-runtime bring them",
                 which, bsm_status_name(status));
    }
    return status;
}

static enum bsm_status open_benches(struct bsm_centre *centre, char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(centre->state->folder, "seal.key", path);
    enum bsm_status status = bsm_benches_start(&centre->benches, path);
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "cannot use %.200s: %s; restore it from a copy", path,
                 bsm_status_name(status));
    }
    return status;
}

static enum bsm_status open_register(struct bsm_centre *centre, char why[BSM_STATE_WHY_SIZE])
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(centre->state->folder, "central.db", path);
    enum bsm_status status = bsm_store_open(path, false, &centre->store);
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "cannot open the register %.160s: %s; %s", path, bsm_status_name(status),
                 status == BSM_INVALID ? "it is damaged, or of a later program: restore it from a copy"
                                       : "is the disk full, the file there?");
    }
    return status;
}

static void close_all(struct bsm_centre *centre)
{
    bsm_store_close(centre->store);
    bsm_benches_stop(&centre->benches);
    bsm_common_finish(&centre->common);
}

enum bsm_status bsm_centre_start(struct bsm_centre *centre, const struct bsm_state *state, struct bsm_sms *sms,
                                 char why[BSM_STATE_WHY_SIZE])
{
    memset(centre, 0, sizeof *centre);
    centre->state = state;
    centre->sms = sms;
    centre->mobile_wait_h = BSM_POLICY_MOBILE_WAIT_H;
    centre->challenge = true;
    bsm_wire_init();
    enum bsm_status status = bsm_decision_rule_load(state, &centre->thresholds, why);
    if (status != BSM_OK) {
        return status;
    }
    status = read_common(centre, why);
    if (status != BSM_OK) {
        return status;
    }
    status = open_benches(centre, why);
    if (status != BSM_OK) {
        bsm_common_finish(&centre->common);
        return status;
    }
    status = open_register(centre, why);
    if (status != BSM_OK) {
        bsm_benches_stop(&centre->benches);
        bsm_common_finish(&centre->common);
        return status;
    }
    bsm_code_messages_send_due(centre, bsm_clock_unix_ms());
    status = bsm_notices_start(&centre->notices, centre->store, &centre->sms, &centre->state->secret);
    if (status != BSM_OK) {
        snprintf(why, BSM_STATE_WHY_SIZE, "no thread for messages to people could be had");
        close_all(centre);
    }
    return status;
}

void bsm_centre_stop(struct bsm_centre *centre)
{
    bsm_notices_stop(&centre->notices);
    close_all(centre);
}

/* Tidying goes in short jobs, so that requests are not kept waiting. */
enum { TIDY_AT_ONCE = 100, TIDY_ROUNDS_MAX = 100 };

static enum bsm_status expire_job(struct bsm_db *db, void *context)
{
    return bsm_visit_expire(db, bsm_clock_unix_ms(), TIDY_AT_ONCE, context);
}

static enum bsm_status purge_job(struct bsm_db *db, void *context)
{
    return bsm_visit_purge(db, bsm_clock_unix_ms() - BSM_POLICY_VISITS_KEPT_MS, TIDY_AT_ONCE, context);
}

static enum bsm_status forgive_job(struct bsm_db *db, void *context)
{
    return bsm_tries_purge(db, bsm_clock_unix_ms() - BSM_POLICY_FAILURES_KEPT_MS, BSM_POLICY_FAILURES_MAX, TIDY_AT_ONCE,
                           context);
}

static enum bsm_status telemetry_job(struct bsm_db *db, void *context)
{
    return bsm_telemetry_purge(db, bsm_clock_unix_ms() - BSM_POLICY_TELEMETRY_KEPT_MS, TIDY_AT_ONCE, context);
}

static enum bsm_status proofs_job(struct bsm_db *db, void *context)
{
    return bsm_proofs_purge(db, bsm_clock_unix_ms() - BSM_POLICY_PROOFS_KEPT_MS, TIDY_AT_ONCE, context);
}

static enum bsm_status portraits_job(struct bsm_db *db, void *context)
{
    return bsm_portraits_purge(db, bsm_clock_unix_ms() - BSM_POLICY_PORTRAITS_KEPT_MS, TIDY_AT_ONCE, context);
}

/* By UTC's days: one more or less is no matter. */
static enum bsm_status appointments_job(struct bsm_db *db, void *context)
{
    (void)context;
    int minute;
    char day[BSM_DATE_SIZE];
    bsm_day_text(bsm_day_at(bsm_clock_unix_ms() - BSM_POLICY_APPOINTMENTS_KEPT_MS, 0, &minute), day);
    enum bsm_status status = bsm_appointments_purge(db, day);
    int64_t wishes_ms = bsm_clock_unix_ms() - BSM_POLICY_WISH_KEPT_MS - BSM_POLICY_CAMPAIGN_AHEAD_MS;
    return status == BSM_OK ? bsm_wishes_purge(db, wishes_ms) : status;
}

static enum bsm_status give_up_messages(struct bsm_db *db)
{
    int count = 0;
    enum bsm_status status = bsm_outbox_purge(db, bsm_clock_unix_ms() - BSM_POLICY_MESSAGES_KEPT_MS, &count);
    if (count) {
        bsm_log(BSM_LOG_ERROR, "central/sms", "messages could not be handed on for two days and are given up, count=%d",
                count);
    }
    return status;
}

static enum bsm_status forget_job(struct bsm_db *db, void *context)
{
    (void)context;
    int64_t too_old_ms = bsm_clock_unix_ms() - BSM_POLICY_ANSWERS_KEPT_MS;
    enum bsm_status status = bsm_answer_purge(db, too_old_ms);
    if (status == BSM_OK) {
        status = bsm_mobile_uses_purge(db, bsm_clock_unix_ms() - BSM_POLICY_MOBILE_WINDOW_MS);
    }
    if (status == BSM_OK) {
        status = give_up_messages(db);
    }
    if (status == BSM_OK) {
        status = bsm_device_days_purge(db, too_old_ms / (24 * 60 * 60 * 1000LL));
    }
    return status == BSM_OK ? bsm_token_purge(db, too_old_ms) : status;
}

struct mobiles {
    int wait_h;
    int count;
};

static enum bsm_status mobiles_job(struct bsm_db *db, void *context)
{
    struct mobiles *mobiles = context;
    return bsm_mobile_changes_take(db, mobiles->wait_h, bsm_clock_unix_ms(), TIDY_AT_ONCE, &mobiles->count);
}

/* Until there is nothing more for it. */
static enum bsm_status repeat(struct bsm_store *store, enum bsm_status (*job)(struct bsm_db *db, void *context))
{
    enum bsm_status status = BSM_OK;
    int count = TIDY_AT_ONCE;
    for (int i = 0; status == BSM_OK && count == TIDY_AT_ONCE && i < TIDY_ROUNDS_MAX; i++) {
        status = bsm_store_write(store, job, &count);
    }
    return status;
}

void bsm_centre_tidy(struct bsm_centre *centre)
{
    struct mobiles mobiles = {.wait_h = centre->mobile_wait_h};
    enum bsm_status status = bsm_store_write(centre->store, mobiles_job, &mobiles);
    if (status != BSM_OK && status != BSM_BUSY) { /* that is no reason to keep what is to be forgotten */
        bsm_log(BSM_LOG_ERROR, "central/api", "the mobile numbers that wait could not be looked at, status=%s",
                bsm_status_name(status));
    }
    bsm_notices_wake(&centre->notices);
    status = repeat(centre->store, expire_job);
    if (status == BSM_OK) {
        status = repeat(centre->store, purge_job);
    }
    if (status == BSM_OK) {
        status = repeat(centre->store, forgive_job);
    }
    if (status == BSM_OK) {
        status = repeat(centre->store, telemetry_job);
    }
    if (status == BSM_OK) {
        status = repeat(centre->store, proofs_job);
    }
    if (status == BSM_OK) {
        status = repeat(centre->store, portraits_job);
    }
    if (status == BSM_OK) {
        status = bsm_store_write(centre->store, appointments_job, NULL);
    }
    if (status == BSM_OK) {
        status = bsm_store_write(centre->store, forget_job, NULL);
    }
    if (status == BSM_OK) {
        status = bsm_store_empty_log(centre->store);
    }
    if (status != BSM_OK && status != BSM_BUSY) { /* busy: the next time will do */
        bsm_log(BSM_LOG_WARNING, "central/api", "tidying failed, status=%s", bsm_status_name(status));
    }
}
