/*
 * What a person does before the camera, what they hold up to it, and the light, as words: `turn left 25`, `blink`,
 * `print`, `dark`. The visits of basma-person use them after `face` and `light`.
 *
 * Left and right are the person's own: who turns left looks to the right of the picture. Pure.
 */
#ifndef BASMA_SIM_WORLD_LOOKS_H
#define BASMA_SIM_WORLD_LOOKS_H

#include <stdbool.h>

#include "tests/sim/world/world.h"

/* Changes face as the words say. Where `behind` is said, face->behind becomes whose. False: there are no such words. */
bool bsm_world_face_words(const char *const *words, int count, const char *whose, struct bsm_world_face *face);

/* The same for the light. */
bool bsm_world_light_words(const char *const *words, int count, struct bsm_world_light *light);

#endif
