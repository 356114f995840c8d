/* The file of offices, which are near, and what is free. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "central/offices/office_file.h"
#include "central/offices/schedule.h"
#include "central/store/appointments.h"
#include "central/store/test_folder.h"
#include "firmware/base/random.h"

#define NAMES "\"name_ar\":\"مكتب\",\"name_en\":\"Office\","
#define NUMBERS "\"slot_minutes\":30,\"capacity\":2,\"lead_hours\":24,\"days\":14"
#define HOURS "\"hours\":{\"sun\":\"08:00-10:00\",\"mon\":\"08:00-10:00\",\"thu\":\"08:00-09:15\"}"

static struct bsm_office_import office;
static char why[BSM_OFFICE_WHY_SIZE];

static enum bsm_status read_line(const char *line) { return bsm_office_line_read(line, strlen(line), &office, why); }

static void a_line_says_all_of_an_office(void **state)
{
    (void)state;
    assert_int_equal(read_line("{\"id\":\"olaya\"," NAMES NUMBERS "," HOURS
                               ",\"closed\":[\"2026-12-03\"],\"sites\":[\"riyadh-1\",\"riyadh-2\"]}"),
                     BSM_OK);
    assert_string_equal(office.row.office.name_ar, "مكتب");
    assert_int_equal(office.row.lead, 24 * 60);
    assert_int_equal(office.row.utc_offset, 180);
    assert_int_equal(office.row.hours[0].opens, 480);
    assert_int_equal(office.row.hours[4].closes, 555);
    assert_int_equal(office.row.hours[5].closes, 0);
    assert_string_equal(office.closed[0], "2026-12-03");
    assert_string_equal(office.sites[1], "riyadh-2");
    assert_int_equal(read_line("{\"id\":\"olaya\"," NAMES NUMBERS "," HOURS "}"), BSM_OK);
    assert_int_equal(office.sites_count, 0);
}

static void a_wrong_line_says_what_is_wrong(void **state)
{
    (void)state;
    static const char *const lines[][2] = {
        {"[]", "not a JSON object"},
        {"{\"id\":\"Olaya\"," NAMES NUMBERS "," HOURS "}", "\"id\""},
        {"{\"id\":\"a\",\"name_ar\":\"\",\"name_en\":\"b\"," NUMBERS "," HOURS "}", "\"name_ar\""},
        {"{\"id\":\"a\"," NAMES NUMBERS "}", "\"hours\""},
        {"{\"id\":\"a\"," NAMES NUMBERS ",\"hours\":{\"sun\":\"08:00-08:20\"}}", "\"hours\" of sun"},
        {"{\"id\":\"a\"," NAMES NUMBERS ",\"hours\":{\"sunday\":\"08:00-10:00\"}}", "\"hours\""},
        {"{\"id\":\"a\"," NAMES NUMBERS "," HOURS ",\"closed\":[\"2026-02-30\"]}", "\"closed\""},
        {"{\"id\":\"a\"," NAMES NUMBERS "," HOURS ",\"closed\":[\"2026-02-03\",\"2026-02-03\"]}", "twice"},
        {"{\"id\":\"a\"," NAMES NUMBERS "," HOURS ",\"sites\":[1]}", "\"sites\""},
        {"{\"id\":\"a\"," NAMES NUMBERS "," HOURS ",\"phone\":\"1\"}", "no office has"},
        {"{\"id\":\"a\"," NAMES "\"slot_minutes\":0,\"capacity\":2,\"lead_hours\":24,\"days\":14," HOURS "}",
         "\"slot_minutes\""},
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_int_equal(read_line(lines[i][0]), BSM_INVALID);
        if (!strstr(why, lines[i][1])) {
            fail_msg("of %s it says: %s", lines[i][0], why);
        }
    }
}

static void add(struct bsm_db *db, const char *id, const char *sites, int ordinal)
{
    char line[600];
    snprintf(line, sizeof line,
             "{\"id\":\"%s\"," NAMES NUMBERS "," HOURS ",\"closed\":[\"2026-12-07\"],\"sites\":[%s]}", id, sites);
    assert_int_equal(read_line(line), BSM_OK);
    assert_int_equal(bsm_office_add(db, &office, ordinal), BSM_OK);
}

static struct bsm_db *open_register(void)
{
    struct bsm_db *db = NULL;
    bsm_store_close(open_store());
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    return db;
}

static void those_near_the_site_come_first_and_other_sites_own_do_not(void **state)
{
    (void)state;
    struct bsm_office_row rows[BSM_WIRE_OFFICES_MAX];
    int count = 0;
    struct bsm_db *db = open_register();
    add(db, "all-1", "", 0);
    add(db, "jeddah", "\"jeddah-1\"", 1);
    add(db, "riyadh", "\"riyadh-1\"", 2);
    add(db, "riyadh-2", "\"riyadh-1\",\"riyadh-2\"", 3);
    assert_int_equal(bsm_offices_near(db, "riyadh-1", rows, BSM_WIRE_OFFICES_MAX, &count), BSM_OK);
    assert_int_equal(count, 3);
    assert_string_equal(rows[0].office.id, "riyadh");
    assert_string_equal(rows[1].office.id, "riyadh-2");
    assert_string_equal(rows[2].office.id, "all-1");
    assert_int_equal(rows[0].hours[0].opens, 480);
    assert_int_equal(bsm_db_execute(db, "DELETE FROM offices WHERE id = 'all-1'"), BSM_OK);
    assert_int_equal(bsm_offices_near(db, "mecca-1", rows, BSM_WIRE_OFFICES_MAX, &count), BSM_OK);
    assert_int_equal(count, 3); /* better far than none */
    assert_int_equal(bsm_offices_clear(db), BSM_OK);
    assert_int_equal(bsm_offices_near(db, "riyadh-1", rows, BSM_WIRE_OFFICES_MAX, &count), BSM_OK);
    assert_int_equal(count, 0);
    bsm_db_close(db);
}

/* Saturday 2026-11-28, 09:10 in Riyadh. */
static int64_t now_ms(void) { return bsm_moment_of(bsm_day_parse("2026-11-28"), 9 * 60 + 10, 180); }

static void what_is_offered_is_open_free_and_not_too_soon(void **state)
{
    (void)state;
    static struct bsm_wire_slots slots;
    struct bsm_db *db = open_register();
    add(db, "olaya", "", 0);
    assert_int_equal(bsm_schedule_offer(db, "riyadh-1", now_ms(), &slots), BSM_OK);
    assert_int_equal(slots.offices_count, 1);
    /* Sunday from 09:10 on: 09:30; Monday 30th: 4; Thursday: 2 (the last must end by 09:15); next Sunday 4; Monday is
     * closed; Thursday 2; that is all of 14 days */
    assert_int_equal(slots.slots_count, 1 + 4 + 2 + 4 + 2);
    assert_string_equal(slots.slots[0].day, "2026-11-29");
    assert_string_equal(slots.slots[0].time, "09:30");
    assert_string_equal(slots.slots[1].day, "2026-11-30");
    assert_string_equal(slots.slots[1].time, "08:00");
    assert_string_equal(slots.slots[6].time, "08:30");
    assert_string_equal(slots.slots[12].day, "2026-12-10");
    bsm_db_close(db);
}

static enum bsm_status take(struct bsm_db *db, const char *time, int n)
{
    struct bsm_appointment appointment = {.office = "olaya", .day = "2026-11-30", .mobile = "+966500000001"};
    snprintf(appointment.time, sizeof appointment.time, "%s", time);
    snprintf(appointment.code, sizeof appointment.code, "CODE-%03d", n);
    appointment.visit = bsm_uuid7(n);
    return bsm_appointment_take(db, &appointment, 2);
}

static void what_is_full_is_not_offered_and_not_given(void **state)
{
    (void)state;
    static struct bsm_wire_slots slots;
    struct bsm_db *db = open_register();
    add(db, "olaya", "", 0);
    assert_int_equal(take(db, "08:00", 1), BSM_OK);
    assert_int_equal(bsm_schedule_offer(db, "", now_ms(), &slots), BSM_OK);
    assert_string_equal(slots.slots[1].time, "08:00");
    assert_int_equal(take(db, "08:00", 2), BSM_OK);
    assert_int_equal(take(db, "08:00", 3), BSM_DENIED);
    assert_int_equal(bsm_schedule_offer(db, "", now_ms(), &slots), BSM_OK);
    assert_string_equal(slots.slots[1].time, "08:30");
    assert_int_equal(take(db, "08:30", 2), BSM_DENIED); /* a code and a visit stand once */
    bsm_db_close(db);
}

static void only_what_the_office_gives_can_be_taken(void **state)
{
    (void)state;
    static const struct {
        const char *day, *time;
        bool has;
    } asked[] = {
        {"2026-11-30", "08:00", true},  {"2026-11-30", "09:30", true},  {"2026-11-30", "08:15", false},
        {"2026-11-30", "10:00", false}, {"2026-11-30", "07:30", false}, {"2026-11-29", "09:00", false},
        {"2026-11-29", "09:30", true},  {"2026-12-01", "08:00", false}, {"2026-12-07", "08:00", false},
        {"2026-12-10", "08:30", true},  {"2026-12-13", "08:00", false}, {"2026-11-22", "08:00", false},
        {"1970-01-01", "08:00", false}, {"2026-12-10", "09:00", false},
    };
    struct bsm_office_row row;
    struct bsm_db *db = open_register();
    add(db, "olaya", "", 0);
    assert_int_equal(bsm_office_find(db, "olaya", &row), BSM_OK);
    assert_int_equal(bsm_office_find(db, "other", &row), BSM_GONE);
    assert_int_equal(bsm_office_find(db, "olaya", &row), BSM_OK);
    for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
        bool has = false;
        assert_int_equal(bsm_schedule_has(db, &row, asked[i].day, asked[i].time, now_ms(), &has), BSM_OK);
        if (has != asked[i].has) {
            fail_msg("%s %s", asked[i].day, asked[i].time);
        }
    }
    bsm_db_close(db);
}

static void everything_offered_can_be_taken(void **state)
{
    (void)state;
    static struct bsm_wire_slots slots;
    struct bsm_office_row row;
    struct bsm_db *db = open_register();
    add(db, "olaya", "", 0);
    add(db, "malaz", "", 1);
    for (int hour = 0; hour < 48; hour++) {
        int64_t moment_ms = now_ms() + (int64_t)hour * 3600000;
        assert_int_equal(bsm_schedule_offer(db, "", moment_ms, &slots), BSM_OK);
        for (uint32_t i = 0; i < slots.slots_count; i++) {
            bool has = false;
            assert_int_equal(bsm_office_find(db, slots.offices[slots.slots[i].office].id, &row), BSM_OK);
            assert_int_equal(bsm_schedule_has(db, &row, slots.slots[i].day, slots.slots[i].time, moment_ms, &has),
                             BSM_OK);
            assert_true(has);
        }
    }
    bsm_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_all_of_an_office),
        cmocka_unit_test(a_wrong_line_says_what_is_wrong),
        TEST(those_near_the_site_come_first_and_other_sites_own_do_not),
        TEST(what_is_offered_is_open_free_and_not_too_soon),
        TEST(what_is_full_is_not_offered_and_not_given),
        TEST(only_what_the_office_gives_can_be_taken),
        TEST(everything_offered_can_be_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
