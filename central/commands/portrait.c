/* The portrait that is kept for a person: given out to an office, or erased; both are in the audit. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/store/audit.h"
#include "central/store/people.h"
#include "central/store/portraits.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"

static const char command[] = "basma-central portrait";

enum { OPTION_STATE, OPTION_OUT, OPTION_ERASE };

struct task {
    char number[BSM_ID_NUMBER_SIZE];
    bool erase;
    uint8_t *jpeg; /* where it is given out; owned */
    size_t size;
};

static enum bsm_status audit(struct bsm_db *db, int64_t person, const char *detail)
{
    struct bsm_audit_entry entry = {
        .at_ms = bsm_clock_unix_ms(), .event = "portrait", .device = "", .person = person, .detail = detail};
    return bsm_audit_add(db, &entry);
}

/* May run more than once. */
static enum bsm_status job(struct bsm_db *db, void *context)
{
    struct task *task = context;
    struct bsm_person person;
    bsm_wipe_free(task->jpeg, task->size);
    task->jpeg = NULL;
    task->size = 0;
    enum bsm_status status = bsm_person_by_number(db, task->number, &person);
    if (status == BSM_OK) {
        status = task->erase ? bsm_portrait_erase(db, person.id)
                             : bsm_portrait_load(db, person.id, &task->jpeg, &task->size);
    }
    if (status == BSM_OK) {
        status = audit(db, person.id, task->erase ? "erased by operator" : "given out to operator");
    }
    bsm_person_finish(&person);
    return status;
}

static int write_out(const char *path, const struct task *task)
{
    if (task->erase) {
        return BSM_EXIT_OK;
    }
    if (bsm_file_write(path, task->jpeg, task->size, 0600) != BSM_OK) {
        fprintf(stderr, "%s: cannot write %s: %s\n", command, path, strerror(errno));
        return BSM_EXIT_FAILED;
    }
    return BSM_EXIT_OK;
}

static int carry_out(const struct bsm_option *options, struct task *task)
{
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, options[OPTION_STATE].value, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, job, task);
    if (status == BSM_OK && task->erase) {
        status = bsm_store_empty_log(store);
    }
    bsm_store_close(store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command,
                status == BSM_GONE ? "no portrait is kept for this number" : bsm_status_name(status));
        return BSM_EXIT_FAILED;
    }
    return write_out(options[OPTION_OUT].value, task);
}

int bsm_command_portrait(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {"out", "", "FILE", "where to write it, as a JPEG that only you can read"},
        {"erase", "no", "yes|no", "yes: erase it instead"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command,
                          "Gives out the portrait that is kept for a person's account, or erases it. The person's ID "
                          "number is read from standard input.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct task task = {.erase = strcmp(options[OPTION_ERASE].value, "yes") == 0};
    if (task.erase == (options[OPTION_OUT].value[0] != '\0')) {
        fprintf(stderr, "%s: name a file with --out, or --erase yes\n", command);
        return BSM_EXIT_USAGE;
    }
    if (!bsm_command_read_number(task.number)) {
        fprintf(stderr, "%s: give one valid ID number on standard input\n", command);
        return BSM_EXIT_USAGE;
    }
    exit_code = carry_out(options, &task);
    bsm_wipe_free(task.jpeg, task.size);
    bsm_wipe(&task, sizeof task);
    return exit_code;
}
