#include "tests/sim/world/phone.h"

#include <ctype.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

/* The first run of exactly six digits. */
static void find_code(const char *text, char code[BSM_CODE_SIZE])
{
    code[0] = 0;
    while (*text) {
        size_t digits = strspn(text, "0123456789");
        if (digits == BSM_CODE_DIGITS) {
            memcpy(code, text, BSM_CODE_DIGITS);
            code[BSM_CODE_DIGITS] = 0;
            return;
        }
        text += digits ? digits : 1;
    }
}

static bool parse(const char *line, size_t size, const char *mobile, struct bsm_phone_message *message)
{
    json_t *object = json_loadb(line, size, 0, NULL);
    const char *to = json_string_value(json_object_get(object, "to"));
    const char *text = json_string_value(json_object_get(object, "text"));
    bool mine = to && text && (!mobile || strcmp(to, mobile) == 0);
    if (mine) {
        snprintf(message->to, sizeof message->to, "%s", to);
        snprintf(message->text, sizeof message->text, "%s", text);
        message->at_unix_ms = json_integer_value(json_object_get(object, "at"));
        find_code(text, message->code);
    }
    json_decref(object);
    return mine;
}

int bsm_phone_messages(const char *outbox_path, const char *mobile, struct bsm_phone_message *messages, int limit)
{
    uint8_t *bytes = NULL;
    size_t left = 0;
    int count = 0;
    if (bsm_file_read(outbox_path, BSM_PHONE_FILE_MAX, &bytes, &left) != BSM_OK)
        return 0;
    while (left > 0 && count < limit) {
        size_t end = left;
        while (left > 0 && bytes[left - 1] != '\n')
            left--;
        if (end > left && parse((const char *)bytes + left, end - left, mobile, &messages[count]))
            count++;
        left -= left > 0; /* over the line's end before it */
    }
    free(bytes);
    return count;
}

bool bsm_phone_code(const char *outbox_path, const char *mobile, int64_t since_unix_ms, char code[BSM_CODE_SIZE])
{
    struct bsm_phone_message message;
    code[0] = 0;
    if (bsm_phone_messages(outbox_path, mobile, &message, 1) < 1 || message.at_unix_ms < since_unix_ms)
        return false;
    memcpy(code, message.code, sizeof message.code);
    return code[0] != 0;
}
