/*
 * Settings as text: one `key = value` a line, `#` starts a comment line. Strict on purpose: a key may stand once, every key
 * must be asked for by the program, and what is left over at the end is an error that names file, line and key.
 *
 *     bsm_config_open -> bsm_config_text / _integer / _flag ... -> bsm_config_close (the check) -> bsm_config_finish
 *
 * The first error is kept as a sentence for the operator (bsm_config_error) and every later call is harmless.
 */
#ifndef BASMA_BASE_CONFIG_H
#define BASMA_BASE_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/status.h"

enum { BSM_CONFIG_KEYS_MAX = 64, BSM_CONFIG_TEXT_MAX = 16 * 1024, BSM_CONFIG_ERROR_SIZE = 256 };

struct bsm_config_entry {
    const char *key; /* both inside text */
    const char *value;
    int line;
    bool consumed;
};

struct bsm_config {
    char *text;        /* owned copy, cut into keys and values */
    const char *name;  /* borrowed; said in errors */
    struct bsm_config_entry entries[BSM_CONFIG_KEYS_MAX];
    int count;
    char error[BSM_CONFIG_ERROR_SIZE]; /* "" while all is well */
};

/* Parses size bytes of text. name (a file's path, "signed configuration") is said in errors and must outlive the config.
 * INVALID with the error set; the config must be finished in any case. */
enum bsm_status bsm_config_open(struct bsm_config *config, const char *name, const void *text, size_t size);

/* The value of a key, or fallback where the key is absent; a fallback of NULL makes the key required (an error, and ""). The
 * text lives until finish. */
const char *bsm_config_text(struct bsm_config *config, const char *key, const char *fallback);

/* A decimal integer within lowest..highest. */
int64_t bsm_config_integer(struct bsm_config *config, const char *key, int64_t fallback, int64_t lowest, int64_t highest);

/* "yes" or "no". */
bool bsm_config_flag(struct bsm_config *config, const char *key, bool fallback);

/* The check at the end: INVALID if anything was wrong or a key was never asked for. */
enum bsm_status bsm_config_close(struct bsm_config *config);

/* The sentence of the first error, "" if none. Lives until finish. */
const char *bsm_config_error(const struct bsm_config *config);

void bsm_config_finish(struct bsm_config *config);

#endif
