/* For the tests of the visit: a visit, its last effects, and short ways to say an event. */
#ifndef BASMA_VISIT_TEST_SCENE_H
#define BASMA_VISIT_TEST_SCENE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/visit/visit.h"

struct scene {
    struct bsm_visit visit;
    struct bsm_visit_effects effects; /* of the last event */
    struct bsm_visit_show screen;     /* the last shown */
    int64_t now_ms;
};

void scene_init(struct scene *scene);

/* Handles the event at the scene's present time; keeps the last SHOW. */
void say(struct scene *scene, struct bsm_visit_event event);

void say_input(struct scene *scene, enum bsm_input input);
void say_start(struct scene *scene, enum bsm_language language);
void say_identity(struct scene *scene);
void say_code(struct scene *scene);
void say_plain(struct scene *scene, enum bsm_visit_event_type type);
void say_claimed(struct scene *scene, uint32_t steps);
void say_accepted(struct scene *scene, int item, bool again);
void say_verified(struct scene *scene, enum bsm_verdict verdict, int tries_left);
void say_match(struct scene *scene, uint32_t steps, enum bsm_action action);
void say_missing(struct scene *scene, enum bsm_position position);
void say_mobile(struct scene *scene);
void say_user_name(struct scene *scene);
void say_password(struct scene *scene);
void say_slot(struct scene *scene);
void say_rating(struct scene *scene, int value);
void say_answered(struct scene *scene, enum bsm_visit_request about);
void say_failed(struct scene *scene, enum bsm_visit_request about, enum bsm_status status, enum bsm_problem problem);
void say_finger(struct scene *scene, enum bsm_position position);
void say_face(struct scene *scene);
void say_capture_failed(struct scene *scene, enum bsm_modality modality, enum bsm_position position,
                        enum bsm_status status, enum bsm_hint hint);
void say_hint(struct scene *scene, enum bsm_hint hint);
void say_part(struct scene *scene, enum bsm_visit_part part, bool present);

/* Time passes; every tick that falls due on the way is handled. */
void pass(struct scene *scene, int64_t ms);

/* The same, until the state is left; fails the test after limit_ms. */
void pass_while(struct scene *scene, enum bsm_visit_state state, int64_t limit_ms);

/* All parts there: WELCOME. */
void at_welcome(struct scene *scene);
void at_consent(struct scene *scene);
/* Through consent and number to the first finger (right index; then right middle, face, code). */
void at_hand(struct scene *scene);
void at_verifying(struct scene *scene);
void at_code(struct scene *scene);

/* How many effects of the type the last event had. */
int count_effects(const struct scene *scene, enum bsm_visit_effect_type type);
const struct bsm_visit_effect *find_effect(const struct scene *scene, enum bsm_visit_effect_type type);

/* ENDED with this reason and outcome; finishes it. */
void assert_ended(struct scene *scene, enum bsm_reason reason, enum bsm_outcome outcome);

#endif
