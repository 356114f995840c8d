/* basma-receipt: whether a receipt is one of a centre's, and what it says. Needs nothing but the centre's public key.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/biometric.h"
#include "firmware/base/clock.h"
#include "net/seal/ec_key.h"
#include "net/seal/jws.h"
#include "net/wire/wire.h"

enum { EXIT_GENUINE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-receipt verify --key receipt.pub.pem RECEIPT\n"
    "\n"
    "Says what a receipt tells, if the centre whose key this is gave it; works off-line.\n"
    "\n"
    "  --key FILE   the centre's public key: what `basma-central receipt-key` prints\n"
    "  RECEIPT      the text of the QR code; -: read from standard input\n"
    "  --help, --version\n"
    "\n"
    "Exit status: 0 genuine, 1 changed or not of this centre, 2 wrong arguments or no such key.\n";

static int usage(const char *why)
{
    fprintf(stderr, "basma-receipt: %s; see --help\n", why);
    return EXIT_USAGE;
}

/* What is longer than any receipt is cut, and then is none. */
static bool read_receipt(const char *argument, char receipt[BSM_WIRE_RECEIPT_SIZE + 1])
{
    if (strcmp(argument, "-") == 0) {
        size_t size = fread(receipt, 1, BSM_WIRE_RECEIPT_SIZE, stdin);
        receipt[size] = '\0';
    } else {
        snprintf(receipt, BSM_WIRE_RECEIPT_SIZE + 1, "%s", argument);
    }
    receipt[strcspn(receipt, " \r\n")] = '\0';
    return receipt[0] && strlen(receipt) < BSM_WIRE_RECEIPT_SIZE;
}

static const char *words_of(enum bsm_action action)
{
    switch (action) {
    case BSM_ACTION_REGISTER: return "an account was opened and made active";
    case BSM_ACTION_ACTIVATE: return "the account was made active";
    case BSM_ACTION_RESET_PASSWORD: return "a new password was set";
    case BSM_ACTION_CHANGE_MOBILE: return "the mobile number was changed";
    }
    return "unknown";
}

static void print_taken(const struct bsm_wire_receipt *receipt)
{
    const char *comma = "";
    printf("taken    ");
    for (int i = 0; i < receipt->fingers_count; i++) {
        printf("%s%s", comma, bsm_position_name(receipt->fingers[i]));
        comma = ", ";
    }
    printf("%s%s\n", receipt->face ? comma : "", receipt->face ? "face" : comma[0] ? "" : "nothing");
    if (receipt->portrait) {
        printf("kept     a portrait, with the account\n");
    }
}

static void print_erased(const struct bsm_wire_receipt *receipt)
{
    char at[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(receipt->erased_unix_ms, at);
    printf("erased   ");
    for (uint32_t i = 0; i < receipt->erased_count; i++) {
        printf("%s%s", i ? ", " : "", receipt->erased[i]);
    }
    printf("%s\n", receipt->erased_count ? "" : "nothing");
    if (receipt->erased_count) {
        printf("         at %s\n", at);
    }
}

static void print_receipt(const struct bsm_wire_receipt *receipt)
{
    char at[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(receipt->time_unix_ms, at);
    printf("genuine: signed by this centre\n\n");
    printf("receipt  %s\n", receipt->code);
    printf("time     %s\n", at);
    printf("place    %s\n", receipt->place[0] ? receipt->place : "not said");
    printf("done     %s (%s)\n", words_of(receipt->action), bsm_action_name(receipt->action));
    printf("consent  version %u\n", receipt->consent_version);
    print_taken(receipt);
    print_erased(receipt);
}

static int verify(const char *key_path, const char *argument)
{
    static char text[BSM_WIRE_RECEIPT_SIZE + 1];
    static char payload[BSM_JWS_PAYLOAD_MAX + 1];
    static struct bsm_wire_receipt receipt;
    struct bsm_ec_point key;
    size_t size = 0;
    enum bsm_status status = bsm_ec_point_load(key_path, &key);
    if (status != BSM_OK) {
        fprintf(stderr, "basma-receipt: cannot use the key %s: %s\n", key_path, bsm_status_name(status));
        return EXIT_USAGE;
    }
    if (!read_receipt(argument, text)) {
        printf("refused: this is no receipt\n");
        return EXIT_REFUSED;
    }
    status = bsm_jws_verify(&key, BSM_WIRE_RECEIPT_KID, text, strlen(text), payload, sizeof payload, &size);
    if (status == BSM_OK) {
        status = bsm_wire_receipt_decode(payload, size, &receipt);
    }
    if (status != BSM_OK) {
        printf("refused: %s\n", status == BSM_DENIED ? "changed, or not of this centre" : "this is no receipt");
        return EXIT_REFUSED;
    }
    print_receipt(&receipt);
    return EXIT_GENUINE;
}

int main(int argc, char **argv)
{
    const char *key = NULL;
    const char *receipt = NULL;
    bsm_wire_init();
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("basma-receipt %s\n", BASMA_VERSION);
        return EXIT_GENUINE;
    }
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            fputs(help, stdout);
            return EXIT_GENUINE;
        }
    }
    if (argc < 2 || strcmp(argv[1], "verify") != 0) {
        return usage("the one thing to do is: verify");
    }
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--key") == 0 && i + 1 < argc) {
            key = argv[++i];
        } else if (strncmp(argv[i], "--key=", 6) == 0) {
            key = argv[i] + 6;
        } else if (!receipt && (argv[i][0] != '-' || !argv[i][1])) {
            receipt = argv[i];
        } else {
            return usage("an argument that is not understood");
        }
    }
    return key && receipt ? verify(key, receipt) : usage("--key and a receipt are needed");
}
