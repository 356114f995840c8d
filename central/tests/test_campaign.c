/* Visits that were taken while the link was down: each is decided once, by the pack it was taken under. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/store/campaigns.h"
#include "central/tests/fixture.h"
#include "central/visits/calendar.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "net/seal/sealed.h"

#define TYPED "+966511111111"
#define ON_FILE "+966500000001" /* of person 1 */

enum { HOUR_S = 3600 };

static struct bsm_site_pack pack;
static char pack_jws[BSM_JWS_SIZE];
static struct bsm_wire_campaign campaign;
static struct bsm_wire_campaign_claim claim;
static int64_t taken_ms;                      /* when the next record is taken */
static const struct bsm_wire_liveness *amiss; /* said instead of what a good capture says */

/* --- a pack --- */

static enum bsm_status put_pack(struct bsm_db *db, void *context)
{
    (void)context;
    return bsm_site_pack_put(db, pack.nonce, pack_jws, 1);
}

static void sign_pack(const char *key_name, const char *kiosk_name, int64_t from_s, int64_t to_s, int visits)
{
    char path[BSM_STATE_PATH_SIZE], text[1024], error[BSM_SITE_PACK_ERROR_SIZE];
    uint8_t name;
    struct bsm_ec_key *key = NULL;
    size_t size = 0;
    bsm_random_bytes(&name, sizeof name);
    snprintf(text, sizeof text,
             "pack = %062x%02x\nsite = test\nname_ar = حملة\nname_en = Campaign\nkiosks = %s\nvalid_from = %lld\n"
             "valid_to = %lld\nvisits = %d\nfingers = right_index,left_index,right_middle\nask = 2\n",
             7, name, kiosk_name, (long long)from_s, (long long)to_s, visits);
    assert_int_equal(bsm_site_pack_parse(text, strlen(text), &pack, error), BSM_OK);
    bsm_state_path(centre.folder, key_name, path);
    assert_int_equal(bsm_ec_key_load(path, &key), BSM_OK);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    assert_int_equal(bsm_jws_sign(&signer, BSM_SITE_PACK_KID, text, strlen(text), pack_jws, &size), BSM_OK);
    bsm_ec_key_destroy(key);
    assert_int_equal(bsm_store_write(centre.centre.store, put_pack, NULL), BSM_OK);
}

static void good_pack(int visits)
{
    int64_t now_s = bsm_clock_unix_ms() / 1000;
    sign_pack("config-sign.key", "kiosk-1,kiosk-7", now_s - 10 * HOUR_S, now_s + HOUR_S, visits);
}

/* --- a visit under it --- */

static void add_record(const struct bsm_wire_text *payload)
{
    static char jws[BSM_JWS_SIZE];
    static uint8_t text[BSM_SEAL_TEXT_SIZE];
    size_t jws_size = 0, text_size = 0;
    struct bsm_wire_sealed *sealed = &campaign.records[campaign.records_count++];
    struct bsm_signer signer = bsm_ec_key_signer(kiosk.capture_key);
    assert_int_equal(bsm_jws_sign(&signer, kiosk.device, payload->bytes, payload->size, jws, &jws_size), BSM_OK);
    assert_int_equal(bsm_seal(&kiosk.seal_key, &kiosk.visit, kiosk.device, jws, jws_size, sealed->kid, sealed->enc,
                              text, &text_size),
                     BSM_OK);
    memcpy(sealed->text, text, text_size);
    sealed->text_size = (uint32_t)text_size;
    bsm_sha256(jws, jws_size, kiosk.previous_hash);
}

static void begin(void)
{
    memset(&campaign, 0, sizeof campaign);
    kiosk.visit = campaign.visit = bsm_uuid7(bsm_clock_unix_ms());
    memset(kiosk.previous_hash, 0, sizeof kiosk.previous_hash);
    bsm_site_pack_visit_nonce(pack.nonce, &campaign.visit, kiosk.nonce);
    taken_ms = bsm_clock_unix_ms() - 5 * HOUR_S * 1000;
}

static void capture(enum bsm_modality modality, enum bsm_position position, unsigned person)
{
    static struct bsm_wire_capture capture;
    struct bsm_wire_text payload = {0};
    struct bsm_record record = person_record(person, 1);
    kiosk_fill_capture(&kiosk, modality, position, &record, &capture);
    capture.captured_unix_ms = taken_ms += 1000;
    if (amiss)
        capture.liveness = *amiss;
    assert_int_equal(bsm_wire_capture_encode(&capture, &payload), BSM_OK);
    add_record(&payload);
    bsm_wire_text_finish(&payload);
    bsm_record_finish(&record);
}

/* What the pack asks for. */
static void capture_all(unsigned person)
{
    capture(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, person);
    capture(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, person);
    capture(BSM_MODALITY_FACE, BSM_POSITION_NONE, person);
}

static void fill_claim(unsigned person)
{
    claim = (struct bsm_wire_campaign_claim){
        .visit = campaign.visit, .seq = ++kiosk.seq, .claimed_unix_ms = taken_ms += 1000, .consent_version = 1};
    memcpy(claim.pack, pack.nonce, sizeof claim.pack);
    memcpy(claim.nonce, kiosk.nonce, sizeof claim.nonce);
    memcpy(claim.device, kiosk.device, sizeof claim.device);
    memcpy(claim.previous_hash, kiosk.previous_hash, sizeof claim.previous_hash);
    person_number(person, claim.id_number);
    person_birth_date(person, claim.birth_date);
    snprintf(claim.mobile, sizeof claim.mobile, TYPED);
}

static void add_claim(void)
{
    struct bsm_wire_text payload = {0};
    assert_int_equal(bsm_wire_campaign_claim_encode(&claim, &payload), BSM_OK);
    add_record(&payload);
    bsm_wire_text_finish(&payload);
}

/* Two fingers, and a face of whom something is amiss. */
static void fill_visit_with_face(const struct bsm_wire_liveness *liveness)
{
    begin();
    capture(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 1);
    capture(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, 1);
    amiss = liveness;
    capture(BSM_MODALITY_FACE, BSM_POSITION_NONE, 1);
    amiss = NULL;
    fill_claim(1);
    add_claim();
}

/* Two fingers and the face of one, the number of another. */
static void fill_visit(unsigned of, unsigned number_of)
{
    begin();
    capture_all(of);
    fill_claim(number_of);
    add_claim();
}

static int bring(const struct bsm_uuid *key)
{
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_campaign_encode(&campaign, &text), BSM_OK);
    assert_true(text.size < sizeof kiosk.body);
    int status = kiosk_call(&kiosk, BSM_WIRE_CAMPAIGN, text.bytes, key);
    bsm_wire_text_finish(&text);
    return status;
}

static int bring_visit(unsigned of, unsigned number_of)
{
    fill_visit(of, number_of);
    return bring(NULL);
}

static int64_t visits_in(const char *state)
{
    char sql[96];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM audit WHERE detail = 'CAPTURING->%s'", state);
    return centre_count(&centre, sql);
}

static void assert_nothing_taken(void)
{
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM campaign_visits"), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM visits"), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 0);
}

/* --- what comes of it --- */

static void who_is_recognised_is_told_how_to_finish_and_is_not_active(void **state)
{
    (void)state;
    char reference[BSM_REFERENCE_SIZE];
    good_pack(10);
    assert_int_equal(bring_visit(1, 1), 200);
    assert_int_equal(visits_in("PROVED"), 1);
    assert_int_equal(centre_account(&centre, 1), BSM_ACCOUNT_PENDING);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM proofs WHERE person = 1"), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM captures"), 0);
    bsm_reference_of(&campaign.visit, reference);
    assert_int_equal(centre_messages(&centre), 2);
    assert_true(centre_last_message_to(&centre, ON_FILE, reference));
    assert_true(centre_last_message_to(&centre, ON_FILE, "we recognised you"));
}

/* The number on file hears the outcome, the one that was given only that there is one. */
static void the_number_that_was_given_hears_that_it_was_decided_and_no_more(void **state)
{
    (void)state;
    char reference[BSM_REFERENCE_SIZE], day[BSM_DATE_SIZE];
    int minute;
    good_pack(10);
    assert_int_equal(bring_visit(1, 1), 200);
    bsm_reference_of(&campaign.visit, reference);
    bsm_day_text(bsm_day_at(taken_ms, 180, &minute), day);
    assert_true(centre_last_message_to(&centre, TYPED, reference));
    assert_true(centre_last_message_to(&centre, TYPED, day));
    assert_true(centre_last_message_to(&centre, TYPED, "has been decided"));
    assert_false(centre_last_message_to(&centre, TYPED, "recognised"));
    assert_false(centre_last_message_to(&centre, TYPED, "active"));
}

static void where_no_number_is_on_file_the_one_that_was_given_hears_it_all(void **state)
{
    (void)state;
    good_pack(10);
    centre_sql(&centre, "UPDATE people SET mobile = ''");
    assert_int_equal(bring_visit(1, 1), 200);
    assert_int_equal(centre_messages(&centre), 1);
    assert_true(centre_last_message_to(&centre, TYPED, "we recognised you"));
}

static void whose_account_is_locked_hears_at_the_number_on_file(void **state)
{
    (void)state;
    char sql[80];
    good_pack(10);
    snprintf(sql, sizeof sql, "UPDATE accounts SET state = %d", BSM_ACCOUNT_LOCKED);
    centre_sql(&centre, sql);
    assert_int_equal(bring_visit(1, 1), 200);
    assert_int_equal(visits_in("REFERRED"), 1);
    assert_true(centre_last_message_to(&centre, ON_FILE, "nearest office"));
    assert_true(centre_last_message_to(&centre, TYPED, "has been decided"));
}

static void who_is_active_already_hears_that(void **state)
{
    (void)state;
    good_pack(10);
    assert_int_equal(bring_visit(WITH, WITH), 200);
    assert_int_equal(visits_in("PROVED"), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM proofs"), 0);
    assert_int_equal(centre_messages(&centre), 2);
}

static void who_is_not_recognised_is_sent_to_an_office_and_the_try_counts(void **state)
{
    (void)state;
    char reference[BSM_REFERENCE_SIZE];
    good_pack(10);
    assert_int_equal(bring_visit(2, 1), 200);
    bsm_reference_of(&campaign.visit, reference);
    assert_int_equal(visits_in("REFUSED"), 1);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 1);
    assert_true(centre_last_message_to(&centre, TYPED, reference));
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM proofs"), 0);
}

static void the_kiosk_hears_the_same_whoever_it_was(void **state)
{
    (void)state;
    static struct test_reply known;
    good_pack(10);
    assert_int_equal(bring_visit(1, 1), 200);
    known = kiosk.reply;
    struct bsm_wire_stored first, other;
    assert_int_equal(bsm_wire_stored_decode(known.body, known.size, &first), BSM_OK);
    const unsigned numbers[] = {2, NOBODY};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(bring_visit(1, numbers[i]), 200);
        assert_int_equal(kiosk.reply.size, known.size);
        assert_int_equal(bsm_wire_stored_decode(kiosk.reply.body, kiosk.reply.size, &other), BSM_OK);
        assert_int_equal(other.place, claim.seq);
    }
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 2); /* nobody's number counts, too */
}

static void a_right_number_with_a_wrong_birth_date_is_no_match(void **state)
{
    (void)state;
    good_pack(10);
    begin();
    capture_all(1);
    fill_claim(1);
    snprintf(claim.birth_date, sizeof claim.birth_date, "1901-01-01");
    add_claim();
    assert_int_equal(bring(NULL), 200);
    assert_int_equal(visits_in("REFUSED"), 1);
}

static void beyond_a_numbers_quota_the_message_comes_later(void **state)
{
    (void)state;
    char reference[BSM_REFERENCE_SIZE];
    good_pack(20);
    for (int i = 0; i < BSM_POLICY_MESSAGES_OF_STRANGERS + 1; i++) {
        assert_int_equal(bring_visit(1, NOBODY + (unsigned)i), 200);
    }
    bsm_reference_of(&campaign.visit, reference);
    assert_int_equal(centre_messages(&centre), BSM_POLICY_MESSAGES_OF_STRANGERS);
    centre_sql(&centre, "UPDATE mobile_uses SET at = at - 3600000"); /* an hour later */
    centre_sql(&centre, "UPDATE outbox SET due_at = 1");
    bsm_centre_tidy(&centre.centre);
    assert_true(centre_last_message_to(&centre, TYPED, reference));
    assert_int_equal(centre_messages(&centre), BSM_POLICY_MESSAGES_OF_STRANGERS + 1);
}

/* --- once --- */

static void it_is_decided_once_whatever_is_repeated(void **state)
{
    (void)state;
    struct bsm_uuid key = bsm_uuid7(1), other = bsm_uuid7(2);
    good_pack(10);
    fill_visit(2, 1);
    assert_int_equal(bring(&key), 200);
    assert_int_equal(bring(&key), 200); /* its answer was lost */
    assert_refused(bring(&other), 409, BSM_PROBLEM_REPLAYED);
    assert_int_equal(centre_count(&centre, "SELECT failures FROM number_tries"), 1);
    assert_int_equal(centre_messages(&centre), 1);
    kiosk.seq = 0; /* another visit with numbers that were used */
    assert_refused(bring_visit(1, 1), 409, BSM_PROBLEM_REPLAYED);
}

/* Damaged as it is: that shows that nothing of it was opened, let alone compared. */
static void what_was_decided_is_not_even_opened_again(void **state)
{
    (void)state;
    struct bsm_uuid key = bsm_uuid7(1);
    good_pack(10);
    fill_visit(1, 1);
    assert_int_equal(bring(&key), 200);
    assert_int_equal(bring(&key), 200);
    campaign.records[0].text[9] ^= 1;
    assert_refused(bring(NULL), 409, BSM_PROBLEM_REPLAYED);
    centre_sql(&centre, "UPDATE number_tries SET failures = 5, locked_until = 9000000000000");
    assert_refused(bring(NULL), 409, BSM_PROBLEM_REPLAYED);
    assert_refused(bring(&key), 422, BSM_PROBLEM_KEY_REUSED);
}

static void visits_with_the_link_may_overtake_it(void **state)
{
    (void)state;
    good_pack(10);
    fill_visit(1, 1);
    struct bsm_uuid waits = kiosk.visit;
    begin_visit(2); /* whose captures have higher numbers, and arrive first */
    kiosk_capture_all(&kiosk, 2, 2, 1);
    kiosk.visit = waits;
    assert_int_equal(bring(NULL), 200);
    assert_int_equal(visits_in("PROVED"), 1);
}

static void beyond_the_count_of_the_pack_nothing_is_taken(void **state)
{
    (void)state;
    good_pack(1);
    assert_int_equal(bring_visit(1, 1), 200);
    assert_refused(bring_visit(2, 2), 429, BSM_PROBLEM_QUOTA);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM campaign_visits"), 1);
}

static void a_number_that_is_locked_for_a_moment_is_decided_later(void **state)
{
    (void)state;
    struct bsm_uuid key = bsm_uuid7(1);
    good_pack(10);
    for (int i = 0; i < 5; i++)
        assert_int_equal(bring_visit(2, 1), 200);
    fill_visit(1, 1);
    assert_refused(bring(&key), 503, BSM_PROBLEM_UNAVAILABLE);
    assert_int_equal(visits_in("PROVED"), 0);
    centre_sql(&centre, "UPDATE number_tries SET locked_until = 1");
    assert_int_equal(bring(&key), 200);
    assert_int_equal(visits_in("PROVED"), 1);
    centre_sql(&centre, "UPDATE number_tries SET failures = 50");
    assert_int_equal(bring_visit(1, 1), 200); /* only an operator opens it: nothing is compared */
    assert_int_equal(visits_in("REFUSED"), 6);
}

/* --- the pack --- */

static void a_foreign_forged_or_unknown_pack_is_refused(void **state)
{
    (void)state;
    int64_t now_s = bsm_clock_unix_ms() / 1000;
    sign_pack("config-sign.key", "kiosk-2", now_s - 10 * HOUR_S, now_s + HOUR_S, 10);
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre_sql(&centre, "DELETE FROM site_packs");
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    sign_pack("receipt.key", "kiosk-1", now_s - 10 * HOUR_S, now_s + HOUR_S, 10);
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_nothing_taken();
}

static void a_pack_counts_by_when_it_was_taken(void **state)
{
    (void)state;
    int64_t now_s = bsm_clock_unix_ms() / 1000;
    sign_pack("config-sign.key", "kiosk-1", now_s - 10 * HOUR_S, now_s - 6 * HOUR_S, 10); /* over when it was taken */
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre_sql(&centre, "DELETE FROM site_packs");
    sign_pack("config-sign.key", "kiosk-1", now_s - HOUR_S, now_s + HOUR_S, 10); /* not begun */
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    centre_sql(&centre, "DELETE FROM site_packs");
    assert_nothing_taken();
    sign_pack("config-sign.key", "kiosk-1", now_s - 10 * HOUR_S, now_s - HOUR_S, 10); /* over only since */
    assert_int_equal(bring_visit(1, 1), 200);
}

static void what_lasted_too_long_is_refused(void **state)
{
    (void)state;
    good_pack(10);
    begin();
    capture(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 1);
    taken_ms += HOUR_S * 1000;
    capture(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, 1);
    capture(BSM_MODALITY_FACE, BSM_POSITION_NONE, 1);
    fill_claim(1);
    add_claim();
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_nothing_taken();
}

/* A kiosk whose link was down for longer than anything is decided: an SMS was promised. */
static void what_comes_too_late_is_not_decided_and_the_person_hears_it(void **state)
{
    (void)state;
    char reference[BSM_REFERENCE_SIZE];
    int64_t now_s = bsm_clock_unix_ms() / 1000;
    sign_pack("config-sign.key", "kiosk-1", now_s - 20 * 24 * HOUR_S, now_s + HOUR_S, 1);
    begin();
    taken_ms -= INT64_C(15) * 24 * HOUR_S * 1000;
    capture_all(1);
    fill_claim(1);
    add_claim();
    assert_int_equal(bring(NULL), 200);
    bsm_reference_of(&campaign.visit, reference);
    assert_int_equal(visits_in("REFUSED"), 1);
    assert_true(centre_last_message_to(&centre, TYPED, reference));
    assert_true(centre_last_message_to(&centre, TYPED, "too late to be decided"));
    assert_int_equal(centre_messages(&centre), 1);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 0);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM proofs"), 0);
    assert_refused(bring(NULL), 409, BSM_PROBLEM_REPLAYED);
    assert_refused(bring_visit(1, 1), 429, BSM_PROBLEM_QUOTA); /* it counts like any other */
}

/* --- the records --- */

static void only_what_the_pack_asks_for_is_taken(void **state)
{
    (void)state;
    good_pack(10);
    begin();
    capture(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 1);
    capture(BSM_MODALITY_FACE, BSM_POSITION_NONE, 1);
    fill_claim(1);
    add_claim();
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID); /* one finger is not two */
    begin();
    capture(BSM_MODALITY_FINGER, BSM_POSITION_RIGHT_INDEX, 1);
    capture(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, 1);
    fill_claim(1);
    add_claim();
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID); /* no face */
    assert_nothing_taken();
    begin();
    capture(BSM_MODALITY_FINGER, BSM_POSITION_LEFT_INDEX, 1);
    capture(BSM_MODALITY_FACE, BSM_POSITION_NONE, 1);
    fill_claim(1);
    claim.missing_count = 2;
    claim.missing[0] = BSM_POSITION_RIGHT_INDEX;
    claim.missing[1] = BSM_POSITION_RIGHT_MIDDLE;
    add_claim();
    assert_int_equal(bring(NULL), 200);
    assert_int_equal(visits_in("REFERRED"), 1); /* two are enrolled: an office sees to it */
}

static void records_out_of_order_left_out_or_of_others_are_refused(void **state)
{
    (void)state;
    static struct bsm_wire_sealed kept;
    good_pack(10);
    fill_visit(1, 1);
    kept = campaign.records[0];
    campaign.records[0] = campaign.records[1];
    campaign.records[1] = kept;
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_visit(1, 1);
    memmove(&campaign.records[0], &campaign.records[1], 3 * sizeof campaign.records[0]);
    campaign.records_count--;
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_visit(1, 1);
    kept = campaign.records[2];
    fill_visit(1, 1);
    campaign.records[2] = kept; /* of the visit before */
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_visit(1, 1);
    campaign.records_count--; /* no claim */
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_visit(1, 1);
    campaign.records[1].text[9] ^= 1;
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    fill_visit(1, 1);
    campaign.visit = bsm_uuid7(5);
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_refused(kiosk_call(&kiosk, BSM_WIRE_CAMPAIGN, "{\"visit\":1}", NULL), 400, BSM_PROBLEM_BAD_REQUEST);
    assert_nothing_taken();
    assert_int_equal(bring_visit(1, 1), 200);
}

static void a_face_that_did_not_move_as_its_visit_says_is_refused(void **state)
{
    (void)state;
    static const struct bsm_wire_liveness none = {.alive = true};
    struct bsm_wire_liveness liveness = {.alive = true, .challenge = BSM_CHALLENGE_SIDEWAYS};
    good_pack(10);
    fill_visit_with_face(&none);
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    bsm_challenge_sides_text(BSM_CHALLENGE_SIDEWAYS, 0, 0, liveness.sides);
    fill_visit_with_face(&liveness);
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_nothing_taken();
}

static void another_kiosks_key_or_a_claim_of_another_nonce_is_refused(void **state)
{
    (void)state;
    good_pack(10);
    struct bsm_ec_key *own = kiosk.capture_key;
    assert_int_equal(bsm_ec_key_create(&kiosk.capture_key), BSM_OK);
    assert_refused(bring_visit(1, 1), 422, BSM_PROBLEM_CAPTURE_INVALID);
    bsm_ec_key_destroy(kiosk.capture_key);
    kiosk.capture_key = own;
    begin();
    memcpy(kiosk.nonce, pack.nonce, sizeof kiosk.nonce); /* the pack's, in place of the visit's */
    capture_all(1);
    fill_claim(1);
    add_claim();
    assert_refused(bring(NULL), 422, BSM_PROBLEM_CAPTURE_INVALID);
    assert_nothing_taken();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_is_recognised_is_told_how_to_finish_and_is_not_active),
        TEST(the_number_that_was_given_hears_that_it_was_decided_and_no_more),
        TEST(where_no_number_is_on_file_the_one_that_was_given_hears_it_all),
        TEST(whose_account_is_locked_hears_at_the_number_on_file),
        TEST(who_is_active_already_hears_that),
        TEST(who_is_not_recognised_is_sent_to_an_office_and_the_try_counts),
        TEST(the_kiosk_hears_the_same_whoever_it_was),
        TEST(a_right_number_with_a_wrong_birth_date_is_no_match),
        TEST(beyond_a_numbers_quota_the_message_comes_later),
        TEST(it_is_decided_once_whatever_is_repeated),
        TEST(what_was_decided_is_not_even_opened_again),
        TEST(visits_with_the_link_may_overtake_it),
        TEST(beyond_the_count_of_the_pack_nothing_is_taken),
        TEST(a_number_that_is_locked_for_a_moment_is_decided_later),
        TEST(a_foreign_forged_or_unknown_pack_is_refused),
        TEST(a_pack_counts_by_when_it_was_taken),
        TEST(what_lasted_too_long_is_refused),
        TEST(what_comes_too_late_is_not_decided_and_the_person_hears_it),
        TEST(only_what_the_pack_asks_for_is_taken),
        TEST(records_out_of_order_left_out_or_of_others_are_refused),
        TEST(a_face_that_did_not_move_as_its_visit_says_is_refused),
        TEST(another_kiosks_key_or_a_claim_of_another_nonce_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
