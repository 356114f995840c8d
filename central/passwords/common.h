/*
 * The words that are no passwords: lists of common passwords and of a dictionary, one a line; a line that begins with #
 * is a comment. Upper and lower case of ASCII are the same.
 *
 * Life: read -> has, from any thread -> finish.
 */
#ifndef BASMA_CENTRAL_PASSWORDS_COMMON_H
#define BASMA_CENTRAL_PASSWORDS_COMMON_H

#include <stdbool.h>
#include <stddef.h>

#include "firmware/base/status.h"

/* Where Debian's packages john-data and cracklib-runtime put theirs. */
#define BSM_COMMON_PASSWORDS "/usr/share/john/password.lst"
#define BSM_COMMON_WORDS "/usr/share/dict/cracklib-small"

enum { BSM_COMMON_FILE_MAX = 16 * 1024 * 1024, BSM_COMMON_LISTS_MAX = 4 };

struct bsm_common {
    char *texts[BSM_COMMON_LISTS_MAX]; /* owned; of the files, cut into words */
    size_t sizes[BSM_COMMON_LISTS_MAX];
    const char **words; /* owned; sorted */
    size_t count;
};

/* Reads the files, of which there is at least one and the last is NULL. As bsm_file_read; *which is the one that could
 * not be read. */
enum bsm_status bsm_common_read(struct bsm_common *common, const char *const *paths, const char **which);

/* A word in lower case. */
bool bsm_common_has(const struct bsm_common *common, const char *word);

void bsm_common_finish(struct bsm_common *common);

#endif
