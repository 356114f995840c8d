/* Messages on their way to phones, with a gateway that does not take all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "central/api/notices.h"
#include "central/store/outbox.h"
#include "central/store/test_folder.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"

enum { SENT_MAX = 32 };

/* Refuses the numbers that begin so. */
struct gateway {
    struct bsm_sms sms;
    const char *refuses;
    int asked;
    int sent_count;
    char sent[SENT_MAX][16]; /* texts */
};

static enum bsm_status take(struct bsm_sms *sms, const char *to, const char *text, int64_t now_unix_ms)
{
    struct gateway *gateway = (struct gateway *)sms;
    (void)now_unix_ms;
    gateway->asked++;
    if (!strncmp(to, gateway->refuses, strlen(gateway->refuses))) {
        return BSM_FAULT;
    }
    assert_true(gateway->sent_count < SENT_MAX);
    snprintf(gateway->sent[gateway->sent_count++], sizeof gateway->sent[0], "%s", text);
    return BSM_OK;
}

static const struct bsm_sms_ops ops = {.send = take};
static const char refused[] = "+96650", taken[] = "+96651", all[] = "+", none[] = "none";
static struct gateway gateway;
static struct bsm_sms *sms = &gateway.sms;
static struct bsm_store *store;
static struct bsm_notices notices;
static const struct bsm_digest_key secret = {{1}};

static enum bsm_status execute(struct bsm_db *db, void *context) { return bsm_db_execute(db, context); }

static void sql(const char *statement) { assert_int_equal(bsm_store_write(store, execute, (void *)statement), BSM_OK); }

static void add(const char *begin, int number, const char *text)
{
    char statement[128];
    snprintf(statement, sizeof statement, "INSERT INTO outbox (mobile, text, at) VALUES ('%s%07d', '%s', 1)", begin,
             number, text);
    sql(statement);
}

static void add_counted(const char *begin, int number, int most, const char *text)
{
    char statement[160];
    snprintf(statement, sizeof statement, "INSERT INTO outbox (mobile, text, most, at) VALUES ('%s%07d', '%s', %d, 1)",
             begin, number, text, most);
    sql(statement);
}

static int waiting(const char *where)
{
    char text[128];
    struct bsm_db *db = NULL;
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    snprintf(text, sizeof text, "SELECT count(*) FROM outbox WHERE %s", where);
    struct bsm_query query = bsm_query_of(db, text);
    assert_true(bsm_query_next(&query));
    int count = (int)bsm_column_integer(&query, 0);
    assert_int_equal(bsm_query_end(&query), BSM_OK);
    bsm_db_close(db);
    return count;
}

static void go_round(void)
{
    bsm_notices_wake(&notices);
    bsm_notices_settle(&notices);
}

static void start(const char *refuses)
{
    gateway = (struct gateway){.sms.ops = &ops, .refuses = refuses};
    store = open_store();
    assert_int_equal(bsm_notices_start(&notices, store, &sms, &secret), BSM_OK);
    bsm_notices_settle(&notices);
}

static void stop(void)
{
    bsm_notices_stop(&notices);
    bsm_store_close(store);
}

static void numbers_that_are_refused_hold_up_no_others(void **state)
{
    (void)state;
    start(refused);
    for (int i = 0; i < 20; i++) {
        add(refused, i, "bad");
    }
    add(taken, 1, "a");
    add(taken, 2, "b");
    for (int i = 0; i < 3; i++) { /* a minute each */
        go_round();
    }
    assert_int_equal(gateway.sent_count, 2);
    assert_int_equal(waiting("tries = 1"), 20);
    add(taken, 3, "c"); /* what is new goes before what is due again */
    sql("UPDATE outbox SET due_at = 5 WHERE tries = 1");
    go_round();
    assert_int_equal(gateway.sent_count, 3);
    assert_int_equal(waiting("1"), 20);
    stop();
}

static void what_is_refused_waits_longer_each_time_and_is_not_lost(void **state)
{
    (void)state;
    start(refused);
    add(refused, 1, "bad");
    for (int i = 1; i <= 10; i++) {
        char where[64];
        go_round();
        go_round(); /* it is not due */
        assert_int_equal(gateway.asked, i);
        int64_t due_ms = bsm_clock_unix_ms() + bsm_policy_message_again_ms(i);
        snprintf(where, sizeof where, "due_at BETWEEN %lld AND %lld", (long long)due_ms - 5000, (long long)due_ms);
        assert_int_equal(waiting(where), 1);
        sql("UPDATE outbox SET due_at = 1");
    }
    assert_int_equal(bsm_policy_message_again_ms(10), BSM_POLICY_MESSAGE_AGAIN_MOST_MS);
    gateway.refuses = none;
    go_round();
    assert_int_equal(waiting("1"), 0);
    assert_int_equal(gateway.sent_count, 1);
    stop();
}

static void messages_to_one_number_keep_their_order(void **state)
{
    (void)state;
    start(refused);
    add(refused, 1, "first");
    go_round();
    add(refused, 1, "second");
    gateway.refuses = none;
    go_round();
    assert_int_equal(gateway.sent_count, 0); /* the first is not due */
    sql("UPDATE outbox SET due_at = 1 WHERE text = 'first'");
    go_round();
    assert_int_equal(gateway.sent_count, 2);
    assert_string_equal(gateway.sent[0], "first");
    assert_string_equal(gateway.sent[1], "second");
    stop();
}

static void a_driver_that_takes_nothing_is_left_alone_for_a_while(void **state)
{
    (void)state;
    start(all);
    for (int i = 0; i < 30; i++) {
        add(taken, i, "x");
    }
    go_round();
    assert_int_equal(gateway.asked, 8);
    assert_int_equal(waiting("1"), 30);
    stop();
    start(none); /* mended: all goes out at once */
    assert_int_equal(gateway.sent_count, 30);
    assert_int_equal(waiting("1"), 0);
    stop();
}

static void a_clock_that_was_set_back_makes_no_message_wait_for_it(void **state)
{
    (void)state;
    start(refused);
    add(taken, 1, "x");
    sql("UPDATE outbox SET tries = 1, due_at = 9000000000000");
    go_round();
    assert_int_equal(gateway.sent_count, 1);
    stop();
}

static void beyond_what_anybody_may_cause_a_message_waits_and_goes_out_later(void **state)
{
    (void)state;
    start(none);
    for (int i = 0; i < 5; i++) {
        add_counted(taken, 1, 3, "x");
    }
    go_round();
    assert_int_equal(gateway.sent_count, 3);
    add(taken, 1, "receipt"); /* not held up */
    add_counted(taken, 1, 4, "known");
    add_counted(taken, 2, 3, "other");
    go_round();
    assert_int_equal(gateway.sent_count, 6);
    sql("UPDATE outbox SET due_at = 1");
    go_round();
    assert_int_equal(gateway.sent_count, 6);
    assert_int_equal(waiting("tries = 0 AND due_at > 1"), 1); /* the other one is behind it */
    sql("UPDATE mobile_uses SET at = at - 3600000");
    sql("UPDATE outbox SET due_at = 1");
    go_round();
    assert_int_equal(gateway.sent_count, 8);
    assert_int_equal(waiting("1"), 0);
    stop();
}

static void what_is_tried_again_is_counted_once(void **state)
{
    (void)state;
    start(refused);
    add_counted(refused, 1, 2, "x");
    for (int i = 0; i < 3; i++) {
        go_round();
        sql("UPDATE outbox SET due_at = 1");
    }
    gateway.refuses = none;
    add_counted(refused, 1, 2, "y");
    go_round();
    assert_int_equal(gateway.sent_count, 2);
    stop();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_that_are_refused_hold_up_no_others),
        TEST(what_is_refused_waits_longer_each_time_and_is_not_lost),
        TEST(messages_to_one_number_keep_their_order),
        TEST(a_driver_that_takes_nothing_is_left_alone_for_a_while),
        TEST(beyond_what_anybody_may_cause_a_message_waits_and_goes_out_later),
        TEST(what_is_tried_again_is_counted_once),
        TEST(a_clock_that_was_set_back_makes_no_message_wait_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
