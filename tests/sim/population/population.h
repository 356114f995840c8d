/* Invented people: what a register holds of them, and what the world round a kiosk needs to play them. */
#ifndef BASMA_SIM_POPULATION_POPULATION_H
#define BASMA_SIM_POPULATION_POPULATION_H

#include <limits.h>
#include <stdint.h>

#include "firmware/base/identity.h"
#include "firmware/base/status.h"
#include "tests/sim/population/names.h"
#include "tests/sim/population/portraits.h"

enum {
    PERSON_FINGERS = 4, /* right index, right middle, left index, left middle */
    PERSON_MOBILE_SIZE = 16,
};

extern const int person_positions[PERSON_FINGERS];

struct person {
    int number; /* from 1; part of the names of files */
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[PERSON_MOBILE_SIZE];  /* their own */
    char on_file[PERSON_MOBILE_SIZE]; /* what the register holds; "" : none */
    struct name name;
    const char *account;
    const char *kind;
    int not_enrolled; /* a finger's position; 0: all four are */
    uint64_t print_seed;
    const struct portrait_row *portrait; /* borrowed */
};

/* The person of a seed and a number. Who can be recognised by the camera has a PENDING account; of the others every
 * third has none and every third an ACTIVE one. */
void person_draw(struct person *person, uint64_t seed, int number, const struct portrait_row *portrait);

/* Kinds that a visit may need: "none", "active" (their account), "none_no_mobile", "no_mobile" (on file),
 * "other_mobile" (a stranger's is on file), "missing_finger" (the right index is not enrolled); all but the first three
 * are PENDING. */
enum { PERSON_KINDS = 6 };
/* person_draw, and then of that kind. */
void person_draw_kind(struct person *person, uint64_t seed, int number, const struct portrait_row *portrait, int kind);

/* Paths below the output folder: fingers/0001-02.pgm, faces/0001.png, probes/0001.png. */
void person_finger_file(const struct person *person, int position, char path[PATH_MAX]);
void person_face_file(const struct person *person, char path[PATH_MAX]);
void person_probe_file(const struct person *person, char path[PATH_MAX]);

/* Writes the enrolment impression of one finger below folder. NO_MEMORY; FAULT (errno tells). */
enum bsm_status person_write_finger(const struct person *person, int position, const char *folder);

/* Writes the pictures of the face below folder as PNG. INVALID and the like with the sentence in why. */
enum bsm_status person_write_faces(const struct person *person, const char *folder, char *why, size_t why_size);

/* The person's line of extract.jsonl, and of people.jsonl; each a new text without a line's end, which the caller
 * frees, or NULL without memory. */
char *person_extract_line(const struct person *person);
char *person_people_line(const struct person *person);

#endif
