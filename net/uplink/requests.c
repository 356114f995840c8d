#include "net/uplink/requests.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"

/* The two sides name the same sizes apart, for wire does not know ipc. */
_Static_assert((int)BSM_WIRE_NONCE_SIZE == (int)BSM_NONCE_SIZE, "nonce");
_Static_assert((int)BSM_WIRE_KID_SIZE == (int)BSM_SEALED_KID_SIZE, "kid");
_Static_assert((int)BSM_WIRE_ENC_SIZE == (int)BSM_SEALED_ENC_SIZE, "enc");
_Static_assert((int)BSM_WIRE_SEALED_MAX == (int)BSM_SEALED_TEXT_MAX, "sealed text");
_Static_assert((int)BSM_WIRE_FINGERS_MAX == (int)BSM_FINGERS_ASKED_MAX, "fingers");
_Static_assert((int)BSM_WIRE_MOBILE_HINT_SIZE <= (int)BSM_MOBILE_HINT_SIZE, "mobile hint");
_Static_assert((int)BSM_WIRE_NAME_SIZE == (int)BSM_NAME_SIZE, "name");
_Static_assert((int)BSM_WIRE_OFFICE_ID_SIZE == (int)BSM_OFFICE_ID_SIZE, "office");
_Static_assert((int)BSM_WIRE_OFFICE_NAME_SIZE == (int)BSM_OFFICE_NAME_SIZE, "office's name");
_Static_assert((int)BSM_WIRE_OFFICES_MAX == (int)BSM_OFFICES_MAX, "offices");
_Static_assert((int)BSM_WIRE_SLOTS_MAX == (int)BSM_SLOTS_MAX, "slots");
_Static_assert((int)BSM_WIRE_TIME_SIZE == (int)BSM_TIME_SIZE, "time of day");
_Static_assert((int)BSM_WIRE_CODE_NAME_SIZE == (int)BSM_BOOKING_CODE_SIZE, "booking code");
_Static_assert((int)BSM_WIRE_RECEIPT_SIZE == (int)BSM_RECEIPT_SIZE, "receipt");

bool bsm_request_call(enum bsm_message_type type, enum bsm_wire_call *call)
{
    static const enum bsm_wire_call calls[] = {
        [BSM_MESSAGE_NET_OPEN] = BSM_WIRE_OPEN,
        [BSM_MESSAGE_NET_CLAIM] = BSM_WIRE_CLAIM,
        [BSM_MESSAGE_NET_MISSING] = BSM_WIRE_MISSING,
        [BSM_MESSAGE_NET_CAPTURE] = BSM_WIRE_CAPTURE,
        [BSM_MESSAGE_NET_VERIFY] = BSM_WIRE_VERIFY,
        [BSM_MESSAGE_NET_SEND_CODE] = BSM_WIRE_SEND_CODE,
        [BSM_MESSAGE_NET_CHECK_CODE] = BSM_WIRE_CHECK_CODE,
        [BSM_MESSAGE_NET_USER_NAME] = BSM_WIRE_USER_NAME,
        [BSM_MESSAGE_NET_COMPLETE] = BSM_WIRE_COMPLETE,
        [BSM_MESSAGE_NET_SLOTS] = BSM_WIRE_SLOTS,
        [BSM_MESSAGE_NET_BOOK] = BSM_WIRE_BOOK,
        [BSM_MESSAGE_NET_LEAVE] = BSM_WIRE_LEAVE,
    };
    if ((size_t)type >= sizeof calls / sizeof calls[0] || !calls[type])
        return false;
    *call = calls[type];
    return true;
}

const struct bsm_net_request *bsm_request_head(const struct bsm_message *message)
{
    /* The head is the first member of each of them. */
    _Static_assert(offsetof(struct bsm_net_open, head) == 0 && offsetof(struct bsm_net_claim, head) == 0 &&
                       offsetof(struct bsm_net_capture, head) == 0 && offsetof(struct bsm_net_plain, head) == 0 &&
                       offsetof(struct bsm_net_check_code, head) == 0 && offsetof(struct bsm_net_complete, head) == 0 &&
                       offsetof(struct bsm_net_missing, head) == 0 && offsetof(struct bsm_net_send_code, head) == 0 &&
                       offsetof(struct bsm_net_user_name, head) == 0 && offsetof(struct bsm_net_book, head) == 0,
                   "head first");
    enum bsm_wire_call call;
    assert(bsm_request_call(message->type, &call));
    return &message->as.net_plain.head;
}

/* Writing the bodies. */

static enum bsm_status write_open(const struct bsm_net_open *from, const char *site, int64_t now_unix_ms,
                                  struct bsm_wire_text *text)
{
    struct bsm_wire_open open = {.visit = from->head.visit, .purpose = from->purpose, .time_unix_ms = now_unix_ms};
    if (strlen(site) >= sizeof open.site)
        return BSM_INVALID;
    memcpy(open.site, site, strlen(site));
    return bsm_wire_open_encode(&open, text);
}

static enum bsm_status write_claim(const struct bsm_net_claim *from, struct bsm_wire_text *text)
{
    struct bsm_wire_claim claim;
    memcpy(claim.id_number, from->id_number, sizeof claim.id_number);
    memcpy(claim.birth_date, from->birth_date, sizeof claim.birth_date);
    enum bsm_status status = bsm_wire_claim_encode(&claim, text);
    bsm_wipe(&claim, sizeof claim);
    return status;
}

static enum bsm_status write_capture(const struct bsm_sealed *from, struct bsm_wire_text *text)
{
    struct bsm_wire_sealed *sealed = calloc(1, sizeof *sealed);
    if (!sealed)
        return BSM_NO_MEMORY;
    memcpy(sealed->kid, from->kid, sizeof sealed->kid);
    memcpy(sealed->enc, from->enc, sizeof sealed->enc);
    memcpy(sealed->text, from->text, sizeof sealed->text);
    sealed->text_size = from->text_size;
    enum bsm_status status = bsm_wire_sealed_encode(sealed, text);
    bsm_wipe_free(sealed, sizeof *sealed);
    return status;
}

static enum bsm_status write_code(const struct bsm_net_check_code *from, struct bsm_wire_text *text)
{
    struct bsm_wire_code code;
    memcpy(code.code, from->code, sizeof code.code);
    enum bsm_status status = bsm_wire_code_encode(&code, text);
    bsm_wipe(&code, sizeof code);
    return status;
}

static enum bsm_status write_missing(const struct bsm_net_missing *from, struct bsm_wire_text *text)
{
    struct bsm_wire_missing missing = {0};
    for (int finger = BSM_POSITION_RIGHT_THUMB; finger <= BSM_POSITION_MAX; finger++)
        if (from->fingers >> finger & 1)
            missing.fingers[missing.fingers_count++] = (enum bsm_position)finger;
    return bsm_wire_missing_encode(&missing, text);
}

static enum bsm_status write_send_code(const struct bsm_net_send_code *from, struct bsm_wire_text *text)
{
    struct bsm_wire_send_code send_code;
    memcpy(send_code.mobile, from->mobile, sizeof send_code.mobile);
    enum bsm_status status = bsm_wire_send_code_encode(&send_code, text);
    bsm_wipe(&send_code, sizeof send_code);
    return status;
}

static enum bsm_status write_user_name(const struct bsm_net_user_name *from, struct bsm_wire_text *text)
{
    struct bsm_wire_user_name user_name;
    memcpy(user_name.user_name, from->user_name, sizeof user_name.user_name);
    enum bsm_status status = bsm_wire_user_name_encode(&user_name, text);
    bsm_wipe(&user_name, sizeof user_name);
    return status;
}

static enum bsm_status write_complete(const struct bsm_net_complete *from, struct bsm_wire_text *text)
{
    struct bsm_wire_complete complete = {.action = from->action, .consent_version = from->consent_version};
    memcpy(complete.password, from->password, sizeof complete.password);
    enum bsm_status status = bsm_wire_complete_encode(&complete, text);
    bsm_wipe(&complete, sizeof complete);
    return status;
}

static enum bsm_status write_book(const struct bsm_ui_slot *from, struct bsm_wire_text *text)
{
    struct bsm_wire_book book;
    memcpy(book.office, from->office, sizeof book.office);
    memcpy(book.day, from->day, sizeof book.day);
    memcpy(book.time, from->time, sizeof book.time);
    memcpy(book.mobile, from->mobile, sizeof book.mobile);
    enum bsm_status status = bsm_wire_book_encode(&book, text);
    bsm_wipe(&book, sizeof book);
    return status;
}

enum bsm_status bsm_request_body(const struct bsm_message *message, const char *site, int64_t now_unix_ms,
                                 struct bsm_wire_text *text)
{
    enum bsm_wire_call call;
    if (!bsm_request_call(message->type, &call))
        return BSM_INVALID;
    switch ((int)call) {
    case BSM_WIRE_OPEN: return write_open(&message->as.net_open, site, now_unix_ms, text);
    case BSM_WIRE_CLAIM: return write_claim(&message->as.net_claim, text);
    case BSM_WIRE_MISSING: return write_missing(&message->as.net_missing, text);
    case BSM_WIRE_CAPTURE: return write_capture(&message->as.net_capture.sealed, text);
    case BSM_WIRE_SEND_CODE: return write_send_code(&message->as.net_send_code, text);
    case BSM_WIRE_CHECK_CODE: return write_code(&message->as.net_check_code, text);
    case BSM_WIRE_USER_NAME: return write_user_name(&message->as.net_user_name, text);
    case BSM_WIRE_COMPLETE: return write_complete(&message->as.net_complete, text);
    case BSM_WIRE_BOOK: return write_book(&message->as.net_book.slot, text);
    case BSM_WIRE_SLOTS:
    case BSM_WIRE_LEAVE: return BSM_OK;
    default: return bsm_wire_nothing_encode(text);
    }
}

/* Reading the answers. */

static enum bsm_status read_opened(const struct bsm_reply *reply, struct bsm_net_opened *opened)
{
    struct bsm_wire_opened read;
    enum bsm_status status = bsm_wire_opened_decode(reply->body, reply->body_size, &read);
    if (status != BSM_OK)
        return status;
    memcpy(opened->nonce, read.nonce, sizeof opened->nonce);
    opened->expires_unix_ms = read.expires_unix_ms;
    opened->server_unix_ms = read.server_unix_ms;
    return BSM_OK;
}

static enum bsm_status read_claimed(const struct bsm_reply *reply, struct bsm_net_claimed *claimed)
{
    struct bsm_wire_claimed read;
    enum bsm_status status = bsm_wire_claimed_decode(reply->body, reply->body_size, &read);
    if (status == BSM_OK) {
        claimed->steps = read.steps;
        claimed->fingers_count = read.fingers_count;
        memcpy(claimed->fingers, read.fingers, sizeof claimed->fingers);
    }
    bsm_wipe(&read, sizeof read);
    return status;
}

static enum bsm_status read_accepted(const struct bsm_reply *reply, struct bsm_net_accepted *accepted)
{
    struct bsm_wire_accepted read;
    enum bsm_status status = bsm_wire_accepted_decode(reply->body, reply->body_size, &read);
    accepted->again = status == BSM_OK && !read.accepted;
    return status;
}

static enum bsm_status read_verified(const struct bsm_reply *reply, struct bsm_net_verified *verified)
{
    struct bsm_wire_verified read;
    enum bsm_status status = bsm_wire_verified_decode(reply->body, reply->body_size, &read);
    struct bsm_next *next = &verified->next;
    verified->verdict = read.verdict;
    verified->tries_left = read.tries_left;
    next->steps = read.next_steps;
    next->action = read.action;
    memcpy(next->mobile_hint, read.mobile_hint, sizeof read.mobile_hint);
    memcpy(next->name_ar, read.name_ar, sizeof next->name_ar);
    memcpy(next->name_en, read.name_en, sizeof next->name_en);
    memcpy(next->user_name, read.user_name, sizeof next->user_name);
    bsm_wipe(&read, sizeof read);
    return status;
}

/* Done is only what the centre calls ACTIVE. */
static enum bsm_status read_completed(const struct bsm_reply *reply, struct bsm_net_completed *completed)
{
    struct bsm_wire_completed read;
    enum bsm_status status = bsm_wire_completed_decode(reply->body, reply->body_size, &read);
    if (status == BSM_OK && read.state != BSM_ACCOUNT_ACTIVE)
        status = BSM_INVALID;
    memcpy(completed->receipt.code, read.receipt_code, sizeof completed->receipt.code);
    memcpy(completed->receipt.receipt, read.receipt, sizeof completed->receipt.receipt);
    completed->receipt.mobile_wait_h = (uint16_t)read.mobile_wait_h;
    bsm_wipe(&read, sizeof read);
    return status;
}

static void read_office(const struct bsm_wire_office *read, struct bsm_office *office)
{
    memcpy(office->id, read->id, sizeof office->id);
    memcpy(office->name_ar, read->name_ar, sizeof office->name_ar);
    memcpy(office->name_en, read->name_en, sizeof office->name_en);
}

static void read_slot(const struct bsm_wire_slot *read, struct bsm_slot *slot)
{
    slot->office = read->office;
    memcpy(slot->day, read->day, sizeof slot->day);
    memcpy(slot->time, read->time, sizeof slot->time);
}

static enum bsm_status read_offered(const struct bsm_reply *reply, struct bsm_slots *slots)
{
    struct bsm_wire_slots read;
    enum bsm_status status = bsm_wire_slots_decode(reply->body, reply->body_size, &read);
    slots->needs_mobile = read.needs_mobile;
    memcpy(slots->mobile_hint, read.mobile_hint, sizeof read.mobile_hint);
    slots->offices_count = (uint8_t)read.offices_count;
    for (uint32_t i = 0; i < read.offices_count; i++)
        read_office(&read.offices[i], &slots->offices[i]);
    slots->slots_count = (uint16_t)read.slots_count;
    for (uint32_t i = 0; i < read.slots_count; i++)
        read_slot(&read.slots[i], &slots->slots[i]);
    return status;
}

static enum bsm_status read_booked(const struct bsm_reply *reply, struct bsm_ui_booked *booked)
{
    struct bsm_wire_booked read;
    enum bsm_status status = bsm_wire_booked_decode(reply->body, reply->body_size, &read);
    memcpy(booked->code, read.code, sizeof booked->code);
    read_office(&read.office, &booked->office);
    memcpy(booked->day, read.day, sizeof booked->day);
    memcpy(booked->time, read.time, sizeof booked->time);
    bsm_wipe(&read, sizeof read);
    return status;
}

static enum bsm_status read_answer(enum bsm_wire_call call, const struct bsm_reply *reply, struct bsm_message *message)
{
    switch ((int)call) {
    case BSM_WIRE_OPEN: message->type = BSM_MESSAGE_NET_OPENED; return read_opened(reply, &message->as.net_opened);
    case BSM_WIRE_CLAIM:
    case BSM_WIRE_MISSING:
        message->type = BSM_MESSAGE_NET_CLAIMED;
        return read_claimed(reply, &message->as.net_claimed);
    case BSM_WIRE_CAPTURE:
        message->type = BSM_MESSAGE_NET_ACCEPTED;
        return read_accepted(reply, &message->as.net_accepted);
    case BSM_WIRE_VERIFY:
        message->type = BSM_MESSAGE_NET_VERIFIED;
        return read_verified(reply, &message->as.net_verified);
    case BSM_WIRE_COMPLETE:
        message->type = BSM_MESSAGE_NET_COMPLETED;
        return read_completed(reply, &message->as.net_completed);
    case BSM_WIRE_SLOTS:
        message->type = BSM_MESSAGE_NET_OFFERED;
        return read_offered(reply, &message->as.net_offered.slots);
    case BSM_WIRE_BOOK:
        message->type = BSM_MESSAGE_NET_BOOKED;
        return read_booked(reply, &message->as.net_booked.booked);
    default: message->type = BSM_MESSAGE_NET_DONE; return BSM_OK;
    }
}

/* What a status without a problem document stands for: a proxy's page, a centre that is not ours. */
static enum bsm_problem problem_of_status(int http_status)
{
    if (http_status == 502 || http_status == 503 || http_status == 504)
        return BSM_PROBLEM_UNAVAILABLE;
    return http_status >= 500 || http_status < 400 ? BSM_PROBLEM_INTERNAL : BSM_PROBLEM_BAD_REQUEST;
}

static void read_problem(const struct bsm_reply *reply, struct bsm_wire_problem *problem)
{
    if (bsm_wire_problem_decode(reply->body, reply->body_size, problem) != BSM_OK)
        problem->problem = problem_of_status(reply->http_status);
}

static bool is_good(const struct bsm_reply *reply) { return reply->http_status >= 200 && reply->http_status < 300; }

bool bsm_reply_is_again(const struct bsm_reply *reply)
{
    return reply->http_status == 500 || (reply->http_status >= 502 && reply->http_status <= 504);
}

uint32_t bsm_reply_retry_after_s(const struct bsm_reply *reply)
{
    struct bsm_wire_problem problem;
    read_problem(reply, &problem);
    return problem.retry_after_s;
}

enum bsm_problem bsm_reply_problem(const struct bsm_reply *reply)
{
    struct bsm_wire_problem problem;
    if (is_good(reply))
        return BSM_PROBLEM_NONE;
    read_problem(reply, &problem);
    return problem.problem;
}

/* Whose doing a refusal is: INVALID where kiosk and centre do not understand each other, DENIED where the centre said
 * no. */
static enum bsm_status status_of(enum bsm_problem problem)
{
    static const bool invalid[BSM_PROBLEM_LAST + 1] = {
        [BSM_PROBLEM_BAD_REQUEST] = true, [BSM_PROBLEM_SKEW] = true,      [BSM_PROBLEM_NOT_FOUND] = true,
        [BSM_PROBLEM_NOT_ALLOWED] = true, [BSM_PROBLEM_TOO_LARGE] = true, [BSM_PROBLEM_CAPTURE_INVALID] = true,
        [BSM_PROBLEM_KEY_REUSED] = true,  [BSM_PROBLEM_VERSION] = true,   [BSM_PROBLEM_INTERNAL] = true,
    };
    return invalid[problem] ? BSM_INVALID : BSM_DENIED;
}

void bsm_request_failed(uint32_t request, enum bsm_status status, enum bsm_problem problem, struct bsm_message *message)
{
    *message = (struct bsm_message){
        .type = BSM_MESSAGE_NET_FAILED,
        .as.net_failed = {.request = request, .status = status, .problem = problem},
    };
}

void bsm_reply_read(enum bsm_wire_call call, uint32_t request, const struct bsm_reply *reply,
                    struct bsm_message *message)
{
    struct bsm_wire_problem problem;
    bsm_message_wipe(message);
    if (is_good(reply)) {
        message->as.net_done.request = request;
        if (read_answer(call, reply, message) != BSM_OK)
            bsm_request_failed(request, BSM_INVALID, BSM_PROBLEM_INTERNAL, message);
        return;
    }
    read_problem(reply, &problem);
    bsm_request_failed(request, status_of(problem.problem), problem.problem, message);
    message->as.net_failed.retry_after_s = problem.retry_after_s;
    message->as.net_failed.tries_left = problem.tries_left;
    message->as.net_failed.offers.count = (uint8_t)problem.offers_count;
    memcpy(message->as.net_failed.offers.name, problem.offers, sizeof problem.offers);
}
