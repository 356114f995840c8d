/* Who is coming to the offices. */
#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/appointments.h"

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

int bsm_command_appointments(int argc, char **argv)
{
    static const char name[] = "basma-central appointments";
    struct bsm_option options[] = {{"state", NULL, "DIR", "the centre's folder"}, {0}};
    int exit_code;
    if (!bsm_options_read(name, "Lists the appointments: office, day, time, code, mobile number (masked).", options,
                          argc, argv, &exit_code)) {
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
