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
    double farther_degrees;
    double flatness;
    uint32_t person;
    bool contrary, deaf;
    int turns_right; /* as asked; 0: all of them; then one to the other side */
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
    double far = 28 + actor->farther_degrees;
    return (ask == BSM_CHALLENGE_PICTURES_RIGHT) != actor->contrary ? far : -far;
}

/* Plays to the end; heads turn at most 60 degrees a second. */
static enum bsm_challenge_ask play_attempt(struct actor actor, enum bsm_challenge_kind kind, unsigned attempt,
                                           uint8_t sides)
{
    struct bsm_challenge challenge;
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, kind, attempt, sides);
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++) {
        actor.contrary |= actor.turns_right > 0 && challenge.turn == actor.turns_right;
        double way = wish_of(&actor, ask) - actor.degrees;
        actor.degrees += fmax(-3, fmin(way, 3));
        struct bsm_face_found found = seen(&actor, kind, i);
        ask = bsm_challenge_step(&challenge, 1000 + FRAME_MS * i, &found);
    }
    return ask;
}

static enum bsm_challenge_ask play(struct actor actor, enum bsm_challenge_kind kind, uint8_t sides)
{
    return play_attempt(actor, kind, 0, sides);
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

/* A person does what is asked, a film what it shows: sides that agree in all but the last turn are not enough. */
static void a_later_attempt_asks_for_more_turns(void **state)
{
    (void)state;
    for (uint32_t person = 1; person <= 5; person++)
        for (unsigned attempt = 0; attempt < 4; attempt++)
            for (unsigned sides = 0; sides < 1u << bsm_challenge_turns(BSM_CHALLENGE_SIDEWAYS, attempt); sides++) {
                struct actor actor = {.person = person}, film = actor;
                film.turns_right = bsm_challenge_turns(BSM_CHALLENGE_SIDEWAYS, attempt) - 1;
                assert_int_equal(play_attempt(actor, BSM_CHALLENGE_SIDEWAYS, attempt, (uint8_t)sides),
                                 BSM_CHALLENGE_PASSED);
                assert_int_equal(play_attempt(film, BSM_CHALLENGE_SIDEWAYS, attempt, (uint8_t)sides),
                                 BSM_CHALLENGE_WRONG_SIDE);
            }
}

static void who_said_that_they_cannot_turn_is_not_asked_for_more_at_once(void **state)
{
    (void)state;
    assert_int_equal(bsm_challenge_turns(BSM_CHALLENGE_UP_DOWN, 0), 2);
    assert_int_equal(bsm_challenge_turns(BSM_CHALLENGE_UP_DOWN, 1), 2);
    assert_int_equal(bsm_challenge_turns(BSM_CHALLENGE_UP_DOWN, 2), 3);
    assert_int_equal(bsm_challenge_turns(BSM_CHALLENGE_UP_DOWN, 9), 4);
    assert_int_equal(bsm_challenge_turns(BSM_CHALLENGE_SIDEWAYS, 1), 3);
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

/* A bent picture, a mask whose eyes are those of its wearer: there is parallax, but too little for how narrow it is. */
static void a_thing_with_little_relief_is_found_out_when_it_is_turned(void **state)
{
    (void)state;
    for (uint32_t person = 1; person <= 20; person++)
        for (int nonce = 0; nonce < 4; nonce++) {
            struct actor actor = {.person = person, .flatness = 0.8, .farther_degrees = 7};
            assert_int_equal(play(actor, BSM_CHALLENGE_SIDEWAYS, (uint8_t)nonce), BSM_CHALLENGE_FLAT);
        }
}

/* Pictures of a person who looks straight and to both sides, changed in a moment as they are needed. */
static void pictures_that_are_exchanged_do_not_pass(void **state)
{
    (void)state;
    struct bsm_challenge challenge;
    struct actor actor = {.person = 5};
    enum bsm_challenge_ask ask = BSM_CHALLENGE_LOOK_STRAIGHT;
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 0, 2);
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
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 0, 2);
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
    bsm_challenge_init(&challenge, BSM_CHALLENGE_SIDEWAYS, 0, 2);
    for (int i = 0; i < FRAMES_MAX && ask < BSM_CHALLENGE_PASSED; i++) {
        actor.degrees += fmax(-3, fmin(wish_of(&actor, ask) - actor.degrees, 3));
        struct bsm_face_found found = seen(&actor, BSM_CHALLENGE_SIDEWAYS, i);
        ask = bsm_challenge_step(&challenge, 1000 + FRAME_MS * i, &found);
        kept += challenge.keep;
    }
    assert_int_equal(ask, BSM_CHALLENGE_PASSED);
    assert_int_equal(kept, 1 + 2 * bsm_challenge_turns(BSM_CHALLENGE_SIDEWAYS, 0));
    bsm_challenge_forget(&challenge);
    assert_true(challenge.straight[30].x_px == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_who_turn_as_asked_pass),
        cmocka_unit_test(a_later_attempt_asks_for_more_turns),
        cmocka_unit_test(who_said_that_they_cannot_turn_is_not_asked_for_more_at_once),
        cmocka_unit_test(who_turns_to_the_other_side_fails),
        cmocka_unit_test(who_does_not_turn_is_too_slow_and_not_called_false),
        cmocka_unit_test(a_picture_that_is_tilted_as_asked_does_not_pass),
        cmocka_unit_test(a_thing_with_little_relief_is_found_out_when_it_is_turned),
        cmocka_unit_test(pictures_that_are_exchanged_do_not_pass),
        cmocka_unit_test(a_lost_face_begins_anew_but_not_for_ever),
        cmocka_unit_test(the_faces_to_compare_are_marked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
