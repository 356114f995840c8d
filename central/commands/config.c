#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "central/commands/commands.h"
#include "central/store/devices.h"
#include "firmware/base/config.h"
#include "firmware/base/file.h"
#include "net/seal/signed_config.h"
#include "net/seal/x509_verify.h"

static const char command[] = "basma-central config";

enum { DAY_S = 24 * 3600, DAYS_MAX = 3650 };

struct signing {
    const char *device;
    const char *settings;                  /* the file's text */
    char pin_line[BSM_X509_PIN_SIZE + 20]; /* "" where the settings name a pin themselves */
    int64_t days;
    struct bsm_ec_key *key;
    struct bsm_ec_point point;
    struct bsm_stored_config stored;
    char error[BSM_CONFIG_ERROR_SIZE];
};

static enum bsm_status sign(struct signing *signing, int64_t now_s)
{
    static char text[BSM_CONFIG_TEXT_MAX + 1];
    int length =
        snprintf(text, sizeof text,
                 "%s\ndevice = %s\nversion = %" PRId64 "\nissued_at = %" PRId64 "\nexpires_at = %" PRId64 "\n%s",
                 signing->settings, signing->device, signing->stored.version, now_s, now_s + signing->days * DAY_S,
                 signing->pin_line);
    if (length < 0 || (size_t)length >= sizeof text) {
        snprintf(signing->error, sizeof signing->error, "the settings are too long");
        return BSM_INVALID;
    }
    static char jws[BSM_JWS_SIZE];
    size_t size = 0;
    struct bsm_signer signer = bsm_ec_key_signer(signing->key);
    enum bsm_status status = bsm_jws_sign(&signer, NULL, text, (size_t)length, jws, &size);
    if (status == BSM_OK && size >= sizeof signing->stored.jws) {
        snprintf(signing->error, sizeof signing->error, "the settings are too long");
        return BSM_INVALID;
    }
    if (status == BSM_OK) {
        memcpy(signing->stored.jws, jws, size + 1);
    }
    return status;
}

/* As a kiosk will. One for all is checked under some kiosk's name. */
static enum bsm_status check(struct signing *signing, int64_t now_s)
{
    static struct bsm_signed_config config;
    bool all = !strcmp(signing->device, BSM_CONFIG_FOR_ALL);
    enum bsm_status status = bsm_signed_config_verify(signing->stored.jws, strlen(signing->stored.jws), &signing->point,
                                                      all ? "any" : signing->device, now_s, &config);
    if (status != BSM_OK) {
        snprintf(signing->error, sizeof signing->error, "%s", config.error);
    }
    return status;
}

static enum bsm_status sign_and_store(struct bsm_db *db, void *context)
{
    struct signing *signing = context;
    int64_t now_s = time(NULL);
    enum bsm_status status = bsm_config_last_version(db, &signing->stored.version);
    signing->stored.version++;
    if (status == BSM_OK) {
        status = sign(signing, now_s);
    }
    if (status == BSM_OK) {
        status = check(signing, now_s);
    }
    return status == BSM_OK ? bsm_config_put(db, signing->device, &signing->stored) : status;
}

static bool settings_name_a_pin(const char *settings)
{
    static const char none[] = "";
    struct bsm_config config;
    bool named = bsm_config_open(&config, "settings", settings, strlen(settings)) == BSM_OK &&
                 bsm_config_text(&config, "centre_pin", none) != none;
    bsm_config_finish(&config);
    return named;
}

/* So that a kiosk speaks to this server's key and no other that our CA may certify one day. */
static bool add_pin(const struct bsm_state *state, struct signing *signing)
{
    uint8_t pin[BSM_SHA256_SIZE];
    char text[BSM_X509_PIN_SIZE];
    signing->pin_line[0] = '\0';
    if (settings_name_a_pin(signing->settings)) {
        return true;
    }
    if (bsm_state_server_pin(state, pin) != BSM_OK) {
        fprintf(stderr, "%s: server.crt of the centre is broken: restore it from a copy\n", command);
        return false;
    }
    bsm_x509_pin_text(pin, text);
    snprintf(signing->pin_line, sizeof signing->pin_line, "centre_pin = %s\n", text);
    return true;
}

static int sign_settings(struct bsm_store *store, const char *folder, struct signing *signing)
{
    char path[BSM_STATE_PATH_SIZE];
    bsm_state_path(folder, "config-sign.key", path);
    if (bsm_ec_key_load(path, &signing->key) != BSM_OK) {
        fprintf(stderr, "%s: cannot use %s: restore it from a copy\n", command, path);
        return BSM_EXIT_FAILED;
    }
    bsm_ec_key_public(signing->key, &signing->point);
    enum bsm_status status = bsm_store_write(store, sign_and_store, signing);
    bsm_ec_key_destroy(signing->key);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, signing->error[0] ? signing->error : bsm_status_name(status));
        return status == BSM_INVALID || status == BSM_DENIED ? BSM_EXIT_USAGE : BSM_EXIT_FAILED;
    }
    printf("configuration %" PRId64 " for %s\n", signing->stored.version, signing->device);
    return BSM_EXIT_OK;
}

static int sign_file(const char *folder, const char *path, struct signing *signing)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_CONFIG_TEXT_MAX, &bytes, &size);
    if (status != BSM_OK || memchr(bytes, '\0', size)) {
        fprintf(stderr, "%s: cannot read settings from %s: %s\n", command, path,
                bsm_status_name(status == BSM_OK ? BSM_INVALID : status));
        free(bytes);
        return BSM_EXIT_USAGE;
    }
    signing->settings = (const char *)bytes;
    static struct bsm_state state;
    struct bsm_store *store = NULL;
    int exit_code = BSM_EXIT_FAILED;
    if (bsm_command_open(command, folder, &state, &store)) {
        exit_code = add_pin(&state, signing) ? sign_settings(store, folder, signing) : BSM_EXIT_FAILED;
        bsm_store_close(store);
        bsm_state_finish(&state);
    }
    free(bytes);
    return exit_code;
}

int bsm_command_config(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"device", NULL, "ID", "the kiosk it is for, or * for all that have none of their own"},
        {"days", "365", "N", "how long it is valid"},
        {NULL, NULL, "FILE", "settings, a `key = value` a line; device, version, times and the centre's pin are added"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Signs settings into the configuration that kiosks are enrolled with and fetch.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    static struct signing signing;
    signing.device = options[1].value;
    int days = 0;
    bool days_good = bsm_option_integer(&options[2], 1, DAYS_MAX, &days);
    signing.days = days;
    bool all = !strcmp(signing.device, BSM_CONFIG_FOR_ALL);
    if ((!all && !bsm_wire_device_valid(signing.device)) || !days_good) {
        fprintf(stderr, "%s: --device is like kiosk-0001 or *, --days 1 to %d\n", command, DAYS_MAX);
        return BSM_EXIT_USAGE;
    }
    return sign_file(options[0].value, options[3].value, &signing);
}
