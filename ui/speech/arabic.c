#include "ui/speech/arabic.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LETTERS_MAX = 32, PHONES_MAX = 64 };

enum {
    ALIF_MADDA = 0x622,
    ALIF = 0x627,
    BEH = 0x628,
    TEH_MARBUTA = 0x629,
    FEH = 0x641,
    KAF = 0x643,
    LAM = 0x644,
    WAW = 0x648,
    ALIF_MAKSURA = 0x649,
    YEH = 0x64a,
    TANWIN_FATH = 0x64b,
    TANWIN_KASR = 0x64d,
    FATHA = 0x64e,
    DAMMA = 0x64f,
    KASRA = 0x650,
    SHADDA = 0x651,
    SUKUN = 0x652,
    DAGGER_ALIF = 0x670,
};

struct letter {
    uint32_t code;
    uint32_t mark; /* FATHA, ... SUKUN, DAGGER_ALIF, a tanwin; 0: none */
    bool doubled;
};

struct phone {
    const char *name;
    bool vowel;
    bool lengthened;
    bool article; /* never stressed */
};

struct word {
    struct letter letters[LETTERS_MAX];
    int count;
    struct phone phones[PHONES_MAX];
    int phones_count;
};

struct output {
    char *text;
    size_t size;
    size_t used;
    bool full;
};

static const struct {
    uint32_t code;
    const char *phone;
    bool dark; /* makes the vowel after it dark */
} consonants[] = {
    {0x621, "?", false}, {0x623, "?", false}, {0x624, "?", false},       {0x625, "?", false},  {0x626, "?", false},
    {BEH, "b", false},   {0x62a, "t", false}, {0x62b, "T", false},       {0x62c, "dZ", false}, {0x62d, "H", false},
    {0x62e, "X", false}, {0x62f, "d", false}, {0x630, "D", false},       {0x631, "R", false},  {0x632, "z", false},
    {0x633, "s", false}, {0x634, "S", false}, {0x635, "s[", true},       {0x636, "dH", true},  {0x637, "t[", true},
    {0x638, "Z", true},  {0x639, "A", false}, {0x63a, "Q", false},       {FEH, "f", false},    {0x642, "q", false},
    {KAF, "k", false},   {LAM, "l", false},   {0x645, "m", false},       {0x646, "n", false},  {0x647, "h", false},
    {WAW, "w", false},   {YEH, "j", false},   {TEH_MARBUTA, "t", false},
};

/* The code point at *at, which moves on; 0 at the end and for what is no UTF-8 of two bytes or one. */
static uint32_t next_code(const char **at)
{
    const unsigned char *byte = (const unsigned char *)*at;
    if (byte[0] == 0)
        return 0;
    if (byte[0] < 0x80) {
        *at += 1;
        return byte[0];
    }
    if ((byte[0] & 0xe0) != 0xc0 || (byte[1] & 0xc0) != 0x80)
        return 0;
    *at += 2;
    return (uint32_t)(byte[0] & 0x1f) << 6 | (byte[1] & 0x3f);
}

static bool is_mark(uint32_t code) { return (code >= TANWIN_FATH && code <= SUKUN) || code == DAGGER_ALIF; }

static bool is_letter(uint32_t code) { return code >= 0x621 && code <= YEH && code != 0x640; }

/* '.', ',' and the like for a mark that ends a clause; 0: none. */
static char pause_of(uint32_t code)
{
    switch (code) {
    case '.': return '.';
    case ':': return ',';
    case 0x60c: return ',';
    case 0x61f: return '?';
    default: return 0;
    }
}

static void put(struct output *out, const char *text)
{
    size_t length = strlen(text);
    if (out->used + length >= out->size) {
        out->full = true;
        return;
    }
    memcpy(out->text + out->used, text, length + 1);
    out->used += length;
}

static void add_phone(struct word *word, const char *name, bool vowel)
{
    if (word->phones_count < PHONES_MAX)
        word->phones[word->phones_count++] = (struct phone){name, vowel, false, false};
}

static void lengthen(struct word *word)
{
    if (word->phones_count > 0)
        word->phones[word->phones_count - 1].lengthened = true;
}

/* fatha, damma, kasra, and what is made of them: 0 to 2; -1: silence. */
static int vowel_of(uint32_t mark)
{
    if (mark == DAGGER_ALIF)
        return 0;
    if (mark >= TANWIN_FATH && mark <= TANWIN_KASR)
        return (int)(mark - TANWIN_FATH);
    return mark >= FATHA && mark <= KASRA ? (int)(mark - FATHA) : -1;
}

static void add_vowel(struct word *word, uint32_t mark, bool dark)
{
    static const char *const vowels[2][3] = {{"a", "u", "i"}, {"a.", "u.", "i."}};
    int vowel = vowel_of(mark);
    if (vowel < 0)
        return;
    add_phone(word, vowels[dark][vowel], true);
    if (mark == DAGGER_ALIF)
        lengthen(word);
    else if (mark <= TANWIN_KASR)
        add_phone(word, "n", false);
}

/* The article's alif, or that of a word like ism or intizar: spoken only where nothing comes before it. */
static bool joins(const struct word *word, int at)
{
    const struct letter *letter = &word->letters[at];
    if (letter->code != ALIF)
        return false;
    if (at == 0 || letter[-1].mark == KASRA) /* as in al-ism, where the article's lam bears the vowel */
        return true;
    bool prefix = at == 1 && (letter[-1].code == WAW || letter[-1].code == FEH || letter[-1].code == BEH ||
                              letter[-1].code == KAF);
    return prefix && at + 2 < word->count && letter[1].code == LAM && (letter[1].mark == SUKUN || letter[2].doubled);
}

/* lengthens: alif after fatha, waw after damma, yeh after kasra. */
static bool lengthens(const struct word *word, int at)
{
    const struct letter *letter = &word->letters[at];
    if (at == 0 || letter->mark != 0 || letter->doubled)
        return false;
    uint32_t before = letter[-1].mark;
    return ((letter->code == ALIF || letter->code == ALIF_MAKSURA) && (before == FATHA || before == DAGGER_ALIF)) ||
           (letter->code == WAW && before == DAMMA) || (letter->code == YEH && before == KASRA);
}

/* The lam that becomes one with the letter of the sun after it. */
static bool is_swallowed(const struct word *word, int at)
{
    const struct letter *letter = &word->letters[at];
    return letter->code == LAM && letter->mark == 0 && !letter->doubled && at + 1 < word->count && letter[1].doubled;
}

static bool add_consonant(struct word *word, const struct letter *letter, bool last)
{
    if (letter->mark == 0)
        return false; /* not vocalised */
    if (letter->code == TEH_MARBUTA && letter->mark == SUKUN)
        return last;
    for (size_t i = 0; i < sizeof consonants / sizeof consonants[0]; i++) {
        if (consonants[i].code != letter->code)
            continue;
        add_phone(word, consonants[i].phone, false);
        if (letter->doubled)
            add_phone(word, consonants[i].phone, false);
        add_vowel(word, letter->mark, consonants[i].dark);
        return true;
    }
    return false;
}

/* The alif of a beginning: with a catch of the breath after silence, else joined to what was said before. */
static void add_joining(struct word *word, int at, bool silence_before)
{
    if (!silence_before || at > 0)
        return;
    bool article = word->count > 1 && word->letters[1].code == LAM;
    add_phone(word, "?", false);
    add_phone(word, article ? "a" : "i", true);
    word->phones[word->phones_count - 1].article = article;
}

static bool add_letter(struct word *word, int at, bool silence_before)
{
    const struct letter *letter = &word->letters[at];
    if (joins(word, at)) {
        add_joining(word, at, silence_before);
    } else if (lengthens(word, at)) {
        lengthen(word);
    } else if (letter->code == ALIF_MADDA) {
        add_phone(word, "?", false);
        add_phone(word, "a", true);
        lengthen(word);
    } else if (letter->code == ALIF) {
        return letter->mark == 0 && at > 0 && letter[-1].mark == TANWIN_FATH; /* written only */
    } else if (!is_swallowed(word, at)) {
        return add_consonant(word, letter, at + 1 == word->count);
    }
    return true;
}

static int consonants_after(const struct word *word, int at)
{
    int count = 0;
    for (int i = at + 1; i < word->phones_count && !word->phones[i].vowel; i++)
        count++;
    return count;
}

/* The vowel that bears the stress: the last syllable when it is very heavy, else the one before when heavy, else the
 * third from the end. -1: none, as in min and fi. */
static int stressed(const struct word *word)
{
    int vowels[3] = {-1, -1, -1}; /* from the end */
    int count = 0;
    for (int i = word->phones_count - 1; i >= 0 && count < 3; i--)
        if (word->phones[i].vowel && !word->phones[i].article)
            vowels[count++] = i;
    if (count == 0)
        return -1;
    int end = consonants_after(word, vowels[0]);
    if (end >= 2 || (end == 1 && word->phones[vowels[0]].lengthened))
        return vowels[0];
    if (count == 1)
        return word->count > 2 ? vowels[0] : -1;
    if (count == 2 || word->phones[vowels[1]].lengthened || consonants_after(word, vowels[1]) >= 2)
        return vowels[1];
    return vowels[2];
}

/* A long vowel before a joining alif is said short. */
static void put_word(struct output *out, const struct word *word, bool shortened)
{
    int stress = stressed(word);
    for (int i = 0; i < word->phones_count; i++) {
        const struct phone *phone = &word->phones[i];
        if (i > 0 && strcmp(phone[-1].name, "d") == 0 && (phone->name[0] == 'H' || phone->name[0] == 'Z'))
            put(out, "|");
        if (i == stress)
            put(out, "'");
        put(out, phone->name);
        if (phone->lengthened && !(shortened && i + 1 == word->phones_count))
            put(out, ":");
    }
}

/* Takes the next word's letters; false at what cannot stand in one. */
static bool take_word(const char **at, struct word *word)
{
    *word = (struct word){0};
    for (const char *ahead = *at;; *at = ahead) {
        uint32_t code = next_code(&ahead);
        struct letter *last = word->count > 0 ? &word->letters[word->count - 1] : NULL;
        if (code == SHADDA && last)
            last->doubled = true;
        else if (is_mark(code) && last)
            last->mark = code;
        else if (is_letter(code) && word->count < LETTERS_MAX)
            word->letters[word->count++] = (struct letter){.code = code};
        else
            return word->count > 0;
    }
}

static bool begins_joined(const char *at) { return next_code(&at) == ALIF; }

enum bsm_status bsm_arabic_phonemes(const char *words, char *out, size_t size, const char **wrong)
{
    struct output output = {.text = out, .size = size};
    bool silence = true;
    static struct word word;
    const char *at = words;
    while (*at && !output.full) {
        *wrong = at;
        if (!take_word(&at, &word))
            return BSM_INVALID;
        for (int i = 0; i < word.count; i++)
            if (!add_letter(&word, i, silence))
                return BSM_INVALID;
        put(&output, silence ? "[[" : " ");
        const char *ahead = at;
        uint32_t code = next_code(&ahead);
        put_word(&output, &word, code == ' ' && begins_joined(ahead));
        char pause[] = {']', ']', pause_of(code), ' ', '\0'};
        silence = pause[2] != 0;
        if (silence) {
            put(&output, pause);
            at = ahead;
            code = next_code(&ahead);
        }
        if (code == ' ')
            at = ahead;
        else if (code != 0)
            return BSM_INVALID;
    }
    *wrong = at;
    return output.full || !silence ? BSM_INVALID : BSM_OK;
}
