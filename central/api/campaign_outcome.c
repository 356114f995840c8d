#include "central/api/campaign_outcome.h"

#include <stdio.h>
#include <string.h>

#include "central/api/failures.h"
#include "central/offices/office_file.h"
#include "central/store/audit.h"
#include "central/store/campaigns.h"
#include "central/store/offices.h"
#include "central/store/outbox.h"
#include "central/store/people.h"
#include "central/visits/plan.h"
#include "central/visits/policy.h"
#include "firmware/base/wipe.h"

/* --- the message --- */

static const char finish[] =
    "بصمة %s: تعرّفنا عليك. حسابك لم يُفعّل بعد: أكمله عند أي جهاز بصمة، وسيصل رمز إلى هذا الرقم.\n"
    "Basma %s: we recognised you. Your account is not active yet: finish at any Basma kiosk, a "
    "code will come to this number.";
static const char already[] = "بصمة %s: تعرّفنا عليك، وحسابك مفعّل من قبل.\n"
                              "Basma %s: we recognised you, and your account is active already.";

/* The nearest, by name, and its clock. */
struct office {
    char ar[BSM_WIRE_OFFICE_NAME_SIZE];
    char en[BSM_WIRE_OFFICE_NAME_SIZE];
    int utc_offset;
};

static enum bsm_status find_office(struct bsm_db *db, const char *site, struct office *office)
{
    struct bsm_office_row row;
    int count = 0;
    enum bsm_status status = bsm_offices_near(db, site, &row, 1, &count);
    bool found = status == BSM_OK && count > 0;
    snprintf(office->ar, sizeof office->ar, "%s", found ? row.office.name_ar : "أقرب مكتب");
    snprintf(office->en, sizeof office->en, "%s", found ? row.office.name_en : "the nearest office");
    office->utc_offset = found ? row.utc_offset : BSM_OFFICE_UTC_OFFSET;
    return status;
}

/* By the office's clock. */
static void write_day(const struct bsm_campaign_outcome *outcome, const struct office *office, char day[BSM_DATE_SIZE])
{
    int minute;
    bsm_day_text(bsm_day_at(outcome->taken_ms, office->utc_offset, &minute), day);
}

/* Anybody can have given the number of anybody, so that all these messages are counted; one too many waits. */
static enum bsm_status send_to_office(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                      const char *site, const char *mobile, int most)
{
    char reference[BSM_REFERENCE_SIZE], text[BSM_MESSAGE_TEXT_SIZE];
    struct office office;
    enum bsm_status status = find_office(db, site, &office);
    bsm_reference_of(&visit->id, reference);
    snprintf(text, sizeof text,
             "بصمة %s: لم نتمكن من التحقق من هويتك. احجز موعداً عند أي جهاز بصمة، أو راجع: %s.\n"
             "Basma %s: we could not confirm who you are. Book an appointment at any Basma kiosk, or go to: %s.",
             reference, office.ar, reference, office.en);
    return status == BSM_OK ? bsm_outbox_add_counted(db, mobile, text, most, call->now_ms) : status;
}

static enum bsm_status send_giver_to_office(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                            const struct bsm_campaign_outcome *outcome)
{
    return send_to_office(call, db, visit, outcome->site, outcome->mobile, BSM_POLICY_MESSAGES_OF_STRANGERS);
}

/* Where the outcome went to the number on file, the one that was given hears that, and nothing of the person. */
static enum bsm_status tell_giver(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                  const struct bsm_campaign_outcome *outcome)
{
    char reference[BSM_REFERENCE_SIZE], day[BSM_DATE_SIZE], text[BSM_MESSAGE_TEXT_SIZE];
    struct office office;
    enum bsm_status status = find_office(db, outcome->site, &office);
    bsm_reference_of(&visit->id, reference);
    write_day(outcome, &office, day);
    snprintf(
        text, sizeof text,
        "بصمة %s: صدر القرار بشأن زيارتك يوم %s، وأُرسل إلى رقم الجوال المسجّل لدينا. إن لم يعد معك فراجع: %s.\n"
        "Basma %s: your visit of %s has been decided, and the mobile number on file was told how. If you no longer "
        "have that number, ask at: %s.",
        reference, day, office.ar, reference, day, office.en);
    return status == BSM_OK
               ? bsm_outbox_add_counted(db, outcome->mobile, text, BSM_POLICY_MESSAGES_PER_MOBILE, call->now_ms)
               : status;
}

/* --- recognised --- */

static enum bsm_status note_proof(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit)
{
    struct bsm_proof proof = {.person = visit->person, .visit = visit->id, .proved_ms = call->now_ms};
    bsm_reference_of(&visit->id, proof.reference);
    return bsm_proof_put(db, &proof);
}

static enum bsm_status tell_match(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                  const struct bsm_plan *plan, const char *mobile)
{
    char reference[BSM_REFERENCE_SIZE], text[BSM_MESSAGE_TEXT_SIZE];
    bsm_reference_of(&visit->id, reference);
    snprintf(text, sizeof text, plan->action ? finish : already, reference, reference);
    return bsm_outbox_add_counted(db, mobile, text, BSM_POLICY_MESSAGES_PER_MOBILE, call->now_ms);
}

/* To the number on file, where there is one: that is the number that the code will go to, and whoever has it must hear
 * of a visit in which somebody was taken for them. */
static enum bsm_status tell_recognised(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                       const struct bsm_plan *plan, const char *on_file,
                                       const struct bsm_campaign_outcome *outcome)
{
    const char *mobile = on_file[0] ? on_file : outcome->mobile;
    enum bsm_status status =
        plan->refer ? send_to_office(call, db, visit, outcome->site, mobile, BSM_POLICY_MESSAGES_PER_MOBILE)
                    : tell_match(call, db, visit, plan, mobile);
    return status == BSM_OK && strcmp(mobile, outcome->mobile) != 0 ? tell_giver(call, db, visit, outcome) : status;
}

static enum bsm_status on_match(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                const struct bsm_campaign_outcome *outcome)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_id(db, visit->person, &person);
    if (status != BSM_OK) {
        return status;
    }
    struct bsm_plan plan = bsm_plan_make(person.account, visit->purpose, person.mobile[0]);
    visit->matched_ms = call->now_ms;
    visit->taken = outcome->taken;
    status = bsm_visit_save(db, visit);
    if (status == BSM_OK && plan.action) {
        status = note_proof(call, db, visit);
    }
    if (status == BSM_OK) {
        status = tell_recognised(call, db, visit, &plan, person.mobile, outcome);
    }
    bsm_person_finish(&person);
    return status == BSM_OK ? bsm_visit_move(db, visit, plan.refer ? BSM_MOVE_REFER : BSM_MOVE_PROVE, call->now_ms)
                            : status;
}

/* --- not recognised --- */

static enum bsm_status on_failure(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                  const struct bsm_campaign_outcome *outcome)
{
    uint32_t wait_s = 0;
    visit->verify_tries++;
    enum bsm_status status = bsm_failures_count(db, &visit->number_key, call->now_ms, &wait_s);
    if (status == BSM_OK) {
        status = bsm_visit_save(db, visit);
    }
    if (status == BSM_OK) {
        status = send_giver_to_office(call, db, visit, outcome);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms) : status;
}

static enum bsm_status refer(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                             const struct bsm_campaign_outcome *outcome)
{
    enum bsm_status status = send_giver_to_office(call, db, visit, outcome);
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_REFER, call->now_ms) : status;
}

static enum bsm_status audit(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                             const struct bsm_decision *decision)
{
    char detail[BSM_AUDIT_TEXT_MAX + 1];
    snprintf(detail, sizeof detail, "campaign claim=%s fingers=%s compared=%d face=%s%s",
             visit->person ? "known" : "unknown", decision->fingers_passed ? "pass" : "fail",
             decision->fingers_compared, decision->face_passed ? "pass" : "fail",
             decision->incomplete ? " incomplete" : "");
    return bsm_call_audit(call, db, visit, "verify", detail);
}

enum bsm_status bsm_campaign_decide(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                    const struct bsm_campaign_outcome *outcome)
{
    const struct bsm_decision *decision = outcome->decision;
    enum bsm_status status = audit(call, db, visit, decision);
    if (status != BSM_OK) {
        return status;
    }
    if (decision->match && visit->person && visit->person == visit->reference) {
        return on_match(call, db, visit, outcome);
    }
    return decision->incomplete ? refer(call, db, visit, outcome) : on_failure(call, db, visit, outcome);
}

enum bsm_status bsm_campaign_refuse(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                    const struct bsm_campaign_outcome *outcome)
{
    enum bsm_status status = bsm_call_audit(call, db, visit, "verify", "campaign locked");
    if (status == BSM_OK) {
        status = send_giver_to_office(call, db, visit, outcome);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms) : status;
}

enum bsm_status bsm_campaign_too_late(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit,
                                      const struct bsm_campaign_outcome *outcome)
{
    char reference[BSM_REFERENCE_SIZE], day[BSM_DATE_SIZE], text[BSM_MESSAGE_TEXT_SIZE];
    struct office office;
    enum bsm_status status = find_office(db, outcome->site, &office);
    bsm_reference_of(&visit->id, reference);
    write_day(outcome, &office, day);
    snprintf(text, sizeof text,
             "بصمة %s: وصلتنا زيارتك يوم %s متأخرة فلم يُتخذ قرار بشأنها. نرجو إعادتها عند أي جهاز بصمة.\n"
             "Basma %s: your visit of %s reached us too late to be decided. Please come again, to any Basma kiosk.",
             reference, day, reference, day);
    if (status == BSM_OK) {
        status = bsm_call_audit(call, db, visit, "verify", "campaign too late");
    }
    if (status == BSM_OK) {
        status = bsm_outbox_add_counted(db, outcome->mobile, text, BSM_POLICY_MESSAGES_OF_STRANGERS, call->now_ms);
    }
    return status == BSM_OK ? bsm_visit_move(db, visit, BSM_MOVE_REFUSE, call->now_ms) : status;
}
