#include <inttypes.h>
#include <stdio.h>

#include "central/commands/commands.h"
#include "central/store/telemetry.h"
#include "firmware/base/clock.h"

static const char command[] = "basma-central telemetry";

static bool print_item(const struct bsm_wire_item *item, int64_t at_ms, void *context)
{
    (void)context;
    char at[BSM_CLOCK_TEXT_SIZE];
    bsm_clock_text(at_ms, at);
    printf("%" PRIu64 "  %s  %s\n", item->place, at, item->text);
    return true;
}

int bsm_command_telemetry(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"device", NULL, "ID", "the kiosk's name"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Prints what a kiosk's journal said: place, when it came, line. Kept 90 days.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct bsm_store *store = NULL;
    if (!bsm_wire_device_valid(options[1].value)) {
        fprintf(stderr, "%s: --device is like kiosk-0001\n", command);
        return BSM_EXIT_USAGE;
    }
    if (!bsm_command_open(command, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    struct bsm_db *db = bsm_store_read_begin(store);
    enum bsm_status status = db ? bsm_telemetry_list(db, options[1].value, print_item, NULL) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(store, db);
    }
    bsm_store_close(store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: the register cannot be read: %s\n", command, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}
