/* basma-central as an operator meets it: the real program, its exit codes and what it says. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "central/store/devices.h"
#include "firmware/base/file.h"
#include "net/seal/signed_config.h"
#include "net/seal/site_pack.h"
#include "net/seal/x509_verify.h"
#include "net/wire/token.h"

static const char *program; /* basma-central */
static char folder[64];
static char said[16 * 1024];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-commands-XXXXXX");
    assert_non_null(mkdtemp(folder));
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* Runs it in the test's folder; what it says on both outputs is in `said`. */
static int run(const char *arguments)
{
    char command[1024];
    snprintf(command, sizeof command, "cd %s && %s %s 2>&1", folder, program, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(said, 1, sizeof said - 1, pipe);
    said[size] = '\0';
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void assert_said(const char *words)
{
    if (!strstr(said, words)) {
        fail_msg("not said: \"%s\" in:\n%s", words, said);
    }
}

static void write_settings(const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/settings", folder);
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
}

static void every_command_explains_itself(void **state)
{
    (void)state;
    static const char *const names[] = {
        "init",      "serve",       "config", "token", "revoke",    "accounts",    "offices import",     "appointments",
        "telemetry", "receipt-key", "unlock", "audit", "site-pack", "keep-mobile", "appointments cancel"};
    assert_int_equal(run("--help"), 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char arguments[64];
        snprintf(arguments, sizeof arguments, "%.*s", (int)strcspn(names[i], " "), names[i]);
        assert_int_equal(run("--help"), 0);
        assert_said(arguments);
        snprintf(arguments, sizeof arguments, "%s --help", names[i]);
        assert_int_equal(run(arguments), 0);
        assert_said("--state DIR");
        assert_int_equal(run(names[i]), 2);
        assert_said("missing --");
    }
}

static void what_is_not_understood_is_a_usage_error(void **state)
{
    (void)state;
    assert_int_equal(run(""), 2);
    assert_said("serve kiosks");
    assert_int_equal(run("dance"), 2);
    assert_int_equal(run("init --state s --host a --more b"), 2);
    assert_said("cannot understand --more");
    assert_int_equal(run("init --state"), 2);
    assert_int_equal(run("init --state s --host 'not a name'"), 2);
}

static void a_centre_is_made_once(void **state)
{
    (void)state;
    assert_int_equal(run("accounts --state s"), 1);
    assert_said("basma-central init");
    assert_int_equal(run("init --state s --host localhost,127.0.0.1"), 0);
    assert_int_equal(run("init --state s --host localhost"), 2);
    assert_said("holds a centre already");
    assert_int_equal(run("accounts --state s"), 0);
    assert_int_equal(run("audit --state s"), 0);
    assert_said("unbroken");
}

/* Of a centre that gave no receipts yet, too. */
static void the_key_of_receipts_is_printed_and_stays_the_same(void **state)
{
    (void)state;
    char path[96];
    char first[sizeof said];
    assert_int_equal(run("init --state s --host localhost"), 0);
    static const char *const names[] = {"receipt.key", "receipt.pem"};
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/s/%s", folder, names[i]);
        assert_int_equal(unlink(path), 0);
    }
    assert_int_equal(run("receipt-key --state s"), 0);
    assert_said("-----BEGIN PUBLIC KEY-----");
    memcpy(first, said, sizeof first);
    assert_int_equal(run("receipt-key --state s"), 0);
    assert_string_equal(first, said);
}

/* As after a power cut. */
static void a_centre_made_in_part_is_made_anew(void **state)
{
    (void)state;
    char path[96];
    assert_int_equal(run("init --state s --host localhost"), 0);
    snprintf(path, sizeof path, "%s/s/ca.key", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(run("init --state s --host localhost"), 2); /* the register may hold people */
    snprintf(path, sizeof path, "%s/s/central.db", folder);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(run("serve --state s --sms-file sms"), 1);
    assert_said("basma-central init");
    assert_int_equal(run("init --state s --host localhost"), 0);
    assert_int_equal(run("accounts --state s"), 0);
}

static void a_token_needs_a_configuration_first(void **state)
{
    (void)state;
    struct bsm_wire_token token;
    assert_int_equal(run("init --state s --host localhost"), 0);
    assert_int_equal(run("token --state s --device kiosk-1 --url https://localhost:8443"), 1);
    assert_said("basma-central config");
    write_settings("site = here\n");
    assert_int_equal(run("config --state s --device '*' settings"), 0);
    assert_int_equal(run("token --state s --device kiosk-1 --url https://localhost:8443"), 0);
    assert_int_equal(bsm_wire_token_decode(said, &token), BSM_OK);
    assert_string_equal(token.url, "https://localhost:8443");
    assert_int_equal(run("token --state s --device 'no good' --url https://localhost:8443"), 2);
    assert_int_equal(run("token --state s --device kiosk-1 --url http://localhost"), 2);
}

static void settings_that_cannot_be_read_are_refused_with_their_line(void **state)
{
    (void)state;
    assert_int_equal(run("init --state s --host localhost"), 0);
    write_settings("site = here\nnonsense\n");
    assert_int_equal(run("config --state s --device '*' settings"), 2);
    assert_said(":2: ");
    write_settings("site = here\ndevice = kiosk-1\n");
    assert_int_equal(run("config --state s --device '*' settings"), 2);
    assert_int_equal(run("config --state s --device '*' nowhere"), 2);
    assert_said("nowhere");
}

/* The text that kiosks of this centre are given. */
static void read_config(struct bsm_signed_config *config)
{
    char path[96];
    uint8_t *pem = NULL;
    size_t size = 0;
    static struct bsm_stored_config stored;
    struct bsm_ec_point key;
    struct bsm_db *db = NULL;
    snprintf(path, sizeof path, "%s/s/central.db", folder);
    assert_int_equal(bsm_db_open(path, BSM_DB_READ, false, &db), BSM_OK);
    assert_int_equal(bsm_config_find(db, "kiosk-1", &stored), BSM_OK);
    bsm_db_close(db);
    snprintf(path, sizeof path, "%s/s/config-sign.pem", folder);
    assert_int_equal(bsm_file_read(path, 4096, &pem, &size), BSM_OK);
    assert_int_equal(bsm_ec_point_from_pem((char *)pem, size, &key), BSM_OK);
    free(pem);
    assert_int_equal(bsm_signed_config_verify(stored.jws, strlen(stored.jws), &key, "kiosk-1", time(NULL), config),
                     BSM_OK);
}

static void a_configuration_pins_the_centres_key(void **state)
{
    (void)state;
    static struct bsm_signed_config config;
    struct bsm_wire_token token;
    char pin[BSM_X509_PIN_SIZE];
    char line[BSM_X509_PIN_SIZE + 32];
    assert_int_equal(run("init --state s --host localhost"), 0);
    write_settings("site = here");
    assert_int_equal(run("config --state s --device '*' settings"), 0);
    assert_int_equal(run("token --state s --device kiosk-1 --url https://localhost:8443"), 0);
    assert_int_equal(bsm_wire_token_decode(said, &token), BSM_OK);
    bsm_x509_pin_text(token.server_pin, pin);
    snprintf(line, sizeof line, "centre_pin = %s\n", pin);
    read_config(&config);
    assert_non_null(strstr(config.text, line));
    write_settings("centre_pin = sha256//another\n");
    assert_int_equal(run("config --state s --device kiosk-1 settings"), 0);
    read_config(&config);
    assert_non_null(strstr(config.text, "sha256//another"));
    assert_null(strstr(config.text, line));
}

static void numbers_that_are_none_are_usage_errors(void **state)
{
    (void)state;
    assert_int_equal(run("init --state s --host localhost"), 0);
    write_settings("site = here\n");
    assert_int_equal(run("config --state s --device '*' --days 12x settings"), 2);
    assert_int_equal(run("config --state s --device '*' --days 99999999999 settings"), 2);
    assert_int_equal(run("config --state s --device '*' --days -1 settings"), 2);
    assert_said("--days 1 to");
    assert_int_equal(run("serve --state s --sms-file sms --threads 4x"), 2);
    assert_said("--threads is 2 to");
}

static void a_damaged_register_is_said_to_be(void **state)
{
    (void)state;
    char path[96];
    static const char garbage[5000] = "this is no register";
    assert_int_equal(run("init --state s --host localhost"), 0);
    snprintf(path, sizeof path, "%s/s/central.db", folder);
    assert_int_equal(bsm_file_write(path, garbage, sizeof garbage, 0600), BSM_OK);
    assert_int_equal(run("accounts --state s"), 1);
    assert_said("damaged");
    assert_int_equal(run("serve --state s --listen 127.0.0.1:0 --sms-file sms"), 1);
    assert_said("restore it from a copy");
}

static void an_operator_unlocks_a_number_that_is_one(void **state)
{
    (void)state;
    assert_int_equal(run("init --state s --host localhost"), 0);
    assert_int_equal(run("unlock --state s < /dev/null"), 2);
    assert_int_equal(run("revoke --state s --device kiosk-1"), 1);
    assert_said("no kiosk kiosk-1");
    write_settings("1000000008\n");
    assert_int_equal(run("unlock --state s < settings"), 0);
    assert_int_equal(run("keep-mobile --state s < settings"), 1);
    assert_said("no number waits");
    assert_int_equal(run("audit --state s"), 0);
    assert_said("1 rows");
}

#define OFFICE(id, hours)                                                                                              \
    "{\"id\":\"" id "\",\"name_ar\":\"a\",\"name_en\":\"b\",\"slot_minutes\":30,\"capacity\":1,\"lead_hours\":1,"      \
    "\"days\":7,\"hours\":{\"sun\":\"" hours "\"}}\n"

static void offices_are_read_whole_or_not_at_all(void **state)
{
    (void)state;
    assert_int_equal(run("init --state s --host localhost"), 0);
    write_settings(OFFICE("one", "08:00-10:00") "\n" OFFICE("two", "08:00-10:00"));
    assert_int_equal(run("offices import --state s settings"), 0);
    assert_said("2 offices");
    write_settings(OFFICE("three", "08:00-10:00") OFFICE("four", "10:00-08:00"));
    assert_int_equal(run("offices import --state s settings"), 2);
    assert_said("line 2: \"hours\" of sun");
    write_settings(OFFICE("three", "08:00-10:00") OFFICE("three", "08:00-10:00"));
    assert_int_equal(run("offices import --state s settings"), 2);
    assert_said("line 2: an office with this id");
    assert_int_equal(run("offices import --state s nowhere"), 2);
    assert_int_equal(run("offices forget --state s"), 2);
    assert_said("import FILE");
    assert_int_equal(run("audit --state s"), 0);
    assert_said("1 rows");
}

static void what_was_taken_and_said_is_listed_without_whole_numbers(void **state)
{
    (void)state;
    char path[96];
    struct bsm_db *db = NULL;
    assert_int_equal(run("init --state s --host localhost"), 0);
    snprintf(path, sizeof path, "%s/s/central.db", folder);
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    assert_int_equal(bsm_db_execute(db,
                                    "INSERT INTO appointments VALUES (1, 'olaya', '2026-12-01', '09:30', 0, 'K7Q2-M4P',"
                                    " x'01', 0, '+966512345678', 5, 'kiosk-1')"),
                     BSM_OK);
    assert_int_equal(
        bsm_db_execute(db, "INSERT INTO telemetry VALUES ('kiosk-1', 7, 5, 'wiped'), ('kiosk-2', 8, 5, 'x')"), BSM_OK);
    bsm_db_close(db);
    assert_int_equal(run("appointments --state s"), 0);
    assert_said("olaya             2026-12-01  09:30  K7Q2-M4P  +9665******78");
    assert_int_equal(run("telemetry --state s --device kiosk-1"), 0);
    assert_said("7  1970-01-01T00:00:00.005Z  wiped\n");
    assert_null(strstr(said, "8  "));
    assert_int_equal(run("telemetry --state s --device 'no good'"), 2);
}

static void put_appointment(const char *day)
{
    char path[96], sql[256];
    struct bsm_db *db = NULL;
    snprintf(path, sizeof path, "%s/s/central.db", folder);
    assert_int_equal(bsm_db_open(path, BSM_DB_WRITE, false, &db), BSM_OK);
    snprintf(sql, sizeof sql,
             "INSERT OR REPLACE INTO appointments VALUES (1, 'olaya', '%s', '09:30', 0, 'K7Q2-M4P',"
             " x'00112233445566778899aabbccddeeff', 0, '+966512345678', 5, 'kiosk-1')",
             day);
    assert_int_equal(bsm_db_execute(db, sql), BSM_OK);
    bsm_db_close(db);
}

static void an_appointment_is_cancelled_at_an_offices_desk(void **state)
{
    (void)state;
    assert_int_equal(run("init --state s --host localhost"), 0);
    put_appointment("2100-12-01");
    assert_int_equal(run("appointments cancel --state s --code K7Q2-M4X"), 1);
    assert_said("no appointment has the code");
    assert_int_equal(run("appointments cancel --state s --code K7Q2-M4"), 2);
    assert_int_equal(run("appointments cancel --state s --code k7q2m4p"), 0);
    assert_said("K7Q2-M4P is cancelled: 2100-12-01 09:30 at olaya is free again");
    assert_int_equal(run("appointments cancel --state s --code K7Q2-M4P"), 1);
    assert_int_equal(run("appointments --state s"), 0);
    assert_null(strstr(said, "K7Q2-M4P"));
    assert_int_equal(run("audit --state s"), 0);
    assert_said("1 rows, unbroken");
    put_appointment("2020-12-01");
    assert_int_equal(run("appointments cancel --state s --code K7Q2-M4P"), 1);
    assert_said("is over");
}

/* Starts it and reads its first line. */
static pid_t start(const char *listen, char line[128])
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (chdir(folder)) {
            _exit(126);
        }
        execl(program, program, "serve", "--state", "s", "--listen", listen, "--sms-file", "sms", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *out = fdopen(ends[0], "r");
    line[0] = '\0';
    if (!fgets(line, 128, out)) {
        line[0] = '\0';
    }
    fclose(out);
    return child;
}

static void it_says_when_it_is_ready_and_ends_when_told(void **state)
{
    (void)state;
    char line[128];
    int status = 0;
    assert_int_equal(run("init --state s --host localhost"), 0);
    pid_t child = start("127.0.0.1:0", line);
    assert_non_null(strstr(line, "listening on https://127.0.0.1:"));
    kill(child, SIGTERM);
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_core_file_of_it_is_never_written(void **state)
{
    (void)state;
    char line[128];
    char path[64];
    char limits[4096] = "";
    assert_int_equal(run("init --state s --host localhost"), 0);
    pid_t child = start("127.0.0.1:0", line);
    snprintf(path, sizeof path, "/proc/%d/limits", (int)child);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(limits, 1, sizeof limits - 1, file) > 0);
    fclose(file);
    const char *core = strstr(limits, "Max core file size");
    assert_non_null(core);
    assert_int_equal(atoi(core + strlen("Max core file size")), 0);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
}

static void two_at_one_port_do_not_go(void **state)
{
    (void)state;
    char line[128];
    char arguments[256];
    assert_int_equal(run("init --state s --host localhost"), 0);
    pid_t child = start("127.0.0.1:0", line);
    char *address = strstr(line, "127.0.0.1:");
    assert_non_null(address);
    address[strcspn(address, "\n")] = '\0';
    snprintf(arguments, sizeof arguments, "serve --state s --listen %s --sms-file sms", address);
    assert_int_equal(run(arguments), 1);
    assert_said("choose another port");
    assert_int_equal(run("serve --state s --listen nowhere --sms-file sms"), 2);
    kill(child, SIGTERM);
    waitpid(child, NULL, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

static void a_site_pack_is_signed_and_kept_or_refused_with_a_reason(void **state)
{
    (void)state;
    static struct bsm_site_pack pack;
    char path[128], error[BSM_SITE_PACK_ERROR_SIZE];
    struct bsm_ec_point key;
    assert_int_equal(run("init --state s --host localhost"), 0);
    write_settings("site = expo\nname_ar = حملة\nname_en = Campaign\nkiosks = kiosk-1\nvisits = 5\n"
                   "valid_from = 1000\nvalid_to = 2000\nfingers = right_index,left_index\nask = 2\n");
    assert_int_equal(run("site-pack --state s settings"), 0);
    snprintf(path, sizeof path, "%s/s/config-sign.pem", folder);
    assert_int_equal(bsm_ec_point_load(path, &key), BSM_OK);
    assert_int_equal(bsm_site_pack_verify(said, strcspn(said, "\n"), &key, &pack, error), BSM_OK);
    assert_int_equal(pack.visits_max, 5);
    assert_int_equal(run("audit --state s"), 0);
    write_settings("site = expo\n");
    assert_int_equal(run("site-pack --state s settings"), 2);
    assert_said("site pack:");
    assert_int_equal(run("site-pack --state s nothing"), 2);
}

int main(int argc, char **argv)
{
    program = argc > 1 ? argv[1] : "";
    const struct CMUnitTest tests[] = {
        TEST(every_command_explains_itself),
        TEST(a_site_pack_is_signed_and_kept_or_refused_with_a_reason),
        TEST(what_is_not_understood_is_a_usage_error),
        TEST(a_centre_is_made_once),
        TEST(the_key_of_receipts_is_printed_and_stays_the_same),
        TEST(a_centre_made_in_part_is_made_anew),
        TEST(a_token_needs_a_configuration_first),
        TEST(settings_that_cannot_be_read_are_refused_with_their_line),
        TEST(a_configuration_pins_the_centres_key),
        TEST(numbers_that_are_none_are_usage_errors),
        TEST(a_damaged_register_is_said_to_be),
        TEST(an_operator_unlocks_a_number_that_is_one),
        TEST(offices_are_read_whole_or_not_at_all),
        TEST(what_was_taken_and_said_is_listed_without_whole_numbers),
        TEST(an_appointment_is_cancelled_at_an_offices_desk),
        TEST(it_says_when_it_is_ready_and_ends_when_told),
        TEST(a_core_file_of_it_is_never_written),
        TEST(two_at_one_port_do_not_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
