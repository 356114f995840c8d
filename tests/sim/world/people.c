#include "tests/sim/world/people.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/base/file.h"

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text ? text : "";
}

/* False where the text does not fit whole. */
static bool copy(char *out, size_t size, const char *text) { return (size_t)snprintf(out, size, "%s", text) < size; }

static bool copy_path(char out[PATH_MAX], const char *folder, const char *path)
{
    if (!path[0] || path[0] == '/')
        return copy(out, PATH_MAX, path);
    return snprintf(out, PATH_MAX, "%s/%s", folder, path) < PATH_MAX;
}

/* The key that is wrong, or NULL. */
static const char *person_from(struct bsm_world_person *person, const json_t *object, const char *folder)
{
    const json_t *seed = json_object_get(object, "print_seed");
    const char *id_number = text_of(object, "id_number");
    const char *birth_date = text_of(object, "birth_date");
    if (!bsm_id_number_valid(id_number))
        return "id_number";
    if (!bsm_date_valid(birth_date))
        return "birth_date";
    if (!json_is_integer(seed) || json_integer_value(seed) < 0)
        return "print_seed";
    person->print_seed = (uint64_t)json_integer_value(seed);
    copy(person->id_number, sizeof person->id_number, id_number);
    copy(person->birth_date, sizeof person->birth_date, birth_date);
    if (!copy(person->mobile, sizeof person->mobile, text_of(object, "mobile")) || !person->mobile[0])
        return "mobile";
    if (!copy(person->name_ar, sizeof person->name_ar, text_of(object, "name_ar")))
        return "name_ar";
    if (!copy(person->name_en, sizeof person->name_en, text_of(object, "name_en")))
        return "name_en";
    if (!copy(person->account, sizeof person->account, text_of(object, "account")))
        return "account";
    if (!copy(person->kind, sizeof person->kind, text_of(object, "kind")))
        return "kind";
    if (!copy(person->probe_face, sizeof person->probe_face, text_of(object, "probe_face")))
        return "probe_face";
    if (!copy_path(person->portrait, folder, text_of(object, "portrait")))
        return "portrait";
    return copy_path(person->probe, folder, text_of(object, "probe")) ? NULL : "probe";
}

static enum bsm_status parse_line(struct bsm_world_people *people, const char *line, size_t size, const char *folder,
                                  char *why, size_t why_size)
{
    json_error_t error;
    json_t *object = json_loadb(line, size, JSON_REJECT_DUPLICATES, &error);
    if (!object) {
        snprintf(why, why_size, "no JSON: %s", error.text);
        return BSM_INVALID;
    }
    const char *wrong = people->count < BSM_PEOPLE_MAX ? person_from(&people->persons[people->count], object, folder)
                                                       : "the number of people";
    json_decref(object);
    if (wrong) {
        snprintf(why, why_size, "%s is missing or wrong", wrong);
        return BSM_INVALID;
    }
    people->count++;
    return BSM_OK;
}

static enum bsm_status parse(struct bsm_world_people *people, const char *text, const char *folder, char *why,
                             size_t why_size)
{
    char what[BSM_PEOPLE_WHY_SIZE];
    int number = 0;
    while (*text) {
        size_t size = strcspn(text, "\n");
        number++;
        if (size > 0 && parse_line(people, text, size, folder, what, sizeof what) != BSM_OK) {
            snprintf(why, why_size, "line %d: %s", number, what);
            return BSM_INVALID;
        }
        text += size + (text[size] == '\n');
    }
    return BSM_OK;
}

enum bsm_status bsm_world_people_read(const char *path, struct bsm_world_people *people, char *why, size_t why_size)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    char folder[PATH_MAX];
    if (why_size)
        why[0] = 0;
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
    enum bsm_status status = bsm_file_read(path, BSM_PEOPLE_FILE_MAX, &bytes, &size);
    if (status != BSM_OK)
        return status;
    struct bsm_world_people read = {.persons = calloc(BSM_PEOPLE_MAX, sizeof *read.persons)};
    status = read.persons ? parse(&read, (const char *)bytes, folder, why, why_size) : BSM_NO_MEMORY;
    free(bytes);
    if (status == BSM_OK)
        *people = read;
    else
        free(read.persons);
    return status;
}

void bsm_world_people_finish(struct bsm_world_people *people)
{
    if (!people)
        return;
    free(people->persons);
    *people = (struct bsm_world_people){0};
}
