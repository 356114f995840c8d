#include "enroll/tools/score_lists.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

struct list {
    const char *path;
    char *text;
    char *next; /* start of the next line, NULL at the end */
    size_t size;
    int line;
};

static enum bsm_status open_list(struct list *list, const char *path, char *why)
{
    *list = (struct list){.path = path};
    enum bsm_status status = bsm_file_read(path, BSM_SCORE_LIST_BYTES_MAX, (uint8_t **)&list->text, &list->size);
    if (status != BSM_OK)
        (void)snprintf(why, BSM_SCORE_WHY_SIZE, "%s: cannot be read as a list (%s); give the path of a text file", path,
                       status == BSM_GONE ? "no such file" : bsm_status_name(status));
    list->next = list->text;
    return status;
}

/* The next line that is not empty, cut out of the text; NULL at the end. */
static char *next_line(struct list *list)
{
    while (list->next && *list->next) {
        char *line = list->next, *end = strchr(line, '\n');
        list->next = end ? end + 1 : NULL;
        if (end)
            *end = 0;
        list->line++;
        size_t length = strlen(line);
        while (length > 0 && (line[length - 1] == '\r' || line[length - 1] == ' '))
            line[--length] = 0;
        if (length > 0)
            return line;
    }
    return NULL;
}

static size_t count_lines(const struct list *list)
{
    size_t count = 1;
    for (size_t i = 0; i < list->size; i++)
        count += list->text[i] == '\n';
    return count;
}

static enum bsm_status complain(const struct list *list, const char *what, char *why)
{
    (void)snprintf(why, BSM_SCORE_WHY_SIZE, "%s:%d: %s", list->path, list->line, what);
    return BSM_INVALID;
}

/* Cuts the last word off the line and reads it as a number within lowest..highest. */
static bool take_number(char *line, long lowest, long highest, long *number)
{
    char *word = strrchr(line, ' '), *end;
    if (!word || word[1] < '0' || word[1] > '9')
        return false;
    *number = strtol(word + 1, &end, 10);
    while (word > line && *word == ' ')
        *word-- = 0;
    return *end == 0 && *number >= lowest && *number <= highest;
}

/* path below the folder of the list, unless it is absolute. */
static char *below(const char *list, const char *path)
{
    const char *slash = strrchr(list, '/');
    char *joined = NULL;
    if (path[0] == '/' || !slash)
        return strdup(path);
    return asprintf(&joined, "%.*s%s", (int)(slash + 1 - list), list, path) < 0 ? NULL : joined;
}

static enum bsm_status read_pictures(struct bsm_score_lists *lists, struct list *list, bool has_resolution, char *why)
{
    char *line;
    lists->pictures = calloc(count_lines(list), sizeof *lists->pictures);
    if (!lists->pictures)
        return BSM_NO_MEMORY;
    while ((line = next_line(list))) {
        struct bsm_score_picture *picture = &lists->pictures[lists->picture_count];
        long ppi = 0;
        if (has_resolution && !take_number(line, 1, 100000, &ppi))
            return complain(list, "a line must be \"path ppi\"", why);
        if (lists->picture_count == BSM_SCORE_PICTURES_MAX)
            return complain(list, "too many pictures", why);
        if (strlen(line) != strcspn(line, "\t"))
            return complain(list, "a tab; separate by spaces", why);
        *picture = (struct bsm_score_picture){below(list->path, line), (int)ppi, list->line};
        if (!picture->path)
            return BSM_NO_MEMORY;
        lists->picture_count++;
    }
    return lists->picture_count ? BSM_OK : complain(list, "the list is empty", why);
}

static enum bsm_status read_pairs(struct bsm_score_lists *lists, struct list *list, char *why)
{
    char *line;
    long last = (long)lists->picture_count - 1;
    lists->pairs = calloc(count_lines(list), sizeof *lists->pairs);
    if (!lists->pairs)
        return BSM_NO_MEMORY;
    while ((line = next_line(list))) {
        char *end;
        long probe, reference = strtol(line, &end, 10);
        if (line[0] < '0' || line[0] > '9' || *end != ' ' || !take_number(line, 0, last, &probe) || *end != 0 ||
            reference > last)
            return complain(list, "a line must be \"i j\", the numbers of two pictures counted from 0", why);
        lists->pairs[lists->pair_count++] = (struct bsm_score_pair){(uint32_t)reference, (uint32_t)probe};
    }
    return lists->pair_count ? BSM_OK : complain(list, "the list is empty", why);
}

enum bsm_status bsm_score_pictures_read(struct bsm_score_lists *lists, const char *images, bool has_resolution,
                                        char why[BSM_SCORE_WHY_SIZE])
{
    struct list list;
    *lists = (struct bsm_score_lists){0};
    (void)snprintf(why, BSM_SCORE_WHY_SIZE, "no memory for the lists");
    enum bsm_status status = open_list(&list, images, why);
    if (status == BSM_OK)
        status = read_pictures(lists, &list, has_resolution, why);
    free(list.text);
    return status;
}

enum bsm_status bsm_score_lists_read(struct bsm_score_lists *lists, const char *images, const char *pairs,
                                     bool has_resolution, char why[BSM_SCORE_WHY_SIZE])
{
    struct list list;
    enum bsm_status status = bsm_score_pictures_read(lists, images, has_resolution, why);
    if (status != BSM_OK)
        return status;
    status = open_list(&list, pairs, why);
    if (status == BSM_OK)
        status = read_pairs(lists, &list, why);
    free(list.text);
    return status;
}

void bsm_score_lists_finish(struct bsm_score_lists *lists)
{
    for (size_t i = 0; lists->pictures && i < lists->picture_count; i++)
        free(lists->pictures[i].path);
    free(lists->pictures);
    free(lists->pairs);
    *lists = (struct bsm_score_lists){0};
}
