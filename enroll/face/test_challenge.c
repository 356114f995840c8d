/* People who do what they are asked, and things that cannot. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "enroll/face/challenge.h"
#include "enroll/face/test_head.h"

enum { FRAME_MS = 50, FRAMES_MAX = 20 * 60 };

/* Somebody, or something, before the camera. */
struct actor {
    double degrees; /* now */
    double flatness;
    uint32_t person;
    bool contrary, deaf;
};

static struct bsm_face_found seen(const struct actor *actor, enum bsm_challenge_kind kind, int frame)
{
    struct test_pose pose = {.x_px = 640 + frame % 9,
                             .y_px = 300,
                             .eyes_px = 110,
                             .flatness = actor->flatness,
                             .noise_px = 2,
                             .seed = actor->person};
    if (kind == BSM_CHALLENGE_SIDEWAYS)
        pose.yaw_degrees = actor->degrees;
    else
        pose.pitch_degrees = -actor->degrees;
    return test_head(&pose);
}

static double wish_of(const struct actor *actor, enum bsm_challenge_ask ask)
{
    if (actor->deaf || (ask != BSM_CHALLENGE_PICTURES_LEFT && ask != BSM_CHALLENGE_PICTURES_RIGHT))
        return 0;
    return (ask == BSM_CHALLENGE_PICTURES_RIGHT) != actor->contrary ? 28 : -28;
}

/* Plays to the end; heads turn at most 60 degrees a second. */
static enum bsm_challenge_ask play(struct actor actor, enum bsm_challenge_kind kind, uint8_t nonce)
{
    struct bsm_challenge challenge;
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, kind, nonce);
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++) {
        double way = wish_of(&actor, ask) - actor.degrees;
        actor.degrees += fmax(-3, fmin(way, 3));
        struct bsm_face_found found = seen(&actor, kind, i);
        ask = bsm_challenge_step(&challenge, 1000 + FRAME_MS * i, &found);
    }
    return ask;
}

static void people_who_turn_as_asked_pass(void **state)
{
    (void)state;
    for (uint32_t person = 1; person <= 20; person++)
        for (int nonce = 0; nonce < 4; nonce++) {
            struct actor actor = {.person = person};
            assert_int_equal(play(actor, BSM_CHALLENGE_SIDEWAYS, (uint8_t)nonce), BSM_CHALLENGE_PASSED);
            assert_int_equal(play(actor, BSM_CHALLENGE_UP_DOWN, (uint8_t)nonce), BSM_CHALLENGE_PASSED);
        }
}

static void who_turns_to_the_other_side_fails(void **state)
{
    (void)state;
    for (uint32_t person = 1; person <= 20; person++) {
        struct actor actor = {.person = person, .contrary = true};
        assert_int_equal(play(actor, BSM_CHALLENGE_SIDEWAYS, 1), BSM_CHALLENGE_WRONG_SIDE);
    }
}

static void who_does_not_turn_is_too_slow_and_not_called_false(void **state)
{
    (void)state;
    struct actor actor = {.person = 3, .deaf = true};
    assert_int_equal(play(actor, BSM_CHALLENGE_SIDEWAYS, 1), BSM_CHALLENGE_TOO_SLOW);
}

static void a_picture_that_is_tilted_as_asked_does_not_pass(void **state)
{
    (void)state;
    for (uint32_t person = 1; person <= 20; person++)
        for (int nonce = 0; nonce < 4; nonce++) {
            struct actor actor = {.person = person, .flatness = 1};
            assert_int_not_equal(play(actor, BSM_CHALLENGE_SIDEWAYS, (uint8_t)nonce), BSM_CHALLENGE_PASSED);
            assert_int_not_equal(play(actor, BSM_CHALLENGE_UP_DOWN, (uint8_t)nonce), BSM_CHALLENGE_PASSED);
        }
}

/* Pictures of a person who looks straight and to both sides, changed in a moment as they are needed. */
static void pictures_that_are_exchanged_do_not_pass(void **state)
{
    (void)state;
    struct bsm_challenge challenge;
    struct actor actor = {.person = 5};
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 2);
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++) {
        actor.degrees = wish_of(&actor, ask) * 1.2;
        struct bsm_face_found found = seen(&actor, BSM_CHALLENGE_SIDEWAYS, i);
        ask = bsm_challenge_step(&challenge, 1000 + FRAME_MS * i, &found);
    }
    assert_int_equal(ask, BSM_CHALLENGE_LOST);
}

static void a_lost_face_begins_anew_but_not_for_ever(void **state)
{
    (void)state;
    struct bsm_challenge challenge;
    struct actor actor = {.person = 5};
    struct bsm_face_found none = {.faces = 0};
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 2);
    int64_t time_ms = 1000;
    int asked = 0;
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++, time_ms += FRAME_MS) {
        struct bsm_face_found found = seen(&actor, BSM_CHALLENGE_SIDEWAYS, i);
        bool away = ask != BSM_CHALLENGE_LOOK_STRAIGHT;
        asked += away;
        ask = bsm_challenge_step(&challenge, time_ms, away ? &none : &found);
    }
    assert_true(asked > 0);
    assert_int_equal(ask, BSM_CHALLENGE_LOST);
    assert_int_equal(challenge.starts, BSM_CHALLENGE_STARTS_MAX + 1);
}

static void the_faces_to_compare_are_marked(void **state)
{
    (void)state;
    struct bsm_challenge challenge;
    struct actor actor = {.person = 8};
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    int kept = 0;
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 2);
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++) {
        actor.degrees += fmax(-3, fmin(wish_of(&actor, ask) - actor.degrees, 3));
        struct bsm_face_found found = seen(&actor, BSM_CHALLENGE_SIDEWAYS, i);
        ask = bsm_challenge_step(&challenge, 1000 + FRAME_MS * i, &found);
        kept += challenge.keep;
    }
    assert_int_equal(ask, BSM_CHALLENGE_PASSED);
    assert_int_equal(kept, 1 + 2 * BSM_CHALLENGE_TURNS);
    bsm_challenge_forget(&challenge);
    assert_true(challenge.straight[30].x_px == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_who_turn_as_asked_pass),
        cmocka_unit_test(who_turns_to_the_other_side_fails),
        cmocka_unit_test(who_does_not_turn_is_too_slow_and_not_called_false),
        cmocka_unit_test(a_picture_that_is_tilted_as_asked_does_not_pass),
        cmocka_unit_test(pictures_that_are_exchanged_do_not_pass),
        cmocka_unit_test(a_lost_face_begins_anew_but_not_for_ever),
        cmocka_unit_test(the_faces_to_compare_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
