/* The offices that people can be sent to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/offices/office_file.h"
#include "central/store/audit.h"
#include "firmware/base/clock.h"
#include "firmware/base/file.h"

static const char command[] = "basma-central offices import";

enum { OFFICES_MAX = 1000 };

struct office_list {
    struct bsm_office_import *offices; /* owned */
    int count;
};

static bool take_line(struct office_list *list, const char *line, size_t size, int number)
{
    char why[BSM_OFFICE_WHY_SIZE] = "there are too many offices";
    enum bsm_status status =
        list->count < OFFICES_MAX ? bsm_office_line_read(line, size, &list->offices[list->count], why) : BSM_INVALID;
    for (int i = 0; status == BSM_OK && i < list->count; i++) {
        if (!strcmp(list->offices[i].row.office.id, list->offices[list->count].row.office.id)) {
            snprintf(why, sizeof why, "an office with this id stands in a line above");
            status = BSM_INVALID;
        }
    }
    if (status != BSM_OK) {
        fprintf(stderr, "%s: line %d: %s\n", command, number, why);
        return false;
    }
    list->count++;
    return true;
}

static bool take_lines(struct office_list *list, const char *text, size_t size)
{
    int number = 0;
    for (size_t at = 0; at < size;) {
        const char *end = memchr(text + at, '\n', size - at);
        size_t length = end ? (size_t)(end - text) - at : size - at;
        number++;
        if (length > 0 && !take_line(list, text + at, length, number)) {
            return false;
        }
        at += length + 1;
    }
    return true;
}

static enum bsm_status import_job(struct bsm_db *db, void *context)
{
    const struct office_list *list = context;
    enum bsm_status status = bsm_offices_clear(db);
    for (int i = 0; status == BSM_OK && i < list->count; i++) {
        status = bsm_office_add(db, &list->offices[i], i);
    }
    if (status == BSM_OK) {
        struct bsm_audit_entry entry = {
            .at_ms = bsm_clock_unix_ms(), .event = "offices", .device = "", .detail = "imported by operator"};
        status = bsm_audit_add(db, &entry);
    }
    return status;
}

static int import_list(const char *folder, struct office_list *list)
{
    struct bsm_store *store = NULL;
    if (!bsm_command_open(command, folder, NULL, &store)) {
        return BSM_EXIT_FAILED;
    }
    enum bsm_status status = bsm_store_write(store, import_job, list);
    bsm_store_close(store);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: the register cannot be written: %s\n", command, bsm_status_name(status));
        return BSM_EXIT_FAILED;
    }
    printf("%d offices\n", list->count);
    return BSM_EXIT_OK;
}

static int import_file(const char *folder, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    enum bsm_status status = bsm_file_read(path, BSM_OFFICE_FILE_MAX, &bytes, &size);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: cannot read %s: %s\n", command, path, bsm_status_name(status));
        return BSM_EXIT_USAGE;
    }
    struct office_list list = {.offices = calloc(OFFICES_MAX, sizeof *list.offices)};
    int exit_code = BSM_EXIT_USAGE;
    if (!list.offices) {
        fprintf(stderr, "%s: out of memory\n", command);
        exit_code = BSM_EXIT_FAILED;
    } else if (take_lines(&list, (const char *)bytes, size)) {
        exit_code = import_list(folder, &list);
    }
    free(list.offices);
    free(bytes);
    return exit_code;
}

int bsm_command_offices(int argc, char **argv)
{
    bool help = argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"));
    if (!help && (argc < 2 || strcmp(argv[1], "import") != 0)) {
        fprintf(stderr, "basma-central offices: the one thing to do is: import FILE; see --help\n");
        return BSM_EXIT_USAGE;
    }
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder"},
        {NULL, NULL, "FILE", "an office a line, as JSON"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(
            command,
            "Reads the offices that people are offered appointments at, in place of those that are there;\n"
            "all of them or, where a line is wrong, none. Appointments that were taken stay. A line of the file:\n\n"
            "  {\"id\":\"olaya\",\"name_ar\":\"...\",\"name_en\":\"Olaya, King Fahd Road\",\n"
            "   \"hours\":{\"sun\":\"08:00-14:30\",\"thu\":\"08:00-12:00\"},\"slot_minutes\":30,\"capacity\":2,\n"
            "   \"lead_hours\":24,\"days\":21,\"closed\":[\"2026-12-03\"],\"sites\":[\"riyadh-1\"]}\n\n"
            "hours: by weekday (sun mon tue wed thu fri sat); capacity: people at the same time; lead_hours:\n"
            "from now to the first appointment that can be taken; days: how far ahead; closed: days without;\n"
            "sites: of kiosks that it is near to (none or absent: of all). utc_offset_minutes may be added: of\n"
            "its clock, 180 where it is absent.",
            options, help ? argc : argc - 1, help ? argv : argv + 1, &exit_code)) {
        return exit_code;
    }
    return import_file(options[0].value, options[1].value);
}
