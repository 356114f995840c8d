/* Which texts are lawful, and the words of the enums. */
#include "net/wire/fields.h"

#include <string.h>

#include "firmware/base/text.h"

static bool printable(const char *text, const char *also)
{
    for (; *text; text++)
        if ((*text < ' ' || *text > '~') && !strchr(also, *text))
            return false;
    return true;
}

bool bsm_wire_word_valid(const char *text) { return *text && printable(text, ""); }
bool bsm_wire_site_valid(const char *text) { return printable(text, ""); }
bool bsm_wire_pem_valid(const char *text) { return strncmp(text, "-----BEGIN ", 11) == 0 && printable(text, "\r\n"); }

bool bsm_wire_jws_valid(const char *text)
{
    return *text && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == strlen(text);
}

/* UTF-8, for people. */
bool bsm_wire_name_valid(const char *text) { return bsm_text_length(text, strlen(text)) >= 0; }

bool bsm_wire_code_name_valid(const char *text)
{
    return *text && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == strlen(text);
}

bool bsm_wire_time_valid(const char *text)
{
    static const char digits[] = "0123456789";
    return strlen(text) == 5 && strspn(text, digits) == 2 && text[2] == ':' && strspn(text + 3, digits) == 2 &&
           strncmp(text, "24", 2) < 0 && text[3] <= '5';
}

bool bsm_wire_mobile_hint_valid(const char *text)
{
    return *text == '\0' || (strlen(text) == 2 && strspn(text, "0123456789") == 2);
}

bool bsm_wire_device_valid(const char *device)
{
    size_t length = strnlen(device, BSM_WIRE_DEVICE_SIZE);
    return length > 0 && length < BSM_WIRE_DEVICE_SIZE &&
           strspn(device, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && device[0] != '-' &&
           device[length - 1] != '-';
}

bool bsm_wire_office_id_valid(const char *id)
{
    return strnlen(id, BSM_WIRE_OFFICE_ID_SIZE) < BSM_WIRE_OFFICE_ID_SIZE && bsm_wire_device_valid(id);
}

/*
 * The words of the enums.
 */

static const char *action_name(unsigned value) { return bsm_action_name((enum bsm_action)value); }
static const char *step_name(unsigned value) { return bsm_step_name((enum bsm_step)value); }
static const char *verdict_name(unsigned value) { return bsm_verdict_name((enum bsm_verdict)value); }
static const char *state_name(unsigned value) { return bsm_account_state_name((enum bsm_account_state)value); }
static const char *modality_name(unsigned value) { return bsm_modality_name((enum bsm_modality)value); }
static const char *challenge_name(unsigned value) { return bsm_challenge_kind_name((enum bsm_challenge_kind)value); }

const struct bsm_wire_words bsm_wire_actions = {action_name, BSM_ACTION_REGISTER, BSM_ACTION_LAST};
const struct bsm_wire_words bsm_wire_steps = {step_name, BSM_STEP_FINGERS, BSM_STEP_PASSWORD};
const struct bsm_wire_words bsm_wire_verdicts = {verdict_name, BSM_VERDICT_MATCH, BSM_VERDICT_LAST};
const struct bsm_wire_words bsm_wire_states = {state_name, BSM_ACCOUNT_NONE, BSM_ACCOUNT_LAST};
const struct bsm_wire_words bsm_wire_modalities = {modality_name, BSM_MODALITY_FINGER, BSM_MODALITY_FACE};
const struct bsm_wire_words bsm_wire_challenges = {challenge_name, BSM_CHALLENGE_NONE, BSM_CHALLENGE_KIND_LAST};
