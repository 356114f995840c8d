/* Invented people: names put together from common ones, in Arabic and Latin letters. */
#ifndef BASMA_SIM_POPULATION_NAMES_H
#define BASMA_SIM_POPULATION_NAMES_H

#include "tests/sim/print/dice.h"

enum { NAME_SIZE = 128 };

enum gender { GENDER_ANY, GENDER_WOMAN, GENDER_MAN };

struct name {
    char arabic[NAME_SIZE];
    char latin[NAME_SIZE];
};

/* Given name, father's name, family. */
void name_draw(struct name *name, struct dice *dice, enum gender gender);

#endif
