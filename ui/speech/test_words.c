/* What is said is what stands on the screen, in every language, and each sentence has its sound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"
#include "ui/language.h"
#include "ui/speech/player.h"
#include "ui/speech/sentence.h"

enum { WORDS_SIZE = 1024, FILE_MAX = 64 * 1024, LANGUAGES = BSM_LANGUAGE_LAST };

/* By language and sentence. */
static char said[LANGUAGES + 1][BSM_SENTENCE_LAST + 1][WORDS_SIZE];

static void read_words(enum bsm_language language)
{
    char path[PATH_MAX];
    uint8_t *bytes = NULL;
    size_t size = 0;
    snprintf(path, sizeof path, "%s/ui/speech/%s.words", getenv("BASMA_SOURCE_DIR"), bsm_language_name(language));
    assert_int_equal(bsm_file_read(path, FILE_MAX, &bytes, &size), BSM_OK);
    char *rest = (char *)bytes;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *equals = strstr(line, " = ");
        for (int i = 1; equals && i <= BSM_SENTENCE_LAST; i++) {
            const char *name = bsm_sentence_name((enum bsm_sentence)i);
            if (strlen(name) == (size_t)(equals - line) && strncmp(line, name, strlen(name)) == 0)
                snprintf(said[language][i], WORDS_SIZE, "%s", equals + 3);
        }
    }
    free(bytes);
}

static void every_language_has_every_sentence(void **state)
{
    (void)state;
    for (int language = 1; language <= LANGUAGES; language++)
        for (int i = 1; i <= BSM_SENTENCE_LAST; i++)
            if (!said[language][i][0])
                fail_msg("%s.words has no %s", bsm_language_name((enum bsm_language)language),
                         bsm_sentence_name((enum bsm_sentence)i));
}

/* Numbers, codes and names are never spoken: nothing could fill in a place, and no digit stands there. */
static void no_sentence_has_a_digit_or_a_place_to_fill_in(void **state)
{
    (void)state;
    for (int language = 1; language <= LANGUAGES; language++)
        for (int i = 1; i <= BSM_SENTENCE_LAST; i++) {
            assert_null(strpbrk(said[language][i], "0123456789%"));
            assert_null(strstr(said[language][i], "\xd9\xa0")); /* U+0660 to U+0669 are D9 A0 to D9 A9 */
            assert_null(strstr(said[language][i], "\xd9\xa5"));
        }
}

/* Without vowel signs (U+064B to U+0652, U+0670) and the mark at the end. */
static void plain(const char *words, char out[WORDS_SIZE])
{
    size_t used = 0;
    for (const char *at = words; *at && used + 2 < WORDS_SIZE;) {
        unsigned char first = (unsigned char)at[0], second = (unsigned char)at[1];
        bool sign = (first == 0xd9 && second >= 0x8b && second <= 0x92) || (first == 0xd9 && second == 0xb0);
        if (!sign && first >= 0x80 && second != 0)
            out[used++] = at[1] ? at[0] : '\0', out[used++] = at[1];
        else if (!sign)
            out[used++] = at[0];
        at += first >= 0x80 && second != 0 ? 2 : 1;
    }
    out[used] = '\0';
    while (used > 0 && out[used - 1] == '.')
        out[--used] = '\0';
}

/* The next part of words, with its mark; false at the end. */
static bool next_part(const char **rest, char out[WORDS_SIZE])
{
    const char *end = *rest;
    if (!*end)
        return false;
    while (*end && !(end[0] == ' ' && (end[-1] == '.' || end[-1] == '?' || (unsigned char)end[-1] == 0x9f)))
        end++;
    snprintf(out, WORDS_SIZE, "%.*s", (int)(end - *rest), *rest);
    *rest = *end ? end + 1 : end;
    return true;
}

/* The Arabic text of the screen for English words, as they stand or without the dot; NULL: they are no text of a
 * screen. */
static const char *on_screen(const char *english)
{
    static char words[WORDS_SIZE];
    snprintf(words, sizeof words, "%s", english);
    for (int dot = 0; dot < 2; dot++) {
        const char *arabic = bsm_tr(words);
        if (arabic != words && strcmp(arabic, words) != 0)
            return arabic;
        if (words[0] && words[strlen(words) - 1] == '.')
            words[strlen(words) - 1] = '\0';
    }
    return NULL;
}

static bool compare(const char *name, const char *english, const char *arabic)
{
    char spoken[WORDS_SIZE], shown[WORDS_SIZE];
    const char *screen = on_screen(english);
    if (!screen)
        return false;
    plain(arabic, spoken);
    plain(screen, shown);
    if (strcmp(spoken, shown) != 0)
        fail_msg("%s: the screen says %s, the voice %s", name, shown, spoken);
    return true;
}

static void what_is_said_is_what_the_screen_says(void **state)
{
    (void)state;
    int same = 0;
    bsm_language_use(BSM_LANGUAGE_ARABIC);
    for (int i = 1; i <= BSM_SENTENCE_LAST; i++) {
        const char *name = bsm_sentence_name((enum bsm_sentence)i);
        const char *english = said[BSM_LANGUAGE_ENGLISH][i], *arabic = said[BSM_LANGUAGE_ARABIC][i];
        char part_en[WORDS_SIZE], part_ar[WORDS_SIZE];
        if (compare(name, english, arabic)) {
            same++;
            continue;
        }
        while (next_part(&english, part_en)) {
            if (!next_part(&arabic, part_ar))
                fail_msg("%s has fewer parts in Arabic", name);
            same += compare(name, part_en, part_ar);
        }
        assert_int_equal(*arabic, 0);
    }
    print_message("%d parts of sentences are texts of the screens\n", same);
    assert_true(same >= 50);
}

/* The root mean square over what sounds, as basma-voice measures it. */
static double loudness(const int16_t *samples, size_t count)
{
    enum { WINDOW = BSM_CLIP_RATE / 50, SOUNDS = 400 };
    double sum = 0;
    int windows = 0;
    for (size_t at = 0; at + WINDOW <= count; at += WINDOW) {
        double power = 0;
        for (size_t i = at; i < at + WINDOW; i++)
            power += (double)samples[i] * samples[i] / WINDOW;
        sum += power >= SOUNDS * SOUNDS ? power : 0;
        windows += power >= SOUNDS * SOUNDS;
    }
    return windows > 0 ? sqrt(sum / windows) : 0;
}

static void every_sentence_sounds_and_none_is_louder_than_others(void **state)
{
    (void)state;
    for (int language = 1; language <= LANGUAGES; language++)
        for (int i = 1; i <= BSM_SENTENCE_LAST; i++) {
            char path[PATH_MAX];
            uint8_t *bytes = NULL;
            size_t size = 0;
            snprintf(path, sizeof path, "%s/share/speech/%s/%s.pcm", getenv("BASMA_BUILD_DIR"),
                     bsm_language_name((enum bsm_language)language), bsm_sentence_name((enum bsm_sentence)i));
            if (bsm_file_read(path, BSM_CLIP_SAMPLES_MAX * 2, &bytes, &size) != BSM_OK)
                fail_msg("no %s", path);
            double loud = loudness((const int16_t *)(const void *)bytes, size / 2);
            free(bytes);
            if (loud < 4000 || loud > 5000)
                fail_msg("%s has a loudness of %.0f", path, loud);
            assert_in_range(size / 2, BSM_CLIP_RATE / 2, 12 * BSM_CLIP_RATE);
        }
}

int main(void)
{
    if (bsm_language_init() != BSM_OK || !getenv("BASMA_SOURCE_DIR") || !getenv("BASMA_BUILD_DIR"))
        return 1;
    for (int language = 1; language <= LANGUAGES; language++)
        read_words((enum bsm_language)language);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_every_sentence),
        cmocka_unit_test(no_sentence_has_a_digit_or_a_place_to_fill_in),
        cmocka_unit_test(what_is_said_is_what_the_screen_says),
        cmocka_unit_test(every_sentence_sounds_and_none_is_louder_than_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
