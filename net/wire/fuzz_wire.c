/*
 * Every decoder of the wire on hostile bytes; the first byte, modulo their count, chooses which. What is accepted must
 * survive being written and read again: the two directions are one codec.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/wire/path.h"
#include "net/wire/token.h"
#include "net/wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define TRY(message)                                                                                                   \
    static void try_##message(const char *json, size_t size)                                                           \
    {                                                                                                                  \
        static struct bsm_wire_##message first, second;                                                                \
        struct bsm_wire_text text = {0};                                                                               \
        if (bsm_wire_##message##_decode(json, size, &first) != BSM_OK)                                                 \
            return;                                                                                                    \
        assert(bsm_wire_##message##_encode(&first, &text) == BSM_OK);                                                  \
        assert(bsm_wire_##message##_decode(text.bytes, text.size, &second) == BSM_OK);                                 \
        assert(memcmp(&first, &second, sizeof first) == 0);                                                            \
        bsm_wire_text_finish(&text);                                                                                   \
    }

TRY(enrol)
TRY(open)
TRY(claim)
TRY(sealed)
TRY(code)
TRY(complete)
TRY(capture)
TRY(enrolled)
TRY(opened)
TRY(claimed)
TRY(accepted)
TRY(verified)
TRY(completed)
TRY(time)
TRY(problem)
TRY(missing)
TRY(send_code)
TRY(user_name)
TRY(book)
TRY(telemetry)
TRY(slots)
TRY(booked)
TRY(stored)
TRY(receipt)
TRY(campaign)
TRY(campaign_claim)
TRY(wish)
TRY(wished)

static void try_nothing(const char *json, size_t size) { bsm_wire_nothing_decode(json, size); }

/* A copy with a zero byte at the end, for what reads texts. */
static char *text_of(const char *bytes, size_t size)
{
    char *text = calloc(1, size + 1);
    if (text && size > 0)
        memcpy(text, bytes, size);
    return text;
}

static void try_token(const char *bytes, size_t size)
{
    struct bsm_wire_token token;
    char again[BSM_WIRE_TOKEN_TEXT_SIZE];
    char *text = text_of(bytes, size);
    if (text && bsm_wire_token_decode(text, &token) == BSM_OK)
        assert(bsm_wire_token_encode(&token, again) == BSM_OK);
    free(text);
}

static void try_path(const char *bytes, size_t size)
{
    static const char *const methods[] = {"GET", "POST", "PUT", "DELETE"};
    char *text = text_of(bytes, size);
    for (int i = 0; text && i < 4; i++) {
        enum bsm_wire_call call;
        struct bsm_uuid visit;
        char path[BSM_WIRE_PATH_SIZE];
        if (bsm_wire_path_parse(methods[i], text, &call, &visit) != BSM_PROBLEM_NONE)
            continue;
        bsm_wire_path_format(call, &visit, path);
        assert(strlen(path) == strlen(text)); /* the same but for the case of the UUID's digits */
    }
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const tries[])(const char *, size_t) = {
        try_enrol,          try_open,      try_claim,   try_sealed,   try_code,     try_complete,  try_capture,
        try_enrolled,       try_opened,    try_claimed, try_accepted, try_verified, try_completed, try_time,
        try_problem,        try_nothing,   try_token,   try_path,     try_missing,  try_send_code, try_user_name,
        try_book,           try_telemetry, try_slots,   try_booked,   try_stored,   try_receipt,   try_campaign,
        try_campaign_claim, try_wish,      try_wished,
    };
    enum { TRIES = sizeof tries / sizeof tries[0] };
    if (size > 0)
        tries[data[0] % TRIES]((const char *)data + 1, size - 1);
    return 0;
}
