/* The command line of one subcommand: `--name VALUE` or `--name=VALUE`, and at most one plain argument. */
#ifndef BASMA_CENTRAL_COMMANDS_OPTIONS_H
#define BASMA_CENTRAL_COMMANDS_OPTIONS_H

#include <stdbool.h>

struct bsm_option {
    const char *name;  /* without the dashes; NULL: the plain argument */
    const char *value; /* the default; NULL where it must be given */
    const char *shown; /* how help calls the value */
    const char *meaning;
};

/* Exit codes of every command. */
enum { BSM_EXIT_OK, BSM_EXIT_FAILED, BSM_EXIT_USAGE };

/*
 * Fills the values. False: the command ends with *exit_code; help was printed (0), or what is wrong (2). The list ends
 * with a meaning of NULL; what says what the command does in a sentence or two.
 */
bool bsm_options_read(const char *command, const char *what, struct bsm_option *options, int argc, char **argv,
                      int *exit_code);

/* A value as a whole number of its range, and nothing after it. */
bool bsm_option_integer(const struct bsm_option *option, int lowest, int highest, int *value);

#endif
