/* What must not show: whether a number is known, whether a date is right. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "central/tests/fixture.h"
#include "firmware/base/file.h"

static void an_unknown_number_is_answered_in_the_same_shape(void **state)
{
    (void)state;
    struct bsm_wire_claimed known;
    struct bsm_wire_claimed unknown;
    struct bsm_wire_claimed again;
    begin_visit(1);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 1, NULL, &known), 200);
    size_t size = kiosk.reply.size;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, NOBODY, NULL, &unknown), 200);
    assert_int_equal(kiosk.reply.size, size);
    assert_int_equal(kiosk.reply.size % 512, 0);
    assert_int_equal(unknown.steps, known.steps);
    assert_int_equal(unknown.fingers_count, known.fingers_count);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, NOBODY, "1970-07-07", &again), 200);
    assert_memory_equal(&again, &unknown, sizeof again);
}

static void a_wrong_birth_date_is_answered_like_the_right_one(void **state)
{
    (void)state;
    struct bsm_wire_claimed right;
    struct bsm_wire_claimed wrong;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, NULL, &right), 200);
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, "1970-07-07", &wrong), 200);
    assert_memory_equal(&right, &wrong, sizeof right);
}

static void a_wrong_birth_date_never_matches(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    assert_int_equal(kiosk_open(&kiosk), 201);
    assert_int_equal(kiosk_claim(&kiosk, 2, "1970-07-07", NULL), 200);
    kiosk_capture_all(&kiosk, 2, 2, 1);
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    assert_int_equal(centre_count(&centre, "SELECT count(*) FROM number_tries"), 1);
}

/* Not even with the fingers and face of the person that stands in. */
static void an_unknown_number_never_matches_and_is_counted(void **state)
{
    (void)state;
    struct bsm_wire_verified verified;
    for (unsigned person = 1; person <= 3; person++) {
        begin_visit(NOBODY + person);
        int64_t stand_in = centre_count(&centre, "SELECT reference FROM visits ORDER BY opened_at DESC, rowid DESC");
        kiosk_capture_all(&kiosk, (unsigned)stand_in, (unsigned)stand_in, 1);
        assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
        assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    }
    assert_int_equal(centre_count(&centre, "SELECT sum(failures) FROM number_tries"), 3);
}

static bool file_holds(const char *name, const uint8_t *bytes, size_t size)
{
    char path[BSM_STATE_PATH_SIZE];
    uint8_t *all = NULL;
    size_t all_size = 0;
    bsm_state_path(centre.folder, name, path);
    if (bsm_file_read(path, 64 * 1024 * 1024, &all, &all_size) != BSM_OK) {
        return false;
    }
    bool found = false;
    for (size_t i = 0; !found && i + size <= all_size; i++) {
        found = all[i] == bytes[0] && !memcmp(all + i, bytes, size);
    }
    free(all);
    return found;
}

/* Neither in the register nor in its log. */
static void nothing_captured_remains_in_the_files(void **state)
{
    (void)state;
    enum { PIECE = 48 };
    struct bsm_record probe = person_record(1, 1);
    const uint8_t *piece = probe.fingers[BSM_POSITION_RIGHT_INDEX].bytes + 100;
    begin_visit(1);
    kiosk_capture_all(&kiosk, 1, 1, 1);
    assert_true(file_holds("central.db", piece, PIECE) || file_holds("central.db-wal", piece, PIECE));
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_LEAVE, NULL, NULL), 204);
    bsm_centre_tidy(&centre.centre);
    assert_false(file_holds("central.db", piece, PIECE));
    assert_false(file_holds("central.db-wal", piece, PIECE));
    bsm_record_finish(&probe);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int by_size(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a;
    int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

enum { SAMPLES = 25 };

static int64_t median(int64_t times[SAMPLES])
{
    qsort(times, SAMPLES, sizeof times[0], by_size);
    return times[SAMPLES / 2];
}

/* Taken in turn, so that a busy machine slows both. A leak would be a lookup, a record's decoding or a comparison left
 * out: more than half of it all. */
static bool takes_as_long(const char *what, int64_t (*time_us)(unsigned person))
{
    int64_t known[SAMPLES];
    int64_t unknown[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
        known[i] = time_us(1 + (unsigned)i % 4);
        unknown[i] = time_us(NOBODY + (unsigned)i % 4);
    }
    int64_t a = median(known);
    int64_t b = median(unknown);
    print_message("%s: known %" PRId64 " us, unknown %" PRId64 " us\n", what, a, b);
    return a < 2 * b && b < 2 * a;
}

/* A disk that is slow for a while may make a difference once; a leak makes it always. */
static void assert_takes_as_long(const char *what, int64_t (*time_us)(unsigned person))
{
    bool alike = false;
    for (int i = 0; i < 3 && !alike; i++) {
        alike = takes_as_long(what, time_us);
    }
    assert_true(alike);
}

static int64_t claim_time_us(unsigned person)
{
    assert_int_equal(kiosk_open(&kiosk), 201);
    int64_t start = now_us();
    assert_int_equal(kiosk_claim(&kiosk, person, NULL, NULL), 200);
    return now_us() - start;
}

static void an_unknown_number_takes_as_long(void **state)
{
    (void)state;
    assert_takes_as_long("claim", claim_time_us);
}

static int64_t missing_time_us(unsigned person)
{
    begin_visit(person);
    int64_t start = now_us();
    assert_int_equal(kiosk_missing(&kiosk, 1u << BSM_POSITION_RIGHT_INDEX, NULL), 200);
    return now_us() - start;
}

static void missing_fingers_of_an_unknown_number_take_as_long(void **state)
{
    (void)state;
    assert_takes_as_long("missing", missing_time_us);
}

static int64_t slots_time_us(unsigned person)
{
    begin_visit(person);
    int64_t start = now_us();
    assert_int_equal(kiosk_call(&kiosk, BSM_WIRE_SLOTS, NULL, NULL), 200);
    return now_us() - start;
}

static void slots_for_an_unknown_number_take_as_long(void **state)
{
    (void)state;
    centre_sql(&centre, "INSERT INTO offices VALUES ('olaya', 0, 'a', 'b', 180, 30, 1, 60, 14)");
    centre_sql(&centre, "INSERT INTO office_hours VALUES ('olaya', 1, 480, 840), ('olaya', 3, 480, 840)");
    assert_takes_as_long("slots", slots_time_us);
}

static int64_t verify_time_us(unsigned person)
{
    struct bsm_wire_verified verified;
    centre_sql(&centre, "DELETE FROM number_tries");
    begin_visit(person);
    kiosk_capture_all(&kiosk, 7, 7, 1);
    int64_t start = now_us();
    assert_int_equal(kiosk_verify(&kiosk, &verified), 200);
    assert_int_equal(verified.verdict, BSM_VERDICT_RETRY);
    return now_us() - start;
}

static void a_refusal_of_an_unknown_number_takes_as_long(void **state)
{
    (void)state;
    assert_takes_as_long("verify", verify_time_us);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_number_is_answered_in_the_same_shape),
        TEST(a_wrong_birth_date_is_answered_like_the_right_one),
        TEST(a_wrong_birth_date_never_matches),
        TEST(an_unknown_number_never_matches_and_is_counted),
        TEST(nothing_captured_remains_in_the_files),
        TEST(an_unknown_number_takes_as_long),
        TEST(missing_fingers_of_an_unknown_number_take_as_long),
        TEST(slots_for_an_unknown_number_take_as_long),
        TEST(a_refusal_of_an_unknown_number_takes_as_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
