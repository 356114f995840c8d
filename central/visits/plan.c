#include "central/visits/plan.h"

static struct bsm_plan plan_of(enum bsm_action action, uint32_t steps)
{
    return (struct bsm_plan){.action = action, .steps = steps};
}

static struct bsm_plan plan_new_account(bool has_mobile)
{
    return plan_of(BSM_ACTION_REGISTER, BSM_STEP_CODE | BSM_STEP_ACCOUNT | (has_mobile ? 0 : BSM_STEP_MOBILE));
}

static struct bsm_plan plan_waiting_account(enum bsm_action purpose, bool has_mobile)
{
    if (purpose == BSM_ACTION_CHANGE_MOBILE) {
        return plan_of(BSM_ACTION_CHANGE_MOBILE, BSM_STEP_MOBILE | BSM_STEP_CODE);
    }
    return plan_of(BSM_ACTION_ACTIVATE, BSM_STEP_CODE | (has_mobile ? 0 : BSM_STEP_MOBILE));
}

static struct bsm_plan plan_active_account(enum bsm_action purpose, bool has_mobile)
{
    if (purpose != BSM_ACTION_CHANGE_MOBILE && purpose != BSM_ACTION_RESET_PASSWORD) {
        return (struct bsm_plan){0};
    }
    if (!has_mobile) { /* nobody could be told, so that one false match would take the account: an office looks */
        return (struct bsm_plan){.refer = true};
    }
    return purpose == BSM_ACTION_CHANGE_MOBILE ? plan_of(purpose, BSM_STEP_MOBILE | BSM_STEP_CODE)
                                               : plan_of(purpose, BSM_STEP_CODE | BSM_STEP_PASSWORD);
}

struct bsm_plan bsm_plan_make(enum bsm_account_state account, enum bsm_action purpose, bool has_mobile)
{
    switch (account) {
    case BSM_ACCOUNT_NONE: return plan_new_account(has_mobile);
    case BSM_ACCOUNT_PENDING: return plan_waiting_account(purpose, has_mobile);
    case BSM_ACCOUNT_ACTIVE: return plan_active_account(purpose, has_mobile);
    case BSM_ACCOUNT_LOCKED:
    case BSM_ACCOUNT_CLOSED: break;
    }
    return (struct bsm_plan){.refer = true};
}

uint32_t bsm_plan_lawful_from(enum bsm_action action)
{
    switch (action) {
    case BSM_ACTION_REGISTER: return 1u << BSM_ACCOUNT_NONE;
    case BSM_ACTION_ACTIVATE: return 1u << BSM_ACCOUNT_PENDING;
    case BSM_ACTION_RESET_PASSWORD: return 1u << BSM_ACCOUNT_ACTIVE;
    case BSM_ACTION_CHANGE_MOBILE: return 1u << BSM_ACCOUNT_PENDING | 1u << BSM_ACCOUNT_ACTIVE;
    }
    return 0;
}

bool bsm_plan_takes_mobile(enum bsm_action action)
{
    return action == BSM_ACTION_REGISTER || action == BSM_ACTION_ACTIVATE || action == BSM_ACTION_CHANGE_MOBILE;
}
