/*
 * How another number takes the place of the one on file. A false match, of a twin say, must not move somebody's number:
 * who gives another waits (struct bsm_centre.mobile_wait_h), all that time codes go to the number on file, and that
 * number is told at once, also that an account was opened, where one was. Only the number waits: the account is ACTIVE,
 * and its receipt, which goes to the new number, says until when. The wait is ended by whoever still holds it: with a
 * code that went there (a new password, or the same number given again), or by an office. Where no number was on file
 * there is nobody to be told, and no wait.
 */
#ifndef BASMA_CENTRAL_API_MOBILE_CHANGE_H
#define BASMA_CENTRAL_API_MOBILE_CHANGE_H

#include "central/api/call.h"

/* Since when the visit's number counts, where old is on file; 0: at once, or it gives none. */
int64_t bsm_mobile_change_from(const struct bsm_call *call, const struct bsm_visit *visit, const char *old);

/* Tells the old number and the audit, where there is something to tell. In the transaction of the change. */
enum bsm_status bsm_mobile_change_tell(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                       const char *old);

/* The word behind so many. */
const char *bsm_hours_in_arabic(int hours);

/* The numbers whose time has come, at most limit, count from now on, and both are told; *count of them. */
enum bsm_status bsm_mobile_changes_take(struct bsm_db *db, int wait_h, int64_t now_ms, int limit, int *count);

#endif
