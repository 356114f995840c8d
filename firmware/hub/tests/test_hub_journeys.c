/* The real basma-kiosk on the other journeys: registration, missing fingers, an appointment; and what its ui may not
 * say. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/hub/tests/steps.h"

static void code_is_right(void)
{
    strcpy(kiosk.out.as.ui_code.code, "123456");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_CODE);
    uplink_done(&kiosk, BSM_MESSAGE_NET_CHECK_CODE);
}

static void say_name(const char *name)
{
    strcpy(kiosk.out.as.ui_user_name.user_name, name);
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_USER_NAME);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_USER_NAME);
    assert_string_equal(kiosk.in.as.net_user_name.user_name, name);
}

static void refuse(enum bsm_problem problem)
{
    kiosk.out.as.net_failed.request = kiosk.in.as.net_plain.head.request;
    kiosk.out.as.net_failed.status = BSM_DENIED;
    kiosk.out.as.net_failed.problem = problem;
    if (problem == BSM_PROBLEM_NAME_TAKEN) {
        kiosk.out.as.net_failed.offers.count = 1;
        strcpy(kiosk.out.as.net_failed.offers.name[0], "sara.1990");
    }
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_FAILED);
}

static void to_user_name(void)
{
    finish_captures(to_hand());
    match(BSM_STEP_MOBILE | BSM_STEP_CODE | BSM_STEP_ACCOUNT, BSM_ACTION_REGISTER);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    ui_shows(&kiosk, BSM_SCREEN_MOBILE);
    strcpy(kiosk.out.as.ui_mobile.mobile, "+966512345689");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_MOBILE);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_SEND_CODE);
    assert_string_equal(kiosk.in.as.net_send_code.mobile, "+966512345689");
    kiosk.out.as.net_done.request = kiosk.in.as.net_send_code.head.request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DONE);
    ui_shows(&kiosk, BSM_SCREEN_CODE);
    code_is_right();
    ui_shows(&kiosk, BSM_SCREEN_USER_NAME);
}

static void a_registration_keeps_name_and_password_out_of_the_journal(void **state)
{
    (void)state;
    to_user_name();
    say_name("sara.ahmed");
    refuse(BSM_PROBLEM_NAME_TAKEN);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_OFFERS);
    assert_string_equal(kiosk.in.as.ui_offers.name[0], "sara.1990");
    ui_shows(&kiosk, BSM_SCREEN_USER_NAME);
    assert_int_equal(kiosk.in.as.ui_show.reason, BSM_REASON_NAME_TAKEN);
    say_name("sara.1990");
    kiosk.out.as.net_done.request = kiosk.in.as.net_user_name.head.request;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_DONE);
    ui_shows(&kiosk, BSM_SCREEN_PASSWORD);
    strcpy(kiosk.out.as.ui_password.password, "palms by the well");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_PASSWORD);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_COMPLETE);
    assert_string_equal(kiosk.in.as.net_complete.password, "palms by the well");
    assert_int_equal(kiosk.in.as.net_complete.action, BSM_ACTION_REGISTER);
    kiosk.out.as.net_completed.request = kiosk.in.as.net_complete.head.request;
    strcpy(kiosk.out.as.net_completed.receipt.code, "K7Q2-M4P");
    strcpy(kiosk.out.as.net_completed.receipt.receipt, "a.signed.receipt");
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_COMPLETED);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_RECEIPT);
    assert_string_equal(kiosk.in.as.ui_receipt.receipt, "a.signed.receipt");
    ui_shows(&kiosk, BSM_SCREEN_DONE);
    kiosk.out.as.ui_input = (struct bsm_ui_input){BSM_INPUT_RATE, BSM_LANGUAGE_ENGLISH, 5};
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_INPUT);
    journal_has(&kiosk, " 1 rated value=5\n", 1);
    char *journal = journal_read(&kiosk);
    static const char *const secrets[] = {"palms", "sara", "Sara", "512345689", "K7Q2", "123456"};
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++)
        assert_null(strstr(journal, secrets[i]));
    free(journal);
}

static void a_fresh_ui_hears_again_who_is_confirmed(void **state)
{
    (void)state;
    to_user_name();
    kill_leaf(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_PERSON);
    assert_string_equal(kiosk.in.as.ui_person.name_en, "Sara Ahmed");
    ui_shows(&kiosk, BSM_SCREEN_USER_NAME);
}

static void a_ui_that_sends_what_no_screen_lets_type_is_ended(void **state)
{
    (void)state;
    to_user_name();
    strcpy(kiosk.out.as.ui_user_name.user_name, "Robert'); DROP");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_USER_NAME);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_USER_NAME);
    strcpy(kiosk.out.as.ui_slot.office, "olaya");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SLOT);
    leaf_leaves(&kiosk, BSM_LEAF_UI);
}

static void missing_fingers_are_told_to_the_centre_and_others_asked(void **state)
{
    (void)state;
    to_hand();
    ui_input(&kiosk, BSM_INPUT_MISSING_FINGER);
    ui_shows(&kiosk, BSM_SCREEN_MISSING);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_CANCEL);
    kiosk.out.as.capture_failed = (struct bsm_capture_failed){
        .modality = BSM_MODALITY_FINGER, .position = BSM_POSITION_RIGHT_INDEX, .status = BSM_CANCELLED};
    leaf_say(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_CAPTURE_FAILED);
    kiosk.out.as.ui_missing.fingers = 1U << BSM_POSITION_RIGHT_INDEX;
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_MISSING);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_MISSING);
    assert_int_equal(kiosk.in.as.net_missing.fingers, 1U << BSM_POSITION_RIGHT_INDEX);
    struct bsm_net_claimed *claimed = &kiosk.out.as.net_claimed;
    claimed->request = kiosk.in.as.net_missing.head.request;
    claimed->steps = BSM_STEP_FINGERS | BSM_STEP_FACE;
    claimed->fingers_count = 1;
    claimed->fingers[0] = BSM_POSITION_LEFT_THUMB;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_CLAIMED);
    leaf_hears(&kiosk, BSM_LEAF_BIO, BSM_MESSAGE_BIO_FINGER);
    assert_int_equal(kiosk.in.as.bio_finger.position, BSM_POSITION_LEFT_THUMB);
}

static void to_appointment(void)
{
    finish_captures(to_hand());
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFY);
    kiosk.out.as.net_verified.request = kiosk.in.as.net_plain.head.request;
    kiosk.out.as.net_verified.verdict = BSM_VERDICT_REFER;
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_VERIFIED);
    leaf_leaves(&kiosk, BSM_LEAF_BIO);
    ui_shows(&kiosk, BSM_SCREEN_ENDED);
    assert_true(kiosk.in.as.ui_show.appointment);
    ui_input(&kiosk, BSM_INPUT_APPOINTMENT);
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_SLOTS);
    kiosk.out.as.net_offered.request = kiosk.in.as.net_plain.head.request;
    struct bsm_slots *slots = &kiosk.out.as.net_offered.slots;
    slots->needs_mobile = true;
    slots->offices_count = 1;
    strcpy(slots->offices[0].id, "olaya");
    strcpy(slots->offices[0].name_en, "Olaya");
    slots->slots_count = 1;
    strcpy(slots->slots[0].day, "2026-11-29");
    strcpy(slots->slots[0].time, "09:30");
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_OFFERED);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SLOTS);
    assert_string_equal(kiosk.in.as.ui_slots.offices[0].id, "olaya");
    ui_shows(&kiosk, BSM_SCREEN_APPOINTMENT);
}

static void choose(const char *time)
{
    struct bsm_ui_slot *slot = &kiosk.out.as.ui_slot;
    strcpy(slot->office, "olaya");
    strcpy(slot->day, "2026-11-29");
    strcpy(slot->time, time);
    strcpy(slot->mobile, "+966512345689");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SLOT);
}

static void an_appointment_is_booked_and_shown(void **state)
{
    (void)state;
    to_appointment();
    choose("09:30");
    leaf_hears(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_BOOK);
    assert_string_equal(kiosk.in.as.net_book.slot.mobile, "+966512345689");
    kiosk.out.as.net_booked.request = kiosk.in.as.net_book.head.request;
    strcpy(kiosk.out.as.net_booked.booked.code, "A3B4-C5D");
    leaf_say(&kiosk, BSM_LEAF_UPLINK, BSM_MESSAGE_NET_BOOKED);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_BOOKED);
    assert_string_equal(kiosk.in.as.ui_booked.code, "A3B4-C5D");
    ui_shows(&kiosk, BSM_SCREEN_BOOKED);
    journal_has(&kiosk, " 1 booked\n", 1);
}

static void only_what_was_offered_can_be_booked(void **state)
{
    (void)state;
    to_appointment();
    choose("03:00");
    leaf_leaves(&kiosk, BSM_LEAF_UI);
    ui_ready(&kiosk);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_SLOTS);
    ui_shows(&kiosk, BSM_SCREEN_APPOINTMENT);
}

static void who_chooses_as_the_visit_is_forgotten_does_not_end_the_ui(void **state)
{
    (void)state;
    to_appointment();
    ui_input(&kiosk, BSM_INPUT_LEAVE);
    leaf_hears(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGET);
    choose("09:30");
    leaf_say(&kiosk, BSM_LEAF_UI, BSM_MESSAGE_UI_FORGOTTEN);
    journal_has(&kiosk, " wiped\n", 1);
    journal_has(&kiosk, "not_permitted", 0);
    bio_ready(&kiosk);
    ui_shows(&kiosk, BSM_SCREEN_WELCOME);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_registration_keeps_name_and_password_out_of_the_journal, stop_kiosk),
        cmocka_unit_test_teardown(a_fresh_ui_hears_again_who_is_confirmed, stop_kiosk),
        cmocka_unit_test_teardown(a_ui_that_sends_what_no_screen_lets_type_is_ended, stop_kiosk),
        cmocka_unit_test_teardown(missing_fingers_are_told_to_the_centre_and_others_asked, stop_kiosk),
        cmocka_unit_test_teardown(an_appointment_is_booked_and_shown, stop_kiosk),
        cmocka_unit_test_teardown(only_what_was_offered_can_be_booked, stop_kiosk),
        cmocka_unit_test_teardown(who_chooses_as_the_visit_is_forgotten_does_not_end_the_ui, stop_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
