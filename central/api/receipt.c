#include "central/api/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/api/mobile_change.h"
#include "central/store/outbox.h"
#include "central/visits/code_name.h"
#include "firmware/base/log.h"
#include "net/seal/jws.h"

static void add_erased(struct bsm_wire_receipt *receipt, const char *what)
{
    snprintf(receipt->erased[receipt->erased_count++], BSM_WIRE_ERASED_SIZE, "%s", what);
}

/* What the match was made of went in its transaction: matched_ms. */
static void fill(struct bsm_wire_receipt *receipt, const struct bsm_visit *visit, int64_t now_ms)
{
    bsm_code_name_make(receipt->code);
    receipt->time_unix_ms = now_ms;
    memcpy(receipt->place, visit->site, sizeof receipt->place);
    receipt->action = visit->action;
    receipt->consent_version = visit->consent_version;
    for (int finger = BSM_POSITION_RIGHT_THUMB; finger <= BSM_POSITION_MAX; finger++) {
        if (visit->taken >> finger & 1) {
            receipt->fingers[receipt->fingers_count++] = (enum bsm_position)finger;
        }
    }
    receipt->face = visit->taken & 1;
    receipt->portrait = visit->taken & BSM_VISIT_TOOK_PORTRAIT;
    receipt->erased_unix_ms = visit->matched_ms;
    if (receipt->fingers_count) {
        add_erased(receipt, "finger templates");
    }
    if (receipt->face) {
        add_erased(receipt, "face template");
    }
}

static enum bsm_status sign(struct bsm_ec_key *key, const struct bsm_wire_receipt *receipt,
                            char out[BSM_WIRE_RECEIPT_SIZE])
{
    struct bsm_wire_text payload = {0};
    struct bsm_signer signer = bsm_ec_key_signer(key);
    size_t size = 0;
    char *jws = malloc(BSM_JWS_SIZE);
    enum bsm_status status = jws ? bsm_wire_receipt_encode(receipt, &payload) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        status = bsm_jws_sign(&signer, BSM_WIRE_RECEIPT_KID, payload.bytes, payload.size, jws, &size);
    }
    if (status == BSM_OK && size >= BSM_WIRE_RECEIPT_SIZE) {
        status = BSM_FAULT;
    }
    if (status == BSM_OK) {
        memcpy(out, jws, size + 1);
    } else {
        bsm_log(BSM_LOG_ERROR, "central/api", "a receipt could not be signed, status=%s", bsm_status_name(status));
    }
    bsm_wire_text_finish(&payload);
    free(jws);
    return status;
}

static enum bsm_status tell(struct bsm_db *db, const char *mobile, const struct bsm_wire_completed *completed,
                            int64_t now_ms)
{
    char text[BSM_MESSAGE_TEXT_SIZE], wait_ar[160] = "", wait_en[120] = "";
    int wait_h = (int)completed->mobile_wait_h;
    if (!mobile[0]) {
        return BSM_OK;
    }
    if (wait_h) {
        snprintf(wait_ar, sizeof wait_ar, ". يُعمل بهذا الرقم بعد %d %s، وحتى ذلك الحين تصل الرموز إلى الرقم السابق",
                 wait_h, bsm_hours_in_arabic(wait_h));
        snprintf(wait_en, sizeof wait_en, ". This number counts in %d hours; until then codes go to the earlier one",
                 wait_h);
    }
    snprintf(text, sizeof text, "بصمة: تم تنفيذ طلبك. رمز الإيصال: %s%s\nBasma: it is done. Your receipt: %s%s",
             completed->receipt_code, wait_ar, completed->receipt_code, wait_en);
    return bsm_outbox_add(db, mobile, text, now_ms);
}

enum bsm_status bsm_receipt_give(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                 const char *mobile, struct bsm_wire_completed *completed)
{
    struct bsm_wire_receipt receipt = {.fingers_count = 0};
    fill(&receipt, visit, call->now_ms);
    memcpy(completed->receipt_code, receipt.code, sizeof completed->receipt_code);
    enum bsm_status status = sign(call->centre->state->receipt_key, &receipt, completed->receipt);
    return status == BSM_OK ? tell(db, mobile, completed, call->now_ms) : status;
}
