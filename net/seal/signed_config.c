#include "net/seal/signed_config.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/clock.h"
#include "firmware/base/file.h"

enum { PATH_ROOM = 512, AHEAD_S = 24 * 3600 };

#define UNIX_S_LAST INT64_C(253402300799)

__attribute__((format(printf, 3, 4))) static enum bsm_status refuse(struct bsm_signed_config *config,
                                                                    enum bsm_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(config->error, sizeof config->error, format, arguments);
    va_end(arguments);
    return status;
}

static enum bsm_status read_head(struct bsm_signed_config *config, char device[BSM_SIGNED_CONFIG_DEVICE_SIZE])
{
    struct bsm_config keys;
    bsm_config_open(&keys, "signed configuration", config->text, config->text_size);
    snprintf(device, BSM_SIGNED_CONFIG_DEVICE_SIZE, "%s", bsm_config_text(&keys, "device", NULL));
    config->version = bsm_config_integer(&keys, "version", -1, 0, INT64_MAX);
    config->issued_unix_s = bsm_config_integer(&keys, "issued_at", -1, 0, UNIX_S_LAST);
    config->expires_unix_s = bsm_config_integer(&keys, "expires_at", -1, 0, UNIX_S_LAST);
    enum bsm_status status = BSM_OK;
    if (bsm_config_error(&keys)[0])
        status = refuse(config, BSM_INVALID, "%s", bsm_config_error(&keys));
    else if (config->version < 0 || config->issued_unix_s < 0 || config->expires_unix_s < 0)
        status =
            refuse(config, BSM_INVALID,
                   "signed configuration: version, issued_at or expires_at is missing; ask the centre for a new one");
    bsm_config_finish(&keys);
    return status;
}

static enum bsm_status check_time(struct bsm_signed_config *config, int64_t now_unix_s)
{
    char moment[BSM_CLOCK_TEXT_SIZE];
    if (now_unix_s >= config->expires_unix_s) {
        bsm_clock_text(config->expires_unix_s * 1000, moment);
        return refuse(config, BSM_DENIED,
                      "signed configuration: version %" PRId64
                      " expired at %s; ask the centre for a new one, or set the "
                      "clock if it is wrong",
                      config->version, moment);
    }
    if (config->issued_unix_s - now_unix_s > AHEAD_S) {
        bsm_clock_text(config->issued_unix_s * 1000, moment);
        return refuse(config, BSM_DENIED,
                      "signed configuration: version %" PRId64
                      " was issued at %s, which has not come yet; set the clock",
                      config->version, moment);
    }
    return BSM_OK;
}

static enum bsm_status check(struct bsm_signed_config *config, const char *device, int64_t now_unix_s)
{
    char named[BSM_SIGNED_CONFIG_DEVICE_SIZE];
    enum bsm_status status = read_head(config, named);
    if (status != BSM_OK)
        return status;
    if (strcmp(named, "*") != 0 && strcmp(named, device) != 0)
        return refuse(config, BSM_DENIED,
                      "signed configuration: it is for another kiosk, this one is %s; fetch the one for this kiosk",
                      device);
    snprintf(config->device, sizeof config->device, "%s", device);
    return check_time(config, now_unix_s);
}

enum bsm_status bsm_signed_config_verify(const char *jws, size_t size, const struct bsm_ec_point *key,
                                         const char *device, int64_t now_unix_s, struct bsm_signed_config *config)
{
    memset(config, 0, sizeof *config);
    enum bsm_status status =
        bsm_jws_verify(key, NULL, jws, size, config->text, sizeof config->text, &config->text_size);
    if (status == BSM_DENIED)
        return refuse(config, status, "signed configuration: its signature is not the centre's; fetch it again");
    if (status != BSM_OK)
        return refuse(config, status, "signed configuration: not a signed text; fetch it again from the centre");
    status = check(config, device, now_unix_s);
    if (status != BSM_OK) { /* nothing of what was refused may be acted on */
        memset(config->text, 0, sizeof config->text);
        config->text_size = 0;
    }
    return status;
}

static enum bsm_status unreadable(struct bsm_signed_config *config, enum bsm_status status, const char *path)
{
    const char *remedy = status == BSM_GONE
                             ? "it is not there; enrol this kiosk with basma-provision"
                             : "it cannot be read or is damaged; look at the folder, enrol again if need be";
    return refuse(config, status, "%.120s: %s", path, remedy);
}

/* The device's name is the file's first line. */
static enum bsm_status read_device(const char *path, char device[BSM_SIGNED_CONFIG_DEVICE_SIZE])
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_SIGNED_CONFIG_DEVICE_SIZE, &bytes, &size);
    if (status != BSM_OK)
        return status;
    size_t length = strcspn((const char *)bytes, "\r\n");
    bool lawful = length > 0 && length < BSM_SIGNED_CONFIG_DEVICE_SIZE;
    if (lawful)
        snprintf(device, BSM_SIGNED_CONFIG_DEVICE_SIZE, "%.*s", (int)length, (const char *)bytes);
    free(bytes);
    return lawful ? BSM_OK : BSM_INVALID;
}

enum bsm_status bsm_signed_config_check(const char *state, const char *jws, size_t size, int64_t now_unix_s,
                                        struct bsm_signed_config *config)
{
    char path[PATH_ROOM];
    char device[BSM_SIGNED_CONFIG_DEVICE_SIZE];
    struct bsm_ec_point key;
    memset(config, 0, sizeof *config);
    snprintf(path, sizeof path, "%s/device", state);
    enum bsm_status status = read_device(path, device);
    if (status == BSM_OK) {
        snprintf(path, sizeof path, "%s/trust/config-sign.pem", state);
        status = bsm_ec_point_load(path, &key);
    }
    if (status != BSM_OK)
        return unreadable(config, status, path);
    return bsm_signed_config_verify(jws, size, &key, device, now_unix_s, config);
}

enum bsm_status bsm_signed_config_load(const char *state, int64_t now_unix_s, struct bsm_signed_config *config)
{
    char path[PATH_ROOM];
    uint8_t *jws = NULL;
    size_t size = 0;
    memset(config, 0, sizeof *config);
    snprintf(path, sizeof path, "%s/config.jws", state);
    enum bsm_status status = bsm_file_read(path, BSM_JWS_SIZE, &jws, &size);
    if (status != BSM_OK)
        return unreadable(config, status, path);
    size_t length = strcspn((const char *)jws, "\r\n"); /* a text file may end its line */
    status = bsm_signed_config_check(state, (const char *)jws, length, now_unix_s, config);
    free(jws);
    return status;
}
