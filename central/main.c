/* basma-central: the centre. See `basma-central --help`. */
#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "net/wire/wire.h"

static const struct {
    const char *name;
    const char *what;
    int (*run)(int argc, char **argv);
} commands[] = {
    {"init", "make a centre: authority, keys, register", bsm_command_init},
    {"serve", "serve kiosks", bsm_command_serve},
    {"config", "sign settings for kiosks", bsm_command_config},
    {"token", "print a token that enrols one kiosk", bsm_command_token},
    {"revoke", "put a kiosk out", bsm_command_revoke},
    {"accounts", "list the accounts", bsm_command_accounts},
    {"offices", "read the offices for appointments", bsm_command_offices},
    {"appointments", "list the appointments, or cancel one", bsm_command_appointments},
    {"receipt-key", "print the key that receipts are verified with", bsm_command_receipt_key},
    {"telemetry", "print what a kiosk's journal said", bsm_command_telemetry},
    {"site-pack", "sign what kiosks may do in a campaign without a link", bsm_command_site_pack},
    {"thresholds", "print or sign what the centre decides by", bsm_command_thresholds},
    {"portrait", "give out the portrait that is kept for a person, or erase it", bsm_command_portrait},
    {"keep-mobile", "drop the number that waits to take the place of a person's", bsm_command_keep_mobile},
    {"unlock", "forget the failed tries of a number", bsm_command_unlock},
    {"audit", "check the audit", bsm_command_audit},
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(FILE *to)
{
    fprintf(to, "Usage: basma-central COMMAND [OPTIONS]\n\nThe centre that kiosks report to.\n\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        fprintf(to, "  %-12s %s\n", commands[i].name, commands[i].what);
    }
    fprintf(to, "\nbasma-central COMMAND --help tells the options. Version %s.\n", BASMA_VERSION);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return BSM_EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        print_help(stdout);
        return BSM_EXIT_OK;
    }
    if (!bsm_command_shut_in("basma-central")) {
        return BSM_EXIT_FAILED;
    }
    bsm_wire_init();
    for (size_t i = 0; i < COMMANDS; i++) {
        if (!strcmp(argv[1], commands[i].name)) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    fprintf(stderr, "basma-central: no command \"%.40s\"; see basma-central --help\n", argv[1]);
    return BSM_EXIT_USAGE;
}
