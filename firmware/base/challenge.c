#include "firmware/base/challenge.h"

#include <string.h>

const char *bsm_challenge_kind_name(enum bsm_challenge_kind kind)
{
    switch (kind) {
    case BSM_CHALLENGE_NONE: return "none";
    case BSM_CHALLENGE_SIDEWAYS: return "sideways";
    case BSM_CHALLENGE_UP_DOWN: return "up_down";
    }
    return "none";
}

/* The letters of a clear and of a set bit. */
static const char *letters_of(enum bsm_challenge_kind kind)
{
    switch (kind) {
    case BSM_CHALLENGE_NONE: return "";
    case BSM_CHALLENGE_SIDEWAYS: return "RL";
    case BSM_CHALLENGE_UP_DOWN: return "UD";
    }
    return "";
}

int bsm_challenge_turns(enum bsm_challenge_kind kind, unsigned attempt)
{
    const unsigned more = BSM_CHALLENGE_TURNS_MAX - BSM_CHALLENGE_TURNS_MIN;
    unsigned failed = kind == BSM_CHALLENGE_UP_DOWN && attempt > 0 ? attempt - 1 : attempt;
    return BSM_CHALLENGE_TURNS_MIN + (int)(failed < more ? failed : more);
}

void bsm_challenge_sides_text(enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides,
                              char text[BSM_CHALLENGE_SIDES_SIZE])
{
    const char *letters = letters_of(kind);
    memset(text, 0, BSM_CHALLENGE_SIDES_SIZE);
    for (int turn = 0; letters[0] && turn < bsm_challenge_turns(kind, attempt); turn++)
        text[turn] = letters[sides >> turn & 1];
}

bool bsm_challenge_sides_valid(enum bsm_challenge_kind kind, unsigned attempt, const char *text)
{
    const char *letters = letters_of(kind);
    int turns = letters[0] ? bsm_challenge_turns(kind, attempt) : 0;
    for (int turn = 0; turn < turns; turn++)
        if (!text[turn] || !strchr(letters, text[turn]))
            return false;
    return text[turns] == '\0';
}
