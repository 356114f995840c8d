#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/devices.h"
#include "central/visits/policy.h"
#include "firmware/base/clock.h"
#include "firmware/base/random.h"
#include "firmware/base/wipe.h"
#include "net/seal/x509_verify.h"
#include "net/wire/token.h"

static const char command[] = "basma-central token";

struct promise {
    const char *device;
    struct bsm_digest hash;
    int64_t expires_ms;
};

static enum bsm_status add_token(struct bsm_db *db, void *context)
{
    const struct promise *promise = context;
    return bsm_token_add(db, &promise->hash, promise->device, promise->expires_ms);
}

static bool fill_trust(const struct bsm_state *state, struct bsm_wire_token *token)
{
    struct bsm_x509_identity identity;
    if (bsm_x509_identify(state->ca_pem, strlen(state->ca_pem), &identity) != BSM_OK) {
        return false;
    }
    memcpy(token->ca_sha256, identity.sha256, sizeof token->ca_sha256);
    return bsm_state_server_pin(state, token->server_pin) == BSM_OK;
}

static bool has_config(struct bsm_store *store, const char *device)
{
    static struct bsm_stored_config config;
    struct bsm_db *db = bsm_store_read_begin(store);
    enum bsm_status status = db ? bsm_config_find(db, device, &config) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(store, db);
    }
    return status == BSM_OK;
}

static int make_token(const struct bsm_state *state, struct bsm_store *store, const char *device, const char *url)
{
    struct bsm_wire_token token = {.expires_unix_ms = bsm_clock_unix_ms() + BSM_POLICY_TOKEN_MS};
    struct promise promise = {.device = device, .expires_ms = token.expires_unix_ms};
    char text[BSM_WIRE_TOKEN_TEXT_SIZE];
    if (!has_config(store, device)) {
        fprintf(stderr, "%s: no configuration is signed for %s: do that first with `basma-central config`\n", command,
                device);
        return BSM_EXIT_FAILED;
    }
    memcpy(token.url, url, strlen(url) + 1);
    bsm_random_bytes(token.secret, sizeof token.secret);
    promise.hash = bsm_digest_of(token.secret, sizeof token.secret);
    if (!fill_trust(state, &token) || bsm_wire_token_encode(&token, text) != BSM_OK) {
        fprintf(stderr, "%s: ca.crt or server.crt of the centre is broken: restore it from a copy\n", command);
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, add_token, &promise);
    if (status == BSM_OK) {
        printf("%s\n", text);
    } else {
        fprintf(stderr, "%s: the token cannot be stored: %s; is the disk full?\n", command, bsm_status_name(status));
    }
    bsm_wipe(&token, sizeof token);
    bsm_wipe(text, sizeof text);
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

int bsm_command_token(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"device", NULL, "ID", "the kiosk's name: a-z, 0-9 and -, for example kiosk-0001"},
        {"url", NULL, "URL", "where that kiosk reaches the centre: https://HOST:PORT"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Prints a token that enrols one kiosk, once, within 15 minutes.", options, argc,
                          argv, &exit_code)) {
        return exit_code;
    }
    if (!bsm_wire_device_valid(options[1].value) || !bsm_wire_url_valid(options[2].value)) {
        fprintf(stderr, "%s: --device is like kiosk-0001, --url like https://centre.example:8443\n", command);
        return BSM_EXIT_USAGE;
    }
    static struct bsm_state state;
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, options[0].value, &state, &store)) {
        return BSM_EXIT_FAILED;
    }
    exit_code = make_token(&state, store, options[1].value, options[2].value);
    bsm_store_close(store);
    bsm_state_finish(&state);
    return exit_code;
}
