/* What the signed configuration tells the hub. It acts on nothing else. */
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
    struct bsm_policy policy;
    uint32_t consent_version;
};

/* Loads and checks DIR/config.jws. The reason of a failure is logged with its remedy; settings are then untouched. */
enum bsm_status bsm_settings_load(struct bsm_settings *settings, const char *state_folder, int64_t now_unix_s);

/* The same from text whose signature was checked. */
enum bsm_status bsm_settings_parse(struct bsm_settings *settings, const char *text, size_t size);

#endif
