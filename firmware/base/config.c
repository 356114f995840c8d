#include "firmware/base/config.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/wipe.h"

__attribute__((format(printf, 2, 3))) static void fail(struct bsm_config *config, const char *format, ...)
{
    if (config->error[0])
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(config->error, sizeof config->error, format, arguments);
    va_end(arguments);
}

static char *trimmed(char *text)
{
    text += strspn(text, " \t\r");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\r", text[length - 1]))
        text[--length] = '\0';
    return text;
}

static bool key_lawful(const char *key)
{
    return *key && strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789_.") == strlen(key);
}

static struct bsm_config_entry *find(struct bsm_config *config, const char *key)
{
    for (int i = 0; i < config->count; i++)
        if (strcmp(config->entries[i].key, key) == 0)
            return &config->entries[i];
    return NULL;
}

static void take_line(struct bsm_config *config, char *text, int line)
{
    text = trimmed(text);
    if (*text == '\0' || *text == '#')
        return;
    char *equals = strchr(text, '=');
    if (!equals) {
        fail(config, "%s:%d: no '=' in the line; write key = value", config->name, line);
        return;
    }
    *equals = '\0';
    const char *key = trimmed(text);
    if (!key_lawful(key))
        fail(config, "%s:%d: a key has only a-z, 0-9, '_' and '.'", config->name, line);
    else if (find(config, key))
        fail(config, "%s:%d: %s stands twice", config->name, line, key);
    else if (config->count == BSM_CONFIG_KEYS_MAX)
        fail(config, "%s:%d: more than %d keys", config->name, line, BSM_CONFIG_KEYS_MAX);
    else
        config->entries[config->count++] =
            (struct bsm_config_entry){.key = key, .value = trimmed(equals + 1), .line = line};
}

enum bsm_status bsm_config_open(struct bsm_config *config, const char *name, const void *text, size_t size)
{
    *config = (struct bsm_config){.name = name};
    if (size > BSM_CONFIG_TEXT_MAX || memchr(text, '\0', size)) {
        fail(config, "%s: not a text of at most %d bytes", name, BSM_CONFIG_TEXT_MAX);
        return BSM_INVALID;
    }
    config->text = strndup(text, size);
    if (!config->text) {
        fail(config, "%s: out of memory", name);
        return BSM_NO_MEMORY;
    }
    int line = 1;
    for (char *at = config->text; at && !config->error[0]; line++) {
        char *next = strchr(at, '\n');
        if (next)
            *next++ = '\0';
        take_line(config, at, line);
        at = next;
    }
    return config->error[0] ? BSM_INVALID : BSM_OK;
}

static const struct bsm_config_entry *consume(struct bsm_config *config, const char *key)
{
    struct bsm_config_entry *entry = find(config, key);
    if (entry)
        entry->consumed = true;
    return entry;
}

const char *bsm_config_text(struct bsm_config *config, const char *key, const char *fallback)
{
    const struct bsm_config_entry *entry = consume(config, key);
    if (entry)
        return entry->value;
    if (fallback)
        return fallback;
    fail(config, "%s: %s is missing", config->name, key);
    return "";
}

int64_t bsm_config_integer(struct bsm_config *config, const char *key, int64_t fallback, int64_t lowest, int64_t highest)
{
    const struct bsm_config_entry *entry = consume(config, key);
    if (!entry)
        return fallback;
    char *end;
    errno = 0;
    long long value = strtoll(entry->value, &end, 10);
    if (errno != 0 || end == entry->value || *end || value < lowest || value > highest) {
        fail(config, "%s:%d: %s must be a whole number from %" PRId64 " to %" PRId64, config->name, entry->line, key,
             lowest, highest);
        return fallback;
    }
    return value;
}

bool bsm_config_flag(struct bsm_config *config, const char *key, bool fallback)
{
    const struct bsm_config_entry *entry = consume(config, key);
    if (!entry)
        return fallback;
    bool yes = strcmp(entry->value, "yes") == 0;
    if (!yes && strcmp(entry->value, "no") != 0)
        fail(config, "%s:%d: %s must be yes or no", config->name, entry->line, key);
    return yes;
}

enum bsm_status bsm_config_close(struct bsm_config *config)
{
    for (int i = 0; i < config->count; i++)
        if (!config->entries[i].consumed)
            fail(config, "%s:%d: %s is not a key this program knows", config->name, config->entries[i].line,
                 config->entries[i].key);
    return config->error[0] ? BSM_INVALID : BSM_OK;
}

const char *bsm_config_error(const struct bsm_config *config) { return config->error; }

void bsm_config_finish(struct bsm_config *config)
{
    if (config->text)
        bsm_wipe_free(config->text, strlen(config->text));
    *config = (struct bsm_config){0};
}
