#include "central/api/call.h"

#include <stdlib.h>
#include <string.h>

#include "central/store/answers.h"
#include "central/store/audit.h"
#include "central/store/mobile_uses.h"
#include "central/visits/policy.h"
#include "firmware/base/log.h"
#include "firmware/base/wipe.h"

#define DAY_MS (24 * 60 * 60 * 1000LL)

static void drop_answer(struct bsm_http_answer *answer)
{
    bsm_wipe_free(answer->body, answer->body_size);
    memset(answer, 0, sizeof *answer);
}

/* A copy of the text, filled up with blanks (JSON allows them after its value). */
static char *fill_up(const char *bytes, size_t size, size_t *filled_size)
{
    *filled_size = (size + BSM_ANSWER_QUANTUM - 1) / BSM_ANSWER_QUANTUM * BSM_ANSWER_QUANTUM;
    char *filled = malloc(*filled_size + 1);
    if (filled) {
        memcpy(filled, bytes, size);
        memset(filled + size, ' ', *filled_size - size);
        filled[*filled_size] = '\0';
    }
    return filled;
}

static void set_answer(struct bsm_call *call, int http_status, const char *type, struct bsm_wire_text *text)
{
    drop_answer(call->answer);
    call->answer->status = http_status;
    call->answer->body = fill_up(text->bytes, text->size, &call->answer->body_size);
    call->answer->type = call->answer->body ? type : NULL;
    if (!call->answer->body) {
        call->answer->status = bsm_problem_http_status(BSM_PROBLEM_UNAVAILABLE);
        call->answer->body_size = 0;
    }
    bsm_wire_text_finish(text);
}

void bsm_call_answer(struct bsm_call *call, int http_status, enum bsm_status status, struct bsm_wire_text *text)
{
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
        return;
    }
    set_answer(call, http_status, BSM_WIRE_TYPE_JSON, text);
}

void bsm_call_answer_nothing(struct bsm_call *call, int http_status)
{
    drop_answer(call->answer);
    call->answer->status = http_status;
}

static void refuse(struct bsm_call *call, const struct bsm_wire_problem *problem)
{
    struct bsm_wire_text text = {0};
    int http_status = bsm_problem_http_status(problem->problem);
    if (bsm_wire_problem_encode(problem, &text) != BSM_OK) {
        bsm_call_answer_nothing(call, http_status);
        return;
    }
    set_answer(call, http_status, BSM_WIRE_TYPE_PROBLEM, &text);
    call->answer->retry_after_s = problem->retry_after_s;
}

void bsm_call_refuse(struct bsm_call *call, enum bsm_problem problem, const char *detail)
{
    struct bsm_wire_problem document = {.problem = problem, .server_unix_ms = call->now_ms};
    if (detail) {
        strncpy(document.detail, detail, sizeof document.detail - 1);
    }
    refuse(call, &document);
}

void bsm_call_refuse_for(struct bsm_call *call, enum bsm_problem problem, uint32_t retry_after_s)
{
    refuse(call, &(struct bsm_wire_problem){
                     .problem = problem, .retry_after_s = retry_after_s, .server_unix_ms = call->now_ms});
}

void bsm_call_refuse_with_tries(struct bsm_call *call, enum bsm_problem problem, int tries_left)
{
    refuse(call, &(struct bsm_wire_problem){.problem = problem,
                                            .has_tries_left = true,
                                            .tries_left = (uint8_t)tries_left,
                                            .server_unix_ms = call->now_ms});
}

void bsm_call_refuse_with_offers(struct bsm_call *call, const char offers[][BSM_USER_NAME_SIZE], uint32_t count)
{
    struct bsm_wire_problem document = {
        .problem = BSM_PROBLEM_NAME_TAKEN, .server_unix_ms = call->now_ms, .offers_count = count};
    memcpy(document.offers, offers, count * sizeof document.offers[0]);
    refuse(call, &document);
}

void bsm_call_fail(struct bsm_call *call, enum bsm_status status)
{
    bool store_failed = status == BSM_FAULT || status == BSM_BUSY || status == BSM_NO_MEMORY;
    if (store_failed) {
        bsm_call_refuse_for(call, BSM_PROBLEM_UNAVAILABLE, 1);
    } else {
        bsm_call_refuse(call, BSM_PROBLEM_INTERNAL, NULL);
    }
}

/* Commit. */

struct commit {
    struct bsm_call *call;
    enum bsm_status (*effect)(struct bsm_call *call, struct bsm_db *db, void *context);
    void *context;
    struct bsm_digest request;
};

/* What makes two requests the same: method, path, body. Keyed, for a body may hold little more than a number; where it
 * holds a password, a stand-in that is slow to guess from takes its place. */
static struct bsm_digest digest_request(const struct bsm_call *call)
{
    const void *body = call->stand_in ? call->stand_in : call->request->body;
    size_t body_size = call->stand_in ? call->stand_in_size : call->request->body_size;
    const struct bsm_http_request *request = call->request;
    const struct bsm_digest_key *secret = &call->centre->state->secret;
    struct bsm_digest parts[3] = {
        bsm_digest_keyed(secret, "request", request->method, strlen(request->method)),
        bsm_digest_keyed(secret, "request", request->path, strlen(request->path)),
        bsm_digest_keyed(secret, "request", body, body_size),
    };
    return bsm_digest_keyed(secret, "request", parts, sizeof parts);
}

static const char *type_literal(const char *type)
{
    if (!strcmp(type, BSM_WIRE_TYPE_PROBLEM)) {
        return BSM_WIRE_TYPE_PROBLEM;
    }
    return type[0] ? BSM_WIRE_TYPE_JSON : NULL;
}

static void answer_again(struct bsm_call *call, struct bsm_stored_answer *stored)
{
    call->repeated = true;
    drop_answer(call->answer);
    call->answer->status = stored->status;
    call->answer->type = type_literal(stored->type);
    call->answer->retry_after_s = stored->retry_after_s;
    if (call->answer->type) {
        call->answer->body = stored->body;
        call->answer->body_size = stored->body_size;
    } else {
        bsm_wipe_free(stored->body, stored->body_size);
    }
}

static enum bsm_status keep_answer(const struct commit *commit, struct bsm_db *db)
{
    const struct bsm_http_answer *answer = commit->call->answer;
    const struct bsm_wire_text *keep = &commit->call->keep;
    struct bsm_stored_answer stored = {.request = commit->request,
                                       .status = answer->status,
                                       .retry_after_s = answer->retry_after_s,
                                       .body = keep->bytes ? keep->bytes : answer->body,
                                       .body_size = keep->bytes ? keep->size : answer->body_size};
    strncpy(stored.type, answer->type ? answer->type : "", sizeof stored.type - 1);
    return bsm_answer_put(db, commit->call->device.id, &commit->call->key, &stored, commit->call->now_ms);
}

bool bsm_call_may_keep(struct bsm_call *call, struct bsm_db *db, enum bsm_device_use use, int64_t count,
                       enum bsm_status *status)
{
    static const int64_t most[] = {
        [BSM_DEVICE_REQUESTS] = BSM_POLICY_REQUESTS_PER_KIOSK,
        [BSM_DEVICE_LINES] = BSM_POLICY_LINES_PER_KIOSK,
        [BSM_DEVICE_WISHES] = BSM_POLICY_WISHES_PER_KIOSK,
    };
    static const char *const names[] = {
        [BSM_DEVICE_REQUESTS] = "requests", [BSM_DEVICE_LINES] = "lines", [BSM_DEVICE_WISHES] = "wishes"};
    bool first = false;
    *status = bsm_device_day_count(db, call->device.id, use, call->now_ms / DAY_MS, count, most[use], &first);
    if (first) {
        bsm_log(BSM_LOG_ERROR, "central/api",
                "a kiosk sends too much today, device=%s %s=%lld; look at it, or revoke it", call->device.id,
                names[use], (long long)most[use]);
    }
    if (*status == BSM_DENIED) {
        bsm_call_refuse_for(call, BSM_PROBLEM_QUOTA, BSM_POLICY_QUOTA_RETRY_S);
        call->unkept = true;
        *status = BSM_OK;
        return false;
    }
    return *status == BSM_OK;
}

static enum bsm_status commit_job(struct bsm_db *db, void *context)
{
    struct commit *commit = context;
    struct bsm_call *call = commit->call;
    struct bsm_stored_answer stored;
    call->repeated = false;
    call->unkept = false;
    bsm_wire_text_finish(&call->keep);
    enum bsm_status status = bsm_answer_find(db, call->device.id, &call->key, &stored);
    if (status == BSM_OK) {
        if (bsm_digest_equal(&stored.request, &commit->request)) {
            answer_again(call, &stored);
        } else {
            bsm_wipe_free(stored.body, stored.body_size);
            bsm_call_refuse(call, BSM_PROBLEM_KEY_REUSED, NULL);
        }
        return BSM_OK;
    }
    if (status == BSM_GONE && call->device.id[0] && !bsm_call_may_keep(call, db, BSM_DEVICE_REQUESTS, 1, &status)) {
        return status;
    }
    if (status == BSM_GONE || status == BSM_OK) {
        status = commit->effect(call, db, commit->context);
    }
    if (status == BSM_OK && call->answer->status >= 500) {
        status = BSM_FAULT; /* an answer that could not be made: undo what it would have told of */
    }
    return status == BSM_OK && !call->unkept ? keep_answer(commit, db) : status;
}

enum bsm_status bsm_call_commit(struct bsm_call *call,
                                enum bsm_status (*effect)(struct bsm_call *call, struct bsm_db *db, void *context),
                                void *context)
{
    struct commit commit = {.call = call, .effect = effect, .context = context, .request = digest_request(call)};
    enum bsm_status status = bsm_store_write(call->centre->store, commit_job, &commit);
    bsm_wire_text_finish(&call->keep);
    if (status != BSM_OK) {
        bsm_call_fail(call, status);
    }
    return status;
}

/* Visits. */

enum bsm_status bsm_call_audit(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                               const char *event, const char *detail)
{
    struct bsm_audit_entry entry = {.at_ms = call->now_ms,
                                    .event = event,
                                    .device = visit->device,
                                    .visit = &visit->id,
                                    .person = visit->person,
                                    .detail = detail};
    return bsm_audit_add(db, &entry);
}

void bsm_hint_at_mobile(const char *mobile, char hint[BSM_WIRE_MOBILE_HINT_SIZE])
{
    size_t digits = strlen(mobile);
    memset(hint, 0, BSM_WIRE_MOBILE_HINT_SIZE);
    if (digits > 2) {
        memcpy(hint, mobile + digits - 2, 2);
    }
}

bool bsm_call_may_send_to(struct bsm_call *call, struct bsm_db *db, const char *mobile, int most,
                          enum bsm_status *status)
{
    struct bsm_digest key = bsm_digest_keyed(&call->centre->state->secret, "mobile", mobile, strlen(mobile));
    *status = bsm_mobile_use(db, &key, most, call->now_ms - BSM_POLICY_MOBILE_WINDOW_MS, call->now_ms);
    if (*status == BSM_DENIED) {
        bsm_call_refuse(call, BSM_PROBLEM_QUOTA, "too many messages to this number");
        *status = BSM_OK;
        return false;
    }
    return *status == BSM_OK;
}

bool bsm_call_find_visit(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit, enum bsm_status *status)
{
    *status = bsm_visit_find(db, &call->visit, visit);
    if (*status == BSM_GONE || (*status == BSM_OK && strcmp(visit->device, call->device.id) != 0)) {
        bsm_call_refuse(call, BSM_PROBLEM_NOT_FOUND, "no such visit of this kiosk");
        *status = BSM_OK;
        return false;
    }
    return *status == BSM_OK;
}

bool bsm_call_admit(struct bsm_call *call, struct bsm_db *db, enum bsm_visit_move move, struct bsm_visit *visit,
                    enum bsm_status *status)
{
    enum bsm_visit_state to;
    if (!bsm_call_find_visit(call, db, visit, status)) {
        return false;
    }
    bool over = !bsm_visit_state_is_end(visit->state) && call->now_ms >= visit->expires_ms;
    if (over || visit->state == BSM_VISIT_EXPIRED) {
        bsm_call_refuse(call, BSM_PROBLEM_VISIT_EXPIRED, NULL);
        return false;
    }
    if (!bsm_visit_state_next(visit->state, move, &to)) {
        bsm_call_refuse(call, BSM_PROBLEM_WRONG_STATE, bsm_visit_state_name(visit->state));
        return false;
    }
    return true;
}
