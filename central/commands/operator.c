/* What an operator does by hand: put a kiosk out, open a locked number, keep a mobile number, check the audit. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/audit.h"
#include "central/store/devices.h"
#include "central/store/mobile_waits.h"
#include "central/store/people.h"
#include "central/store/tries.h"
#include "firmware/base/clock.h"
#include "firmware/base/identity.h"
#include "firmware/base/wipe.h"

static enum bsm_status revoke_job(struct bsm_db *db, void *context)
{
    const char *device = context;
    enum bsm_status status = bsm_device_revoke(db, device);
    if (status == BSM_OK) {
        struct bsm_audit_entry entry = {
            .at_ms = bsm_clock_unix_ms(), .event = "device", .device = device, .detail = "revoked"};
        status = bsm_audit_add(db, &entry);
    }
    return status;
}

int bsm_command_revoke(int argc, char **argv)
{
    static const char command[] = "basma-central revoke";
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"device", NULL, "ID", "the kiosk's name"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Puts a kiosk out: its next request is refused. To admit it again, enrol it anew.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    char device[BSM_WIRE_DEVICE_SIZE];
    struct bsm_store *store = NULL;
    if (!bsm_wire_device_valid(options[1].value)) {
        fprintf(stderr, "%s: --device is like kiosk-0001\n", command);
        return BSM_EXIT_USAGE;
    }
    memcpy(device, options[1].value, strlen(options[1].value) + 1);
    if (!bsm_command_open(command, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, revoke_job, device);
    bsm_store_close(store);
    if (status == BSM_OK) {
        printf("%s is revoked\n", device);
        return BSM_EXIT_OK;
    }
    fprintf(stderr, status == BSM_GONE ? "%s: no kiosk %s is enrolled\n" : "%s: %s could not be revoked\n", command,
            device);
    return BSM_EXIT_FAILED;
}

static enum bsm_status unlock_job(struct bsm_db *db, void *context)
{
    enum bsm_status status = bsm_tries_clear(db, context);
    if (status == BSM_OK) {
        struct bsm_audit_entry entry = {
            .at_ms = bsm_clock_unix_ms(), .event = "unlock", .device = "", .detail = "by operator"};
        status = bsm_audit_add(db, &entry);
    }
    return status;
}

bool bsm_command_read_number(char number[BSM_ID_NUMBER_SIZE])
{
    char line[32] = "";
    bool read = fgets(line, sizeof line, stdin) != NULL;
    line[strcspn(line, "\r\n")] = '\0';
    bool valid = read && bsm_id_number_valid(line);
    if (valid) {
        memcpy(number, line, BSM_ID_NUMBER_SIZE);
    }
    bsm_wipe(line, sizeof line);
    return valid;
}

int bsm_command_unlock(int argc, char **argv)
{
    static const char command[] = "basma-central unlock";
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(command, "Forgets the failed tries of an ID number, which is read from standard input.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    char number[BSM_ID_NUMBER_SIZE];
    if (!bsm_command_read_number(number)) {
        fprintf(stderr, "%s: give one valid ID number on standard input\n", command);
        return BSM_EXIT_USAGE;
    }
    static struct bsm_state state;
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, options[0].value, &state, &store)) {
        return BSM_EXIT_FAILED;
    }
    struct bsm_digest key = bsm_digest_keyed(&state.secret, "tries", number, strlen(number));
    enum bsm_status status = bsm_store_write(store, unlock_job, &key);
    bsm_store_close(store);
    bsm_state_finish(&state);
    bsm_wipe(number, sizeof number);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: could not be stored: %s\n", command, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

static enum bsm_status keep_mobile_job(struct bsm_db *db, void *context)
{
    struct bsm_person person;
    enum bsm_status status = bsm_person_by_number(db, context, &person);
    if (status == BSM_OK) {
        status = bsm_mobile_wait_drop(db, person.id);
    }
    if (status == BSM_OK) {
        struct bsm_audit_entry entry = {.at_ms = bsm_clock_unix_ms(),
                                        .event = "mobile",
                                        .device = "",
                                        .person = person.id,
                                        .detail = "the number that waited is dropped by operator"};
        status = bsm_audit_add(db, &entry);
    }
    bsm_person_finish(&person);
    return status;
}

int bsm_command_keep_mobile(int argc, char **argv)
{
    static const char command[] = "basma-central keep-mobile";
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(command,
                          "Drops the mobile number that waits to take the place of the one on file. The person's ID "
                          "number is read from standard input.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    char number[BSM_ID_NUMBER_SIZE];
    struct bsm_store *store = NULL;
    if (!bsm_command_read_number(number)) {
        fprintf(stderr, "%s: give one valid ID number on standard input\n", command);
        return BSM_EXIT_USAGE;
    }
    if (!bsm_command_open(command, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, keep_mobile_job, number);
    bsm_store_close(store);
    bsm_wipe(number, sizeof number);
    if (status == BSM_GONE) {
        fprintf(stderr, "%s: no number waits for this person\n", command);
    } else if (status != BSM_OK) {
        fprintf(stderr, "%s: could not be stored: %s\n", command, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

int bsm_command_audit(int argc, char **argv)
{
    static const char command[] = "basma-central audit";
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(command, "Checks the audit: every row must follow from the one before.", options, argc, argv,
                          &exit_code)) {
        return exit_code;
    }
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    int64_t rows = 0;
    int64_t broken = 0;
    struct bsm_db *db = bsm_store_read_begin(store);
    enum bsm_status status = db ? bsm_audit_check(db, &rows, &broken) : BSM_FAULT;
    if (db) {
        bsm_store_read_end(store, db);
    }
    bsm_store_close(store);
    if (status == BSM_OK) {
        printf("%" PRId64 " rows, unbroken\n", rows);
        return BSM_EXIT_OK;
    }
    fprintf(stderr, "%s: %s at row %" PRId64 "\n", command,
            status == BSM_INVALID ? "the chain is broken: somebody changed the audit" : "cannot be read", broken);
    return BSM_EXIT_FAILED;
}
