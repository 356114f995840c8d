/*
 * What the signed configuration tells the hub. It acts on nothing else. One `key = value` a line
 * (firmware/base/config.h); another key is an error. The centre adds device, version, issued_at and expires_at, and
 * centre_pin where none is said.
 *
 *     centre_url          https://HOST[:PORT] (required)
 *     centre_pin          the only server key to accept, "sha256//BASE64" as curl writes it
 *     site                where this kiosk stands, said when a visit is opened; at most 64 characters
 *     models, assets      folders of the face models and of the screen's fonts and icons (required)
 *     camera              auto, or the path of its device file
 *     allow_virtual       yes or no: accept simulated readers and cameras; never in the field
 *     window              full, auto, or WIDTHxHEIGHT (480 to 8192 each)
 *     idle_warn_s         20: without a sign of life, then a countdown of idle_end_s (30)
 *     idle_code_s         60: the same, where a code is waited for
 *     capture_timeout_s   30: for one finger or face
 *     link_patience_s     60: for the centre's answer; device_patience_s (60): for a device that comes back
 *     visit_limit_s       600; all of these from 1 to 3600
 *     challenge           yes or no: before a face is taken the person is asked to turn the head; the centre may insist
 *     portrait            no, or yes: who comes for an account is told that the centre keeps a portrait of them, and it
 *                         is taken; the centre must want it, too (basma-central serve --portrait)
 *     speech              yes or no: the kiosk says what its screens ask for
 *     speech_volume       70: from 1 to 100
 *     speech_quiet        never, or HH:MM-HH:MM by the kiosk's clock and time zone: visits begin silenced then
 *     consent_version     1: of the consent that is shown
 */
#ifndef BASMA_HUB_SETTINGS_H
#define BASMA_HUB_SETTINGS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"
#include "firmware/visit/policy.h"

/* Texts that the uplink is called with are as long as it takes them, with their end. */
enum {
    BSM_SETTINGS_SITE_SIZE = 65,
    BSM_SETTINGS_URL_SIZE = 201,
    BSM_SETTINGS_PIN_SIZE = 53, /* "sha256//" and 44 characters */
    BSM_SETTINGS_WINDOW_SIZE = 16,
    BSM_SETTINGS_QUIET_SIZE = 12, /* "22:00-06:00" */
    BSM_SETTINGS_VOLUME_SIZE = 4,
};

struct bsm_settings {
    int64_t version;
    int64_t expires_unix_s;
    char site[BSM_SETTINGS_SITE_SIZE]; /* where this kiosk stands; may be "" */
    char centre_url[BSM_SETTINGS_URL_SIZE];
    char centre_pin[BSM_SETTINGS_PIN_SIZE]; /* "" where none is set */
    char camera[PATH_MAX];                  /* "auto" or a path */
    char models[PATH_MAX];
    char assets[PATH_MAX]; /* "" before a first configuration: the ui's own default */
    bool allow_virtual;
    char window[BSM_SETTINGS_WINDOW_SIZE]; /* "1080x1920", "auto" or "full" */
    bool silent;                           /* the kiosk does not speak */
    char volume[BSM_SETTINGS_VOLUME_SIZE]; /* "1" to "100"; "" before a first configuration, like quiet */
    char quiet[BSM_SETTINGS_QUIET_SIZE];   /* "never" or "22:00-06:00" */
    struct bsm_policy policy;
    uint32_t consent_version;
};

/*
 * Loads and checks DIR/config.jws. The reason of a failure is logged with its remedy; settings are then untouched,
 * unless nothing but its time is wrong (DENIED): what it says of the centre is good for fetching a newer one.
 */
enum bsm_status bsm_settings_load(struct bsm_settings *settings, const char *state_folder, int64_t now_unix_s);

/*
 * A configuration that came from the centre: checked as one that is loaded, and newer than settings, it takes the place
 * of DIR/config.jws; it is in force when it is loaded. DENIED: of no other version than settings, or older. *version is
 * what it says of itself, 0 where it could not be read. The reason of a refusal is logged.
 */
enum bsm_status bsm_settings_offer(const struct bsm_settings *settings, const char *state_folder, const char *jws,
                                   int64_t now_unix_s, int64_t *version);

/* The same from text whose signature was checked. */
enum bsm_status bsm_settings_parse(struct bsm_settings *settings, const char *text, size_t size);

#endif
