/* The real basma-kiosk without its link: an appointment that is wished for, and what of it may be read where. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/hub/tests/steps.h"

#define MOBILE "+966512345689"

enum { GRACE_S = 18 };

static struct bsm_uuid visit, wish;
static uint32_t request;

/* A visit that loses its link while the centre is asked, and ends for it; bio was ended with it, another is there. */
static void to_end_without_link(void)
{
    kiosk_start(&kiosk, "link_patience_s = 2\n");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_PURPOSE);
    ui_input(&kiosk, BSM_INPUT_WANT_ACCOUNT);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    open_visit();
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
    kiosk.out.as.net_link.up = false;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_LINK);
    say_identity();
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    visit = kiosk.in.as.net_claim.head.visit;
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_LINK);
    assert_true(kiosk.in.as.ui_show.wish);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    bio_ready(&kiosk);
}

static void seal_wish(void)
{
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_WISH);
    const struct bsm_bio_wish *asked = &kiosk.in.as.bio_wish;
    assert_string_equal(asked->mobile, MOBILE);
    assert_string_equal(asked->site, "test");
    assert_false(bsm_uuid_equal(&asked->wish, &visit)); /* of no visit that anybody knows */
    wish = asked->wish;
    kiosk.out.as.claim_sealed.seq = asked->seq;
    kiosk.out.as.claim_sealed.sealed.text_size = 100;
    leaf_say(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_CLAIM_SEALED);
}

/* To the disk. */
static void wish_for_one(void)
{
    ui_input(&kiosk, BSM_INPUT_APPOINTMENT);
    ui_shows(&kiosk, BSM_SCREEN_WISH);
    strcpy(kiosk.out.as.ui_mobile.mobile, MOBILE);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_MOBILE);
    seal_wish();
}

static void hear_record(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_KEEP);
    const struct bsm_net_keep *keep = &kiosk.in.as.net_keep;
    assert_int_equal(keep->kind, BSM_KEPT_WISH);
    assert_int_equal(keep->index, 0);
    assert_int_equal(keep->count, 1);
    assert_true(bsm_uuid_equal(&keep->head.visit, &wish));
    request = keep->head.request;
}

static void say_kept(void)
{
    kiosk.out.as.net_done.request = request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DONE);
    ui_shows(&kiosk, BSM_SCREEN_WISHED);
}

static void assert_nothing_personal_is_written(void)
{
    char *journal = journal_read(&kiosk);
    assert_null(strstr(journal, MOBILE));
    assert_null(strstr(journal, "512345689"));
    free(journal);
}

static void a_wish_is_kept_and_the_bio_that_sealed_it_goes(void **state)
{
    (void)state;
    to_end_without_link();
    wish_for_one();
    hear_record();
    leaf_hears_nothing(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SHOW); /* not on disk yet */
    say_kept();
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    journal_has(&kiosk, "wish_kept", 1);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, "visit_ended outcome=link", 1);
    assert_nothing_personal_is_written();
}

static void an_uplink_that_dies_is_brought_it_again(void **state)
{
    (void)state;
    to_end_without_link();
    wish_for_one();
    hear_record();
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    await_leaf(&kiosk, BSM_LEAF_UPLINK);
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_READY);
    hear_record();
    say_kept();
    kiosk.out.as.net_delivered.kind = BSM_KEPT_WISH;
    kiosk.out.as.net_delivered.place = 1;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DELIVERED);
    journal_has(&kiosk, "delivered seq=1 result=taken problem=none what=wish", 1);
}

static void what_the_disk_does_not_take_is_said_not_to_be_kept(void **state)
{
    (void)state;
    to_end_without_link();
    wish_for_one();
    hear_record();
    kiosk.out.as.net_failed.request = request;
    kiosk.out.as.net_failed.status = BSM_FAULT;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_FAILED);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_NOT_KEPT);
    assert_false(kiosk.in.as.ui_show.appointment);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    assert_nothing_personal_is_written();
}

static void out_of_service_it_is_a_visit_of_its_own(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "");
    await_welcome(&kiosk);
    kiosk.out.as.net_link.up = false;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_LINK);
    ui_shows(&kiosk, BSM_SCREEN_STARTING);
    sleep(GRACE_S); /* what is missing for a moment only is not said */
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    assert_true(kiosk.in.as.ui_show.wish);
    wish_for_one();
    hear_record();
    say_kept();
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, "visit_ended outcome=wished", 1);
    journal_has(&kiosk, " wiped\n", 1);
    assert_nothing_personal_is_written();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_wish_is_kept_and_the_bio_that_sealed_it_goes, stop_kiosk),
        cmocka_unit_test_teardown(an_uplink_that_dies_is_brought_it_again, stop_kiosk),
        cmocka_unit_test_teardown(what_the_disk_does_not_take_is_said_not_to_be_kept, stop_kiosk),
        cmocka_unit_test_teardown(out_of_service_it_is_a_visit_of_its_own, stop_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
