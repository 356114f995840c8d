/* Which passwords are refused, and how the others are kept. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/passwords/common.h"
#include "central/passwords/hash.h"
#include "central/passwords/prepare.h"
#include "central/passwords/weak.h"
#include "firmware/base/file.h"

static struct bsm_common common;

static const struct bsm_password_owner owner = {.name_ar = "نورة خالد النخيل",
                                                .name_en = "Noura Khalid Alnakheel",
                                                .user_name = "noura.42",
                                                .id_number = "1012345672",
                                                .birth_date = "1990-05-17",
                                                .mobile = "+966512345678"};

static int read_lists(void **state)
{
    (void)state;
    static const char *const paths[] = {BSM_COMMON_PASSWORDS, BSM_COMMON_WORDS, NULL};
    const char *which = NULL;
    return bsm_common_read(&common, paths, &which) == BSM_OK ? 0 : -1;
}

static int drop_lists(void **state)
{
    (void)state;
    bsm_common_finish(&common);
    return 0;
}

static void assert_weak(const char *const *passwords, size_t count, bool weak)
{
    for (size_t i = 0; i < count; i++) {
        if (bsm_password_is_weak(&common, passwords[i], &owner) != weak) {
            fail_msg("\"%s\" should be %s", passwords[i], weak ? "refused" : "taken");
        }
    }
}

#define ASSERT_WEAK(list) assert_weak(list, sizeof list / sizeof list[0], true)
#define ASSERT_STRONG(list) assert_weak(list, sizeof list / sizeof list[0], false)

static void common_passwords_and_words_are_refused_however_dressed(void **state)
{
    (void)state;
    static const char *const weak[] = {"password",  "Password1",    "P@ssw0rd",   "passw0rd!!", "iloveyou",
                                       "Jennifer1", "elephant2024", "!Football!", "TRUSTNO1",   "b4s3b4ll"};
    ASSERT_WEAK(weak);
}

static void groups_over_and_over_and_sequences_are_refused(void **state)
{
    (void)state;
    static const char *const weak[] = {"aaaaaaaa",   "abcabcabc", "12341234",  "abababab",  "12345678", "987654321",
                                       "qwertyuiop", "abcdefgh1", "٠١٢٣٤٥٦٧٨", "zxcvbnm12", "قققققققق"};
    ASSERT_WEAK(weak);
}

static void what_is_known_of_the_person_is_refused(void **state)
{
    (void)state;
    static const char *const weak[] = {"noura.42x",  "Alnakheel90",  "khalid-12",    "نورة١٩٩٠",   "19900517ab",
                                       "17/05/1990", "my1012345672", "x-0512345678", "x12345678y", "noura.42noura"};
    ASSERT_WEAK(weak);
}

static void what_is_common_in_arabic_is_refused(void **state)
{
    (void)state;
    static const char *const weak[] = {"رمضان1446",      "كلمة السر١", "الحمدلله12", "bismillah99",
                                       "Alhamdulillah!", "ضصثقفغعه",   "شسيبلاتن",   "حبيبتي٢٠",
                                       "Mohammed2024",   "السعودية95", "أبتثجحخد",   "اللهأكبر1"};
    ASSERT_WEAK(weak);
}

static void assert_prepared(const char *typed, const char *expected)
{
    char password[BSM_PASSWORD_SIZE] = "";
    snprintf(password, sizeof password, "%s", typed);
    assert_int_equal(bsm_password_prepare(password), expected ? BSM_OK : BSM_INVALID);
    assert_string_equal(password, expected ? expected : "");
}

/* Two keyboards, two spellings of one text: one password. */
static void a_password_is_the_same_however_it_was_typed(void **state)
{
    (void)state;
    assert_prepared("cafe\xcc\x81 noir", "caf\xc3\xa9 noir");
    assert_prepared("\xd8\xa7\xd9\x93 \xd9\x82\xd9\x87\xd9\x88\xd8\xa9 1",
                    "\xd8\xa2 \xd9\x82\xd9\x87\xd9\x88\xd8\xa9 1"); /* alef, madda */
    assert_prepared("قهوة ١٢ و ۴۵", "قهوة 12 و 45");
    assert_prepared("three\xc2\xa0green\xe3\x80\x80kettles", "three green kettles");
    assert_prepared("Three Green", "Three Green");
    assert_prepared("\xc2\xa0three green", NULL); /* a space at the end */
    assert_prepared("e\xcc\x81"
                    "e\xcc\x81"
                    "e\xcc\x81"
                    "e\xcc\x81",
                    NULL); /* four, not eight */
}

static void what_a_person_may_well_choose_is_taken(void **state)
{
    (void)state;
    static const char *const strong[] = {"three green kettles",   "قهوة تحت النخلة", "vT9#kq2Lm",
                                         "mokhtar-lamp-58-river", "Sunset7Violin9",  "ركضت خلف القطار"};
    ASSERT_STRONG(strong);
}

static void comments_and_empty_lines_of_a_list_are_no_words(void **state)
{
    (void)state;
    char path[] = "/tmp/basma-common-XXXXXX";
    struct bsm_common own;
    const char *which = NULL;
    const char *const paths[] = {path, NULL};
    static const char text[] = "#!comment: x\r\n\r\nTortoise\nhare";
    close(mkstemp(path));
    assert_int_equal(bsm_file_write(path, text, sizeof text - 1, 0600), BSM_OK);
    assert_int_equal(bsm_common_read(&own, paths, &which), BSM_OK);
    assert_int_equal(own.count, 2);
    assert_true(bsm_common_has(&own, "tortoise"));
    assert_true(bsm_common_has(&own, "hare"));
    assert_false(bsm_common_has(&own, ""));
    assert_false(bsm_common_has(&own, "har"));
    bsm_common_finish(&own);
    unlink(path);
    assert_int_equal(bsm_common_read(&own, paths, &which), BSM_GONE);
    assert_string_equal(which, path);
}

static void a_hash_is_argon2id_and_knows_its_password(void **state)
{
    (void)state;
    char hash[BSM_PASSWORD_HASH_SIZE];
    char other[BSM_PASSWORD_HASH_SIZE];
    assert_int_equal(bsm_password_hash_start(), BSM_OK);
    assert_int_equal(bsm_password_hash_make("قهوة تحت النخلة", hash), BSM_OK);
    assert_int_equal(bsm_password_hash_make("قهوة تحت النخلة", other), BSM_OK);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
    assert_string_not_equal(hash, other); /* salted */
    assert_true(bsm_password_hash_is_of(hash, "قهوة تحت النخلة"));
    assert_false(bsm_password_hash_is_of(hash, "قهوة تحت النخله"));
}

static void a_stand_in_tells_passwords_apart(void **state)
{
    (void)state;
    static const uint8_t salts[2][BSM_PASSWORD_SALT_SIZE] = {{1}, {2}};
    uint8_t one[BSM_PASSWORD_STAND_IN_SIZE];
    uint8_t other[BSM_PASSWORD_STAND_IN_SIZE];
    assert_int_equal(bsm_password_hash_start(), BSM_OK);
    assert_int_equal(bsm_password_stand_in("three green kettles", salts[0], one), BSM_OK);
    assert_int_equal(bsm_password_stand_in("three green kettles", salts[0], other), BSM_OK);
    assert_memory_equal(one, other, sizeof one);
    assert_int_equal(bsm_password_stand_in("three green kettle", salts[0], other), BSM_OK);
    assert_memory_not_equal(one, other, sizeof one);
    assert_int_equal(bsm_password_stand_in("three green kettles", salts[1], other), BSM_OK);
    assert_memory_not_equal(one, other, sizeof one);
}

static void *hash_once(void *context)
{
    char hash[BSM_PASSWORD_HASH_SIZE];
    *(enum bsm_status *)context = bsm_password_hash_make("three green kettles", hash);
    return NULL;
}

static void many_at_once_wait_for_each_other(void **state)
{
    (void)state;
    enum { MANY = 12 };
    pthread_t threads[MANY];
    enum bsm_status statuses[MANY];
    assert_int_equal(bsm_password_hash_start(), BSM_OK);
    for (int i = 0; i < MANY; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, hash_once, &statuses[i]), 0);
    }
    for (int i = 0; i < MANY; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(statuses[i], BSM_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(common_passwords_and_words_are_refused_however_dressed),
        cmocka_unit_test(groups_over_and_over_and_sequences_are_refused),
        cmocka_unit_test(what_is_known_of_the_person_is_refused),
        cmocka_unit_test(what_is_common_in_arabic_is_refused),
        cmocka_unit_test(a_password_is_the_same_however_it_was_typed),
        cmocka_unit_test(what_a_person_may_well_choose_is_taken),
        cmocka_unit_test(comments_and_empty_lines_of_a_list_are_no_words),
        cmocka_unit_test(a_hash_is_argon2id_and_knows_its_password),
        cmocka_unit_test(a_stand_in_tells_passwords_apart),
        cmocka_unit_test(many_at_once_wait_for_each_other),
    };
    return cmocka_run_group_tests(tests, read_lists, drop_lists);
}
