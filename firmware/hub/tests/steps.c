#include "firmware/hub/tests/steps.h"

#include "firmware/base/clock.h"

struct kiosk kiosk;

int stop_kiosk(void **state)
{
    (void)state;
    kiosk_stop(&kiosk);
    return 0;
}

void open_visit(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_OPEN);
    assert_int_equal(kiosk.in.round, kiosk.round);
    kiosk.out.as.net_opened.request = kiosk.in.as.net_open.head.request;
    memset(kiosk.out.as.net_opened.nonce, 0x4e, BSM_NONCE_SIZE);
    kiosk.out.as.net_opened.server_unix_ms = CENTRE_MS;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_OPENED);
}

void to_consent(void)
{
    kiosk_start(&kiosk, "");
    await_welcome(&kiosk);
    ui_input(&kiosk, BSM_INPUT_START);
    ui_shows(&kiosk, BSM_SCREEN_PURPOSE);
    ui_input(&kiosk, BSM_INPUT_WANT_ACCOUNT);
    ui_shows(&kiosk, BSM_SCREEN_CONSENT);
}

void to_identity(void)
{
    to_consent();
    open_visit();
    ui_input(&kiosk, BSM_INPUT_AGREE);
    ui_shows(&kiosk, BSM_SCREEN_IDENTITY);
}

void say_identity(void)
{
    strcpy(kiosk.out.as.ui_identity.id_number, "1000000008");
    strcpy(kiosk.out.as.ui_identity.birth_date, "1990-05-17");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_IDENTITY);
}

void answer_claim(void)
{
    assert_string_equal(kiosk.in.as.net_claim.id_number, "1000000008");
    struct bsm_net_claimed *claimed = &kiosk.out.as.net_claimed;
    claimed->request = kiosk.in.as.net_claim.head.request;
    claimed->steps = BSM_STEP_FINGERS | BSM_STEP_FACE | BSM_STEP_CODE;
    claimed->fingers_count = 2;
    claimed->fingers[0] = BSM_POSITION_RIGHT_INDEX;
    claimed->fingers[1] = BSM_POSITION_RIGHT_MIDDLE;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIMED);
}

/* At the first finger; returns the number for the first capture. */
uint64_t to_hand(void)
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

void accept_capture(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CAPTURE);
    assert_int_equal(kiosk.in.as.net_capture.sealed.text_size, 100);
    kiosk.out.as.net_accepted.request = kiosk.in.as.net_capture.head.request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_ACCEPTED);
}

void finish_captures(uint64_t seq)
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

void match(uint32_t steps, enum bsm_action action)
{
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFY);
    struct bsm_net_verified *verified = &kiosk.out.as.net_verified;
    verified->request = kiosk.in.as.net_plain.head.request;
    verified->verdict = BSM_VERDICT_MATCH;
    verified->next.steps = steps;
    verified->next.action = action;
    strcpy(verified->next.mobile_hint, "47");
    strcpy(verified->next.name_en, "Sara Ahmed");
    strcpy(verified->next.name_ar, "\xd8\xb3\xd8\xa7\xd8\xb1\xd8\xa9");
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFIED);
}

void code_to_done(void)
{
    strcpy(kiosk.out.as.ui_code.code, "123456");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_CODE);
    uplink_done(&kiosk, BSM_MESSAGE_NET_CHECK_CODE);
    uplink_done(&kiosk, BSM_MESSAGE_NET_COMPLETE);
    ui_shows(&kiosk, BSM_SCREEN_DONE);
}

void match_to_code(void)
{
    match(BSM_STEP_CODE, BSM_ACTION_ACTIVATE);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_PERSON);
    assert_string_equal(kiosk.in.as.ui_person.name_en, "Sara Ahmed");
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    uplink_done(&kiosk, BSM_MESSAGE_NET_SEND_CODE);
    ui_shows(&kiosk, BSM_SCREEN_CODE);
}

void forget_to_welcome(void)
{
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
    bio_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
}
