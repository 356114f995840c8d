/* The real basma-kiosk, with a test in place of its leaves. */
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/hub/tests/kiosk.h"

#define CENTRE_MS INT64_C(1900000000000) /* the centre's clock, far from ours */

static struct kiosk kiosk;

static int stop(void **state)
{
    (void)state;
    kiosk_stop(&kiosk);
    return 0;
}

/* --- parts of a visit --- */

static void open_visit(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_OPEN);
    assert_int_equal(kiosk.in.round, kiosk.round);
    kiosk.out.as.net_opened.request = kiosk.in.as.net_open.head.request;
    memset(kiosk.out.as.net_opened.nonce, 0x4e, BSM_NONCE_SIZE);
    kiosk.out.as.net_opened.server_unix_ms = CENTRE_MS;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_OPENED);
}

static void to_consent(void)
{
    kiosk_start(&kiosk, "");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
}

static void to_identity(void)
{
    to_consent();
    open_visit();
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
}

static void say_identity(void)
{
    strcpy(kiosk.out.as.ui_identity.id_number, "1000000008");
    strcpy(kiosk.out.as.ui_identity.birth_date, "1990-05-17");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_IDENTITY);
}

static void answer_claim(void)
{
    assert_string_equal(kiosk.in.as.net_claim.id_number, "1000000008");
    struct bsm_net_claimed *claimed = &kiosk.out.as.net_claimed;
    claimed->request = kiosk.in.as.net_claim.head.request;
    claimed->steps = BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE;
    claimed->fingers_count = 2;
    claimed->fingers[0] = BSM_POSITION_RIGHT_INDEX;
    claimed->fingers[1] = BSM_POSITION_RIGHT_MIDDLE;
    strcpy(claimed->mobile_hint, "47");
    claimed->action = BSM_ACTION_ACTIVATE;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIMED);
}

/* At the first finger; returns the number for the first capture. */
static uint64_t to_hand(void)
{
    to_identity();
    say_identity();
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIM);
    answer_claim();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_VISIT);
    assert_int_equal(kiosk.in.as.bio_visit.nonce[0], 0x4e);
    int64_t centre_ms = bsm_clock_mono_ms() + kiosk.in.as.bio_visit.clock_offset_ms;
    assert_true(centre_ms >= CENTRE_MS && centre_ms < CENTRE_MS + 60 * 1000);
    uint64_t seq = kiosk.in.as.bio_visit.seq;
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_RIGHT_INDEX);
    ui_shows(&kiosk, BSM_SCREEN_HAND);
    return seq;
}

static void accept_capture(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    assert_int_equal(kiosk.in.as.net_capture.sealed.text_size, 100);
    kiosk.out.as.net_accepted.request = kiosk.in.as.net_capture.head.request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_ACCEPTED);
}

static void finish_captures(uint64_t seq)
{
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, seq);
    accept_capture();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    bio_captured(&kiosk, BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_MIDDLE, seq + 1);
    accept_capture();
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FACE);
    ui_shows(&kiosk, BSM_SCREEN_FACE);
    bio_captured(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, seq + 2);
    accept_capture();
}

static void match(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFY);
    kiosk.out.as.net_verified.request = kiosk.in.as.net_plain.head.request;
    kiosk.out.as.net_verified.verdict = BSM_VERDICT_MATCH;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFIED);
}

static void code_to_done(void)
{
    strcpy(kiosk.out.as.ui_code.code, "123456");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_CODE);
    uplink_done(&kiosk, BSM_MESSAGE_NET_CHECK_CODE);
    uplink_done(&kiosk, BSM_MESSAGE_NET_COMPLETE);
    ui_shows(&kiosk, BSM_SCREEN_DONE);
}

static void match_to_code(void)
{
    match();
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    uplink_done(&kiosk, BSM_MESSAGE_NET_SEND_CODE);
    ui_shows(&kiosk, BSM_SCREEN_CODE);
}

static void forget_to_welcome(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
    bio_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
}

/* --- the tests --- */

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
        cmocka_unit_test_teardown(a_visit_leads_from_welcome_to_active_and_back, stop),
        cmocka_unit_test_teardown(a_bio_killed_in_mid_capture_is_replaced_and_goes_on, stop),
        cmocka_unit_test_teardown(a_killed_ui_gets_the_present_screen, stop),
        cmocka_unit_test_teardown(a_killed_uplink_gets_the_unanswered_requests_with_their_keys, stop),
        cmocka_unit_test_teardown(a_request_that_failed_for_a_time_is_sent_again, stop),
        cmocka_unit_test_teardown(captures_go_to_the_centre_one_at_a_time, stop),
        cmocka_unit_test_teardown(a_refused_capture_is_taken_again_where_the_chain_broke, stop),
        cmocka_unit_test_teardown(garbage_ends_a_leaf, stop),
        cmocka_unit_test_teardown(what_is_not_permitted_now_ends_a_leaf, stop),
        cmocka_unit_test_teardown(a_number_that_cannot_be_ends_the_ui, stop),
        cmocka_unit_test_teardown(what_was_said_in_a_past_visit_is_dropped, stop),
        cmocka_unit_test_teardown(leaving_wipes_and_tells_the_centre, stop),
        cmocka_unit_test_teardown(a_walk_away_is_counted_down_and_a_ui_that_does_not_forget_is_killed, stop),
        cmocka_unit_test_teardown(a_ui_that_does_not_draw_is_replaced, stop),
        cmocka_unit_test_teardown(an_uplink_without_answers_ends_the_visit_and_is_replaced, stop),
        cmocka_unit_test_teardown(a_leaf_that_never_becomes_ready_is_ended_and_the_screen_says_so, stop),
        cmocka_unit_test_teardown(a_configuration_with_another_signature_is_not_acted_on, stop),
        cmocka_unit_test_teardown(sigterm_ends_the_leaves_and_the_visit, stop),
        cmocka_unit_test_teardown(the_number_of_captures_rises_over_restarts, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
