#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "central/commands/commands.h"
#include "central/store/devices.h"
#include "firmware/base/file.h"
#include "net/seal/signed_config.h"

static const char command[] = "basma-central config";

enum { DAY_S = 24 * 3600, DAYS_MAX = 3650 };

struct signing {
    const char *device;
    const char *settings; /* the file's text */
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
                 "%s\ndevice = %s\nversion = %" PRId64 "\nissued_at = %" PRId64 "\nexpires_at = %" PRId64 "\n",
                 signing->settings, signing->device, signing->stored.version, now_s, now_s + signing->days * DAY_S);
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
    struct bsm_store *store = NULL;
    int exit_code = BSM_EXIT_FAILED;
    if (bsm_command_open(command, folder, NULL, &store)) {
        exit_code = sign_settings(store, folder, signing);
        bsm_store_close(store);
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
        {NULL, NULL, "FILE", "settings, a `key = value` a line; device, version and times are added"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Signs settings into the configuration that kiosks are enrolled with and fetch.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    static struct signing signing;
    signing.device = options[1].value;
    signing.days = atoi(options[2].value);
    bool all = !strcmp(signing.device, BSM_CONFIG_FOR_ALL);
    if ((!all && !bsm_wire_device_valid(signing.device)) || signing.days < 1 || signing.days > DAYS_MAX) {
        fprintf(stderr, "%s: --device is like kiosk-0001 or *, --days 1 to %d\n", command, DAYS_MAX);
        return BSM_EXIT_USAGE;
    }
    return sign_file(options[0].value, options[3].value, &signing);
}
