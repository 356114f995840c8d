#include "central/tests/centre.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "central/store/devices.h"
#include "enroll/record/test_people.h"
#include "firmware/base/clock.h"

static void sign_config(struct test_centre *test)
{
    char path[BSM_STATE_PATH_SIZE];
    char settings[300];
    static struct bsm_stored_config config;
    static char jws[BSM_JWS_SIZE];
    struct bsm_ec_key *key = NULL;
    size_t size = 0;
    int length = snprintf(settings, sizeof settings,
                          "device = *\nversion = 1\nissued_at = %lld\nexpires_at = %lld\nsite = test\n",
                          (long long)time(NULL), (long long)time(NULL) + 3600);
    bsm_state_path(test->folder, "config-sign.key", path);
    assert_int_equal(bsm_ec_key_load(path, &key), BSM_OK);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    assert_int_equal(bsm_jws_sign(&signer, NULL, settings, (size_t)length, jws, &size), BSM_OK);
    bsm_ec_key_destroy(key);
    config.version = 1;
    assert_true(size < sizeof config.jws);
    memcpy(config.jws, jws, size + 1);
    struct bsm_db *db = NULL;
    bsm_state_path(test->folder, "central.db", path);
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_config_put(db, BSM_CONFIG_FOR_ALL, &config), BSM_OK);
    bsm_db_close(db);
}

void person_number(unsigned person, char number[BSM_ID_NUMBER_SIZE])
{
    snprintf(number, BSM_ID_NUMBER_SIZE, "10000%04u", person);
    number[9] = bsm_id_number_check_digit(number);
    number[10] = '\0';
}

void person_birth_date(unsigned person, char date[BSM_DATE_SIZE])
{
    snprintf(date, BSM_DATE_SIZE, "1990-01-%02u", person % 28 + 1);
}

enum { KEPT_PEOPLE = 16, KEPT_VIEWS = 4 };

struct bsm_record person_record(unsigned person, unsigned view)
{
    static struct bsm_record_part kept[KEPT_PEOPLE][KEPT_VIEWS];
    assert_true(person < KEPT_PEOPLE && view < KEPT_VIEWS);
    struct bsm_record_part *part = &kept[person][view];
    struct bsm_record record = {0};
    if (part->bytes) {
        assert_int_equal(bsm_record_decode(part->bytes, part->size, &record), BSM_OK);
        return record;
    }
    record = test_person(person, view);
    part->bytes = malloc(BSM_RECORD_MAX);
    assert_non_null(part->bytes);
    assert_int_equal(bsm_record_encode(&record, part->bytes, BSM_RECORD_MAX, &part->size), BSM_OK);
    return record;
}

static enum bsm_status import_person(struct bsm_db *db, void *context)
{
    return bsm_person_import(db, context, bsm_clock_unix_ms());
}

static void add_person(struct test_centre *test, unsigned person)
{
    char number[BSM_ID_NUMBER_SIZE];
    char date[BSM_DATE_SIZE];
    char mobile[BSM_PERSON_MOBILE_SIZE];
    static uint8_t bytes[BSM_RECORD_MAX];
    person_number(person, number);
    person_birth_date(person, date);
    snprintf(mobile, sizeof mobile, "+9665000000%02u", person);
    struct bsm_person_row row = {
        .id_number = number,
        .shuffle = bsm_digest_keyed(&test->state.secret, "shuffle", number, strlen(number)),
        .name_ar = "شخص",
        .name_en = "Person",
        .birth_date = date,
        .mobile = mobile,
        .record = bytes,
        .account = person == PEOPLE       ? BSM_ACCOUNT_ACTIVE
                   : person == PEOPLE - 1 ? BSM_ACCOUNT_NONE
                                          : BSM_ACCOUNT_PENDING,
    };
    struct bsm_record record = person_record(person, 0);
    assert_int_equal(bsm_record_encode(&record, bytes, sizeof bytes, &row.record_size), BSM_OK);
    bsm_record_finish(&record);
    assert_int_equal(bsm_store_write(test->centre.store, import_person, &row), BSM_OK);
}

static void open_door(struct test_centre *test)
{
    char why[BSM_HTTP_WHY_SIZE];
    struct bsm_http_options options = {.listen = "127.0.0.1:0",
                                       .key_pem = test->state.server_key_pem,
                                       .certificate_pem = test->state.server_pem,
                                       .ca_pem = test->state.ca_pem,
                                       .threads = 8,
                                       .body_max = BSM_WIRE_BODY_MAX,
                                       .idle_s = 30,
                                       .request_max_ms = 30000,
                                       .handle = bsm_centre_handle,
                                       .context = &test->centre};
    assert_int_equal(bsm_http_start(&options, &test->http, why), BSM_OK);
    test->centre.http = test->http;
}

void centre_open(struct test_centre *test)
{
    char why[BSM_STATE_WHY_SIZE];
    static const char *const names[] = {"127.0.0.1"};
    memset(test, 0, sizeof *test);
    snprintf(test->folder, sizeof test->folder, "/tmp/basma-centre-XXXXXX");
    assert_non_null(mkdtemp(test->folder));
    snprintf(test->sms_path, sizeof test->sms_path, "%s/sms", test->folder);
    assert_int_equal(bsm_state_create(test->folder, names, 1, why), BSM_OK);
    sign_config(test);
    assert_int_equal(bsm_state_load(test->folder, &test->state, why), BSM_OK);
    assert_int_equal(bsm_sms_open_file(test->sms_path, &test->sms), BSM_OK);
    assert_int_equal(bsm_centre_start(&test->centre, &test->state, test->sms, why), BSM_OK);
    for (unsigned person = 1; person <= PEOPLE; person++) {
        add_person(test, person);
    }
    open_door(test);
}

void centre_halt(struct test_centre *test)
{
    bsm_http_stop(test->http);
    test->http = NULL;
    if (test->centre.store) {
        bsm_centre_stop(&test->centre);
        test->centre.store = NULL;
    }
}

void centre_restart(struct test_centre *test)
{
    char why[BSM_STATE_WHY_SIZE];
    centre_halt(test);
    assert_int_equal(bsm_centre_start(&test->centre, &test->state, test->sms, why), BSM_OK);
    open_door(test);
}

void centre_close(struct test_centre *test)
{
    char command[96];
    centre_halt(test);
    bsm_sms_destroy(test->sms);
    bsm_state_finish(&test->state);
    snprintf(command, sizeof command, "rm -rf %s", test->folder);
    assert_int_equal(system(command), 0);
}

struct token {
    struct bsm_digest hash;
    const char *device;
    int64_t expires_ms;
};

static enum bsm_status add_token(struct bsm_db *db, void *context)
{
    const struct token *token = context;
    return bsm_token_add(db, &token->hash, token->device, token->expires_ms);
}

void centre_add_token(struct test_centre *test, const char *device, uint8_t secret[BSM_WIRE_SECRET_SIZE],
                      int64_t expires_ms)
{
    bsm_random_bytes(secret, BSM_WIRE_SECRET_SIZE);
    struct token token = {bsm_digest_of(secret, BSM_WIRE_SECRET_SIZE), device, expires_ms};
    assert_int_equal(bsm_store_write(test->centre.store, add_token, &token), BSM_OK);
}

static enum bsm_status run_sql(struct bsm_db *db, void *context) { return bsm_db_execute(db, context); }

void centre_sql(struct test_centre *test, const char *sql)
{
    assert_int_equal(bsm_store_write(test->centre.store, run_sql, (void *)(uintptr_t)sql), BSM_OK);
}

/* All that there was to tell has been told, or could not be. */
static void settle(struct test_centre *test)
{
    if (test->centre.store) {
        bsm_notices_settle(&test->centre.notices);
    }
}

int64_t centre_count(struct test_centre *test, const char *sql)
{
    char path[BSM_STATE_PATH_SIZE];
    struct bsm_db *db = NULL;
    settle(test);
    bsm_state_path(test->folder, "central.db", path);
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    struct bsm_query query = bsm_query_of(db, sql);
    assert_true(bsm_query_next(&query));
    int64_t count = bsm_column_integer(&query, 0);
    bsm_query_end(&query);
    bsm_db_close(db);
    return count;
}

enum bsm_account_state centre_account(struct test_centre *test, unsigned person)
{
    char number[BSM_ID_NUMBER_SIZE];
    char sql[200];
    person_number(person, number);
    snprintf(sql, sizeof sql,
             "SELECT a.state FROM accounts a JOIN people p ON p.id = a.person WHERE p.id_number = '%s'", number);
    return (enum bsm_account_state)centre_count(test, sql);
}

bool centre_last_code(struct test_centre *test, char code[BSM_CODE_SIZE])
{
    char line[2048];
    bool found = false;
    FILE *file = fopen(test->sms_path, "r");
    while (file && fgets(line, sizeof line, file)) {
        const char *at = strstr(line, "code: ");
        found = at && sscanf(at, "code: %6[0-9]", code) == 1;
    }
    if (file) {
        fclose(file);
    }
    return found;
}

bool centre_last_message_to(struct test_centre *test, const char *mobile, const char *word)
{
    char line[2048];
    char to[32];
    bool holds = false;
    settle(test);
    snprintf(to, sizeof to, "\"to\":\"%s\"", mobile);
    FILE *file = fopen(test->sms_path, "r");
    while (file && fgets(line, sizeof line, file)) {
        holds = strstr(line, to) ? strstr(line, word) != NULL : holds;
    }
    if (file) {
        fclose(file);
    }
    return holds;
}

int centre_messages(struct test_centre *test)
{
    char line[2048];
    int count = 0;
    settle(test);
    FILE *file = fopen(test->sms_path, "r");
    while (file && fgets(line, sizeof line, file)) {
        count++;
    }
    if (file) {
        fclose(file);
    }
    return count;
}
