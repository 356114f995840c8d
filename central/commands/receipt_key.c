#include <stdio.h>

#include "central/commands/commands.h"
#include "net/seal/ec_key.h"

static const char command[] = "basma-central receipt-key";

int bsm_command_receipt_key(int argc, char **argv)
{
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(
            command, "Prints the public key that receipts are verified with: basma-receipt verify --key FILE RECEIPT.",
            options, argc, argv, &exit_code)) {
        return exit_code;
    }
    char why[BSM_STATE_WHY_SIZE];
    char pem[BSM_EC_PUBLIC_PEM_SIZE];
    static struct bsm_state state;
    struct bsm_ec_point point;
    if (bsm_state_load(options[0].value, &state, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return BSM_EXIT_FAILED;
    }
    bsm_ec_key_public(state.receipt_key, &point);
    enum bsm_status status = bsm_ec_point_to_pem(&point, pem);
    bsm_state_finish(&state);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: the key cannot be written: %s\n", command, bsm_status_name(status));
        return BSM_EXIT_FAILED;
    }
    fputs(pem, stdout);
    return BSM_EXIT_OK;
}
