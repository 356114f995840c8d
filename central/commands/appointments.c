/* Who is coming to the offices, and who is not any more. */
#include <stdio.h>
#include <string.h>

#include "central/api/booking.h"
#include "central/commands/commands.h"
#include "central/visits/code_name.h"
#include "firmware/base/clock.h"
#include "firmware/base/wipe.h"

/* "+9665******78" */
static bool print_appointment(const struct bsm_appointment *appointment, void *context)
{
    (void)context;
    char mobile[BSM_MOBILE_SIZE];
    memcpy(mobile, appointment->mobile, sizeof mobile);
    size_t length = strlen(mobile);
    for (size_t i = 5; i + 2 < length; i++) {
        mobile[i] = '*';
    }
    printf("%-16s  %s  %s  %s  %-16s  %s\n", appointment->office, appointment->day, appointment->time,
           appointment->code, mobile, appointment->person ? "recognised" : "not recognised");
    return true;
}

static int list(int argc, char **argv)
{
    static const char name[] = "basma-central appointments";
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(name,
                          "Lists the appointments: office, day, time, code, mobile number (masked). To take one back:\n"
                          "basma-central appointments cancel --code CODE; see its --help.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct bsm_store *store = NULL;
    if (!bsm_command_open(name, options[0].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    struct bsm_db *db = bsm_store_read_begin(store);
    enum bsm_status status = BSM_FAULT;
    if (db) {
        printf("%-16s  %-10s  %-5s  %-8s  %-16s  %s\n", "OFFICE", "DAY", "TIME", "CODE", "MOBILE", "PERSON");
        status = bsm_appointment_list(db, print_appointment, NULL);
        bsm_store_read_end(store, db);
    }
    bsm_store_close(store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: the register cannot be read: %s\n", name, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

struct cancelling {
    char code[BSM_WIRE_CODE_NAME_SIZE];
    struct bsm_appointment appointment;
};

static enum bsm_status cancel_job(struct bsm_db *db, void *context)
{
    struct cancelling *cancelling = context;
    return bsm_booking_cancel(db, cancelling->code, bsm_clock_unix_ms(), &cancelling->appointment);
}

static int cancel_in(const char *name, const char *folder, struct cancelling *cancelling)
{
    struct bsm_store *store = NULL;
    if (!bsm_command_open(name, folder, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, cancel_job, cancelling);
    const struct bsm_appointment *appointment = &cancelling->appointment;
    bsm_store_close(store);
    if (status == BSM_OK) {
        printf("%s is cancelled: %s %s at %s is free again\n", cancelling->code, appointment->day, appointment->time,
               appointment->office);
    } else if (status == BSM_GONE) {
        fprintf(stderr, "%s: no appointment has the code %s\n", name, cancelling->code);
    } else if (status == BSM_DENIED) {
        fprintf(stderr, "%s: the time of %s is over\n", name, cancelling->code);
    } else {
        fprintf(stderr, "%s: could not be stored: %s\n", name, bsm_status_name(status));
    }
    return status == BSM_OK ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

static int cancel(int argc, char **argv)
{
    static const char name[] = "basma-central appointments cancel";
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"code", NULL, "CODE", "of the appointment, like K7Q2-M4P"},
        {0},
    };
    struct cancelling cancelling;
    int exit_code;
    if (!bsm_options_read(name,
                          "Takes an appointment back: its place is free again at once, and the person is told by SMS.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    if (!bsm_code_name_parse(options[1].value, cancelling.code)) {
        fprintf(stderr, "%s: --code is like K7Q2-M4P\n", name);
        return BSM_EXIT_USAGE;
    }
    exit_code = cancel_in(name, options[0].value, &cancelling);
    bsm_wipe(&cancelling, sizeof cancelling);
    return exit_code;
}

int bsm_command_appointments(int argc, char **argv)
{
    bool cancels = argc > 1 && !strcmp(argv[1], "cancel");
    return cancels ? cancel(argc - 1, argv + 1) : list(argc, argv);
}
