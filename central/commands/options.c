#include "central/commands/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_help(const char *command, const char *what, const struct bsm_option *options)
{
    printf("Usage: %s", command);
    for (const struct bsm_option *option = options; option->meaning; option++) {
        printf(option->value ? " [" : " ");
        printf(option->name ? "--%s " : "%s", option->name ? option->name : "");
        printf("%s%s", option->shown, option->value ? "]" : "");
    }
    printf("\n\n%s\n\n", what);
    for (const struct bsm_option *option = options; option->meaning; option++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s%s%s", option->name ? "--" : "", option->name ? option->name : "",
                 option->name ? " " : "", option->shown);
        printf("  %-22s %s", name, option->meaning);
        printf(option->value && option->value[0] ? " (%s)\n" : "\n", option->value);
    }
    printf("  %-22s %s\n", "--help", "say this");
}

static struct bsm_option *find(struct bsm_option *options, const char *name, size_t length)
{
    for (struct bsm_option *option = options; option->meaning; option++) {
        if (!name ? !option->name
                  : option->name && strlen(option->name) == length && !strncmp(option->name, name, length)) {
            return option;
        }
    }
    return NULL;
}

/* Takes argv[*index], and its value where that stands apart. False: it cannot be understood. */
static bool take(struct bsm_option *options, int argc, char **argv, int *index)
{
    const char *word = argv[*index];
    if (strncmp(word, "--", 2) != 0) {
        struct bsm_option *plain = find(options, NULL, 0);
        if (plain && word[0] != '-') {
            plain->value = word;
            return true;
        }
        return false;
    }
    const char *name = word + 2;
    const char *equals = strchr(name, '=');
    struct bsm_option *option = find(options, name, equals ? (size_t)(equals - name) : strlen(name));
    if (!option || (!equals && *index + 1 >= argc)) {
        return false;
    }
    option->value = equals ? equals + 1 : argv[++*index];
    return true;
}

static bool complain(const char *command, const char *cause, const char *what, int *exit_code)
{
    fprintf(stderr, "%s: %s%s; see %s --help\n", command, cause, what, command);
    *exit_code = BSM_EXIT_USAGE;
    return false;
}

bool bsm_options_read(const char *command, const char *what, struct bsm_option *options, int argc, char **argv,
                      int *exit_code)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
            print_help(command, what, options);
            *exit_code = BSM_EXIT_OK;
            return false;
        }
    }
    for (int i = 1; i < argc; i++) {
        if (!take(options, argc, argv, &i)) {
            return complain(command, "cannot understand ", argv[i], exit_code);
        }
    }
    for (const struct bsm_option *option = options; option->meaning; option++) {
        if (!option->value) {
            return complain(command, option->name ? "missing --" : "missing ",
                            option->name ? option->name : option->shown, exit_code);
        }
    }
    return true;
}

bool bsm_option_integer(const struct bsm_option *option, int lowest, int highest, int *value)
{
    size_t digits = strspn(option->value, "0123456789");
    if (digits == 0 || digits > 9 || option->value[digits] != '\0') {
        return false;
    }
    *value = atoi(option->value);
    return *value >= lowest && *value <= highest;
}
