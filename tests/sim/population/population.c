#include "tests/sim/population/population.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "enroll/picture/picture.h"
#include "tests/sim/print/pgm.h"
#include "tests/sim/print/print.h"

const int person_positions[PERSON_FINGERS] = {BSM_POSITION_RIGHT_INDEX, BSM_POSITION_RIGHT_MIDDLE,
                                              BSM_POSITION_LEFT_INDEX, BSM_POSITION_LEFT_MIDDLE};

enum { ENROLMENT_IMPRESSION = 0, RESIDENT_EVERY = 3 };

static void draw_id_number(struct person *person, struct dice *dice)
{
    char digits[64];
    /* The person's number in the middle keeps any two apart. */
    snprintf(digits, sizeof digits, "%d%05d%03d", person->number % RESIDENT_EVERY ? 1 : 2, dice_below(dice, 100000),
             person->number % 1000);
    memcpy(person->id_number, digits, 9);
    person->id_number[9] = bsm_id_number_check_digit(digits);
    person->id_number[10] = 0;
}

static void draw_birth_date(struct person *person, struct dice *dice)
{
    char text[64];
    int year = 1955 + dice_below(dice, 50);
    int month = 1 + dice_below(dice, 12);
    int day = 1 + dice_below(dice, 28);
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    memcpy(person->birth_date, text, sizeof person->birth_date);
}

static enum gender gender_of(const struct portrait_row *portrait)
{
    if (strncmp(portrait->label, "woman", 5) == 0)
        return GENDER_WOMAN;
    return strncmp(portrait->label, "man", 3) == 0 ? GENDER_MAN : GENDER_ANY;
}

void person_draw(struct person *person, uint64_t seed, int number, const struct portrait_row *portrait)
{
    struct dice dice = dice_of(seed, (uint64_t)number);
    *person = (struct person){.number = number, .portrait = portrait};
    draw_id_number(person, &dice);
    draw_birth_date(person, &dice);
    snprintf(person->mobile, sizeof person->mobile, "+9665%05d%03d", dice_below(&dice, 100000), number % 1000);
    name_draw(&person->name, &dice, gender_of(portrait));
    bool pending = portrait->probe[0] || number % 3 == 0;
    person->account = pending ? "PENDING" : number % 3 == 1 ? "NONE" : "ACTIVE";
    person->kind = pending ? "pending" : number % 3 == 1 ? "none" : "active";
    memcpy(person->on_file, person->mobile, sizeof person->on_file);
    person->print_seed = dice_next(&dice) >> 16; /* a JSON number that every reader holds exactly */
}

/* Nobody's: the numbers of the people end in three digits of their own, and this one's in none of them. */
#define STRANGERS_MOBILE "+966500000000"

void person_draw_kind(struct person *person, uint64_t seed, int number, const struct portrait_row *portrait, int kind)
{
    static const struct {
        const char *name, *account;
        bool no_mobile, other_mobile, missing;
    } kinds[PERSON_KINDS] = {
        {"none", "NONE", false, false, false},           {"active", "ACTIVE", false, false, false},
        {"none_no_mobile", "NONE", true, false, false},  {"no_mobile", "PENDING", true, false, false},
        {"other_mobile", "PENDING", false, true, false}, {"missing_finger", "PENDING", false, false, true},
    };
    person_draw(person, seed, number, portrait);
    person->kind = kinds[kind].name;
    person->account = kinds[kind].account;
    if (kinds[kind].no_mobile)
        person->on_file[0] = 0;
    if (kinds[kind].other_mobile)
        snprintf(person->on_file, sizeof person->on_file, "%s", STRANGERS_MOBILE);
    person->not_enrolled = kinds[kind].missing ? BSM_POSITION_RIGHT_INDEX : 0;
}

void person_finger_file(const struct person *person, int position, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "fingers/%04d-%02d.pgm", person->number, position);
}

void person_face_file(const struct person *person, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "faces/%04d.png", person->number);
}

void person_probe_file(const struct person *person, char path[PATH_MAX])
{
    path[0] = 0;
    if (person->portrait->probe[0])
        snprintf(path, PATH_MAX, "probes/%04d.png", person->number);
}

static enum bsm_status join(char out[PATH_MAX], const char *folder, const char *file)
{
    errno = ENAMETOOLONG;
    return snprintf(out, PATH_MAX, "%s/%s", folder, file) < PATH_MAX ? BSM_OK : BSM_FAULT;
}

enum bsm_status person_write_finger(const struct person *person, int position, const char *folder)
{
    const struct bsm_print_params params = bsm_print_params_careful();
    struct bsm_print_master master = {0};
    struct bsm_image picture = {0};
    char file[PATH_MAX], path[PATH_MAX];
    person_finger_file(person, position, file);
    enum bsm_status status = join(path, folder, file);
    if (status == BSM_OK)
        status = bsm_print_master_init(&master, person->print_seed, (enum bsm_position)position);
    if (status == BSM_OK)
        status = bsm_print_impression(&master, ENROLMENT_IMPRESSION, &params, &picture);
    if (status == BSM_OK)
        status = sim_pgm_write(path, &picture);
    bsm_image_finish(&picture);
    bsm_print_master_finish(&master);
    return status;
}

static enum bsm_status convert(const char *from, const char *folder, const char *file, char *why, size_t why_size)
{
    char path[PATH_MAX], reason[BSM_PICTURE_WHY_SIZE] = "";
    struct bsm_image picture = {0};
    enum bsm_status status = bsm_picture_read(from, BSM_IMAGE_RGB24, 0, &picture, reason, sizeof reason);
    if (status != BSM_OK) {
        snprintf(why, why_size, "%s: %s", from, reason[0] ? reason : bsm_status_name(status));
        return status;
    }
    status = join(path, folder, file);
    if (status == BSM_OK)
        status = bsm_picture_write_png(path, &picture);
    bsm_image_finish(&picture);
    if (status != BSM_OK)
        snprintf(why, why_size, "%s/%s: %s", folder, file, strerror(errno));
    return status;
}

enum bsm_status person_write_faces(const struct person *person, const char *folder, char *why, size_t why_size)
{
    char file[PATH_MAX];
    person_face_file(person, file);
    enum bsm_status status = convert(person->portrait->enrolment, folder, file, why, why_size);
    person_probe_file(person, file);
    return status == BSM_OK && file[0] ? convert(person->portrait->probe, folder, file, why, why_size) : status;
}

static json_t *common(const struct person *person, const char *mobile)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "id_number", person->id_number, "name_ar", person->name.arabic,
                     "name_en", person->name.latin, "birth_date", person->birth_date, "mobile", mobile, "account",
                     person->account);
}

static char *line_of(json_t *object)
{
    char *line = object ? json_dumps(object, JSON_COMPACT) : NULL;
    json_decref(object);
    return line;
}

char *person_extract_line(const struct person *person)
{
    char file[PATH_MAX];
    json_t *object = common(person, person->on_file);
    json_t *fingers = json_array();
    for (int i = 0; i < PERSON_FINGERS; i++) {
        if (person_positions[i] == person->not_enrolled)
            continue;
        person_finger_file(person, person_positions[i], file);
        json_array_append_new(fingers, json_pack("{s:i, s:s, s:i}", "position", person_positions[i], "file", file,
                                                 "resolution_ppi", BSM_PRINT_RESOLUTION_PPI));
    }
    person_face_file(person, file);
    json_object_set_new(object, "fingers", fingers);
    json_object_set_new(object, "face", json_pack("{s:s}", "file", file));
    return line_of(object);
}

char *person_people_line(const struct person *person)
{
    char face[PATH_MAX], probe[PATH_MAX];
    json_t *object = common(person, person->mobile);
    person_face_file(person, face);
    person_probe_file(person, probe);
    json_object_set_new(object, "kind", json_string(person->kind));
    json_object_set_new(object, "print_seed", json_integer((json_int_t)person->print_seed));
    json_object_set_new(object, "portrait", json_string(face));
    json_object_set_new(object, "probe", json_string(probe));
    json_object_set_new(object, "probe_face", json_string(person->portrait->face));
    return line_of(object);
}
