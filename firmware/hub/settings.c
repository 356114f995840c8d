#include "firmware/hub/settings.h"

#include <stdio.h>
#include <string.h>

#include "firmware/base/config.h"
#include "firmware/base/file.h"
#include "firmware/base/log.h"
#include "net/seal/signed_config.h"

enum { SECOND_MS = 1000 };

/* Takes a text of bounded length; too long is said as an error of the configuration. */
static bool take_text(struct bsm_config *config, const char *key, const char *fallback, char *out, size_t size)
{
    const char *value = bsm_config_text(config, key, fallback);
    if ((size_t)snprintf(out, size, "%s", value) < size)
        return true;
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "a value of the signed configuration is too long, key=%s", key);
    return false;
}

static bool is_side(int px) { return px >= 480 && px <= 8192; }

static bool is_size(const char *window)
{
    int width = 0, height = 0, end = 0;
    return sscanf(window, "%5dx%5d%n", &width, &height, &end) == 2 && window[end] == '\0' && is_side(width) &&
           is_side(height);
}

static bool take_window(struct bsm_config *config, struct bsm_settings *settings)
{
    if (!take_text(config, "window", "full", settings->window, sizeof settings->window))
        return false;
    if (strcmp(settings->window, "full") == 0 || strcmp(settings->window, "auto") == 0 || is_size(settings->window))
        return true;
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "the signed configuration's window is neither WIDTHxHEIGHT, auto nor full");
    return false;
}

static bool is_time(const char *text)
{
    return text[0] >= '0' && text[0] <= '2' && text[1] >= '0' && text[1] <= (text[0] == '2' ? '3' : '9') &&
           text[2] == ':' && text[3] >= '0' && text[3] <= '5' && text[4] >= '0' && text[4] <= '9';
}

static bool is_quiet(const char *quiet)
{
    return strcmp(quiet, "never") == 0 ||
           (strlen(quiet) == 11 && is_time(quiet) && quiet[5] == '-' && is_time(quiet + 6));
}

static bool take_speech(struct bsm_config *config, struct bsm_settings *settings)
{
    settings->silent = !bsm_config_flag(config, "speech", true);
    int volume = (int)bsm_config_integer(config, "speech_volume", 70, 1, 100);
    snprintf(settings->volume, sizeof settings->volume, "%d", volume);
    if (!take_text(config, "speech_quiet", "never", settings->quiet, sizeof settings->quiet))
        return false;
    if (!is_quiet(settings->quiet))
        bsm_log(BSM_LOG_ERROR, "firmware/hub",
                "the signed configuration's speech_quiet is neither never nor HH:MM-HH:MM");
    return is_quiet(settings->quiet);
}

static bool is_base64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

/* "sha256//" and the 44 characters of a SHA-256 in base64. */
static bool is_pin(const char *pin)
{
    enum { HEAD = 8, LENGTH = 52 };
    if (strlen(pin) != LENGTH || strncmp(pin, "sha256//", HEAD) != 0 || pin[LENGTH - 1] != '=')
        return false;
    for (int i = HEAD; i < LENGTH - 1; i++)
        if (!is_base64(pin[i]))
            return false;
    return true;
}

/* Where the centre is and by which key it is known. What the uplink would not take is refused here, where the reason
 * can be told, and not by an uplink that ends again and again. */
static bool take_centre(struct bsm_config *config, struct bsm_settings *settings)
{
    if (!take_text(config, "site", "", settings->site, sizeof settings->site) ||
        !take_text(config, "centre_url", NULL, settings->centre_url, sizeof settings->centre_url) ||
        !take_text(config, "centre_pin", "", settings->centre_pin, sizeof settings->centre_pin))
        return false;
    if (strncmp(settings->centre_url, "https://", 8) != 0)
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the signed configuration's centre_url is not https://HOST[:PORT]");
    else if (settings->centre_pin[0] && !is_pin(settings->centre_pin))
        bsm_log(BSM_LOG_ERROR, "firmware/hub",
                "the signed configuration's centre_pin is not sha256// and 44 characters of base64");
    else
        return true;
    return false;
}

static int64_t take_seconds(struct bsm_config *config, const char *key, int64_t fallback_ms)
{
    return bsm_config_integer(config, key, fallback_ms / SECOND_MS, 1, 3600) * SECOND_MS;
}

static void take_policy(struct bsm_config *config, struct bsm_policy *policy)
{
    *policy = bsm_policy_default();
    policy->idle_warn_ms = take_seconds(config, "idle_warn_s", policy->idle_warn_ms);
    policy->code_ms = take_seconds(config, "idle_code_s", policy->code_ms);
    policy->idle_end_ms = take_seconds(config, "idle_end_s", policy->idle_end_ms);
    policy->capture_timeout_ms = take_seconds(config, "capture_timeout_s", policy->capture_timeout_ms);
    policy->link_patience_ms = take_seconds(config, "link_patience_s", policy->link_patience_ms);
    policy->device_patience_ms = take_seconds(config, "device_patience_s", policy->device_patience_ms);
    policy->challenge = bsm_config_flag(config, "challenge", policy->challenge);
    policy->portrait = bsm_config_flag(config, "portrait", policy->portrait);
    policy->visit_limit_ms = take_seconds(config, "visit_limit_s", policy->visit_limit_ms);
}

static bool take_all(struct bsm_config *config, struct bsm_settings *settings)
{
    bsm_config_text(config, "device", NULL); /* checked with the signature */
    bsm_config_integer(config, "issued_at", -1, 0, INT64_MAX);
    settings->version = bsm_config_integer(config, "version", -1, 0, INT64_MAX);
    settings->expires_unix_s = bsm_config_integer(config, "expires_at", -1, 0, INT64_MAX);
    settings->allow_virtual = bsm_config_flag(config, "allow_virtual", false);
    settings->consent_version = (uint32_t)bsm_config_integer(config, "consent_version", 1, 1, INT32_MAX);
    take_policy(config, &settings->policy);
    return take_centre(config, settings) &&
           take_text(config, "camera", "auto", settings->camera, sizeof settings->camera) &&
           take_text(config, "models", NULL, settings->models, sizeof settings->models) &&
           take_text(config, "assets", NULL, settings->assets, sizeof settings->assets) &&
           take_window(config, settings) && take_speech(config, settings);
}

enum bsm_status bsm_settings_parse(struct bsm_settings *settings, const char *text, size_t size)
{
    struct bsm_config config;
    struct bsm_settings taken = {0};
    enum bsm_status status = bsm_config_open(&config, "signed configuration", text, size);
    if (status == BSM_OK && !take_all(&config, &taken))
        status = BSM_INVALID;
    if (bsm_config_close(&config) != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "%s; issue a corrected configuration at the centre",
                bsm_config_error(&config));
        status = BSM_INVALID;
    }
    bsm_config_finish(&config);
    if (status == BSM_OK)
        *settings = taken;
    return status;
}

enum bsm_status bsm_settings_load(struct bsm_settings *settings, const char *state_folder, int64_t now_unix_s)
{
    static struct bsm_signed_config signed_config; /* too large for the stack */
    enum bsm_status status = bsm_signed_config_load(state_folder, now_unix_s, &signed_config);
    if (status == BSM_OK)
        return bsm_settings_parse(settings, signed_config.text, signed_config.text_size);
    bsm_log(BSM_LOG_ERROR, "firmware/hub", "the configuration is not to be used, status=%s: %s",
            bsm_status_name(status), signed_config.error);
    if (status == BSM_DENIED &&
        bsm_signed_config_load(state_folder, signed_config.issued_unix_s, &signed_config) == BSM_OK)
        (void)bsm_settings_parse(settings, signed_config.text, signed_config.text_size);
    return status;
}

/* Signed, for this kiosk, newer, and with keys that this program knows. */
static enum bsm_status check_offer(const struct bsm_settings *settings, const char *state_folder, const char *jws,
                                   int64_t now_unix_s, int64_t *version)
{
    static struct bsm_signed_config offered; /* too large for the stack */
    struct bsm_settings taken;
    enum bsm_status status = bsm_signed_config_check(state_folder, jws, strlen(jws), now_unix_s, &offered);
    if (status != BSM_OK) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the configuration that the centre offers is refused, status=%s: %s",
                bsm_status_name(status), offered.error);
        return status;
    }
    *version = offered.version;
    if (offered.version <= settings->version)
        return BSM_DENIED;
    return bsm_settings_parse(&taken, offered.text, offered.text_size);
}

enum bsm_status bsm_settings_offer(const struct bsm_settings *settings, const char *state_folder, const char *jws,
                                   int64_t now_unix_s, int64_t *version)
{
    char path[PATH_MAX];
    *version = 0;
    enum bsm_status status = check_offer(settings, state_folder, jws, now_unix_s, version);
    if (status == BSM_DENIED && *version > 0 && *version < settings->version)
        bsm_log(
            BSM_LOG_ERROR, "firmware/hub",
            "the centre offers an older configuration, which is refused, version=%lld in_force=%lld; issue a new one",
            (long long)*version, (long long)settings->version);
    if (status != BSM_OK)
        return status;
    if ((size_t)snprintf(path, sizeof path, "%s/config.jws", state_folder) >= sizeof path)
        return BSM_FAULT;
    status = bsm_file_write(path, jws, strlen(jws), 0600);
    if (status != BSM_OK)
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "a new configuration cannot be written, file=%s error=%m; free space",
                path);
    return status;
}
