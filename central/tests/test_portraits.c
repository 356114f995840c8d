/* Portraits: kept for an account where the centre wants them, and nowhere else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/store/portraits.h"
#include "central/tests/fixture.h"
#include "central/visits/policy.h"
#include "enroll/picture/picture.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"
#include "net/seal/jws.h"

#define PASSWORD "three green kettles"

static uint8_t *jpeg;
static size_t jpeg_size;

static void make_jpeg(int width_px, int height_px, uint8_t shade)
{
    struct bsm_image image;
    free(jpeg);
    jpeg = NULL;
    assert_int_equal(bsm_image_init(&image, width_px, height_px, BSM_IMAGE_RGB24, 0), BSM_OK);
    for (size_t i = 0; i < image.stride * (size_t)height_px; i++) {
        image.pixels[i] = (uint8_t)(shade + i * i % 7);
    }
    assert_int_equal(bsm_picture_encode_jpeg(&image, 80, &jpeg, &jpeg_size), BSM_OK);
    bsm_image_finish(&image);
    kiosk.portrait = jpeg;
    kiosk.portrait_size = jpeg_size;
}

static int open_wanting(void **state)
{
    open_all(state);
    centre.centre.portrait = true;
    make_jpeg(140, 180, 90);
    return 0;
}

static int close_wanting(void **state)
{
    kiosk.portrait = NULL;
    kiosk.portrait_size = 0;
    kiosk.purpose = 0;
    return close_all(state);
}

#define PORTRAIT_TEST(name) cmocka_unit_test_setup_teardown(name, open_wanting, close_wanting)

static int64_t waiting(void) { return centre_count(&centre, "SELECT count(*) FROM portraits_waiting"); }
static int64_t kept(void) { return centre_count(&centre, "SELECT count(*) FROM portraits"); }

static void assert_portrait_of(int64_t person)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    struct bsm_db *db = bsm_store_read_begin(centre.centre.store);
    assert_int_equal(bsm_portrait_load(db, person, &bytes, &size), BSM_OK);
    bsm_store_read_end(centre.centre.store, db);
    assert_int_equal(size, jpeg_size);
    assert_memory_equal(bytes, jpeg, size);
    bsm_wipe_free(bytes, size);
}

static void read_receipt(struct bsm_wire_receipt *receipt)
{
    static struct bsm_wire_completed completed;
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    struct bsm_ec_point key;
    size_t size = 0;
    bsm_ec_key_public(centre.state.receipt_key, &key);
    assert_int_equal(bsm_wire_completed_decode(kiosk.reply.body, kiosk.reply.size, &completed), BSM_OK);
    assert_int_equal(bsm_jws_verify(&key, BSM_WIRE_RECEIPT_KID, completed.receipt, strlen(completed.receipt), payload,
                                    sizeof payload, &size),
                     BSM_OK);
    assert_int_equal(bsm_wire_receipt_decode(payload, size, receipt), BSM_OK);
}

static void with_the_account_the_portrait_is_kept_and_the_receipt_says_so(void **state)
{
    (void)state;
    struct bsm_wire_receipt receipt;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(waiting(), 1);
    assert_int_equal(kept(), 0);
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(waiting(), 0);
    assert_portrait_of(1);
    read_receipt(&receipt);
    assert_true(receipt.portrait && receipt.face);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM audit WHERE event = 'portrait' AND person = 1"), 1);
}

static void who_registers_has_one_kept_too(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_REGISTER, WITHOUT, "");
    assert_int_equal(kiosk_user_name(&kiosk, "noura.42"), 204);
    assert_int_equal(kiosk_complete_with(&kiosk, BSM_ACTION_REGISTER, PASSWORD), 200);
    assert_portrait_of(WITHOUT);
}

static void without_a_portrait_the_visit_goes_on_and_the_receipt_says_nothing_of_one(void **state)
{
    (void)state;
    struct bsm_wire_receipt receipt;
    kiosk.portrait_size = 0;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(kiosk_complete(&kiosk), 200);
    read_receipt(&receipt);
    assert_true(receipt.face && !receipt.portrait);
    assert_int_equal(kept(), 0);
}

static void what_the_centre_does_not_want_is_not_kept(void **state)
{
    (void)state;
    centre.centre.portrait = false;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(waiting(), 0);
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_int_equal(kept(), 0);
}

static void for_a_new_password_or_number_none_is_kept(void **state)
{
    (void)state;
    kiosk.purpose = BSM_ACTION_RESET_PASSWORD;
    begin_visit(WITH);
    kiosk_capture_all(&kiosk, WITH, WITH, 1);
    assert_int_equal(waiting(), 0);
    kiosk.purpose = BSM_ACTION_ACTIVATE; /* but nothing is left to do */
    begin_visit(WITH);
    kiosk_capture_all(&kiosk, WITH, WITH, 1);
    assert_int_equal(waiting(), 1);
    assert_int_equal(kiosk_verify(&kiosk, &(struct bsm_wire_verified){0}), 200);
    assert_int_equal(waiting(), 0);
}

static bool register_holds(const uint8_t *bytes, size_t size)
{
    static const char *const names[] = {"central.db", "central.db-wal"};
    bool found = false;
    for (int i = 0; i < 2; i++) {
        char path[BSM_STATE_PATH_SIZE];
        uint8_t *all = NULL;
        size_t all_size = 0;
        bsm_state_path(centre.folder, names[i], path);
        if (bsm_file_read(path, 64 * 1024 * 1024, &all, &all_size) == BSM_OK) {
            found = found || memmem(all, all_size, bytes, size);
        }
        free(all);
    }
    return found;
}

/* A piece of the coded picture itself, which nothing else holds. */
static bool register_holds_the_portrait(void) { return register_holds(jpeg + jpeg_size - 64, 60); }

static void of_a_visit_that_is_refused_or_left_nothing_remains(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 2, 2, 1); /* somebody else */
    assert_int_equal(waiting(), 1);
    assert_true(register_holds_the_portrait());
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(waiting(), 0);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    assert_int_equal(kiosk_missing(&kiosk, 1u << BSM_POSITION_LEFT_LITTLE, NULL), 200);
    assert_int_equal(waiting(), 0);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    centre_sql(&centre, "UPDATE visits SET expires_at = opened_at - 1");
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(waiting(), 0);
    assert_int_equal(kept(), 0);
    assert_false(register_holds_the_portrait());
}

static void a_face_taken_anew_takes_the_portrait_with_it(void **state)
{
    (void)state;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_int_equal(waiting(), 1);
    kiosk.portrait_size = 0;
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_int_equal(waiting(), 0);
}

static int send_face(void)
{
    static struct bsm_wire_capture capture;
    struct bsm_record record = person_record(1, 1);
    kiosk_fill_capture(&kiosk, BSM_MODALITY_FACE, BSM_POSITION_NONE, &record, &capture);
    bsm_record_finish(&record);
    return kiosk_send_capture(&kiosk, &capture);
}

static void what_is_no_portrait_is_refused(void **state)
{
    (void)state;
    begin_visit(1);
    jpeg[0] = 'x'; /* no JPEG */
    assert_refused(send_face(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    make_jpeg(140, 180, 90);
    kiosk.portrait_size /= 2; /* cut short */
    assert_refused(send_face(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    make_jpeg(140, 181, 90); /* of another shape */
    assert_refused(send_face(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    make_jpeg(133, 171, 90); /* too small */
    assert_refused(send_face(), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_int_equal(waiting(), 0);
    make_jpeg(140, 180, 90);
    assert_int_equal(send_face(), 201);
}

static void a_newer_one_takes_its_place_and_an_old_one_is_erased(void **state)
{
    (void)state;
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(kiosk_complete(&kiosk), 200);
    centre_sql(&centre, "UPDATE accounts SET state = 1 WHERE person = 1"); /* as an office may */
    make_jpeg(210, 270, 30);
    to_confirmed(BSM_ACTION_ACTIVATE, 1, "");
    assert_int_equal(kiosk_complete(&kiosk), 200);
    assert_portrait_of(1);
    assert_int_equal(kept(), 1);
    char sql[96];
    snprintf(sql, sizeof sql, "UPDATE portraits SET taken_at = %lld",
             (long long)(bsm_clock_unix_ms() - BSM_POLICY_PORTRAITS_KEPT_MS - 1000));
    centre_sql(&centre, sql);
    bsm_centre_tidy(&centre.centre);
    assert_int_equal(kept(), 0);
    assert_false(register_holds_the_portrait());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PORTRAIT_TEST(with_the_account_the_portrait_is_kept_and_the_receipt_says_so),
        PORTRAIT_TEST(who_registers_has_one_kept_too),
        PORTRAIT_TEST(without_a_portrait_the_visit_goes_on_and_the_receipt_says_nothing_of_one),
        PORTRAIT_TEST(what_the_centre_does_not_want_is_not_kept),
        PORTRAIT_TEST(for_a_new_password_or_number_none_is_kept),
        PORTRAIT_TEST(of_a_visit_that_is_refused_or_left_nothing_remains),
        PORTRAIT_TEST(a_face_taken_anew_takes_the_portrait_with_it),
        PORTRAIT_TEST(what_is_no_portrait_is_refused),
        PORTRAIT_TEST(a_newer_one_takes_its_place_and_an_old_one_is_erased),
    };
    bsm_wire_init();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(jpeg);
    return failed;
}
