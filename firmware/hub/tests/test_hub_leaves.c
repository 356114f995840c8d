/* The real basma-kiosk and leaves that die, hang, or say what they may not: they are replaced, and the visit goes on.
 */
#include <string.h>
#include <sys/socket.h>

#include "firmware/hub/tests/steps.h"

static void a_bio_killed_in_mid_capture_is_replaced_and_goes_on(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    kill_leaf(&kiosk, BSM_LEAF_BIO);
    bio_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    assert_int_equal(kiosk.in.as.bio_visit.seq, seq);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_RIGHT_INDEX);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    accept_capture();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    kill_leaf(&kiosk, BSM_LEAF_BIO);
    ui_shows(&kiosk, BSM_SCREEN_WAIT);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_DEVICE);
    bio_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    assert_int_equal(kiosk.in.as.bio_visit.seq, seq + 1);
    assert_int_equal(kiosk.in.as.bio_visit.previous_hash[0], seq & 0xff);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_RIGHT_MIDDLE);
    ui_shows(&kiosk, BSM_SCREEN_HAND);
    journal_has(&kiosk, "leaf_ended leaf=bio pid=", 2);
    journal_has(&kiosk, " signal=9\n", 2);
}

static void a_killed_ui_gets_the_present_screen(void **state)
{
    (void)state;
    to_consent();
    kill_leaf(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
    kill_leaf(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
}

static void a_killed_uplink_gets_the_unanswered_requests_with_their_keys(void **state)
{
    (void)state;
    to_identity();
    say_identity();
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    struct bsm_net_request head = kiosk.in.as.net_claim.head;
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    uplink_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    assert_memory_equal(&kiosk.in.as.net_claim.head, &head, sizeof head);
    answer_claim();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    uint64_t seq = kiosk.in.as.bio_visit.seq;
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    uplink_ready(&kiosk);
    accept_capture();
    journal_has(&kiosk, "accepted modality=finger", 1);
}

static void a_request_that_failed_for_a_time_is_sent_again(void **state)
{
    (void)state;
    to_identity();
    say_identity();
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    struct bsm_net_request head = kiosk.in.as.net_claim.head;
    kiosk.out.as.net_failed = (struct bsm_net_failed){.request = head.request, .status = BSM_GONE};
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_FAILED);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    assert_memory_equal(&kiosk.in.as.net_claim.head, &head, sizeof head);
}

static void a_ui_that_does_not_draw_is_replaced(void **state)
{
    (void)state;
    to_consent();
    ui_input(&kiosk, BSM_INPUT_AGREE);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SHOW);
    journal_has(&kiosk, "leaf_ended leaf=ui", 1);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
}

static void an_uplink_without_answers_ends_the_visit_and_is_replaced(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "link_patience_s = 1\n");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_PURPOSE);
    ui_input(&kiosk, BSM_INPUT_WANT_ACCOUNT);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
    say_identity();
    ui_shows(&kiosk, BSM_SCREEN_WAIT);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_LINK);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_leaves(&kiosk, BSM_LEAF_UPLINK);
    uplink_ready(&kiosk);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    forget_to_welcome();
}

static void a_visit_that_ends_while_the_uplink_is_down_is_forgotten_too(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "link_patience_s = 1\n");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_PURPOSE);
    ui_input(&kiosk, BSM_INPUT_WANT_ACCOUNT);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
    for (int i = 0; i < 5; i++) { /* until the pause before the next start is long */
        kill_leaf(&kiosk, BSM_LEAF_UPLINK);
        await_leaf(&kiosk, BSM_LEAF_UPLINK);
    }
    say_identity();
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    journal_has(&kiosk, "leaf_ended leaf=uplink", 6);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
}

static void a_leaf_that_never_becomes_ready_is_ended_and_the_screen_says_so(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "");
    ui_ready(&kiosk);
    uplink_ready(&kiosk);
    await_leaf(&kiosk, BSM_LEAF_BIO);
    ui_shows(&kiosk, BSM_SCREEN_STARTING);
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_DEVICE);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    bio_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    journal_has(&kiosk, "leaf_started leaf=bio", 2);
}

static void garbage_ends_a_leaf(void **state)
{
    (void)state;
    to_consent();
    static const enum bsm_leaf order[] = {BSM_LEAF_UI, BSM_LEAF_BIO, BSM_LEAF_UPLINK};
    for (int i = 0; i < BSM_LEAF_COUNT; i++) {
        struct fake *fake = &kiosk.fake[order[i]];
        assert_int_equal(send(fake->channel.fd, "\377garbage", 8, 0), 8);
        leaf_leaves(&kiosk, order[i]);
        journal_has(&kiosk, "not_permitted leaf=", i + 1);
    }
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
}

static void what_is_not_permitted_now_ends_a_leaf(void **state)
{
    (void)state;
    to_identity();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 1);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    journal_has(&kiosk, "not_permitted leaf=bio message=captured\n", 1);
    strcpy(kiosk.out.as.ui_code.code, "123456");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_CODE);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    journal_has(&kiosk, "not_permitted leaf=ui message=ui_code\n", 1);
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_UI_FORGOTTEN);
    leaf_leaves(&kiosk, BSM_LEAF_UPLINK);
    journal_has(&kiosk, "not_permitted leaf=uplink message=ui_forgotten\n", 1);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
}

static void an_answer_that_comes_when_the_visit_is_forgotten_is_nothing(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    uint32_t request = kiosk.in.as.net_capture.head.request;
    ui_input(&kiosk, BSM_INPUT_LEAVE);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
    kiosk.out.as.net_accepted.request = request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_ACCEPTED);
    bio_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
    char *journal = journal_read(&kiosk);
    assert_null(strstr(journal, "not_permitted"));
    free(journal);
}

static void a_number_that_cannot_be_ends_the_ui(void **state)
{
    (void)state;
    to_identity();
    strcpy(kiosk.out.as.ui_identity.id_number, "1000000009");
    strcpy(kiosk.out.as.ui_identity.birth_date, "1990-05-17");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_IDENTITY);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    leaf_hears_nothing(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
}

static void offer(int version, const char *more)
{
    static char jws[BSM_JWS_SIZE];
    kiosk_sign(&kiosk, version, more, jws);
    strcpy(kiosk.out.as.net_config.jws, jws);
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CONFIG);
}

static void a_newer_configuration_is_in_force_after_the_visit(void **state)
{
    (void)state;
    to_consent();
    offer(KIOSK_VERSION + 1, "idle_warn_s = 30\n");
    journal_has(&kiosk, "configuration version=6\n", 1);
    ui_input(&kiosk, BSM_INPUT_LEAVE);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
    leaf_leaves(&kiosk, BSM_LEAF_UPLINK); /* started anew with what the new one says */
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    kiosk_kill(&kiosk);
    kiosk_spawn(&kiosk);
    await_welcome(&kiosk);
    offer(KIOSK_VERSION, "");
    journal_has(&kiosk, "configuration_refused version=5 status=denied\n", 1);
}

static void what_is_older_or_wrong_or_of_another_hand_is_refused_and_told_once(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "");
    await_welcome(&kiosk);
    offer(KIOSK_VERSION, ""); /* the same: nothing to tell */
    offer(KIOSK_VERSION - 1, "");
    offer(KIOSK_VERSION - 1, "");
    offer(KIOSK_VERSION + 1, "colour = blue\n");
    strcpy(kiosk.out.as.net_config.jws, "eyJhbGciOiJFUzI1NiJ9.c2F5cw.c2lnbmVk");
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CONFIG);
    journal_has(&kiosk, "configuration_refused version=0 status=invalid\n", 1);
    journal_has(&kiosk, "configuration_refused version=4 status=denied\n", 1);
    journal_has(&kiosk, "configuration_refused version=6 status=invalid\n", 1);
    journal_has(&kiosk, "configuration_refused", 3);
    char *journal = journal_read(&kiosk);
    assert_null(strstr(journal, "configuration version="));
    assert_null(strstr(journal, "version=5"));
    free(journal);
}

/* It was off that long. */
static void a_configuration_whose_time_is_over_fetches_the_next(void **state)
{
    (void)state;
    kiosk.signed_ago_s = 7200;
    kiosk_start(&kiosk, "");
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    uplink_ready(&kiosk);
    kiosk.signed_ago_s = 0;
    offer(KIOSK_VERSION + 1, "");
    journal_has(&kiosk, "configuration version=6\n", 1);
    leaf_leaves(&kiosk, BSM_LEAF_UPLINK); /* started anew with what the new one says */
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    assert_int_equal(kiosk.fake[BSM_LEAF_BIO].pid, 0);
    await_welcome(&kiosk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_bio_killed_in_mid_capture_is_replaced_and_goes_on, stop_kiosk),
        cmocka_unit_test_teardown(a_killed_ui_gets_the_present_screen, stop_kiosk),
        cmocka_unit_test_teardown(a_killed_uplink_gets_the_unanswered_requests_with_their_keys, stop_kiosk),
        cmocka_unit_test_teardown(a_request_that_failed_for_a_time_is_sent_again, stop_kiosk),
        cmocka_unit_test_teardown(a_ui_that_does_not_draw_is_replaced, stop_kiosk),
        cmocka_unit_test_teardown(an_uplink_without_answers_ends_the_visit_and_is_replaced, stop_kiosk),
        cmocka_unit_test_teardown(a_visit_that_ends_while_the_uplink_is_down_is_forgotten_too, stop_kiosk),
        cmocka_unit_test_teardown(a_leaf_that_never_becomes_ready_is_ended_and_the_screen_says_so, stop_kiosk),
        cmocka_unit_test_teardown(garbage_ends_a_leaf, stop_kiosk),
        cmocka_unit_test_teardown(what_is_not_permitted_now_ends_a_leaf, stop_kiosk),
        cmocka_unit_test_teardown(an_answer_that_comes_when_the_visit_is_forgotten_is_nothing, stop_kiosk),
        cmocka_unit_test_teardown(a_number_that_cannot_be_ends_the_ui, stop_kiosk),
        cmocka_unit_test_teardown(a_newer_configuration_is_in_force_after_the_visit, stop_kiosk),
        cmocka_unit_test_teardown(a_configuration_whose_time_is_over_fetches_the_next, stop_kiosk),
        cmocka_unit_test_teardown(what_is_older_or_wrong_or_of_another_hand_is_refused_and_told_once, stop_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
