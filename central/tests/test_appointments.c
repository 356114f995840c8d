/* Appointments at the end of a visit that came to nothing, and of any other; and lines of a kiosk's journal. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/api/booking.h"
#include "central/offices/office_file.h"
#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"

#define MOBILE "+966577777701"

static enum bsm_status add_office(struct bsm_db *db, void *context)
{
    (void)context;
    static const char line[] =
        "{\"id\":\"olaya\",\"name_ar\":\"مكتب العليا\",\"name_en\":\"Olaya office\",\"slot_minutes\":30,\"capacity\":3,"
        "\"lead_hours\":1,\"days\":14,\"hours\":{\"sun\":\"08:00-14:00\",\"mon\":\"08:00-14:00\",\"tue\":\"08:00-14:"
        "00\","
        "\"wed\":\"08:00-14:00\",\"thu\":\"08:00-14:00\",\"fri\":\"08:00-14:00\",\"sat\":\"08:00-14:00\"}}";
    static struct bsm_office_import office;
    char why[BSM_OFFICE_WHY_SIZE];
    assert_int_equal(bsm_office_line_read(line, sizeof line - 1, &office, why), BSM_OK);
    return bsm_office_add(db, &office, 0);
}

static int open_with_office(void **state)
{
    open_all(state);
    assert_int_equal(bsm_store_write(centre.centre.store, add_office, NULL), BSM_OK);
    return 0;
}

#define OFFICE_TEST(name) cmocka_unit_test_setup_teardown(name, open_with_office, close_all)

static struct bsm_wire_slots slots;

static int ask_slots(void)
{
    int status = kiosk_call(&kiosk, BSM_WIRE_SLOTS, NULL, &(struct bsm_uuid){{0}});
    if (status == 200) {
        assert_int_equal(bsm_wire_slots_decode(kiosk.reply.body, kiosk.reply.size, &slots), BSM_OK);
    }
    return status;
}

static int book_at(struct test_kiosk *at, const struct bsm_wire_slot *slot, const char *mobile)
{
    struct bsm_wire_book book = {.office = "olaya"};
    struct bsm_wire_text text = {0};
    memcpy(book.day, slot->day, sizeof book.day);
    memcpy(book.time, slot->time, sizeof book.time);
    snprintf(book.mobile, sizeof book.mobile, "%s", mobile);
    assert_int_equal(bsm_wire_book_encode(&book, &text), BSM_OK);
    int status = kiosk_call(at, BSM_WIRE_BOOK, text.bytes, NULL);
    bsm_wire_text_finish(&text);
    return status;
}

static void who_was_refused_takes_an_appointment_and_hears_of_it(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    struct bsm_wire_booked booked;
    begin_visit(1);
    for (int i = 0; i < 3; i++) {
        kiosk_capture_all(&kiosk, 2, 2, 1);
        assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    }
    assert_int_equal(verified.verdict, BSM_VERDICT_NO_MATCH);
    assert_int_equal(ask_slots(), 200);
    assert_true(slots.needs_mobile);
    assert_string_equal(slots.mobile_hint, "");
    assert_string_equal(slots.offices[0].name_ar, "مكتب العليا");
    assert_true(slots.slots_count > 12);
    assert_refused(book_at(&kiosk, &slots.slots[5], ""), 400, BSM_PROBLEM_BAD_REQUEST);
    assert_int_equal(book_at(&kiosk, &slots.slots[5], MOBILE), 201);
    assert_int_equal(bsm_wire_booked_decode(kiosk.reply.body, kiosk.reply.size, &booked), BSM_OK);
    assert_string_equal(booked.office.id, "olaya");
    assert_string_equal(booked.day, slots.slots[5].day);
    assert_int_equal(strlen(booked.code), 8);
    assert_true(centre_last_message_to(&centre, MOBILE, booked.code));
    assert_true(centre_last_message_to(&centre, MOBILE, booked.time));
    assert_true(centre_last_message_to(&centre, MOBILE, "مكتب العليا"));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'appointment'"), 1);
    assert_refused(book_at(&kiosk, &slots.slots[6], MOBILE), 409, BSM_PROBLEM_WRONG_STATE); /* once a visit */
    assert_int_equal(centre_count(&centre, "SELECT person FROM appointments"), 0);
}

/* A kiosk in wrong hands: neither all the places nor messages to any number. */
static void one_kiosk_makes_no_more_appointments_than_people_can_stand_before_it(void **state)
{
    (void)state;
    char mobile[BSM_MOBILE_SIZE];
    for (int i = 0; i < BSM_POLICY_STRANGERS_PER_KIOSK; i++) {
        begin_visit((unsigned)(NOBODY + i));
        assert_int_equal(ask_slots(), 200);
        snprintf(mobile, sizeof mobile, "+9665777778%02d", i);
        assert_int_equal(book_at(&kiosk, &slots.slots[0], mobile), 201);
    }
    begin_visit(NOBODY);
    assert_int_equal(ask_slots(), 200);
    assert_refused(book_at(&kiosk, &slots.slots[0], MOBILE), 429, BSM_PROBLEM_QUOTA);
    assert_false(centre_last_message_to(&centre, MOBILE, ""));
    match_person(1, NULL);
    assert_int_equal(ask_slots(), 200);
    assert_int_equal(book_at(&kiosk, &slots.slots[0], ""), 201);
}

static void a_clock_set_back_keeps_a_kiosk_from_appointments_for_an_hour_at_most(void **state)
{
    (void)state;
    begin_visit(NOBODY);
    assert_int_equal(ask_slots(), 200);
    assert_int_equal(book_at(&kiosk, &slots.slots[0], MOBILE), 201);
    for (int i = 1; i < BSM_POLICY_STRANGERS_PER_KIOSK; i++) {
        centre_sql(&centre,
                   "INSERT INTO appointments (office, day, time, seat, code, visit, person, mobile, made_at, device)"
                   " SELECT office, '2020-01-01', time, id, id, randomblob(16), 0, '', made_at, device"
                   " FROM appointments ORDER BY id DESC LIMIT 1");
    }
    centre_sql(&centre, "UPDATE appointments SET made_at = 9000000000000");
    begin_visit(NOBODY + 1);
    assert_int_equal(ask_slots(), 200);
    assert_refused(book_at(&kiosk, &slots.slots[0], MOBILE), 429, BSM_PROBLEM_QUOTA);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM appointments WHERE made_at >= 9000000000000"), 0);
    centre_sql(&centre, "UPDATE appointments SET made_at = made_at - 3600000"); /* an hour from then */
    assert_int_equal(book_at(&kiosk, &slots.slots[0], MOBILE), 201);
}

static char cancelled[BSM_WIRE_CODE_NAME_SIZE];

static enum bsm_status cancel(struct bsm_db *db, void *context)
{
    struct bsm_appointment appointment;
    return bsm_booking_cancel(db, context, bsm_clock_unix_ms(), &appointment);
}

static void a_place_that_is_cancelled_is_free_again_and_the_person_is_told(void **state)
{
    (void)state;
    struct bsm_wire_booked booked;
    struct bsm_wire_slot slot = {0};
    for (int i = 0; i < 3; i++) { /* all of its time */
        begin_visit((unsigned)(NOBODY + i));
        assert_int_equal(ask_slots(), 200);
        slot = i ? slot : slots.slots[5];
        assert_int_equal(book_at(&kiosk, &slot, i ? "+966577777702" : MOBILE), 201);
        assert_int_equal(bsm_wire_booked_decode(kiosk.reply.body, kiosk.reply.size, &booked), BSM_OK);
        memcpy(cancelled, i ? cancelled : booked.code, sizeof cancelled);
    }
    begin_visit(NOBODY + 3);
    assert_refused(book_at(&kiosk, &slot, MOBILE), 409, BSM_PROBLEM_SLOT_TAKEN);
    assert_int_equal(bsm_store_write(centre.centre.store, cancel, cancelled), BSM_OK);
    assert_int_equal(bsm_store_write(centre.centre.store, cancel, cancelled), BSM_GONE);
    bsm_notices_wake(&centre.centre.notices);
    assert_true(centre_last_message_to(&centre, MOBILE, "is cancelled"));
    assert_true(centre_last_message_to(&centre, MOBILE, "Olaya office"));
    assert_true(centre_last_message_to(&centre, MOBILE, cancelled));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE detail = 'cancelled by operator'"), 1);
    assert_int_equal(book_at(&kiosk, &slot, MOBILE), 201);
    begin_visit(NOBODY + 4);
    assert_refused(book_at(&kiosk, &slot, MOBILE), 409, BSM_PROBLEM_SLOT_TAKEN);
}

/* Whoever names another's number at a kiosk. */
static void strangers_leave_messages_for_the_codes_of_a_number(void **state)
{
    (void)state;
    for (int i = 0; i <= BSM_POLICY_MESSAGES_OF_STRANGERS; i++) {
        bool most = i == BSM_POLICY_MESSAGES_OF_STRANGERS;
        begin_visit((unsigned)(NOBODY + i));
        assert_int_equal(ask_slots(), 200);
        assert_int_equal(book_at(&kiosk, &slots.slots[0], "+966500000001"), most ? 429 : 201);
    }
    match_person(1, NULL);
    assert_int_equal(kiosk_send_code(&kiosk, ""), 202);
}

static void who_was_recognised_need_not_say_their_number(void **state)
{
    (void)state;
    match_person(1, NULL);
    assert_int_equal(ask_slots(), 200);
    assert_false(slots.needs_mobile);
    assert_string_equal(slots.mobile_hint, "01");
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_int_equal(ask_slots(), 200);
    assert_int_equal(book_at(&kiosk, &slots.slots[0], ""), 201);
    assert_true(centre_last_message_to(&centre, "+966500000001", "Olaya office"));
    assert_int_equal(centre_count(&centre, "SELECT person FROM appointments"), 1);
}

static void an_unknown_number_is_offered_the_same(void **state)
{
    (void)state;
    static struct bsm_wire_slots known;
    begin_visit(1);
    assert_int_equal(ask_slots(), 200);
    known = slots;
    size_t size = kiosk.reply.size;
    begin_visit(NOBODY);
    assert_int_equal(ask_slots(), 200);
    assert_memory_equal(&known, &slots, sizeof slots);
    assert_int_equal(kiosk.reply.size, size);
    assert_int_equal(book_at(&kiosk, &slots.slots[0], MOBILE), 201);
}

static void it_is_lawful_from_the_claim_to_the_visits_time(void **state)
{
    (void)state;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_refused(ask_slots(), 409, BSM_PROBLEM_WRONG_STATE);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    assert_refused(ask_slots(), 409, BSM_PROBLEM_WRONG_STATE); /* nobody ever said who they are */
    begin_visit(1);
    assert_int_equal(ask_slots(), 200);
    centre_sql(&centre, "UPDATE visits SET expires_at = 1");
    assert_refused(ask_slots(), 410, BSM_PROBLEM_VISIT_EXPIRED);
    assert_refused(book_at(&kiosk, &slots.slots[0], MOBILE), 410, BSM_PROBLEM_VISIT_EXPIRED);
}

static void what_is_no_slot_is_as_good_as_taken(void **state)
{
    (void)state;
    begin_visit(1);
    assert_int_equal(ask_slots(), 200);
    struct bsm_wire_slot slot = slots.slots[0];
    memcpy(slot.time, "03:17", 6);
    assert_refused(book_at(&kiosk, &slot, MOBILE), 409, BSM_PROBLEM_SLOT_TAKEN);
    centre_sql(&centre, "DELETE FROM offices");
    assert_refused(book_at(&kiosk, &slots.slots[0], MOBILE), 409, BSM_PROBLEM_SLOT_TAKEN);
    assert_int_equal(ask_slots(), 200);
    assert_int_equal(slots.slots_count, 0);
}

static void a_slot_that_is_gone_costs_no_message(void **state)
{
    (void)state;
    begin_visit(NOBODY);
    assert_int_equal(ask_slots(), 200);
    centre_sql(&centre, "UPDATE offices SET capacity = 0");
    for (int i = 0; i < BSM_POLICY_MESSAGES_OF_STRANGERS + 1; i++) {
        assert_refused(book_at(&kiosk, &slots.slots[0], MOBILE), 409, BSM_PROBLEM_SLOT_TAKEN);
    }
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM mobile_uses"), 0);
    centre_sql(&centre, "UPDATE offices SET capacity = 1");
    assert_int_equal(book_at(&kiosk, &slots.slots[0], MOBILE), 201);
}

static void a_repeated_booking_is_one_appointment_and_one_message(void **state)
{
    (void)state;
    begin_visit(1);
    assert_int_equal(ask_slots(), 200);
    assert_int_equal(book_at(&kiosk, &slots.slots[0], MOBILE), 201);
    struct bsm_uuid key = kiosk.key;
    static char body[sizeof kiosk.body];
    memcpy(body, kiosk.body, sizeof body);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_BOOK, body, &key), 201);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM appointments"), 1);
    assert_int_equal(centre_messages(&centre), 1);
}

/* A hundred kiosks' visits ask for the same three places at the same moment, over a hundred connections. */
enum { CROWD = 100, PLACES = 3 };

struct booker {
    struct test_kiosk kiosk;
    pthread_barrier_t *start;
    char mobile[BSM_MOBILE_SIZE];
    int status;
};

static void *book_at_once(void *context)
{
    struct booker *booker = context;
    pthread_barrier_wait(booker->start);
    booker->status = book_at(&booker->kiosk, &slots.slots[3], booker->mobile);
    return NULL;
}

static void no_place_is_given_twice_to_a_hundred_at_once(void **state)
{
    (void)state;
    static pthread_t threads[CROWD];
    pthread_barrier_t start;
    struct booker *crowd = calloc(CROWD, sizeof *crowd);
    assert_non_null(crowd);
    pthread_barrier_init(&start, NULL, CROWD);
    for (int i = 0; i < CROWD; i++) {
        begin_visit(NOBODY + (unsigned)i);
        crowd[i].start = &start;
        snprintf(crowd[i].mobile, sizeof crowd[i].mobile, "+9665777777%02d", i);
        kiosk_share(&crowd[i].kiosk, &kiosk); /* the same kiosk, this visit, a connection of its own */
    }
    assert_int_equal(ask_slots(), 200);
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, book_at_once, &crowd[i]), 0);
    }
    int given = 0;
    int taken = 0;
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        given += crowd[i].status == 201;
        taken += crowd[i].status == 409 && kiosk_problem(&crowd[i].kiosk, NULL) == BSM_PROBLEM_SLOT_TAKEN;
        kiosk_unshare(&crowd[i].kiosk);
    }
    pthread_barrier_destroy(&start);
    free(crowd);
    assert_int_equal(given, PLACES);
    assert_int_equal(taken, CROWD - PLACES);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM appointments"), PLACES);
    assert_int_equal(centre_count(&centre, "SELECT count(DISTINCT seat) FROM appointments"), PLACES);
    assert_int_equal(centre_messages(&centre), PLACES);
}

/* Telemetry. */

static void lines_of_a_journal_are_stored_once(void **state)
{
    (void)state;
    static const char first[] =
        "{\"items\":[{\"place\":7,\"text\":\"visit_opened\"},{\"place\":9,\"text\":\"wiped\"}]}";
    static const char again[] = "{\"items\":[{\"place\":9,\"text\":\"wiped\"},{\"place\":10,\"text\":\"boot\"}]}";
    struct bsm_wire_stored stored;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, first, NULL), 200);
    assert_int_equal(bsm_wire_stored_decode(kiosk.reply.body, kiosk.reply.size, &stored), BSM_OK);
    assert_int_equal(stored.place, 9);
    struct bsm_uuid key = kiosk.key;
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, first, &key), 200); /* an answer was lost */
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, again, NULL), 200); /* and so was what stood in the spool */
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM telemetry"), 3);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_TELEMETRY, "{\"items\":[]}", NULL), 400, BSM_PROBLEM_BAD_REQUEST);
    centre_sql(&centre, "UPDATE telemetry SET at = at - 91 * 86400000 WHERE place < 10");
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM telemetry"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(who_was_refused_takes_an_appointment_and_hears_of_it),
        OFFICE_TEST(one_kiosk_makes_no_more_appointments_than_people_can_stand_before_it),
        OFFICE_TEST(a_clock_set_back_keeps_a_kiosk_from_appointments_for_an_hour_at_most),
        OFFICE_TEST(a_place_that_is_cancelled_is_free_again_and_the_person_is_told),
        OFFICE_TEST(strangers_leave_messages_for_the_codes_of_a_number),
        OFFICE_TEST(who_was_recognised_need_not_say_their_number),
        OFFICE_TEST(an_unknown_number_is_offered_the_same),
        OFFICE_TEST(it_is_lawful_from_the_claim_to_the_visits_time),
        OFFICE_TEST(what_is_no_slot_is_as_good_as_taken),
        OFFICE_TEST(a_slot_that_is_gone_costs_no_message),
        OFFICE_TEST(a_repeated_booking_is_one_appointment_and_one_message),
        OFFICE_TEST(no_place_is_given_twice_to_a_hundred_at_once),
        TEST(lines_of_a_journal_are_stored_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
