/* The real basma-kiosk, with a test in place of its leaves: the way of a visit and its ends. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "firmware/base/file.h"
#include "firmware/hub/tests/steps.h"

static void a_visit_leads_from_welcome_to_active_and_back(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    pid_t bio = kiosk.fake[BSM_LEAF_BIO].pid;
    finish_captures(seq);
    match_to_code();
    assert_string_equal(kiosk.in.as.ui_show.mobile_hint, "47");
    code_to_done();
    ui_input(&kiosk, BSM_INPUT_FINISH);
    forget_to_welcome();
    assert_int_not_equal(kiosk.fake[BSM_LEAF_BIO].pid, bio);
    static const char *const lines[] = {
        " 0 boot version=",
        " 0 leaf_started leaf=bio pid=",
        " 0 leaf_ready leaf=ui\n",
        " 0 device name=reader present=yes\n",
        " 0 link up=yes\n",
        " 0 screen name=welcome serial=",
        " 1 input name=start\n",
        " 1 screen name=purpose serial=",
        " 1 input name=want_account\n",
        " 1 screen name=consent serial=",
        " 1 visit_opened\n",
        " 1 input name=agree\n",
        " 1 claimed steps=fingers,face,code\n",
        " 1 capture_started modality=finger position=right_index\n",
        " language=en position=right_index step=1 steps=2\n",
        " 1 captured modality=finger position=right_index quality=80\n",
        " 1 accepted modality=finger\n",
        " 1 capture_started modality=face\n",
        " 1 captured modality=face quality=80\n",
        " 1 accepted modality=face\n",
        " 1 verified verdict=match tries_left=0\n",
        " 1 completed action=activate\n",
        " 1 screen name=done serial=",
        " 1 input name=finish\n",
        " 1 visit_ended outcome=active duration_ms=",
        " 1 wiped\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        journal_has(&kiosk, lines[i], 1);
    char *journal = journal_read(&kiosk);
    assert_null(strstr(journal, "1000000008"));
    assert_null(strstr(journal, "123456"));
    free(journal);
}

static void captures_go_to_the_centre_one_at_a_time(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_MIDDLE, seq + 1);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FACE);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    uint32_t first = kiosk.in.as.net_capture.head.request;
    leaf_hears_nothing(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    kill_leaf(&kiosk, BSM_LEAF_UPLINK);
    uplink_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    assert_int_equal(kiosk.in.as.net_capture.head.request, first);
    leaf_hears_nothing(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    kiosk.out.as.net_accepted.request = first;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_ACCEPTED);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    assert_int_not_equal(kiosk.in.as.net_capture.head.request, first);
}

static void a_refused_capture_is_taken_again_where_the_chain_broke(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    accept_capture();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_MIDDLE, seq + 1);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    uint32_t refused = kiosk.in.as.net_capture.head.request;
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FACE);
    bio_captured(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, seq + 2);
    journal_has(&kiosk, " captured modality=face", 1);
    kiosk.out.as.net_failed =
        (struct bsm_net_failed){.request = refused, .status = BSM_INVALID, .problem = BSM_PROBLEM_CAPTURE_INVALID};
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_FAILED);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    assert_int_equal(kiosk.in.as.bio_visit.seq, seq + 3);
    assert_int_equal(kiosk.in.as.bio_visit.previous_hash[0], seq & 0xff);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_RIGHT_MIDDLE);
    leaf_hears_nothing(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_MIDDLE, seq + 3);
    accept_capture();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FACE);
}

static void what_was_said_in_a_past_visit_is_dropped(void **state)
{
    (void)state;
    to_consent();
    kiosk.round--;
    ui_input(&kiosk, BSM_INPUT_DECLINE);
    kiosk.round++;
    leaf_hears_nothing(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SHOW);
    kiosk.round++;
    ui_input(&kiosk, BSM_INPUT_DECLINE);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
}

static void leaving_wipes_and_tells_the_centre(void **state)
{
    (void)state;
    to_hand();
    ui_input(&kiosk, BSM_INPUT_LEAVE);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_LEFT);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CANCEL);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_LEAVE);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    ui_input(&kiosk, BSM_INPUT_FINISH);
    forget_to_welcome();
    journal_has(&kiosk, "visit_ended outcome=left duration_ms=", 1);
}

static void a_walk_away_is_counted_down_and_a_ui_that_does_not_forget_is_killed(void **state)
{
    (void)state;
    kiosk_start(&kiosk, "idle_warn_s = 1\nidle_end_s = 1\n");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_TIME);
    assert_int_equal(kiosk.in.as.ui_show.seconds, 1);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    journal_has(&kiosk, "visit_ended outcome=walked_away", 1);
    journal_has(&kiosk, " wiped\n", 1);
    bio_ready(&kiosk);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
}

static void a_configuration_with_another_signature_is_not_acted_on(void **state)
{
    (void)state;
    char path[128];
    kiosk_make(&kiosk, "");
    snprintf(path, sizeof path, "%s/state/config.jws", kiosk.folder);
    assert_int_equal(bsm_file_write(path, "no.jws.here", 11, 0600), BSM_OK);
    kiosk_spawn(&kiosk);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_OUT_OF_SERVICE);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_FAULT);
    assert_int_equal(kiosk.fake[BSM_LEAF_BIO].pid, 0);
    assert_int_equal(kiosk.fake[BSM_LEAF_UPLINK].pid, 0);
}

static void sigterm_ends_the_leaves_and_the_visit(void **state)
{
    (void)state;
    to_hand();
    kill(kiosk.pid, SIGTERM);
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        leaf_leaves(&kiosk, (enum bsm_leaf)leaf);
    assert_int_equal(kiosk_wait_end(&kiosk), 0);
    journal_has(&kiosk, "visit_ended outcome=fault", 1);
    journal_has(&kiosk, " wiped\n", 1);
    journal_has(&kiosk, "leaf_ended leaf=", 3);
}

static void the_number_of_captures_rises_over_restarts(void **state)
{
    (void)state;
    uint64_t seq = to_hand();
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    kill(kiosk.pid, SIGKILL);
    kiosk_wait_end(&kiosk);
    for (int leaf = 0; leaf < BSM_LEAF_COUNT; leaf++)
        kill_leaf(&kiosk, (enum bsm_leaf)leaf);
    char path[128];
    uint8_t *bytes;
    size_t size;
    snprintf(path, sizeof path, "%s/state/hub.seq", kiosk.folder);
    assert_int_equal(bsm_file_read(path, 32, &bytes, &size), BSM_OK);
    assert_true(strtoull((const char *)bytes, NULL, 10) > seq);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_visit_leads_from_welcome_to_active_and_back, stop_kiosk),
        cmocka_unit_test_teardown(captures_go_to_the_centre_one_at_a_time, stop_kiosk),
        cmocka_unit_test_teardown(a_refused_capture_is_taken_again_where_the_chain_broke, stop_kiosk),
        cmocka_unit_test_teardown(what_was_said_in_a_past_visit_is_dropped, stop_kiosk),
        cmocka_unit_test_teardown(leaving_wipes_and_tells_the_centre, stop_kiosk),
        cmocka_unit_test_teardown(a_walk_away_is_counted_down_and_a_ui_that_does_not_forget_is_killed, stop_kiosk),
        cmocka_unit_test_teardown(a_configuration_with_another_signature_is_not_acted_on, stop_kiosk),
        cmocka_unit_test_teardown(sigterm_ends_the_leaves_and_the_visit, stop_kiosk),
        cmocka_unit_test_teardown(the_number_of_captures_rises_over_restarts, stop_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
