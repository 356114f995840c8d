/* Which site packs a kiosk and the centre take. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "net/seal/signed_config.h"
#include "net/seal/site_pack.h"

#define PACK "pack = 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
#define REST                                                                                                           \
    "site = riyadh-expo\nname_ar = حملة الرياض\nname_en = Riyadh campaign\nkiosks = kiosk-0001,kiosk-0002\n" \
    "fingers = right_index,left_index,right_middle\nask = 2\n"
#define TIME "valid_from = 1000\nvalid_to = 2000\n"
#define GOOD PACK REST TIME "visits = 50\n"

static struct bsm_ec_key *key;
static struct bsm_ec_point point;
static char folder[64];
static char error[BSM_SITE_PACK_ERROR_SIZE];
static struct bsm_site_pack pack;

static int make(void **state)
{
    (void)state;
    char path[128], pem[BSM_EC_PUBLIC_PEM_SIZE];
    snprintf(folder, sizeof folder, "/tmp/basma-pack-XXXXXX");
    if (!mkdtemp(folder) || bsm_ec_key_create(&key) != BSM_OK)
        return -1;
    bsm_ec_key_public(key, &point);
    snprintf(path, sizeof path, "%s/trust", folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/trust/config-sign.pem", folder);
    bsm_ec_point_to_pem(&point, pem);
    bsm_file_write(path, pem, strlen(pem), 0600);
    snprintf(path, sizeof path, "%s/device", folder);
    return bsm_file_write(path, "kiosk-0001\n", 11, 0600) == BSM_OK ? 0 : -1;
}

static int unmake(void **state)
{
    (void)state;
    char command[128];
    bsm_ec_key_destroy(key);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static enum bsm_status parse(const char *text) { return bsm_site_pack_parse(text, strlen(text), &pack, error); }

static void sign(const char *kid, const char *text, char jws[BSM_JWS_SIZE])
{
    size_t size = 0;
    struct bsm_signer signer = bsm_ec_key_signer(key);
    assert_int_equal(bsm_jws_sign(&signer, kid, text, strlen(text), jws, &size), BSM_OK);
}

static enum bsm_status load(const char *jws, int64_t now_s)
{
    char path[128];
    snprintf(path, sizeof path, "%s/" BSM_SITE_PACK_FILE, folder);
    assert_int_equal(bsm_file_write(path, jws, strlen(jws), 0600), BSM_OK);
    return bsm_site_pack_load(folder, now_s, &pack, error);
}

static void a_pack_says_who_where_when_and_how_much(void **state)
{
    (void)state;
    assert_int_equal(parse(GOOD), BSM_OK);
    assert_string_equal(error, "");
    assert_string_equal(pack.name_en, "Riyadh campaign");
    assert_int_equal(pack.nonce[31], 0x1f);
    assert_int_equal(pack.kiosks_count, 2);
    assert_int_equal(pack.fingers_count, 3);
    assert_int_equal(pack.fingers[1], BSM_POSITION_LEFT_INDEX);
    assert_int_equal(pack.visits_max, 50);
    assert_true(bsm_site_pack_names(&pack, "kiosk-0002"));
    assert_false(bsm_site_pack_names(&pack, "kiosk-000"));
    assert_false(bsm_site_pack_in_force(&pack, 999));
    assert_true(bsm_site_pack_in_force(&pack, 1000));
    assert_false(bsm_site_pack_in_force(&pack, 2000));
}

static void a_pack_that_is_not_whole_or_too_wide_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const texts[] = {
        REST TIME "visits = 50\n",
        PACK TIME "visits = 50\n",
        PACK REST TIME,
        PACK REST TIME "visits = 1001\n",
        PACK REST "valid_from = 2000\nvalid_to = 2000\nvisits = 1\n",
        PACK REST "valid_from = 0\nvalid_to = 2678401\nvisits = 1\n",
        GOOD "more = 1\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = Kiosk\nfingers = right_index\nask = 1\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = a,,b\nfingers = right_index\nask = 1\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = a,\nfingers = right_index\nask = 1\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = a\nfingers = right_index\nask = 2\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = a\nfingers = toe\nask = 1\n",
        PACK TIME "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = a\n"
                  "fingers = right_index,right_index\nask = 1\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(parse(texts[i]), BSM_INVALID);
        assert_string_not_equal(error, "");
    }
}

static void only_the_centres_pack_for_this_kiosk_and_this_time_is_in_force(void **state)
{
    (void)state;
    static char jws[BSM_JWS_SIZE];
    assert_int_equal(bsm_site_pack_load(folder, 1500, &pack, error), BSM_GONE);
    assert_string_equal(error, "");
    sign(BSM_SITE_PACK_KID, GOOD, jws);
    assert_int_equal(load(jws, 1500), BSM_OK);
    assert_int_equal(load(jws, 999), BSM_DENIED);
    assert_int_equal(load(jws, 2000), BSM_DENIED);
    assert_int_equal(pack.visits_max, 0);  /* nothing of what was refused is to be acted on */
    char *inside = jws + strlen(jws) - 10; /* of the signature */
    *inside = *inside == 'A' ? 'B' : 'A';
    assert_int_equal(load(jws, 1500), BSM_DENIED);
    sign(NULL, GOOD, jws);
    assert_int_equal(load(jws, 1500), BSM_INVALID); /* signed as something else */
    sign(BSM_SITE_PACK_KID,
         PACK TIME
         "visits = 1\nsite = a\nname_ar = a\nname_en = a\nkiosks = kiosk-0003\nfingers = right_index\nask = 1\n",
         jws);
    assert_int_equal(load(jws, 1500), BSM_DENIED);
    assert_int_equal(load("nothing", 1500), BSM_INVALID);
}

static void a_pack_is_no_configuration(void **state)
{
    (void)state;
    static char jws[BSM_JWS_SIZE];
    static struct bsm_signed_config config;
    sign(BSM_SITE_PACK_KID, GOOD, jws);
    assert_int_equal(bsm_signed_config_verify(jws, strlen(jws), &point, "kiosk-0001", 1500, &config), BSM_INVALID);
}

static void each_visit_of_a_pack_has_a_nonce_of_its_own(void **state)
{
    (void)state;
    uint8_t one[BSM_SITE_PACK_NONCE_SIZE], same[BSM_SITE_PACK_NONCE_SIZE], other[BSM_SITE_PACK_NONCE_SIZE];
    struct bsm_uuid visit = {{1}}, another = {{2}};
    assert_int_equal(parse(GOOD), BSM_OK);
    bsm_site_pack_visit_nonce(pack.nonce, &visit, one);
    bsm_site_pack_visit_nonce(pack.nonce, &visit, same);
    bsm_site_pack_visit_nonce(pack.nonce, &another, other);
    assert_memory_equal(one, same, sizeof one);
    assert_memory_not_equal(one, other, sizeof one);
    assert_memory_not_equal(one, pack.nonce, sizeof one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_says_who_where_when_and_how_much),
        cmocka_unit_test(a_pack_that_is_not_whole_or_too_wide_is_refused_with_a_reason),
        cmocka_unit_test(only_the_centres_pack_for_this_kiosk_and_this_time_is_in_force),
        cmocka_unit_test(a_pack_is_no_configuration),
        cmocka_unit_test(each_visit_of_a_pack_has_a_nonce_of_its_own),
    };
    return cmocka_run_group_tests(tests, make, unmake);
}
