/* The same from the match on, and of what comes without a visit: lines, campaigns, wishes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/wire/test_support.h"

/*
 * What comes after the first visit: registration, missing fingers, appointments, receipts, telemetry.
 */

#define assert_read_and_written(message, json)                                                                         \
    do {                                                                                                               \
        struct bsm_wire_text written = {0};                                                                            \
        assert_int_equal(bsm_wire_##message##_decode(json, strlen(json), &message), BSM_OK);                           \
        assert_int_equal(bsm_wire_##message##_encode(&message, &written), BSM_OK);                                     \
        assert_text(&written, json);                                                                                   \
    } while (0)

#define assert_refused(message, json)                                                                                  \
    assert_int_equal(bsm_wire_##message##_decode(json, strlen(json), &message), BSM_INVALID)

static void a_match_says_who_it_is_and_what_comes_next(void **state)
{
    (void)state;
    static struct bsm_wire_verified verified;
    assert_read_and_written(verified, "{\"decision\":\"match\",\"tries_left\":2,\"action\":\"register\","
                                      "\"next_steps\":[\"code\",\"mobile\",\"account\"],\"mobile_hint\":\"47\","
                                      "\"name_ar\":\"نورة\",\"name_en\":\"Noura\",\"user_name\":\"noura.42\"}");
    assert_int_equal(verified.action, BSM_ACTION_REGISTER);
    assert_int_equal(verified.next_steps, BSM_STEP_CODE | BSM_STEP_MOBILE | BSM_STEP_ACCOUNT);
    assert_string_equal(verified.name_ar, "نورة");
    assert_read_and_written(verified, "{\"decision\":\"match\",\"tries_left\":0}"); /* nothing is left to do */
    assert_int_equal(verified.action, 0);
}

static void without_a_match_nothing_is_said_of_the_person(void **state)
{
    (void)state;
    static struct bsm_wire_verified verified;
    assert_refused(verified, "{\"decision\":\"retry\",\"tries_left\":2,\"action\":\"register\"}");
    assert_refused(verified, "{\"decision\":\"no_match\",\"tries_left\":0,\"name_en\":\"Noura\"}");
    assert_refused(verified, "{\"decision\":\"refer\",\"tries_left\":0,\"mobile_hint\":\"47\"}");
    assert_refused(verified, "{\"decision\":\"match\",\"tries_left\":0,\"next_steps\":[\"fingers\"]}");
    assert_refused(verified, "{\"decision\":\"match\",\"tries_left\":0,\"name_en\":\"a\\nb\"}");
    assert_refused(verified, "{\"decision\":\"match\",\"tries_left\":0,\"name_en\":\"a\\u202eb\"}");
    verified = (struct bsm_wire_verified){.verdict = BSM_VERDICT_RETRY, .user_name = "noura.42"};
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_verified_encode(&verified, &text), BSM_INVALID);
}

static void missing_fingers_are_a_set_that_is_not_empty(void **state)
{
    (void)state;
    struct bsm_wire_missing missing;
    assert_read_and_written(missing, "{\"fingers\":[7,8]}");
    assert_int_equal(missing.fingers_count, 2);
    assert_int_equal(missing.fingers[1], BSM_POSITION_LEFT_MIDDLE);
    assert_read_and_written(missing, "{\"fingers\":[1,2,3,4,5,6,7,8,9,10]}");
    assert_refused(missing, "{\"fingers\":[]}");
    assert_refused(missing, "{\"fingers\":[2,2]}");
    assert_refused(missing, "{\"fingers\":[0]}");
    assert_refused(missing, "{\"fingers\":[1,2,3,4,5,6,7,8,9,10,11]}");
    assert_refused(missing, "{}");
}

static void a_code_goes_to_the_number_on_file_or_a_new_one(void **state)
{
    (void)state;
    struct bsm_wire_send_code send_code;
    assert_read_and_written(send_code, "{\"mobile\":\"+966512345678\"}");
    assert_read_and_written(send_code, "{}");
    assert_string_equal(send_code.mobile, "");
    assert_int_equal(bsm_wire_send_code_decode(NULL, 0, &send_code), BSM_OK);
    assert_refused(send_code, "{\"mobile\":\"0512345678\"}");
    assert_refused(send_code, "{\"mobile\":\"\"}");
    assert_refused(send_code, "{\"mobile\":\"+9665123456789012\"}");
    assert_refused(send_code, "{\"number\":\"+966512345678\"}");
}

static void a_password_comes_where_one_is_set_and_only_there(void **state)
{
    (void)state;
    struct bsm_wire_user_name user_name;
    struct bsm_wire_complete complete;
    assert_read_and_written(user_name, "{\"user_name\":\"noura.42\"}");
    assert_refused(user_name, "{\"user_name\":\"Noura\"}");
    assert_refused(user_name, "{\"user_name\":\"admin'--\"}");
    assert_read_and_written(complete, "{\"action\":\"register\",\"consent_version\":1,\"password\":\"كلمة سر طويلة\"}");
    assert_read_and_written(complete,
                            "{\"action\":\"reset_password\",\"consent_version\":1,\"password\":\"long enough\"}");
    assert_refused(complete, "{\"action\":\"register\",\"consent_version\":1}");
    assert_refused(complete, "{\"action\":\"register\",\"consent_version\":1,\"password\":\"short\"}");
    assert_refused(complete, "{\"action\":\"activate\",\"consent_version\":1,\"password\":\"long enough\"}");
}

static void slots_and_appointments_are_written_and_read(void **state)
{
    (void)state;
    static struct bsm_wire_slots slots;
    struct bsm_wire_book book;
    struct bsm_wire_booked booked;
    assert_read_and_written(slots, "{\"needs_mobile\":false,\"mobile_hint\":\"47\",\"offices\":[{\"id\":\"olaya\","
                                   "\"name_ar\":\"العليا\",\"name_en\":\"Olaya\"}],\"slots\":[{\"office\":0,"
                                   "\"day\":\"2026-12-01\",\"time\":\"09:30\"}]}");
    assert_int_equal(slots.slots_count, 1);
    assert_string_equal(slots.offices[0].name_ar, "العليا");
    assert_read_and_written(slots, "{\"needs_mobile\":true,\"mobile_hint\":\"\",\"offices\":[],\"slots\":[]}");
    assert_refused(slots, "{\"needs_mobile\":true,\"mobile_hint\":\"\",\"offices\":[],\"slots\":[{\"office\":0,"
                          "\"day\":\"2026-12-01\",\"time\":\"09:30\"}]}");
    assert_refused(slots, "{\"needs_mobile\":true,\"mobile_hint\":\"\",\"offices\":[[]],\"slots\":[]}");
    assert_read_and_written(book, "{\"office\":\"olaya\",\"day\":\"2026-12-01\",\"time\":\"23:59\"}");
    assert_refused(book, "{\"office\":\"olaya\",\"day\":\"2026-12-01\",\"time\":\"24:00\"}");
    assert_refused(book, "{\"office\":\"olaya\",\"day\":\"2026-02-30\",\"time\":\"09:30\"}");
    assert_refused(book, "{\"office\":\"../etc\",\"day\":\"2026-12-01\",\"time\":\"09:30\"}");
    assert_read_and_written(booked, "{\"code\":\"K7Q2-M4P\",\"office\":{\"id\":\"olaya\",\"name_ar\":\"العليا\","
                                    "\"name_en\":\"Olaya\"},\"day\":\"2026-12-01\",\"time\":\"09:30\"}");
    assert_string_equal(booked.office.id, "olaya");
    assert_refused(booked, "{\"code\":\"K7Q2-M4P\",\"office\":\"olaya\",\"day\":\"2026-12-01\",\"time\":\"09:30\"}");
}

static void the_most_slots_fit_an_answer(void **state)
{
    (void)state;
    struct bsm_wire_slots *slots = calloc(2, sizeof *slots);
    struct bsm_wire_text text = {0};
    slots->offices_count = BSM_WIRE_OFFICES_MAX;
    slots->slots_count = BSM_WIRE_SLOTS_MAX;
    for (int i = 0; i < BSM_WIRE_OFFICES_MAX; i++)
        snprintf(slots->offices[i].id, sizeof slots->offices[i].id, "office-%d", i);
    for (int i = 0; i < BSM_WIRE_SLOTS_MAX; i++)
        slots->slots[i] = (struct bsm_wire_slot){(uint8_t)(i % BSM_WIRE_OFFICES_MAX), "2026-12-01", "09:30"};
    assert_int_equal(bsm_wire_slots_encode(slots, &text), BSM_OK);
    assert_int_equal(bsm_wire_slots_decode(text.bytes, text.size, slots + 1), BSM_OK);
    assert_memory_equal(slots, slots + 1, sizeof *slots);
    bsm_wire_text_finish(&text);
    slots->slots_count++;
    assert_int_equal(bsm_wire_slots_encode(slots, &text), BSM_INVALID);
    free(slots);
}

static void a_receipt_says_what_was_taken_and_what_was_erased(void **state)
{
    (void)state;
    static struct bsm_wire_receipt receipt;
    assert_read_and_written(receipt,
                            "{\"code\":\"K7Q2-M4P\",\"time\":1796000000000,\"place\":\"riyadh-1\","
                            "\"action\":\"activate\",\"consent_version\":1,\"fingers\":[2,7],\"face\":true,"
                            "\"erased\":[\"finger templates\",\"face template\"],\"erased_at\":1796000000000}");
    assert_int_equal(receipt.fingers[1], BSM_POSITION_LEFT_INDEX);
    assert_string_equal(receipt.erased[1], "face template");
    assert_false(receipt.portrait);
    assert_read_and_written(receipt,
                            "{\"code\":\"K7Q2-M4P\",\"time\":1796000000000,\"place\":\"riyadh-1\","
                            "\"action\":\"activate\",\"consent_version\":1,\"fingers\":[],\"face\":true,"
                            "\"portrait\":true,\"erased\":[\"face template\"],\"erased_at\":1796000000000}");
    assert_true(receipt.portrait);
}

static void a_receipt_comes_with_the_end(void **state)
{
    (void)state;
    static struct bsm_wire_completed completed;
    assert_read_and_written(completed,
                            "{\"state\":\"ACTIVE\",\"receipt_code\":\"K7Q2-M4P\",\"receipt\":\"e30.e30.AAAA\"}");
    assert_string_equal(completed.receipt, "e30.e30.AAAA");
    assert_int_equal(completed.mobile_wait_h, 0);
    assert_read_and_written(completed,
                            "{\"state\":\"ACTIVE\",\"receipt_code\":\"K7Q2-M4P\",\"receipt\":\"e30.e30.AAAA\","
                            "\"mobile_wait\":24}");
    assert_int_equal(completed.mobile_wait_h, 24);
    assert_refused(completed, "{\"state\":\"ACTIVE\",\"receipt_code\":\"K7Q2-M4P\",\"receipt\":\"e30.e30.AAAA\","
                              "\"mobile_wait\":241}");
    assert_refused(completed, "{\"state\":\"ACTIVE\"}");
    assert_refused(completed, "{\"state\":\"ACTIVE\",\"receipt_code\":\"K7Q2-M4P\",\"receipt\":\"no blanks\"}");
}

static void lines_of_a_journal_are_a_list_of_a_hundred_at_most(void **state)
{
    (void)state;
    struct bsm_wire_telemetry *most = calloc(2, sizeof *most);
    struct bsm_wire_text text = {0};
    most->items_count = BSM_WIRE_ITEMS_MAX;
    for (uint32_t i = 0; i < BSM_WIRE_ITEMS_MAX; i++) {
        most->items[i].place = i + 1;
        memset(most->items[i].text, '"', BSM_WIRE_ITEM_SIZE - 1); /* written as two characters */
    }
    assert_int_equal(bsm_wire_telemetry_encode(most, &text), BSM_OK);
    assert_int_equal(bsm_wire_telemetry_decode(text.bytes, text.size, most + 1), BSM_OK);
    assert_memory_equal(most, most + 1, sizeof *most);
    bsm_wire_text_finish(&text);
    free(most);
    static struct bsm_wire_telemetry telemetry;
    assert_read_and_written(telemetry, "{\"items\":[{\"place\":7,\"text\":\"visit_opened\"}]}");
    assert_refused(telemetry, "{\"items\":[]}");
    assert_refused(telemetry, "{\"items\":[{\"place\":7,\"text\":\"\"}]}");
    assert_refused(telemetry, "{\"items\":[{\"place\":7,\"text\":\"a\",\"name\":\"b\"}]}");
    assert_refused(telemetry, "{\"items\":[{\"place\":9007199254740992,\"text\":\"a\"}]}");
    assert_refused(telemetry, "{\"items\":[{\"place\":7,\"text\":\"نورة\"}]}");
    struct bsm_wire_stored stored;
    assert_read_and_written(stored, "{\"stored_to\":7}");
}

/* 65 zero bytes */
#define ENC ZEROES_32 ZEROES_32 "A"
#define SEALED "{\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"enc\":\"" ENC "\",\"ct\":\"AQID\"}"

static void a_visit_of_a_campaign_is_written_and_read(void **state)
{
    (void)state;
    static struct bsm_wire_campaign campaign;
    static const char json[] = "{\"visit\":\"" VISIT "\",\"records\":[" SEALED "," SEALED "]}";
    static const char one[] = "{\"visit\":\"" VISIT "\",\"records\":[" SEALED "]}";
    struct bsm_wire_text text = {0};
    assert_int_equal(bsm_wire_campaign_decode(json, strlen(json), &campaign), BSM_OK);
    assert_int_equal(campaign.records_count, 2);
    assert_int_equal(campaign.records[1].text_size, 3);
    assert_int_equal(bsm_wire_campaign_encode(&campaign, &text), BSM_OK);
    assert_text(&text, json);
    assert_int_equal(bsm_wire_campaign_decode(one, strlen(one), &campaign), BSM_INVALID); /* a claim of nothing */
}

#define CLAIM_HEAD                                                                                                     \
    "{\"visit\":\"" VISIT "\",\"pack\":\"" ZEROES_32 "\",\"nonce\":\"" ZEROES_32 "\",\"seq\":9,"                       \
    "\"device\":\"kiosk-0001\",\"claimed_at\":1763760000123,"
#define CLAIM_TAIL                                                                                                     \
    "\"birth_date\":\"1990-05-17\",\"mobile\":\"+966500000001\",\"consent_version\":1,\"missing\":[3,9],"              \
    "\"previous_hash\":\"" ZEROES_32 "\"}"

static void the_claim_of_a_campaigns_visit_is_written_and_read(void **state)
{
    (void)state;
    struct bsm_wire_campaign_claim claim;
    struct bsm_wire_text text = {0};
    static const char json[] = CLAIM_HEAD "\"id_number\":\"1000000008\"," CLAIM_TAIL;
    static const char wrong[] = CLAIM_HEAD "\"id_number\":\"1000000001\"," CLAIM_TAIL;
    static const char without[] = CLAIM_HEAD CLAIM_TAIL;
    assert_int_equal(bsm_wire_campaign_claim_decode(json, strlen(json), &claim), BSM_OK);
    assert_int_equal(claim.seq, 9);
    assert_string_equal(claim.mobile, "+966500000001");
    assert_int_equal(claim.missing_count, 2);
    assert_int_equal(bsm_wire_campaign_claim_encode(&claim, &text), BSM_OK);
    assert_text(&text, json);
    assert_int_equal(bsm_wire_campaign_claim_decode(wrong, strlen(wrong), &claim), BSM_INVALID);
    assert_int_equal(bsm_wire_campaign_claim_decode(without, strlen(without), &claim), BSM_INVALID);
}

static void a_wish_for_an_appointment_is_written_and_read(void **state)
{
    (void)state;
    static struct bsm_wire_wish wish;
    struct bsm_wire_text text = {0};
    static const char json[] =
        "{\"wish\":\"" VISIT "\",\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"enc\":\"" ENC "\",\"ct\":\"AQID\"}";
    static const char without[] = "{\"wish\":\"" VISIT "\",\"kid\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"ct\":\"AQID\"}";
    assert_int_equal(bsm_wire_wish_decode(json, strlen(json), &wish), BSM_OK);
    assert_int_equal(wish.record.text_size, 3);
    assert_int_equal(bsm_wire_wish_encode(&wish, &text), BSM_OK);
    assert_text(&text, json);
    assert_int_equal(bsm_wire_wish_decode(without, strlen(without), &wish), BSM_INVALID);
    assert_int_equal(bsm_wire_wish_decode(SEALED, strlen(SEALED), &wish), BSM_INVALID);
}

#define WISHED(mobile, more)                                                                                           \
    "{\"wish\":\"" VISIT "\",\"seq\":9,\"device\":\"kiosk-0001\",\"site\":\"riyadh-1\","                               \
    "\"wished_at\":1763760000123,\"mobile\":\"" mobile "\"" more "}"

static void the_inside_of_a_wish_holds_a_number_and_nothing_else_of_the_person(void **state)
{
    (void)state;
    struct bsm_wire_wished wished;
    assert_read_and_written(wished, WISHED("+966500000001", ""));
    assert_refused(wished, WISHED("0500000001", ""));
    assert_refused(wished, WISHED("+966500000001", ",\"id_number\":\"1000000008\""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_match_says_who_it_is_and_what_comes_next),
        cmocka_unit_test(without_a_match_nothing_is_said_of_the_person),
        cmocka_unit_test(missing_fingers_are_a_set_that_is_not_empty),
        cmocka_unit_test(a_code_goes_to_the_number_on_file_or_a_new_one),
        cmocka_unit_test(a_password_comes_where_one_is_set_and_only_there),
        cmocka_unit_test(slots_and_appointments_are_written_and_read),
        cmocka_unit_test(the_most_slots_fit_an_answer),
        cmocka_unit_test(a_receipt_says_what_was_taken_and_what_was_erased),
        cmocka_unit_test(a_receipt_comes_with_the_end),
        cmocka_unit_test(lines_of_a_journal_are_a_list_of_a_hundred_at_most),
        cmocka_unit_test(a_visit_of_a_campaign_is_written_and_read),
        cmocka_unit_test(the_claim_of_a_campaigns_visit_is_written_and_read),
        cmocka_unit_test(a_wish_for_an_appointment_is_written_and_read),
        cmocka_unit_test(the_inside_of_a_wish_holds_a_number_and_nothing_else_of_the_person),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
