/*
 * Who may stand before the kiosk: the people file that basma-population writes beside its register extract, JSON lines
 * with what the register knows of a person and what only the world knows: the seed of their fingers and the picture of
 * their face that the camera shows.
 */
#ifndef BASMA_SIM_WORLD_PEOPLE_H
#define BASMA_SIM_WORLD_PEOPLE_H

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/identity.h"
#include "firmware/base/status.h"

enum {
    BSM_PEOPLE_MAX = 1000,
    BSM_PEOPLE_FILE_MAX = 4 * 1024 * 1024,
    BSM_PEOPLE_NAME_SIZE = 128,
    BSM_PEOPLE_MOBILE_SIZE = 24,
    BSM_PEOPLE_WORD_SIZE = 16,
    BSM_PEOPLE_BOX_SIZE = 96,
    BSM_PEOPLE_WHY_SIZE = 200,
};

struct bsm_world_person {
    char id_number[BSM_ID_NUMBER_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[BSM_PEOPLE_MOBILE_SIZE];
    char name_ar[BSM_PEOPLE_NAME_SIZE];
    char name_en[BSM_PEOPLE_NAME_SIZE];
    char account[BSM_PEOPLE_WORD_SIZE]; /* at the time of the extract: PENDING, NONE, ACTIVE */
    char kind[BSM_PEOPLE_WORD_SIZE];    /* "pending", "no_mobile" ..., see basma-population --help */
    uint64_t print_seed;
    char portrait[PATH_MAX];              /* as enrolled */
    char probe[PATH_MAX];                 /* as the camera sees them; "" : never stands there */
    char probe_face[BSM_PEOPLE_BOX_SIZE]; /* "X Y W H [marks]" in the probe picture; "" : where a portrait has it */
};

struct bsm_world_people {
    struct bsm_world_person *persons; /* owned */
    size_t count;
};

/* Reads the file; paths in it are relative to its folder. GONE, DENIED, NO_MEMORY, FAULT as bsm_file_read; INVALID: why
 * (may be NULL with size 0) names the line and what is wrong. */
enum bsm_status bsm_world_people_read(const char *path, struct bsm_world_people *people, char *why, size_t why_size);

/* NULL and a zeroed struct are fine. */
void bsm_world_people_finish(struct bsm_world_people *people);

#endif
