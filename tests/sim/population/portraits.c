#include "tests/sim/population/portraits.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/base/file.h"

enum { LIST_BYTES_MAX = 1024 * 1024, FIELDS = 4 };

/* Cuts a line at its tabs; absent fields are "". False where there are too many. */
static bool split(char *line, char *fields[FIELDS])
{
    for (int i = 0; i < FIELDS; i++)
        fields[i] = "";
    int count = 0;
    for (char *field; (field = strsep(&line, "\t"));) {
        if (count == FIELDS)
            return false;
        fields[count++] = field;
    }
    return true;
}

/* The folder that relative paths of the list start from. */
static void find_folder(const char *path, char folder[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(path, '.');
    struct stat found;
    if (dot && (!slash || dot > slash)) {
        snprintf(folder, PATH_MAX, "%.*s", (int)(dot - path), path);
        if (stat(folder, &found) == 0 && S_ISDIR(found.st_mode))
            return;
    }
    snprintf(folder, PATH_MAX, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
}

static bool resolve(char out[PATH_MAX], const char *folder, const char *path)
{
    if (!path[0] || path[0] == '/')
        return snprintf(out, PATH_MAX, "%s", path) < PATH_MAX;
    return snprintf(out, PATH_MAX, "%s/%s", folder, path) < PATH_MAX;
}

static bool row_from(struct portrait_row *row, char *line, const char *folder)
{
    char *fields[FIELDS];
    return split(line, fields) && fields[0][0] && fields[1][0] &&
           (size_t)snprintf(row->label, sizeof row->label, "%s", fields[0]) < sizeof row->label &&
           resolve(row->enrolment, folder, fields[1]) &&
           resolve(row->probe, folder, strcmp(fields[2], "-") == 0 ? "" : fields[2]) &&
           (size_t)snprintf(row->face, sizeof row->face, "%s", fields[3]) < sizeof row->face;
}

enum bsm_status portrait_list_read(struct portrait_list *list, const char *path, char *why, size_t why_size)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    char folder[PATH_MAX];
    why[0] = 0;
    find_folder(path, folder);
    enum bsm_status status = bsm_file_read(path, LIST_BYTES_MAX, &bytes, &size);
    if (status != BSM_OK)
        return status;
    *list = (struct portrait_list){.rows = calloc(PORTRAITS_MAX, sizeof *list->rows)};
    if (!list->rows)
        status = BSM_NO_MEMORY;
    char *text = (char *)bytes;
    int number = 0;
    for (char *line; status == BSM_OK && (line = strsep(&text, "\n"));) {
        number++;
        if (!line[0] || line[0] == '#')
            continue;
        if (list->count == PORTRAITS_MAX || !row_from(&list->rows[list->count++], line, folder)) {
            snprintf(why, why_size, "line %d: not LABEL, enrolment picture, probe picture, face; or one row too many",
                     number);
            status = BSM_INVALID;
        }
    }
    free(bytes);
    if (status != BSM_OK)
        portrait_list_finish(list);
    return status;
}

void portrait_list_finish(struct portrait_list *list)
{
    free(list->rows);
    *list = (struct portrait_list){0};
}
