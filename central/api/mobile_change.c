#include "central/api/mobile_change.h"

#include <stdio.h>
#include <string.h>

#include "central/store/audit.h"
#include "central/store/mobile_waits.h"
#include "central/store/outbox.h"
#include "central/store/people.h"
#include "firmware/base/wipe.h"

#define HOUR_MS (60 * 60 * 1000LL)

static const char changed[] =
    "بصمة: تم تغيير رقم الجوال لحسابك. إن لم تكن أنت من طلب ذلك فراجع أقرب مكتب.\n"
    "Basma: the mobile number of your account was changed. If this was not you, go to an office.";
static const char counts[] = "بصمة: هذا الرقم هو رقم الجوال لحسابك من الآن.\n"
                             "Basma: from now on this is the mobile number of your account.";

static bool is_another(const struct bsm_visit *visit, const char *old)
{
    return visit->mobile[0] && old[0] && strcmp(visit->mobile, old) != 0;
}

int64_t bsm_mobile_change_from(const struct bsm_call *call, const struct bsm_visit *visit, const char *old)
{
    int64_t wait_ms = call->centre->mobile_wait_h * HOUR_MS;
    return is_another(visit, old) && wait_ms ? call->now_ms + wait_ms : 0;
}

const char *bsm_hours_in_arabic(int hours) { return hours > 2 && hours <= 10 ? "ساعات" : "ساعة"; }

/* Whoever has the number hears, too, that an account was opened: it may be a stranger who did. */
static enum bsm_status tell_of_the_wait(struct bsm_db *db, enum bsm_action action, const char *old, int wait_h,
                                        int64_t now_ms)
{
    bool opened = action == BSM_ACTION_REGISTER || action == BSM_ACTION_ACTIVATE;
    char text[BSM_MESSAGE_TEXT_SIZE];
    snprintf(
        text, sizeof text,
        "بصمة: %s رقم جوال آخر لحسابك، ويُعمل به بعد %d %s. إن لم تكن أنت فاختر «نسيت كلمة المرور» في أي جهاز "
        "(يصل الرمز إلى هذا الرقم)، أو راجع أقرب مكتب.\n"
        "Basma: %sanother mobile number was given for your account. It counts in %d hours. If this was not you, choose "
        "\"I forgot my password\" at any kiosk (the code comes to this number), or go to an office.",
        opened ? "فُتح حسابك عند أحد الأجهزة، وطُلب" : "طُلب", wait_h, bsm_hours_in_arabic(wait_h),
        opened ? "your account was opened at a kiosk, and " : "", wait_h);
    return bsm_outbox_add(db, old, text, now_ms);
}

enum bsm_status bsm_mobile_change_tell(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                       const char *old)
{
    if (!is_another(visit, old)) {
        return BSM_OK;
    }
    int wait_h = call->centre->mobile_wait_h;
    enum bsm_status status = wait_h ? tell_of_the_wait(db, visit->action, old, wait_h, call->now_ms)
                                    : bsm_outbox_add(db, old, changed, call->now_ms);
    if (status != BSM_OK) {
        return status;
    }
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "another number counts in %d hours", wait_h);
    return bsm_call_audit(call, db, visit, "mobile", detail);
}

static enum bsm_status audit(struct bsm_db *db, int64_t person, const char *detail, int64_t now_ms)
{
    struct bsm_audit_entry entry = {
        .at_ms = now_ms, .event = "mobile", .device = "", .person = person, .detail = detail};
    return bsm_audit_add(db, &entry);
}

static enum bsm_status take(struct bsm_db *db, const struct bsm_mobile_wait *wait, int64_t now_ms)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, wait->person, &person);
    if (status == BSM_OK) {
        status = bsm_outbox_add(db, person.mobile, changed, now_ms);
        bsm_person_finish(&person);
    }
    if (status == BSM_OK) {
        status = bsm_outbox_add(db, wait->mobile, counts, now_ms);
    }
    if (status == BSM_OK) {
        status = bsm_mobile_wait_take(db, wait->person);
    }
    return status == BSM_OK ? audit(db, wait->person, "the number that waited counts", now_ms) : status;
}

static enum bsm_status drop(struct bsm_db *db, const struct bsm_mobile_wait *wait, int64_t now_ms)
{
    enum bsm_status status = bsm_mobile_wait_drop(db, wait->person);
    return status == BSM_OK
               ? audit(db, wait->person, "the number that waited is dropped: the account is not active", now_ms)
               : status;
}

enum bsm_status bsm_mobile_changes_take(struct bsm_db *db, int wait_h, int64_t now_ms, int limit, int *count)
{
    struct bsm_mobile_wait wait;
    enum bsm_status status = bsm_mobile_waits_end_by(db, now_ms + wait_h * HOUR_MS);
    for (*count = 0; status == BSM_OK && *count < limit; ++*count) {
        status = bsm_mobile_wait_next(db, now_ms, &wait);
        if (status == BSM_GONE) {
            return BSM_OK;
        }
        if (status == BSM_OK) {
            status = wait.active ? take(db, &wait, now_ms) : drop(db, &wait, now_ms);
        }
        bsm_wipe(&wait, sizeof wait);
    }
    return status;
}
