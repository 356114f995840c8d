/* The real basma-kiosk without its link: what it does under a site pack, and what of it may be read where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/base/reference.h"
#include "firmware/hub/tests/steps.h"
#include "net/seal/site_pack.h"

#define MOBILE "+966512345689"

static char reference[BSM_REFERENCE_SIZE];
static uint8_t pack_name[BSM_SITE_PACK_NONCE_SIZE];

static uint8_t pack_number = 7;

static void give_pack(const char *kiosks, int64_t from_s, int visits)
{
    char text[1024];
    int64_t now_s = bsm_clock_unix_ms() / 1000;
    snprintf(text, sizeof text,
             "pack = %064x\nsite = test\nname_ar = a\nname_en = b\nkiosks = %s\nvalid_from = %lld\nvalid_to = %lld\n"
             "visits = %d\nfingers = right_index,left_index,left_thumb\nask = 2\n",
             pack_number, kiosks, (long long)(now_s + from_s), (long long)(now_s + 3600), visits);
    pack_name[BSM_SITE_PACK_NONCE_SIZE - 1] = pack_number;
    kiosk_sign_file(&kiosk, BSM_SITE_PACK_KID, text, BSM_SITE_PACK_FILE);
}

static void say_link(bool up)
{
    kiosk.out.as.net_link.up = up;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_LINK);
}

static void to_welcome_without_link(int visits)
{
    kiosk_make(&kiosk, "");
    give_pack("kiosk-test", -60, visits);
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    say_link(false);
    journal_has(&kiosk, "link up=no", 1);
}

/* To the claim, which bio is asked to seal; its number. */
static uint64_t to_claim(void)
{
    uint8_t nonce[BSM_SITE_PACK_NONCE_SIZE];
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_LINK);
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
    say_identity();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    uint64_t seq = kiosk.in.as.bio_visit.seq;
    bsm_site_pack_visit_nonce(pack_name, &kiosk.in.as.bio_visit.visit, nonce);
    assert_memory_equal(kiosk.in.as.bio_visit.nonce, nonce, sizeof nonce);
    bsm_reference_of(&kiosk.in.as.bio_visit.visit, reference);
    ui_shows(&kiosk, BSM_SCREEN_HAND);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_LEFT_INDEX);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, seq + 1);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FACE);
    bio_captured(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, seq + 2);
    ui_shows(&kiosk, BSM_SCREEN_MOBILE);
    strcpy(kiosk.out.as.ui_mobile.mobile, MOBILE);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_MOBILE);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_CLAIM);
    assert_string_equal(kiosk.in.as.bio_claim.id_number, "1000000008");
    assert_string_equal(kiosk.in.as.bio_claim.mobile, MOBILE);
    return seq + 3;
}

static void seal_claim(uint64_t seq)
{
    kiosk.out.as.claim_sealed.seq = seq;
    kiosk.out.as.claim_sealed.sealed.text_size = 100;
    leaf_say(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_CLAIM_SEALED);
}

/* All four, in order. */
static void hear_records(uint64_t seq, uint32_t requests[4])
{
    for (uint8_t i = 0; i < 4; i++) {
        leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_KEEP);
        assert_int_equal(kiosk.in.as.net_keep.kind, BSM_KEPT_VISIT);
        assert_int_equal(kiosk.in.as.net_keep.index, i);
        assert_int_equal(kiosk.in.as.net_keep.count, 4);
        assert_int_equal(kiosk.in.as.net_keep.place, seq);
        requests[i] = kiosk.in.as.net_keep.head.request;
    }
}

static void say_kept(const uint32_t *requests, int count)
{
    for (int i = 0; i < count; i++) {
        kiosk.out.as.net_done.request = requests[i];
        leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DONE);
    }
}

static void keep_a_visit(void)
{
    uint32_t requests[4];
    uint64_t seq = to_claim();
    seal_claim(seq);
    hear_records(seq, requests);
    say_kept(requests, 3);
    leaf_hears_nothing(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_RECEIPT); /* not all is on disk */
    say_kept(requests + 3, 1);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_RECEIPT);
    assert_string_equal(kiosk.in.as.ui_receipt.code, reference);
    ui_shows(&kiosk, BSM_SCREEN_KEPT);
}

static void a_visit_without_link_is_kept_and_nothing_personal_is_written(void **state)
{
    (void)state;
    to_welcome_without_link(10);
    keep_a_visit();
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    kiosk.out.as.net_delivered.kind = BSM_KEPT_VISIT;
    kiosk.out.as.net_delivered.place = 4;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DELIVERED);
    journal_has(&kiosk, "delivered seq=4 result=taken", 1);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, "visit_ended outcome=kept", 1);
    char *journal = journal_read(&kiosk);
    assert_null(strstr(journal, "1000000008"));
    assert_null(strstr(journal, MOBILE));
    assert_null(strstr(journal, "1990-05-17"));
    free(journal);
}

static void an_uplink_that_dies_is_brought_all_of_it_again(void **state)
{
    (void)state;
    uint32_t requests[4];
    to_welcome_without_link(10);
    uint64_t seq = to_claim();
    seal_claim(seq);
    hear_records(seq, requests);
    say_kept(requests, 0);
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    await_leaf(&kiosk, BSM_LEAF_UPLINK);
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_READY);
    hear_records(seq, requests);
    say_kept(requests, 4);
    ui_shows(&kiosk, BSM_SCREEN_KEPT);
}

static void what_the_disk_does_not_take_is_not_said_to_be_kept(void **state)
{
    (void)state;
    uint32_t requests[4];
    to_welcome_without_link(10);
    uint64_t seq = to_claim();
    seal_claim(seq);
    hear_records(seq, requests);
    kiosk.out.as.net_failed.request = requests[0];
    kiosk.out.as.net_failed.status = BSM_FAULT;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_FAILED);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_LINK);
}

/* Also over a kill: a visit that was counted stays so. */
static void no_more_visits_are_begun_than_the_pack_allows(void **state)
{
    (void)state;
    to_welcome_without_link(1);
    keep_a_visit();
    kiosk_kill(&kiosk);
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    say_link(false);
    journal_has(&kiosk, "link up=no", 2);
    ui_shows(&kiosk, BSM_SCREEN_STARTING); /* and then: out of service */
}

static void restart_with_pack(uint8_t number, int restarts)
{
    kiosk_kill(&kiosk);
    pack_number = number;
    give_pack("kiosk-test", -60, 1);
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    say_link(false);
    journal_has(&kiosk, "link up=no", restarts + 1);
}

static void a_visit_stays_counted_while_another_pack_serves(void **state)
{
    (void)state;
    to_welcome_without_link(1);
    keep_a_visit();
    restart_with_pack(8, 1);
    keep_a_visit();
    restart_with_pack(7, 2);
    ui_shows(&kiosk, BSM_SCREEN_STARTING); /* and then: out of service */
}

static void a_pack_of_others_or_for_later_or_forged_counts_for_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *kiosks;
        int64_t from_s;
    } packs[] = {{"kiosk-other", -60}, {"kiosk-test", 60}};
    for (int i = 0; i < 2; i++) {
        kiosk_make(&kiosk, "");
        give_pack(packs[i].kiosks, packs[i].from_s, 10);
        kiosk_spawn(&kiosk);
        await_welcome(&kiosk);
        journal_has(&kiosk, "site_pack_refused status=denied", 1);
        say_link(false);
        ui_shows(&kiosk, BSM_SCREEN_STARTING);
        kiosk_stop(&kiosk);
    }
    kiosk_make(&kiosk, "");
    kiosk_sign_file(&kiosk, NULL, "site = test\n", BSM_SITE_PACK_FILE);
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    journal_has(&kiosk, "site_pack_refused status=invalid", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_visit_without_link_is_kept_and_nothing_personal_is_written, stop_kiosk),
        cmocka_unit_test_teardown(an_uplink_that_dies_is_brought_all_of_it_again, stop_kiosk),
        cmocka_unit_test_teardown(what_the_disk_does_not_take_is_not_said_to_be_kept, stop_kiosk),
        cmocka_unit_test_teardown(no_more_visits_are_begun_than_the_pack_allows, stop_kiosk),
        cmocka_unit_test_teardown(a_visit_stays_counted_while_another_pack_serves, stop_kiosk),
        cmocka_unit_test_teardown(a_pack_of_others_or_for_later_or_forged_counts_for_nothing, stop_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
