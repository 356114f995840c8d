#include "firmware/base/terms.h"

#include <stddef.h>
#include <string.h>

static const char *const action_names[] = {NULL, "register", "activate", "reset_password", "change_mobile"};

static const char *const step_names[] = {"fingers", "face", "code", "mobile", "account", "password"};

static const char *const verdict_names[] = {NULL, "match", "no_match", "retry", "refer"};

static const char *const account_names[] = {"NONE", "PENDING", "ACTIVE", "LOCKED", "CLOSED"};

static const struct {
    const char *name;
    int http_status;
} problems[] = {
    [BSM_PROBLEM_NONE] = {"none", 200},
    [BSM_PROBLEM_BAD_REQUEST] = {"bad_request", 400},
    [BSM_PROBLEM_SKEW] = {"skew", 400},
    [BSM_PROBLEM_DEVICE_UNKNOWN] = {"device_unknown", 401},
    [BSM_PROBLEM_DEVICE_REVOKED] = {"device_revoked", 403},
    [BSM_PROBLEM_NOT_FOUND] = {"not_found", 404},
    [BSM_PROBLEM_NOT_ALLOWED] = {"not_allowed", 405},
    [BSM_PROBLEM_WRONG_STATE] = {"wrong_state", 409},
    [BSM_PROBLEM_REPLAYED] = {"replayed", 409},
    [BSM_PROBLEM_NAME_TAKEN] = {"name_taken", 409},
    [BSM_PROBLEM_SLOT_TAKEN] = {"slot_taken", 409},
    [BSM_PROBLEM_ALREADY_ACTIVE] = {"already_active", 409},
    [BSM_PROBLEM_VISIT_EXPIRED] = {"visit_expired", 410},
    [BSM_PROBLEM_TOO_LARGE] = {"too_large", 413},
    [BSM_PROBLEM_CODE_WRONG] = {"code_wrong", 422},
    [BSM_PROBLEM_CAPTURE_INVALID] = {"capture_invalid", 422},
    [BSM_PROBLEM_PASSWORD_WEAK] = {"password_weak", 422},
    [BSM_PROBLEM_KEY_REUSED] = {"key_reused", 422},
    [BSM_PROBLEM_LOCKED] = {"locked", 423},
    [BSM_PROBLEM_VERSION] = {"version", 426},
    [BSM_PROBLEM_QUOTA] = {"quota", 429},
    [BSM_PROBLEM_INTERNAL] = {"internal", 500},
    [BSM_PROBLEM_UNAVAILABLE] = {"unavailable", 503},
};

static const char *name_at(const char *const *names, size_t count, int index)
{
    return index >= 0 && (size_t)index < count && names[index] ? names[index] : "unknown";
}

/* The index of a name, -1 where it is none. */
static int index_of(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (names[i] && strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const char *bsm_action_name(enum bsm_action action) { return name_at(action_names, COUNT(action_names), (int)action); }

bool bsm_action_parse(const char *name, enum bsm_action *action)
{
    int index = index_of(action_names, COUNT(action_names), name);
    if (index < 0)
        return false;
    *action = (enum bsm_action)index;
    return true;
}

const char *bsm_step_name(enum bsm_step step)
{
    for (size_t i = 0; i < COUNT(step_names); i++)
        if ((int)step == 1 << i)
            return step_names[i];
    return "unknown";
}

bool bsm_step_parse(const char *name, enum bsm_step *step)
{
    int index = index_of(step_names, COUNT(step_names), name);
    if (index < 0)
        return false;
    *step = (enum bsm_step)(1 << index);
    return true;
}

const char *bsm_verdict_name(enum bsm_verdict verdict)
{
    return name_at(verdict_names, COUNT(verdict_names), (int)verdict);
}

bool bsm_verdict_parse(const char *name, enum bsm_verdict *verdict)
{
    int index = index_of(verdict_names, COUNT(verdict_names), name);
    if (index < 0)
        return false;
    *verdict = (enum bsm_verdict)index;
    return true;
}

const char *bsm_account_state_name(enum bsm_account_state state)
{
    return name_at(account_names, COUNT(account_names), (int)state);
}

bool bsm_account_state_parse(const char *name, enum bsm_account_state *state)
{
    int index = index_of(account_names, COUNT(account_names), name);
    if (index < 0)
        return false;
    *state = (enum bsm_account_state)index;
    return true;
}

const char *bsm_problem_name(enum bsm_problem problem)
{
    return (size_t)problem < COUNT(problems) ? problems[problem].name : "unknown";
}

bool bsm_problem_parse(const char *name, enum bsm_problem *problem)
{
    for (size_t i = 0; i < COUNT(problems); i++)
        if (strcmp(problems[i].name, name) == 0) {
            *problem = (enum bsm_problem)i;
            return true;
        }
    return false;
}

int bsm_problem_http_status(enum bsm_problem problem)
{
    return (size_t)problem < COUNT(problems) ? problems[problem].http_status : 500;
}
