/*
 * Short messages to people, through whichever driver the operator chose. A driver fills the table; the centre calls it
 * after the code that a message carries is stored. Threads: send may be called from any thread. It blocks as long as
 * the driver needs.
 */
#ifndef BASMA_CENTRAL_SMS_SMS_H
#define BASMA_CENTRAL_SMS_SMS_H

#include <stdint.h>

#include "firmware/base/status.h"

struct bsm_sms;

struct bsm_sms_ops {
    /* OK: handed on. FAULT: it was not; an operator must look. */
    enum bsm_status (*send)(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms);
    void (*destroy)(struct bsm_sms *sms);
};

/* The head of every driver's own struct. */
struct bsm_sms {
    const struct bsm_sms_ops *ops;
};

/* to is E.164 ("+9665..."), text UTF-8. */
enum bsm_status bsm_sms_send(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms);
/* NULL is fine. */
void bsm_sms_destroy(struct bsm_sms *sms);

/*
 * The driver for development and tests: appends one line {"to":...,"text":...,"at":unix ms} a message to a file that
 * only its owner may read (0600). DENIED: others may read the messages that are there; FAULT: it cannot be opened
 * (errno tells). Where a disk was full in the middle of a message, the next one still stands in a line of its own.
 */
enum bsm_status bsm_sms_open_file(const char *path, struct bsm_sms **sms);

#endif
