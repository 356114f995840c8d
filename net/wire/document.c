#include "net/wire/document.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "firmware/base/wipe.h"

/* In front of each block of the library stands its size, so that all of it can be wiped when freed. */
union block_head {
    size_t size;
    max_align_t aligned;
};

static void *allocate(size_t size)
{
    if (size > SIZE_MAX - sizeof(union block_head))
        return NULL;
    union block_head *head = malloc(sizeof *head + size);
    if (!head)
        return NULL;
    head->size = size;
    return head + 1;
}

static void wipe_and_release(void *block)
{
    if (!block)
        return;
    union block_head *head = (union block_head *)block - 1;
    bsm_wipe_free(head, sizeof *head + head->size);
}

static void set_up(void) { json_set_alloc_funcs(allocate, wipe_and_release); }

void bsm_wire_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_up);
}

/* jansson's own limit is 2048 levels, each a recursion. Strings are skipped; whether all is well formed is jansson's to
 * say. */
static bool nested_too_deep(const char *json, size_t size)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < size; i++) {
        char c = json[i];
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > BSM_WIRE_NESTING_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return false;
}

enum bsm_status bsm_wire_document_parse(const char *json, size_t size, json_t **root)
{
    bsm_wire_init();
    if (size == 0 || size > BSM_WIRE_BODY_MAX || nested_too_deep(json, size))
        return BSM_INVALID;
    json_error_t error;
    json_t *parsed = json_loadb(json, size, JSON_REJECT_DUPLICATES, &error);
    if (!parsed) {
        enum json_error_code code = json_error_code(&error);
        bsm_wipe(&error, sizeof error); /* it quotes the text near the error */
        return code == json_error_out_of_memory ? BSM_NO_MEMORY : BSM_INVALID;
    }
    if (!json_is_object(parsed)) {
        json_decref(parsed);
        return BSM_INVALID;
    }
    *root = parsed;
    return BSM_OK;
}

enum bsm_status bsm_wire_document_write(const json_t *root, struct bsm_wire_text *text)
{
    size_t size = json_dumpb(root, NULL, 0, JSON_COMPACT);
    if (size == 0)
        return BSM_NO_MEMORY;
    if (size > BSM_WIRE_BODY_MAX)
        return BSM_INVALID;
    char *bytes = malloc(size + 1);
    if (!bytes)
        return BSM_NO_MEMORY;
    if (json_dumpb(root, bytes, size, JSON_COMPACT) != size) {
        bsm_wipe_free(bytes, size + 1);
        return BSM_NO_MEMORY;
    }
    bytes[size] = '\0';
    *text = (struct bsm_wire_text){.bytes = bytes, .size = size};
    return BSM_OK;
}

void bsm_wire_text_finish(struct bsm_wire_text *text)
{
    if (text->bytes)
        bsm_wipe_free(text->bytes, text->size + 1);
    *text = (struct bsm_wire_text){0};
}
