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

void bsm_challenge_sides_text(enum bsm_challenge_kind kind, uint8_t sides, char text[BSM_CHALLENGE_SIDES_SIZE])
{
    const char *letters = letters_of(kind);
    memset(text, 0, BSM_CHALLENGE_SIDES_SIZE);
    for (int turn = 0; letters[0] && turn < BSM_CHALLENGE_TURNS; turn++)
        text[turn] = letters[sides >> turn & 1];
}

bool bsm_challenge_sides_valid(enum bsm_challenge_kind kind, const char *text)
{
    const char *letters = letters_of(kind);
    if (!letters[0])
        return text[0] == '\0';
    for (int turn = 0; turn < BSM_CHALLENGE_TURNS; turn++)
        if (!text[turn] || !strchr(letters, text[turn]))
            return false;
    return text[BSM_CHALLENGE_TURNS] == '\0';
}
