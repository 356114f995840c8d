#include "enroll/face/challenge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/fit.h"
#include "firmware/base/wipe.h"

/* Straight is what the advice (view.h) takes for it, with its room. */
enum { STEADY = 3, STRAIGHT_YAW_DEGREES = 22, STRAIGHT_PITCH_DEGREES = 30, BETTER_PERCENT = 110 };

void bsm_challenge_init(struct bsm_challenge *challenge, enum bsm_challenge_kind kind, unsigned attempt, uint8_t sides)
{
    *challenge = (struct bsm_challenge){.kind = kind, .turns = bsm_challenge_turns(kind, attempt), .since_ms = -1};
    for (unsigned i = 0; i < BSM_CHALLENGE_TURNS_MAX; i++)
        challenge->right[i] = sides >> i & 1;
}

void bsm_challenge_forget(struct bsm_challenge *challenge) { bsm_wipe(challenge, sizeof *challenge); }

static void ask(struct bsm_challenge *challenge, enum bsm_challenge_ask what, int64_t time_ms)
{
    challenge->ask = what;
    challenge->since_ms = time_ms;
    challenge->steady = challenge->wrong = 0;
}

static void ask_turn(struct bsm_challenge *challenge, int64_t time_ms)
{
    ask(challenge, challenge->right[challenge->turn] ? BSM_CHALLENGE_PICTURES_RIGHT : BSM_CHALLENGE_PICTURES_LEFT,
        time_ms);
}

/* Another face, or none for a while: all that was shown is worth nothing. */
static void start_again(struct bsm_challenge *challenge, int64_t time_ms)
{
    challenge->turn = 0;
    ask(challenge, ++challenge->starts > BSM_CHALLENGE_STARTS_MAX ? BSM_CHALLENGE_LOST : BSM_CHALLENGE_LOOK_STRAIGHT,
        time_ms);
}

static bool is_straight(const struct bsm_face_found *found)
{
    return abs(found->yaw_degrees) <= STRAIGHT_YAW_DEGREES && abs(found->pitch_degrees) <= STRAIGHT_PITCH_DEGREES;
}

static void in_straight(struct bsm_challenge *challenge, int64_t time_ms, const struct bsm_face_found *found)
{
    challenge->steady = is_straight(found) ? challenge->steady + 1 : 0;
    if (challenge->steady < STEADY)
        return;
    memcpy(challenge->straight, found->landmarks, sizeof challenge->straight);
    challenge->last_degrees = 0;
    challenge->keep = true;
    ask_turn(challenge, time_ms);
}

/* How far the head is turned, positive to the right or down; 0 where it only looks so. */
static double turned(const struct bsm_challenge *challenge, const struct bsm_fit *fit)
{
    if (fit->plane_residual * 100 < fit->head_residual * BETTER_PERCENT)
        return 0;
    return challenge->kind == BSM_CHALLENGE_SIDEWAYS ? fit->turn_yaw_degrees : -fit->turn_pitch_degrees;
}

/* Heads that nod are not told so well: only of turns to the side. */
static bool is_flat(const struct bsm_challenge *challenge, const struct bsm_fit *fit)
{
    return challenge->kind == BSM_CHALLENGE_SIDEWAYS && fit->foreshortening_degrees >= BSM_CHALLENGE_NARROW_DEGREES &&
           fit->turn_degrees * 100 < fit->foreshortening_degrees * BSM_CHALLENGE_FLAT_PERCENT;
}

static double limit(const struct bsm_challenge *challenge, int degrees)
{
    return challenge->kind == BSM_CHALLENGE_UP_DOWN ? degrees * BSM_CHALLENGE_NOD_PERCENT / 100.0 : degrees;
}

static void in_turn(struct bsm_challenge *challenge, int64_t time_ms, double degrees)
{
    double wanted = challenge->ask == BSM_CHALLENGE_PICTURES_RIGHT ? degrees : -degrees;
    challenge->steady = wanted >= limit(challenge, BSM_CHALLENGE_TURN_DEGREES) ? challenge->steady + 1 : 0;
    challenge->wrong = wanted <= -limit(challenge, BSM_CHALLENGE_WRONG_DEGREES) ? challenge->wrong + 1 : 0;
    if (challenge->wrong >= STEADY)
        ask(challenge, BSM_CHALLENGE_WRONG_SIDE, time_ms);
    if (challenge->steady < STEADY)
        return;
    challenge->keep = true;
    ask(challenge, BSM_CHALLENGE_COME_BACK, time_ms);
}

static void in_back(struct bsm_challenge *challenge, int64_t time_ms, double degrees)
{
    challenge->steady = fabs(degrees) <= limit(challenge, BSM_CHALLENGE_BACK_DEGREES) ? challenge->steady + 1 : 0;
    if (challenge->steady < STEADY)
        return;
    challenge->keep = true;
    if (++challenge->turn < challenge->turns)
        ask_turn(challenge, time_ms);
    else
        ask(challenge, BSM_CHALLENGE_PASSED, time_ms);
}

static void in_motion(struct bsm_challenge *challenge, int64_t time_ms, const struct bsm_face_found *found)
{
    struct bsm_fit fit = {0};
    bool fits = bsm_fit_faces(challenge->straight, found->landmarks, &fit);
    double degrees = fits ? turned(challenge, &fit) : 0, seconds = (double)(time_ms - challenge->seen_ms) / 1000;
    bool jumped =
        fabs(degrees - challenge->last_degrees) > BSM_CHALLENGE_SPEED_DEGREES * seconds + BSM_CHALLENGE_BACK_DEGREES;
    challenge->last_degrees = degrees;
    challenge->flat += fits && is_flat(challenge, &fit);
    if (challenge->flat >= BSM_CHALLENGE_FLAT_FRAMES)
        ask(challenge, BSM_CHALLENGE_FLAT, time_ms);
    else if (jumped)
        start_again(challenge, time_ms);
    else if (challenge->ask == BSM_CHALLENGE_COME_BACK)
        in_back(challenge, time_ms, degrees);
    else
        in_turn(challenge, time_ms, degrees);
}

static bool is_over(const struct bsm_challenge *challenge) { return challenge->ask >= BSM_CHALLENGE_PASSED; }

enum bsm_challenge_ask bsm_challenge_step(struct bsm_challenge *challenge, int64_t time_ms,
                                          const struct bsm_face_found *found)
{
    challenge->keep = false;
    if (challenge->since_ms < 0)
        challenge->since_ms = challenge->seen_ms = time_ms;
    if (is_over(challenge))
        return challenge->ask;
    if (time_ms - challenge->since_ms > BSM_CHALLENGE_ASKED_MS)
        ask(challenge, BSM_CHALLENGE_TOO_SLOW, time_ms);
    else if (challenge->ask != BSM_CHALLENGE_LOOK_STRAIGHT && time_ms - challenge->seen_ms > BSM_CHALLENGE_LOST_MS)
        start_again(challenge, time_ms);
    else if (found->faces > 0 && challenge->ask == BSM_CHALLENGE_LOOK_STRAIGHT)
        in_straight(challenge, time_ms, found);
    else if (found->faces > 0)
        in_motion(challenge, time_ms, found);
    if (found->faces > 0)
        challenge->seen_ms = time_ms;
    return challenge->ask;
}
