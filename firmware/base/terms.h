/*
 * The words that kiosk and centre say to each other: what a visit is for, what comes next, what was decided, what went
 * wrong. net/wire writes them into JSON by these names, ipc carries the numbers between the kiosk's processes.
 */
#ifndef BASMA_BASE_TERMS_H
#define BASMA_BASE_TERMS_H

#include <stdbool.h>

enum bsm_action {
    BSM_ACTION_REGISTER = 1,
    BSM_ACTION_ACTIVATE,
    BSM_ACTION_RESET_PASSWORD,
    BSM_ACTION_CHANGE_MOBILE,
};
enum { BSM_ACTION_LAST = BSM_ACTION_CHANGE_MOBILE };

/* A set, as bits: what the centre asks of this person. */
enum bsm_step {
    BSM_STEP_FINGERS = 1,
    BSM_STEP_FACE = 2,
    BSM_STEP_CODE = 4,
    BSM_STEP_MOBILE = 8,   /* ask for a mobile number */
    BSM_STEP_ACCOUNT = 16, /* ask for user name and password */
    BSM_STEP_PASSWORD = 32 /* ask for a new password alone */
};
enum { BSM_STEPS_ALL = 63 };

enum bsm_verdict {
    BSM_VERDICT_MATCH = 1,
    BSM_VERDICT_NO_MATCH, /* refused: no more tries in this visit */
    BSM_VERDICT_RETRY,    /* not this time; tries are left */
    BSM_VERDICT_REFER,    /* an office must decide */
};
enum { BSM_VERDICT_LAST = BSM_VERDICT_REFER };

/* The stable `code` of a problem document (RFC 9457). */
enum bsm_problem {
    BSM_PROBLEM_NONE = 0,
    BSM_PROBLEM_BAD_REQUEST,     /* 400: not what the interface describes */
    BSM_PROBLEM_SKEW,            /* 400: the kiosk's clock is off by more than 120 s */
    BSM_PROBLEM_DEVICE_UNKNOWN,  /* 401: no certificate, or none of ours */
    BSM_PROBLEM_DEVICE_REVOKED,  /* 403 */
    BSM_PROBLEM_NOT_FOUND,       /* 404: no such visit of this kiosk, no such path */
    BSM_PROBLEM_NOT_ALLOWED,     /* 405: the path has no such method */
    BSM_PROBLEM_WRONG_STATE,     /* 409: lawful, but not now in this visit */
    BSM_PROBLEM_REPLAYED,        /* 409: the capture was sent before */
    BSM_PROBLEM_NAME_TAKEN,      /* 409: somebody has this user name; offers may come with it */
    BSM_PROBLEM_SLOT_TAKEN,      /* 409: the appointment went to somebody else */
    BSM_PROBLEM_ALREADY_ACTIVE,  /* 409: the account became active in another visit meanwhile */
    BSM_PROBLEM_VISIT_EXPIRED,   /* 410 */
    BSM_PROBLEM_TOO_LARGE,       /* 413 */
    BSM_PROBLEM_CODE_WRONG,      /* 422: the SMS code; tries are left */
    BSM_PROBLEM_CAPTURE_INVALID, /* 422: cannot be opened, verified or read */
    BSM_PROBLEM_PASSWORD_WEAK,   /* 422: on the list of common ones, or made of the name or number */
    BSM_PROBLEM_KEY_REUSED,      /* 422: the idempotency key came with another body before */
    BSM_PROBLEM_LOCKED,          /* 423: too many failures for this number; retry_after tells */
    BSM_PROBLEM_VERSION,         /* 426: the interface's version is not served (any more) */
    BSM_PROBLEM_QUOTA,           /* 429 */
    BSM_PROBLEM_INTERNAL,        /* 500 */
    BSM_PROBLEM_UNAVAILABLE,     /* 503: full disk, overload; try again later */
};
enum { BSM_PROBLEM_LAST = BSM_PROBLEM_UNAVAILABLE };

enum bsm_account_state {
    BSM_ACCOUNT_NONE = 0,
    BSM_ACCOUNT_PENDING,
    BSM_ACCOUNT_ACTIVE,
    BSM_ACCOUNT_LOCKED,
    BSM_ACCOUNT_CLOSED,
};
enum { BSM_ACCOUNT_LAST = BSM_ACCOUNT_CLOSED };

/* Lower-case names as in the interface's description ("reset_password", "no_match", "visit_expired"), account states in
 * upper case ("PENDING"); "unknown" outside the enum. Never NULL. */
const char *bsm_action_name(enum bsm_action action);
const char *bsm_step_name(enum bsm_step step);
const char *bsm_verdict_name(enum bsm_verdict verdict);
const char *bsm_problem_name(enum bsm_problem problem);
const char *bsm_account_state_name(enum bsm_account_state state);

/* The other way; false, and the output untouched, for a word that is none. */
bool bsm_action_parse(const char *name, enum bsm_action *action);
bool bsm_step_parse(const char *name, enum bsm_step *step);
bool bsm_verdict_parse(const char *name, enum bsm_verdict *verdict);
bool bsm_problem_parse(const char *name, enum bsm_problem *problem);
bool bsm_account_state_parse(const char *name, enum bsm_account_state *state);

/* The HTTP status that carries a problem; 200 for NONE. */
int bsm_problem_http_status(enum bsm_problem problem);

#endif
