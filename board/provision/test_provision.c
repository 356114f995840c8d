/* The real basma-provision against the real basma-central, with what goes wrong in a technician's day. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "net/seal/signed_config.h"
#include "net/wire/token.h"

enum { SKIPPED = 77, COMMAND_SIZE = 2048, READY_MS = 10000 };

static char world[64];
static char bin[512];
static char url[64];
static pid_t centre;
static char said[8192]; /* what the last program wrote */

static void in_world(char path[160], const char *name) { snprintf(path, 160, "%s/%s", world, name); }

static void write_text(const char *name, const char *text)
{
    char path[160];
    in_world(path, name);
    assert_int_equal(bsm_file_write(path, text, strlen(text), 0600), BSM_OK);
}

static void read_text(const char *name, char *text, size_t capacity)
{
    char path[160];
    uint8_t *bytes = NULL;
    size_t size = 0;
    in_world(path, name);
    text[0] = '\0';
    if (bsm_file_read(path, capacity - 1, &bytes, &size) == BSM_OK)
        snprintf(text, capacity, "%s", (const char *)bytes);
    free(bytes);
}

/* Runs a program of the build in the world's folder; its exit status, and what it wrote in said. */
__attribute__((format(printf, 1, 2))) static int run(const char *format, ...)
{
    char arguments[COMMAND_SIZE - 600];
    char command[COMMAND_SIZE];
    va_list list;
    va_start(list, format);
    vsnprintf(arguments, sizeof arguments, format, list);
    va_end(list);
    snprintf(command, sizeof command, "cd %s && %s/%s >said 2>&1", world, bin, arguments);
    int status = system(command);
    read_text("said", said, sizeof said);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool make_centre(void)
{
    write_text("settings",
               "site = riyadh-1\ncentre_url = https://localhost:1\ncamera = auto\nmodels = /m\nassets = /a\n");
    return run("basma-central init --state centre --host localhost,127.0.0.1") == 0 &&
           run("basma-central config --state centre --device '*' settings") == 0;
}

/* Waits for "listening on https://ADDRESS:PORT" and keeps the port. */
static bool wait_for_centre(void)
{
    int port = 0;
    for (int64_t until = bsm_clock_mono_ms() + READY_MS; bsm_clock_mono_ms() < until; usleep(20000)) {
        char log[1024];
        read_text("centre.log", log, sizeof log);
        const char *at = strstr(log, "listening on https://127.0.0.1:");
        if (at && sscanf(at, "listening on https://127.0.0.1:%d", &port) == 1)
            break;
    }
    snprintf(url, sizeof url, "https://localhost:%d", port);
    return port > 0;
}

static bool start_centre(void)
{
    char program[600];
    snprintf(program, sizeof program, "%s/basma-central", bin);
    centre = fork();
    if (centre == 0) {
        if (chdir(world) != 0 || !freopen("centre.log", "w", stdout) || dup2(1, 2) < 0)
            _exit(127);
        execl(program, program, "serve", "--state", "centre", "--listen", "127.0.0.1:0", "--sms-file", "sms", NULL);
        _exit(127);
    }
    return centre > 0 && wait_for_centre();
}

static int make_world(void **state)
{
    (void)state;
    snprintf(world, sizeof world, "/tmp/basma-provision-XXXXXX");
    return mkdtemp(world) && make_centre() && start_centre() ? 0 : -1;
}

static int end_world(void **state)
{
    (void)state;
    char command[128];
    if (centre > 0) {
        kill(centre, SIGTERM);
        waitpid(centre, NULL, 0);
    }
    snprintf(command, sizeof command, "rm -rf '%s'", world);
    return system(command);
}

static void print_token(const char *device, const char *address, char token[BSM_WIRE_TOKEN_TEXT_SIZE])
{
    assert_int_equal(run("basma-central token --state centre --device %s --url %s", device, address), 0);
    const char *at = strstr(said, "basma1.");
    assert_non_null(at);
    snprintf(token, BSM_WIRE_TOKEN_TEXT_SIZE, "%.*s", (int)strcspn(at, "\r\n"), at);
}

static int provision(const char *state, const char *token)
{
    return run("basma-provision --state %s --token %s", state, token);
}

static void assert_said(const char *words)
{
    if (!strstr(said, words))
        fail_msg("not said: %s\nbut: %s", words, said);
}

static void remove_file(const char *name)
{
    char path[160];
    in_world(path, name);
    assert_int_equal(unlink(path), 0);
}

static void a_kiosk_is_enrolled_once_and_says_so_the_second_time(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    char path[160];
    struct bsm_signed_config config;
    print_token("kiosk-0001", url, token);
    assert_int_equal(provision("one", token), 0);
    assert_said("is enrolled as kiosk-0001");
    in_world(path, "one");
    assert_int_equal(bsm_signed_config_load(path, bsm_clock_unix_ms() / 1000, &config), BSM_OK);
    assert_string_equal(config.device, "kiosk-0001");
    assert_int_equal(run("basma-provision --state one"), 0);
    assert_said("already enrolled as kiosk-0001");
}

static void what_is_written_is_for_its_owner_only(void **state)
{
    (void)state;
    static const char *const files[] = {"keys/tls.key", "keys/capture.key",      "keys/tls.crt",          "device",
                                        "trust/ca.crt", "trust/centre-seal.pem", "trust/config-sign.pem", "config.jws"};
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    char path[160];
    struct stat info;
    print_token("kiosk-0002", url, token);
    assert_int_equal(provision("two", token), 0);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[64];
        snprintf(name, sizeof name, "two/%s", files[i]);
        in_world(path, name);
        assert_int_equal(stat(path, &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
    in_world(path, "two");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
}

static void a_half_done_enrolment_goes_on_with_the_same_token(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    print_token("kiosk-0003", url, token);
    assert_int_equal(provision("three", token), 0);
    remove_file("three/device"); /* as if the power had gone before the last file */
    remove_file("three/config.jws");
    assert_int_equal(provision("three", token), 0);
    assert_said("is enrolled as kiosk-0003");
}

static void a_used_token_is_not_taken_for_another_machine(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    print_token("kiosk-0004", url, token);
    assert_int_equal(provision("four", token), 0);
    assert_int_equal(provision("five", token), 1);
    assert_said("does not take this token");
    assert_said("basma-central token");
}

/* The token with one thing in it made another. */
static void change(char token[BSM_WIRE_TOKEN_TEXT_SIZE], void (*with)(struct bsm_wire_token *))
{
    struct bsm_wire_token read;
    assert_int_equal(bsm_wire_token_decode(token, &read), BSM_OK);
    with(&read);
    assert_int_equal(bsm_wire_token_encode(&read, token), BSM_OK);
}

static void other_pin(struct bsm_wire_token *token) { token->server_pin[5] ^= 1; }
static void other_ca(struct bsm_wire_token *token) { token->ca_sha256[5] ^= 1; }
static void long_ago(struct bsm_wire_token *token) { token->expires_unix_ms = 1700000000000; }

static void a_server_or_a_ca_that_is_not_the_tokens_is_refused(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    char device[64];
    print_token("kiosk-0006", url, token);
    change(token, other_pin);
    assert_int_equal(provision("six", token), 1);
    assert_said("not the server that the token names");
    print_token("kiosk-0006", url, token);
    change(token, other_ca);
    assert_int_equal(provision("six", token), 1);
    assert_said("its fingerprint is another");
    read_text("six/device", device, sizeof device);
    assert_string_equal(device, "");
    read_text("six/trust/ca.crt", device, sizeof device);
    assert_string_equal(device, "");
}

static void a_configuration_that_would_lock_the_kiosk_out_is_refused(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    write_text("pinned", "site = riyadh-1\ncentre_url = https://localhost:1\ncamera = auto\nmodels = /m\nassets = /a\n"
                         "centre_pin = sha256//AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    assert_int_equal(run("basma-central config --state centre --device kiosk-0010 pinned"), 0);
    print_token("kiosk-0010", url, token);
    assert_int_equal(provision("ten", token), 1);
    assert_said("centre_pin");
    assert_said("basma-central config");
    char path[128];
    snprintf(path, sizeof path, "%s/ten/device", world);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void tokens_that_are_too_old_or_none_are_refused_without_asking(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    print_token("kiosk-0007", url, token);
    change(token, long_ago);
    assert_int_equal(provision("seven", token), 1);
    assert_said("expired at 2023-11-14T22:13:20.000Z");
    assert_int_equal(provision("seven", "nonsense"), 2);
    assert_said("this is not a token");
    assert_int_equal(run("basma-provision --state seven"), 2);
    assert_int_equal(run("basma-provision --token x"), 2);
    assert_int_equal(run("basma-provision --help"), 0);
}

static void a_centre_that_is_not_there_can_be_reached_another_way(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    print_token("kiosk-0008", "https://localhost:1", token);
    assert_int_equal(provision("eight", token), 1);
    assert_said("cannot be reached");
    write_text("token", token);
    assert_int_equal(run("basma-provision --state eight --token - --url %s <token", url), 0);
}

static void a_broken_folder_is_named_not_mended(void **state)
{
    (void)state;
    char token[BSM_WIRE_TOKEN_TEXT_SIZE];
    print_token("kiosk-0009", url, token);
    assert_int_equal(provision("nine", token), 0);
    remove_file("nine/trust/centre-seal.pem");
    assert_int_equal(provision("nine", token), 1);
    assert_said("trust/centre-seal.pem is missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kiosk_is_enrolled_once_and_says_so_the_second_time),
        cmocka_unit_test(what_is_written_is_for_its_owner_only),
        cmocka_unit_test(a_half_done_enrolment_goes_on_with_the_same_token),
        cmocka_unit_test(a_used_token_is_not_taken_for_another_machine),
        cmocka_unit_test(a_server_or_a_ca_that_is_not_the_tokens_is_refused),
        cmocka_unit_test(a_configuration_that_would_lock_the_kiosk_out_is_refused),
        cmocka_unit_test(tokens_that_are_too_old_or_none_are_refused_without_asking),
        cmocka_unit_test(a_centre_that_is_not_there_can_be_reached_another_way),
        cmocka_unit_test(a_broken_folder_is_named_not_mended),
    };
    char program[600];
    const char *build = getenv("BASMA_BUILD_DIR");
    snprintf(bin, sizeof bin, "%s/bin", build ? build : ".");
    snprintf(program, sizeof program, "%s/basma-central", bin);
    if (access(program, X_OK) != 0) {
        printf("skipped: basma-central is not built here\n");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, make_world, end_world);
}
