#include "central/passwords/weak.h"

#include "central/passwords/arabic.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/account.h"
#include "firmware/base/wipe.h"

enum {
    SPARE_MAX = 4,    /* characters around what is guessed that do not make it hard */
    DISTINCT_MIN = 4, /* different characters */
    PERIOD_MAX = 4,   /* of a group over and over */
    NAME_MIN = 3,     /* bytes of a name's part that is looked for */
    NUMBER_TAIL = 8,  /* last digits of a number that stand for it */
};

/* A password as guessers try it: ASCII in lower case, the digits of both Arabic scripts as 0-9. */
struct folded {
    char text[BSM_PASSWORD_SIZE];
    size_t size;
};

/* The digit that stands at the bytes in one of the Arabic scripts (U+0660.., U+06F0..), or -1. */
static int arabic_digit(const unsigned char *at)
{
    if (at[0] == 0xd9 && at[1] >= 0xa0 && at[1] <= 0xa9) {
        return at[1] - 0xa0;
    }
    return at[0] == 0xdb && at[1] >= 0xb0 && at[1] <= 0xb9 ? at[1] - 0xb0 : -1;
}

static struct folded fold(const char *text)
{
    struct folded folded = {.size = 0};
    const unsigned char *at = (const unsigned char *)text;
    while (*at && folded.size + 1 < sizeof folded.text) {
        int digit = arabic_digit(at);
        unsigned char c = digit >= 0 ? (unsigned char)('0' + digit) : *at;
        folded.text[folded.size++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        at += digit >= 0 ? 2 : 1;
    }
    return folded;
}

static size_t length_of(const char *text, size_t size)
{
    size_t length = 0;
    for (size_t i = 0; i < size; i++) {
        length += ((unsigned char)text[i] & 0xc0) != 0x80; /* not a continuation of UTF-8 */
    }
    return length;
}

/* Over and over. */

static bool has_few_characters(const struct folded *password)
{
    bool seen[256] = {false};
    int distinct = 0;
    for (size_t i = 0; i < password->size; i++) {
        unsigned char c = (unsigned char)password->text[i];
        distinct += !seen[c];
        seen[c] = true;
    }
    return distinct < DISTINCT_MIN;
}

static bool repeats(const struct folded *password)
{
    for (size_t period = 1; period <= PERIOD_MAX && 2 * period <= password->size; period++) {
        if (!memcmp(password->text, password->text + period, password->size - period)) {
            return true;
        }
    }
    return false;
}

/* Sequences: of the alphabet, of the digits, of a keyboard's rows, either way. */

static bool follows(char a, char b)
{
    static const char *const rows[] = {
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "qazwsxedcrfvtgbyhnujmikolp"};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (const char *at = rows[i]; at[1]; at++) {
            if ((at[0] == a && at[1] == b) || (at[0] == b && at[1] == a)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_sequence(const struct folded *password)
{
    size_t longest = 0;
    size_t run = 1;
    for (size_t i = 1; i < password->size; i++) {
        run = follows(password->text[i - 1], password->text[i]) ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest >= 5 && password->size - longest <= SPARE_MAX;
}

/* Words. */

/* What is written in place of a letter; 0 for anything that is not. */
static char letter_for(char c)
{
    static const char from[] = "013457@$!";
    static const char to[] = "oleastasi";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : 0;
}

/* Without the digits and marks at its ends. */
static struct folded core_of(const struct folded *password)
{
    struct folded core = {.size = 0};
    size_t first = 0;
    size_t end = password->size;
    while (first < end && password->text[first] >= '!' && password->text[first] <= '@') {
        first++;
    }
    while (end > first && password->text[end - 1] >= '!' && password->text[end - 1] <= '@') {
        end--;
    }
    core.size = end - first;
    memcpy(core.text, password->text + first, core.size);
    return core;
}

static struct folded unmasked(const struct folded *password)
{
    struct folded plain = *password;
    for (size_t i = 0; i < plain.size; i++) {
        char letter = letter_for(plain.text[i]);
        plain.text[i] = letter ? letter : plain.text[i];
    }
    return plain;
}

static bool is_word(const struct bsm_common *common, const struct folded *password)
{
    struct folded core = core_of(password);
    struct folded plain = unmasked(password);
    struct folded plain_core = unmasked(&core);
    bool short_rest = password->size - core.size <= SPARE_MAX;
    bool found = bsm_common_has(common, password->text) || bsm_common_has(common, plain.text) ||
                 (short_rest && core.size &&
                  (bsm_common_has(common, core.text) || bsm_common_has(common, plain_core.text) ||
                   bsm_arabic_is_common(core.text)));
    bsm_wipe(&core, sizeof core);
    bsm_wipe(&plain, sizeof plain);
    bsm_wipe(&plain_core, sizeof plain_core);
    return found;
}

/* The person. */

/* Whether the text stands in the password with little beside it; with spare < 0: however much. */
static bool holds(const struct folded *password, const char *text, int spare)
{
    struct folded wanted = fold(text);
    bool found =
        wanted.size && strstr(password->text, wanted.text) &&
        (spare < 0 || length_of(password->text, password->size) <= length_of(wanted.text, wanted.size) + (size_t)spare);
    bsm_wipe(&wanted, sizeof wanted);
    return found;
}

static bool holds_a_name(const struct folded *password, const char *name)
{
    char words[BSM_PASSWORD_SIZE];
    char *rest = NULL;
    snprintf(words, sizeof words, "%s", name);
    bool found = false;
    for (char *word = strtok_r(words, " -", &rest); word && !found; word = strtok_r(NULL, " -", &rest)) {
        found = strlen(word) >= NAME_MIN && holds(password, word, SPARE_MAX);
    }
    bsm_wipe(words, sizeof words);
    return found;
}

static bool holds_a_number(const struct folded *password, const char *number)
{
    size_t size = strlen(number);
    return size >= NUMBER_TAIL && holds(password, number + size - NUMBER_TAIL, -1);
}

static bool holds_the_date(const struct folded *password, const char *date)
{
    char forms[4][24];
    if (strlen(date) != 10) {
        return false;
    }
    snprintf(forms[0], sizeof forms[0], "%.4s%.2s%.2s", date, date + 5, date + 8);
    snprintf(forms[1], sizeof forms[1], "%.2s%.2s%.4s", date + 8, date + 5, date);
    snprintf(forms[2], sizeof forms[2], "%.4s-%.2s-%.2s", date, date + 5, date + 8);
    snprintf(forms[3], sizeof forms[3], "%.2s/%.2s/%.4s", date + 8, date + 5, date);
    bool found = false;
    for (int i = 0; i < 4 && !found; i++) {
        found = holds(password, forms[i], SPARE_MAX);
    }
    bsm_wipe(forms, sizeof forms);
    return found;
}

static bool is_of_the_person(const struct folded *password, const struct bsm_password_owner *owner)
{
    return holds(password, owner->user_name, SPARE_MAX + 4) || holds_a_name(password, owner->name_ar) ||
           holds_a_name(password, owner->name_en) || holds_a_number(password, owner->id_number) ||
           holds_a_number(password, owner->mobile) || holds_the_date(password, owner->birth_date);
}

bool bsm_password_is_weak(const struct bsm_common *common, const char *password, const struct bsm_password_owner *owner)
{
    struct folded folded = fold(password);
    bool weak = has_few_characters(&folded) || repeats(&folded) || is_sequence(&folded) || is_word(common, &folded) ||
                is_of_the_person(&folded, owner);
    bsm_wipe(&folded, sizeof folded);
    return weak;
}
