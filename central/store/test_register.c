/* What stands in the register: the audit, visits and tries as they age, its versions, its damage. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/store/audit.h"
#include "central/store/appointments.h"
#include "central/store/captures.h"
#include "central/store/test_folder.h"
#include "central/store/tries.h"
#include "central/store/visits.h"

static void the_audit_cannot_be_changed_and_a_break_in_it_shows(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    for (int i = 0; i < 5; i++) {
        struct bsm_audit_entry entry = {.at_ms = i, .event = "visit", .device = "k", .detail = "A->B"};
        assert_int_equal(bsm_audit_add(db, &entry), BSM_OK);
    }
    int64_t rows = 0;
    int64_t broken = 0;
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    assert_int_equal(rows, 5);
    assert_int_not_equal(bsm_db_execute(db, "UPDATE audit SET detail = 'x' WHERE id = 3"), BSM_OK);
    assert_int_not_equal(bsm_db_execute(db, "DELETE FROM audit"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP TRIGGER audit_no_update"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE audit SET detail = 'x' WHERE id = 3"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 3);
    bsm_db_close(db);
}

static void rows_missing_at_the_end_of_the_audit_show(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    int64_t rows = 0;
    int64_t broken = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_OK);
    for (int i = 0; i < 5; i++) {
        struct bsm_audit_entry entry = {.at_ms = i, .event = "visit", .device = "k", .detail = "A->B"};
        assert_int_equal(bsm_audit_add(db, &entry), BSM_OK);
    }
    assert_int_equal(bsm_db_execute(db, "DROP TRIGGER audit_no_delete"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DELETE FROM audit WHERE id > 3"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 4);
    assert_int_equal(bsm_db_execute(db, "DELETE FROM audit"), BSM_OK);
    assert_int_equal(bsm_audit_check(db, &rows, &broken), BSM_INVALID);
    assert_int_equal(broken, 1);
    bsm_db_close(db);
}

static void overwrite(long at, size_t size)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    for (size_t i = 0; i < size; i++) {
        fputc((int)(i * 31 + 7) & 0xff, file);
    }
    assert_int_equal(fclose(file), 0);
}

static void a_damaged_register_is_said_to_be(void **state)
{
    (void)state;
    struct bsm_store *store = NULL;
    bsm_store_close(open_store());
    overwrite(100, 3996); /* the first page holds the root of the schema */
    assert_int_equal(bsm_store_open(path, false, &store), BSM_INVALID);
    overwrite(0, 100); /* not even a database any more */
    assert_int_equal(bsm_store_open(path, false, &store), BSM_INVALID);
    assert_null(store);
}

static void a_visit_expires_and_its_captures_go_with_it(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    struct bsm_visit visit = {.id = bsm_uuid7(5),
                              .device = "kiosk-1",
                              .state = BSM_VISIT_OPENED,
                              .purpose = BSM_ACTION_ACTIVATE,
                              .opened_ms = 10,
                              .expires_ms = 20};
    assert_int_equal(bsm_visit_add(db, &visit), BSM_OK);
    assert_int_equal(bsm_visit_add(db, &visit), BSM_DENIED);
    assert_int_equal(bsm_visit_move(db, &visit, BSM_MOVE_MATCH, 11), BSM_DENIED);
    assert_int_equal(bsm_visit_move(db, &visit, BSM_MOVE_CLAIM, 11), BSM_OK);
    static struct bsm_wire_capture capture = {.modality = BSM_MODALITY_FACE, .template_size = 3};
    capture.visit = visit.id;
    assert_int_equal(bsm_capture_put(db, &capture), BSM_OK);
    int count = 0;
    assert_int_equal(bsm_visit_expire(db, 19, 10, &count), BSM_OK);
    assert_int_equal(count, 0);
    assert_int_equal(bsm_visit_expire(db, 20, 10, &count), BSM_OK);
    assert_int_equal(count, 1);
    assert_int_equal(bsm_visit_find(db, &visit.id, &visit), BSM_OK);
    assert_int_equal(visit.state, BSM_VISIT_EXPIRED);
    struct bsm_record record = {0};
    assert_int_equal(bsm_captures_load(db, &visit.id, &record), BSM_OK);
    assert_null(record.face.bytes);
    bsm_db_close(db);
}

static void add_visit(struct bsm_db *db, int64_t opened_ms, enum bsm_visit_move move, struct bsm_uuid *id)
{
    struct bsm_visit visit = {.id = bsm_uuid7(opened_ms),
                              .device = "kiosk-1",
                              .state = BSM_VISIT_OPENED,
                              .purpose = BSM_ACTION_ACTIVATE,
                              .opened_ms = opened_ms,
                              .expires_ms = opened_ms + 10};
    *id = visit.id;
    assert_int_equal(bsm_visit_add(db, &visit), BSM_OK);
    assert_int_equal(bsm_visit_move(db, &visit, move, opened_ms), BSM_OK);
}

static void visits_long_over_go_but_open_ones_stay(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid left;
    struct bsm_uuid open;
    struct bsm_visit visit;
    int count = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_LEAVE, &left);
    add_visit(db, 101, BSM_MOVE_CLAIM, &open);
    assert_int_equal(bsm_visit_purge(db, 110, 10, &count), BSM_OK);
    assert_int_equal(count, 0);
    assert_int_equal(bsm_visit_purge(db, 1000, 10, &count), BSM_OK);
    assert_int_equal(count, 1);
    assert_int_equal(bsm_visit_find(db, &left, &visit), BSM_GONE);
    assert_int_equal(bsm_visit_find(db, &open, &visit), BSM_OK);
    bsm_db_close(db);
}

static void failures_are_forgotten_unless_an_operator_is_needed(void **state)
{
    (void)state;
    struct bsm_store *store = open_store();
    struct bsm_db *db = NULL;
    int count = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    for (uint64_t number = 0; number < 3; number++) {
        struct bsm_digest key = digest_of_number(number);
        struct bsm_tries tries = {.failures = number == 2 ? 50 : 1, .failed_ms = number == 1 ? 200 : 100};
        assert_int_equal(bsm_tries_put(db, &key, &tries), BSM_OK);
    }
    assert_int_equal(bsm_tries_purge(db, 150, 50, 10, &count), BSM_OK);
    bsm_db_close(db);
    assert_int_equal(count, 1);
    assert_int_equal(count_tries(store, 1), 0);
    assert_int_equal(count_tries(store, 3), 51);
    bsm_store_close(store);
}

/* Back to what the program of version 3 made. */
static void undo_versions_from_4(struct bsm_db *db)
{
    static const char *const statements[] = {
        "DROP TABLE portraits",
        "DROP TABLE portraits_waiting",
        "DROP INDEX accounts_mobile_from",
        "ALTER TABLE accounts DROP COLUMN mobile_next",
        "ALTER TABLE accounts DROP COLUMN mobile_from",
        "DROP TABLE wishes",
        "DROP TABLE device_days",
        "DROP TABLE site_packs",
        "DROP TABLE campaign_visits",
        "DROP TABLE proofs",
        "ALTER TABLE devices DROP COLUMN campaign_seq",
        "DROP TABLE user_names",
        "DROP TABLE mobile_uses",
        "DROP TABLE outbox",
        "DROP TABLE offices",
        "DROP TABLE office_hours",
        "DROP TABLE office_closed",
        "DROP TABLE office_sites",
        "DROP TABLE appointments",
        "DROP TABLE telemetry",
        "ALTER TABLE accounts DROP COLUMN mobile",
        "ALTER TABLE accounts DROP COLUMN password",
        "ALTER TABLE visits DROP COLUMN site",
        "ALTER TABLE visits DROP COLUMN missing",
        "ALTER TABLE visits DROP COLUMN action",
        "ALTER TABLE visits DROP COLUMN mobile",
        "ALTER TABLE visits DROP COLUMN matched_at",
        "ALTER TABLE visits DROP COLUMN taken",
        "UPDATE schema_version SET version = 3",
    };
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        assert_int_equal(bsm_db_execute(db, statements[i]), BSM_OK);
    }
}

/* A visit that was matched under the old program goes on under the new one. */
static void a_register_of_the_third_version_is_brought_up_to_date(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid id;
    struct bsm_uuid other;
    struct bsm_visit visit;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_CLAIM, &id);
    add_visit(db, 100, BSM_MOVE_CLAIM, &other);
    assert_int_equal(bsm_db_execute(db, "UPDATE visits SET state = 4 WHERE rowid = 1"), BSM_OK);
    undo_versions_from_4(db);
    bsm_db_close(db);
    bsm_store_close(open_store());
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_visit_find(db, &id, &visit), BSM_OK);
    assert_int_equal(visit.action, BSM_ACTION_ACTIVATE);
    assert_true(visit.matched_ms == visit.opened_ms);
    assert_string_equal(visit.mobile, "");
    assert_int_equal(bsm_visit_save(db, &visit), BSM_OK);
    assert_int_equal(bsm_visit_find(db, &other, &visit), BSM_OK);
    assert_int_equal(visit.action, 0);
    bsm_db_close(db);
}

static void a_register_of_the_first_version_is_brought_up_to_date(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid id;
    struct bsm_visit visit;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_CLAIM, &id);
    undo_versions_from_4(db);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX visits_code_due"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX visits_open"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE visits DROP COLUMN code_due"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX number_tries_age"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE number_tries DROP COLUMN failed_at"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE schema_version SET version = 1"), BSM_OK);
    bsm_db_close(db);
    bsm_store_close(open_store());
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_visit_find(db, &id, &visit), BSM_OK);
    assert_false(visit.code_due);
    visit.code_due = true;
    assert_int_equal(bsm_visit_save(db, &visit), BSM_OK);
    bsm_db_close(db);
}

/* Whose appointments were known by their visits only. */
static void the_appointments_of_the_eighth_version_keep_their_kiosk(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    struct bsm_uuid id;
    struct bsm_visit visit;
    int count = 0;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    add_visit(db, 100, BSM_MOVE_CLAIM, &id);
    assert_int_equal(bsm_visit_find(db, &id, &visit), BSM_OK);
    struct bsm_appointment appointment = {
        .office = "olaya", .day = "2026-12-01", .time = "09:30", .code = "K7Q2-M4P", .visit = id, .made_ms = 100};
    assert_int_equal(bsm_appointment_take(db, &appointment, 1), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP TABLE portraits"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP TABLE portraits_waiting"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP INDEX appointments_device"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE appointments DROP COLUMN device"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "DROP TABLE wishes"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "ALTER TABLE outbox DROP COLUMN most"), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE schema_version SET version = 8"), BSM_OK);
    bsm_db_close(db);
    bsm_store_close(open_store());
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_appointments_of_strangers(db, visit.device, 0, 100, &count), BSM_OK);
    assert_int_equal(count, 1);
    bsm_db_close(db);
}

static void a_register_of_a_later_version_is_refused(void **state)
{
    (void)state;
    bsm_store_close(open_store());
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_db_execute(db, "UPDATE schema_version SET version = 999"), BSM_OK);
    bsm_db_close(db);
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, true, &store), BSM_INVALID);
    assert_null(store);
}

static void a_missing_register_is_said_to_be_missing(void **state)
{
    (void)state;
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, false, &store), BSM_GONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_audit_cannot_be_changed_and_a_break_in_it_shows),
        TEST(rows_missing_at_the_end_of_the_audit_show),
        TEST(a_damaged_register_is_said_to_be),
        TEST(a_visit_expires_and_its_captures_go_with_it),
        TEST(visits_long_over_go_but_open_ones_stay),
        TEST(failures_are_forgotten_unless_an_operator_is_needed),
        TEST(a_register_of_the_first_version_is_brought_up_to_date),
        TEST(a_register_of_the_third_version_is_brought_up_to_date),
        TEST(the_appointments_of_the_eighth_version_keep_their_kiosk),
        TEST(a_register_of_a_later_version_is_refused),
        TEST(a_missing_register_is_said_to_be_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
