#include "central/passwords/common.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

static int compare(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

/* The file's bytes with an end. */
static enum bsm_status take_text(struct bsm_common *common, size_t list, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_COMMON_FILE_MAX, &bytes, &size);
    if (status != BSM_OK) {
        return status;
    }
    common->texts[list] = malloc(size + 1);
    if (common->texts[list]) {
        memcpy(common->texts[list], bytes, size);
        common->texts[list][size] = '\0';
        common->sizes[list] = size;
    }
    free(bytes);
    return common->texts[list] ? BSM_OK : BSM_NO_MEMORY;
}

static void lower(char *word)
{
    for (; *word; word++) {
        if (*word >= 'A' && *word <= 'Z') {
            *word = (char)(*word - 'A' + 'a');
        }
    }
}

/* Cuts the text into its lines; where words is NULL they are only counted, and the text stays as it is. */
static size_t cut(char *text, size_t size, const char **words)
{
    size_t count = 0;
    for (size_t at = 0; at < size;) {
        size_t length = strcspn(text + at, "\r\n");
        bool word = length > 0 && text[at] != '#';
        if (word && words) {
            text[at + length] = '\0';
            lower(text + at);
            words[count] = text + at;
        }
        count += word;
        at += length + 1;
    }
    return count;
}

static enum bsm_status sort_words(struct bsm_common *common)
{
    size_t room = 0;
    for (size_t i = 0; i < BSM_COMMON_LISTS_MAX; i++) {
        room += cut(common->texts[i], common->sizes[i], NULL);
    }
    common->words = calloc(room ? room : 1, sizeof *common->words);
    if (!common->words) {
        return BSM_NO_MEMORY;
    }
    for (size_t i = 0; i < BSM_COMMON_LISTS_MAX; i++) {
        common->count += cut(common->texts[i], common->sizes[i], common->words + common->count);
    }
    qsort(common->words, common->count, sizeof *common->words, compare);
    return BSM_OK;
}

enum bsm_status bsm_common_read(struct bsm_common *common, const char *const *paths, const char **which)
{
    *common = (struct bsm_common){0};
    enum bsm_status status = BSM_OK;
    for (size_t i = 0; status == BSM_OK && paths[i]; i++) {
        *which = paths[i];
        status = i < BSM_COMMON_LISTS_MAX ? take_text(common, i, paths[i]) : BSM_INVALID;
    }
    if (status == BSM_OK) {
        status = sort_words(common);
    }
    if (status != BSM_OK) {
        bsm_common_finish(common);
    }
    return status;
}

bool bsm_common_has(const struct bsm_common *common, const char *word)
{
    return common->count && bsearch(&word, common->words, common->count, sizeof *common->words, compare);
}

void bsm_common_finish(struct bsm_common *common)
{
    for (size_t i = 0; i < BSM_COMMON_LISTS_MAX; i++) {
        free(common->texts[i]);
    }
    free(common->words);
    *common = (struct bsm_common){0};
}
