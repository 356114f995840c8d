/* What a person wears before the face, painted on the portrait so that it turns with the head. */
#ifndef BASMA_TESTS_SIM_CAMERA_WEAR_H
#define BASMA_TESTS_SIM_CAMERA_WEAR_H

#include "tests/sim/camera/costume.h"
#include "tests/sim/camera/head.h"

/* At p, q of the head; opacity 0 where there is none. */
struct paint wear_glasses(const struct head *head, double p, double q);

/* A scarf over nose and mouth, wound about the neck. */
struct paint wear_scarf(const struct head *head, double p, double q, int seed);

#endif
