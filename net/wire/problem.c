/* Problem documents (RFC 9457): the title and the status are the problem's, the rest is said case by case. */
#include <stdio.h>
#include <string.h>

#include "firmware/base/wipe.h"
#include "net/wire/shape.h"
#include "net/wire/wire.h"

struct document {
    char type[64];
    char title[128];
    uint32_t status;
    char code[64];
    char detail[BSM_WIRE_DETAIL_SIZE];
    uint32_t retry_after_s;
    bool has_tries_left;
    uint8_t tries_left;
    uint32_t offers_count;
    char offers[BSM_USER_NAME_OFFERS][BSM_USER_NAME_SIZE];
    int64_t server_unix_ms;
};

static bool detail_valid(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

#define AT(member) .offset = offsetof(struct document, member), .size = sizeof(((struct document *)0)->member)

static const struct bsm_wire_field fields[] = {
    {.name = "type", .kind = BSM_WIRE_TEXT, AT(type), .valid = detail_valid},
    {.name = "title", .kind = BSM_WIRE_TEXT, AT(title), .valid = detail_valid},
    {.name = "status", .kind = BSM_WIRE_INTEGER, AT(status), .lowest = 400, .highest = 599},
    {.name = "code", .kind = BSM_WIRE_TEXT, AT(code), .valid = detail_valid},
    {.name = "detail", .kind = BSM_WIRE_TEXT, AT(detail), .valid = detail_valid, .optional = true},
    {.name = "retry_after",
     .kind = BSM_WIRE_INTEGER,
     AT(retry_after_s),
     .highest = BSM_WIRE_RETRY_AFTER_MAX,
     .optional = true},
    {.name = "tries_left",
     .kind = BSM_WIRE_INTEGER,
     AT(tries_left),
     .beside = offsetof(struct document, has_tries_left),
     .highest = BSM_WIRE_TRIES_MAX,
     .optional = true},
    {.name = "offers",
     .kind = BSM_WIRE_TEXTS,
     .offset = offsetof(struct document, offers),
     .size = BSM_USER_NAME_SIZE,
     .capacity = BSM_USER_NAME_OFFERS,
     .beside = offsetof(struct document, offers_count),
     .valid = bsm_user_name_valid,
     .optional = true},
    {.name = "server_time", .kind = BSM_WIRE_INTEGER, AT(server_unix_ms), .highest = INT64_C(253402300799999)},
};

static const struct bsm_wire_shape shape = {
    .fields = fields, .count = sizeof fields / sizeof fields[0], .size = sizeof(struct document)};

static const char *title_of(enum bsm_problem problem)
{
    static const char *const titles[BSM_PROBLEM_LAST + 1] = {
        [BSM_PROBLEM_BAD_REQUEST] = "The request is not what the interface describes",
        [BSM_PROBLEM_SKEW] = "The kiosk's clock is wrong",
        [BSM_PROBLEM_DEVICE_UNKNOWN] = "No certificate of a known kiosk",
        [BSM_PROBLEM_DEVICE_REVOKED] = "This kiosk has been revoked",
        [BSM_PROBLEM_NOT_FOUND] = "There is no such thing here",
        [BSM_PROBLEM_NOT_ALLOWED] = "The path has no such method",
        [BSM_PROBLEM_WRONG_STATE] = "Not now in this visit",
        [BSM_PROBLEM_REPLAYED] = "This capture was sent before",
        [BSM_PROBLEM_NAME_TAKEN] = "Somebody has this user name",
        [BSM_PROBLEM_SLOT_TAKEN] = "This appointment has gone to somebody else",
        [BSM_PROBLEM_ALREADY_ACTIVE] = "The account became active in another visit",
        [BSM_PROBLEM_VISIT_EXPIRED] = "The visit's time is over",
        [BSM_PROBLEM_TOO_LARGE] = "The body is too large",
        [BSM_PROBLEM_CODE_WRONG] = "The code is wrong",
        [BSM_PROBLEM_CAPTURE_INVALID] = "The capture cannot be used",
        [BSM_PROBLEM_PASSWORD_WEAK] = "This password is too easily guessed",
        [BSM_PROBLEM_KEY_REUSED] = "The idempotency key came with another body before",
        [BSM_PROBLEM_LOCKED] = "Too many failures; try again later",
        [BSM_PROBLEM_VERSION] = "This version of the interface is not served",
        [BSM_PROBLEM_QUOTA] = "Too many requests",
        [BSM_PROBLEM_INTERNAL] = "The centre failed",
        [BSM_PROBLEM_UNAVAILABLE] = "The centre cannot serve now; try again later",
    };
    return titles[problem];
}

enum bsm_status bsm_wire_problem_encode(const struct bsm_wire_problem *problem, struct bsm_wire_text *text)
{
    if (problem->problem <= BSM_PROBLEM_NONE || (int)problem->problem > BSM_PROBLEM_LAST)
        return BSM_INVALID;
    struct document document = {
        .type = "about:blank",
        .status = (uint32_t)bsm_problem_http_status(problem->problem),
        .retry_after_s = problem->retry_after_s,
        .has_tries_left = problem->has_tries_left,
        .tries_left = problem->tries_left,
        .offers_count = problem->offers_count,
        .server_unix_ms = problem->server_unix_ms,
    };
    snprintf(document.title, sizeof document.title, "%s", title_of(problem->problem));
    snprintf(document.code, sizeof document.code, "%s", bsm_problem_name(problem->problem));
    memcpy(document.detail, problem->detail, sizeof document.detail);
    memcpy(document.offers, problem->offers, sizeof document.offers);
    return bsm_wire_shape_encode(&shape, &document, text);
}

static enum bsm_problem problem_of(const struct document *document)
{
    enum bsm_problem problem = BSM_PROBLEM_NONE;
    if (bsm_problem_parse(document->code, &problem) && problem != BSM_PROBLEM_NONE)
        return problem;
    return document->status >= 500 ? BSM_PROBLEM_INTERNAL : BSM_PROBLEM_BAD_REQUEST;
}

enum bsm_status bsm_wire_problem_decode(const char *json, size_t size, struct bsm_wire_problem *problem)
{
    struct document document;
    bsm_wipe(problem, sizeof *problem);
    enum bsm_status status = bsm_wire_shape_decode(&shape, json, size, &document);
    if (status != BSM_OK)
        return status;
    problem->problem = problem_of(&document);
    problem->retry_after_s = document.retry_after_s;
    problem->has_tries_left = document.has_tries_left;
    problem->tries_left = document.tries_left;
    problem->server_unix_ms = document.server_unix_ms;
    memcpy(problem->detail, document.detail, sizeof problem->detail);
    problem->offers_count = document.offers_count;
    memcpy(problem->offers, document.offers, sizeof problem->offers);
    return BSM_OK;
}
