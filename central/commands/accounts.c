#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/people.h"
#include "firmware/base/clock.h"

static const char command[] = "basma-central accounts";

/* Stars from the first place to the last but the kept ones. */
static void mask(char *text, size_t from, size_t kept)
{
    size_t length = strlen(text);
    for (size_t i = from; i + kept < length; i++) {
        text[i] = '*';
    }
}

/* "1*******08", "n******2" */
static bool print_line(const struct bsm_account_line *line, void *context)
{
    (void)context;
    char since[BSM_CLOCK_TEXT_SIZE];
    char number[BSM_ID_NUMBER_SIZE];
    memcpy(number, line->id_number, sizeof number);
    char name[BSM_USER_NAME_SIZE];
    mask(number, 1, 2);
    memcpy(name, line->user_name, sizeof name);
    mask(name, 1, 1);
    bsm_clock_text(line->since_ms, since);
    printf("%-10s  %-8s  %s%s%s\n", number, bsm_account_state_name(line->state), since, name[0] ? "  " : "", name);
    return true;
}

int bsm_command_accounts(int argc, char **argv)
{
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(command, "Lists the accounts: ID number (masked), state, since when, user name (masked).",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    struct bsm_db *db = bsm_store_read_begin(store);
    enum bsm_status status = BSM_FAULT;
    if (db) {
        printf("%-10s  %-8s  %-24s  %s\n", "ID NUMBER", "STATE", "SINCE", "USER NAME");
        status = bsm_account_list(db, print_line, NULL);
        bsm_store_read_end(store, db);
    }
    bsm_store_close(store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: the register cannot be read: %s\n", command, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}
