/*
 * One closed set of outcomes for every function that can fail, named by who has to act.
 *
 * A function that returns anything but BSM_OK has left its outputs untouched unless its comment says otherwise.
 * Programming errors (a NULL where none is allowed, a state that cannot be) are asserts, not statuses; bytes from
 * outside are never asserted on.
 */
#ifndef BASMA_BASE_STATUS_H
#define BASMA_BASE_STATUS_H

enum bsm_status {
    BSM_OK = 0,
    BSM_RETRY,     /* the person can mend it: another try with advice */
    BSM_BUSY,      /* ask again later; nothing was started */
    BSM_TIMEOUT,   /* the time given for it has passed */
    BSM_CANCELLED, /* the caller took it back */
    BSM_GONE,      /* the device, peer or link is not there (any more) */
    BSM_INVALID,   /* bytes from outside do not say what they must */
    BSM_DENIED,    /* understood, and not allowed */
    BSM_NO_MEMORY,
    BSM_FAULT,     /* an operator must act: disk full, file missing, broken set-up */
};

enum { BSM_STATUS_COUNT = BSM_FAULT + 1 };

/* The lower-case word of a status, for logs and journals ("retry"); "unknown" outside the enum. Never NULL. */
const char *bsm_status_name(enum bsm_status status);

#endif
