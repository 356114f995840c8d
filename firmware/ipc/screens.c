#include "firmware/ipc/screens.h"

#include <stddef.h>
#include <string.h>

static const char *const screen_names[] = {
    NULL,          "starting", "welcome",   "purpose",  "consent", "identity", "hand",           "missing",   "face",
    "mobile",      "code",     "user_name", "password", "wait",    "done",     "kept",           "try_again", "ended",
    "appointment", "booked",   "wish",      "wished",   "call",    "time",     "out_of_service",
};

static const char *const reason_names[] = {
    "none",       "checking", "device",  "link",    "not_confirmed", "locked",
    "office",     "already",  "code",    "capture", "name_taken",    "password_weak",
    "slot_taken", "left",     "expired", "fault",   "not_kept",      "portrait",
};

static const char *const language_names[] = {NULL, "ar", "en"};

static const char *const input_names[] = {
    NULL,          "touch",   "start",     "want_account",   "want_password", "want_mobile", "language",
    "agree",       "decline", "again",     "missing_finger", "cannot_turn",   "send_code",   "other_mobile",
    "appointment", "rate",    "more_time", "call",           "back",          "leave",       "finish",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

_Static_assert(COUNT(screen_names) == BSM_SCREEN_LAST + 1, "a name for each screen");
_Static_assert(COUNT(reason_names) == BSM_REASON_LAST + 1, "a name for each reason");
_Static_assert(COUNT(language_names) == BSM_LANGUAGE_LAST + 1, "a name for each language");
_Static_assert(COUNT(input_names) == BSM_INPUT_LAST + 1, "a name for each input");

static const char *name_at(const char *const *names, size_t count, int index)
{
    return index >= 0 && (size_t)index < count && names[index] ? names[index] : "unknown";
}

const char *bsm_screen_name(enum bsm_screen screen) { return name_at(screen_names, COUNT(screen_names), (int)screen); }
const char *bsm_reason_name(enum bsm_reason reason) { return name_at(reason_names, COUNT(reason_names), (int)reason); }
const char *bsm_input_name(enum bsm_input input) { return name_at(input_names, COUNT(input_names), (int)input); }

const char *bsm_language_name(enum bsm_language language)
{
    return name_at(language_names, COUNT(language_names), (int)language);
}

bool bsm_screen_parse(const char *name, enum bsm_screen *screen)
{
    for (int i = 1; i <= BSM_SCREEN_LAST; i++)
        if (strcmp(screen_names[i], name) == 0) {
            *screen = (enum bsm_screen)i;
            return true;
        }
    return false;
}

bool bsm_language_parse(const char *name, enum bsm_language *language)
{
    for (int i = 1; i <= BSM_LANGUAGE_LAST; i++)
        if (strcmp(language_names[i], name) == 0) {
            *language = (enum bsm_language)i;
            return true;
        }
    return false;
}
