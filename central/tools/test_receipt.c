/* basma-receipt, as it is run: what a receipt says, and that no bit of it can be another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/base/file.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"
#include "net/wire/wire.h"

static const char *program;
static char folder[] = "/tmp/basma-receipt-XXXXXX";
static char receipt[BSM_WIRE_RECEIPT_SIZE];
static char said[4096];
static struct bsm_ec_point point;

static int make_receipt(void **state)
{
    (void)state;
    char path[64], pem[BSM_EC_PUBLIC_PEM_SIZE];
    struct bsm_ec_key *key = NULL;
    struct bsm_wire_text text = {0};
    size_t size = 0;
    static char jws[BSM_JWS_SIZE];
    const struct bsm_wire_receipt content = {.code = "K7Q2-M4P",
                                             .time_unix_ms = 1796000000000,
                                             .place = "riyadh-1",
                                             .action = BSM_ACTION_ACTIVATE,
                                             .consent_version = 3,
                                             .fingers_count = 2,
                                             .fingers = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_LEFT_INDEX},
                                             .face = true,
                                             .erased_count = 1,
                                             .erased = {"finger templates"},
                                             .erased_unix_ms = 1796000000001};
    assert_non_null(mkdtemp(folder));
    assert_int_equal(bsm_ec_key_create(&key), BSM_OK);
    bsm_ec_key_public(key, &point);
    assert_int_equal(bsm_ec_point_to_pem(&point, pem), BSM_OK);
    snprintf(path, sizeof path, "%s/key.pem", folder);
    assert_int_equal(bsm_file_write(path, pem, strlen(pem), 0600), BSM_OK);
    assert_int_equal(bsm_wire_receipt_encode(&content, &text), BSM_OK);
    struct bsm_signer signer = bsm_ec_key_signer(key);
    assert_int_equal(bsm_jws_sign(&signer, BSM_WIRE_RECEIPT_KID, text.bytes, text.size, jws, &size), BSM_OK);
    assert_true(size < sizeof receipt);
    memcpy(receipt, jws, size + 1);
    bsm_wire_text_finish(&text);
    bsm_ec_key_destroy(key);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* Its exit status; what it said is in said. */
static int run(const char *arguments)
{
    static char command[4 * BSM_WIRE_RECEIPT_SIZE];
    snprintf(command, sizeof command, "cd %s && %s %s 2>&1", folder, program, arguments);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t size = fread(said, 1, sizeof said - 1, pipe);
    said[size] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int verify(const char *text)
{
    static char arguments[2 * BSM_WIRE_RECEIPT_SIZE];
    snprintf(arguments, sizeof arguments, "verify --key key.pem %s", text);
    return run(arguments);
}

static void a_genuine_receipt_is_said_in_words(void **state)
{
    (void)state;
    static const char *const words[] = {"genuine",
                                        "receipt  K7Q2-M4P\n",
                                        "time     2026-11-30T",
                                        "place    riyadh-1\n",
                                        "the account was made active (activate)",
                                        "consent  version 3\n",
                                        "face\n",
                                        "erased   finger templates\n"};
    assert_int_equal(verify(receipt), 0);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!strstr(said, words[i])) {
            fail_msg("not said: \"%s\" in:\n%s", words[i], said);
        }
    }
    char command[BSM_WIRE_RECEIPT_SIZE + 64];
    snprintf(command, sizeof command, "verify --key=key.pem - <<'END'\n%s\nEND\n", receipt);
    assert_int_equal(run(command), 0);
}

/* The program on a few of them, what it stands on for every bit. */
static void one_flipped_bit_anywhere_is_refused(void **state)
{
    (void)state;
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    size_t size = 0;
    size_t length = strlen(receipt);
    for (size_t bit = 0; bit < 8 * length; bit++) {
        static char changed[BSM_WIRE_RECEIPT_SIZE];
        memcpy(changed, receipt, length + 1);
        changed[bit / 8] = (char)(changed[bit / 8] ^ 1 << bit % 8);
        assert_int_not_equal(
            bsm_jws_verify(&point, BSM_WIRE_RECEIPT_KID, changed, length, payload, sizeof payload, &size), BSM_OK);
    }
    for (size_t at = 1; at < length; at += length / 8) {
        static char changed[BSM_WIRE_RECEIPT_SIZE];
        memcpy(changed, receipt, length + 1);
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        assert_int_equal(verify(changed), 1);
        assert_non_null(strstr(said, "refused"));
    }
}

static void what_is_no_receipt_is_refused(void **state)
{
    (void)state;
    static char long_one[BSM_WIRE_RECEIPT_SIZE + 8];
    memset(long_one, 'A', sizeof long_one - 1);
    assert_int_equal(verify("e30.e30.AAAA"), 1);
    assert_int_equal(verify("''"), 1);
    assert_int_equal(verify(long_one), 1);
    assert_int_equal(run("verify --key key.pem - < /dev/null"), 1);
}

static void wrong_arguments_are_said(void **state)
{
    (void)state;
    assert_int_equal(run("--help"), 0);
    assert_non_null(strstr(said, "usage: basma-receipt verify --key"));
    assert_int_equal(run(""), 2);
    assert_int_equal(run("verify x"), 2);
    assert_int_equal(run("verify --key nowhere x"), 2);
    assert_non_null(strstr(said, "nowhere"));
    assert_int_equal(run("verify --key key.pem x y"), 2);
    assert_int_equal(run("verify --keys key.pem x"), 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_genuine_receipt_is_said_in_words),
        cmocka_unit_test(one_flipped_bit_anywhere_is_refused),
        cmocka_unit_test(what_is_no_receipt_is_refused),
        cmocka_unit_test(wrong_arguments_are_said),
    };
    if (argc < 2) {
        fprintf(stderr, "usage: test_receipt PATH_OF_BASMA_RECEIPT\n");
        return 2;
    }
    program = argv[1];
    return cmocka_run_group_tests(tests, make_receipt, remove_folder);
}
