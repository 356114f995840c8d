/*
 * The mobile phones of the people: what the centre's SMS driver "file" wrote, one JSON line a message
 * {"to":"+9665...","text":"...","at":unix_ms}. Each call reads the file anew; nothing is kept.
 */
#ifndef BASMA_SIM_WORLD_PHONE_H
#define BASMA_SIM_WORLD_PHONE_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/base/account.h"
#include "firmware/base/identity.h"

enum { BSM_PHONE_TEXT_SIZE = 640, BSM_PHONE_FILE_MAX = 16 * 1024 * 1024 };

struct bsm_phone_message {
    char to[BSM_MOBILE_SIZE];
    char text[BSM_PHONE_TEXT_SIZE];
    int64_t at_unix_ms;
    char code[BSM_CODE_SIZE]; /* the six digits in the text; "" where there are none */
};

/* The last messages to a number (NULL: to whomever), newest first: how many of at most limit were found. */
int bsm_phone_messages(const char *outbox_path, const char *mobile, struct bsm_phone_message *messages, int limit);

/* The code of the newest message to a number that is not older than since_unix_ms; false (and "") where there is none.
 */
bool bsm_phone_code(const char *outbox_path, const char *mobile, int64_t since_unix_ms, char code[BSM_CODE_SIZE]);

#endif
