/* basma-enrol: imports a register extract into the centre. See `basma-enrol --help`. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "central/commands/commands.h"
#include "central/tools/import.h"

static const char command[] = "basma-enrol";

enum { JOBS_MAX = 32 };

enum { OPTION_STATE, OPTION_MODELS, OPTION_JOBS, OPTION_EXTRACT };

static void say_bad_row(long line, const char *why) { fprintf(stderr, "line %ld: %s\n", line, why); }

static void say_progress(const struct bsm_import_counts *counts)
{
    fprintf(stderr, "%s: %ld rows: %ld imported, %ld unchanged, %ld bad\n", command, counts->rows, counts->imported,
            counts->unchanged, counts->bad);
}

/* "a/b/extract.jsonl" -> "a/b", "extract.jsonl" -> "." */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
}

static int import_extract(struct bsm_import *import, const char *path)
{
    import->extract = fopen(path, "re");
    if (!import->extract) {
        fprintf(stderr, "%s: cannot open %s: %s\n", command, path, strerror(errno));
        return BSM_EXIT_USAGE;
    }
    char *folder = folder_of(path);
    import->folder = folder ? folder : ".";
    char why[BSM_EXTRACT_WHY_SIZE];
    struct bsm_import_counts counts;
    enum bsm_status status = bsm_import_run(import, &counts, why);
    fclose(import->extract);
    free(folder);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
    }
    say_progress(&counts);
    return status == BSM_OK && counts.bad == 0 ? BSM_EXIT_OK : BSM_EXIT_FAILED;
}

int main(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder, made by basma-central init"},
        {"models", BASMA_MODELS_DEFAULT, "DIR", "the face models"},
        {"jobs", "1", "N", "rows worked on at the same time"},
        {NULL, NULL, "EXTRACT.jsonl", "a person a line; picture files are named from its folder"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command,
                          "Imports a register extract. Rows that are there with the same content are passed over, so\n"
                          "that a run that was broken off goes on where it ended. A bad row is said with its line and\n"
                          "the reason, and makes the exit code 1; the good ones are imported all the same.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct bsm_import import = {
        .models = options[OPTION_MODELS].value, .bad_row = say_bad_row, .progress = say_progress};
    if (!bsm_option_integer(&options[OPTION_JOBS], 1, JOBS_MAX, &import.jobs)) {
        fprintf(stderr, "%s: --jobs is 1 to %d\n", command, JOBS_MAX);
        return BSM_EXIT_USAGE;
    }
    static struct bsm_state state;
    if (!bsm_command_shut_in(command)) {
        return BSM_EXIT_FAILED;
    }
    if (!bsm_command_open(command, options[OPTION_STATE].value, &state, &import.store)) {
        return BSM_EXIT_FAILED;
    }
    import.secret = state.secret;
    exit_code = import_extract(&import, options[OPTION_EXTRACT].value);
    bsm_store_close(import.store);
    bsm_state_finish(&state);
    return exit_code;
}
