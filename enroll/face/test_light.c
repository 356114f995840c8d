/* Made courses of colour: what is told from what. Whether real skin answers, only real faces before a real screen say;
 * rendered ones: ./basma bench face --light. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "enroll/face/light.h"

#define TAU 6.283185307179586

enum { FRAME_MS = 60, LAG_MS = 180, BEGIN_MS = 5000, COLOURS = 14, LENGTH_MS = COLOURS * BSM_LIGHT_STEP_MS };

static struct bsm_light_watch watch;
static const struct bsm_face_found straight = {.faces = 1};
static uint32_t dice;

static double noise(double strength)
{
    double sum = -2;
    for (int i = 0; i < 4; i++) {
        dice = dice * 1664525u + 1013904223u;
        sum += (dice >> 8) / 16777216.0;
    }
    return sum * strength;
}

static void deal(uint32_t seed, enum bsm_light *order)
{
    int colour = (int)(seed % 3);
    for (int i = 0; i < COLOURS; i++) {
        order[i] = (enum bsm_light)(BSM_LIGHT_AMBER + colour);
        seed = seed * 1664525u + 1013904223u;
        colour = (colour + 1 + (int)(seed >> 20 & 1)) % 3;
    }
}

static double linear(uint32_t rgb, int channel) { return pow((double)(rgb >> (16 - 8 * channel) & 255) / 255, 2.2); }

/* What is before the lens: skin that a share of the screen's light falls on, in the colour of the moment. */
struct course {
    const enum bsm_light *order; /* NULL: under steady light */
    int late_ms;
    double share;
    double drift; /* of the room's white balance, per second */
    double grain;
    double warm; /* a slow swing of the skin's own colour */
};

static void film(const struct course *course, double t_ms, struct bsm_light_colours *colours)
{
    static const double skin[3] = {170, 120, 95}, room[3] = {150, 148, 140};
    double begun_ms = t_ms - BEGIN_MS - course->late_ms;
    int step = (int)(begun_ms / BSM_LIGHT_STEP_MS);
    uint32_t rgb = begun_ms < 0 || !course->order ? 0xffffff : bsm_light_rgb(course->order[step % COLOURS]);
    for (int i = 0; i < 3; i++) {
        double balance = exp((i == 0 ? 1 : i == 2 ? -1 : 0.2) * course->drift * t_ms / 1000);
        double lit = pow(1 - course->share + course->share * linear(rgb, i), 1 / 2.2);
        double swing = 1 + (i == 0 ? course->warm : 0) * sin(TAU * t_ms / 2600);
        colours->skin[i] = (float)(skin[i] * lit * balance * swing + noise(course->grain));
        colours->room[i] = (float)(room[i] * balance + noise(course->grain / 4));
    }
}

static struct bsm_light_judgement play(const enum bsm_light *shown, const struct course *course, int usual)
{
    memset(&watch, 0, sizeof watch);
    dice = 7;
    for (int i = 0; i < COLOURS; i++)
        bsm_light_show(&watch, BEGIN_MS + i * BSM_LIGHT_STEP_MS, shown[i]);
    for (int t_ms = BEGIN_MS - 200; t_ms < BEGIN_MS + LENGTH_MS; t_ms += FRAME_MS) {
        struct bsm_light_colours colours;
        film(course, t_ms, &colours);
        bsm_light_see(&watch, t_ms, &straight, &colours);
    }
    return bsm_light_judge(&watch, usual);
}

static void skin_that_answers_in_the_order_is_known_and_its_delay(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        enum bsm_light order[COLOURS];
        deal(seed, order);
        const struct course person = {order, LAG_MS, 0.25, 0, 0.5, 0};
        struct bsm_light_judgement judgement = play(order, &person, 0);
        assert_int_equal(judgement.verdict, BSM_LIGHT_ANSWERED);
        assert_in_range(judgement.lag_ms, LAG_MS - 60, LAG_MS + 60);
        assert_in_range(judgement.fit, 85, 100);
        assert_int_equal(bsm_light_pull(&judgement), 0);
    }
}

static void an_answer_is_seen_in_noise_and_while_the_camera_finds_its_white(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        enum bsm_light order[COLOURS];
        deal(seed, order);
        const struct course noisy = {order, LAG_MS, 0.25, 0, 3, 0}, drifting = {order, LAG_MS, 0.25, 0.05, 0.5, 0};
        assert_int_equal(play(order, &noisy, 0).verdict, BSM_LIGHT_ANSWERED);
        assert_int_equal(play(order, &drifting, 0).verdict, BSM_LIGHT_ANSWERED);
    }
}

static void a_film_under_another_order_is_known_at_every_phase(void **state)
{
    (void)state;
    int contrary = 0, answered = 0;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        enum bsm_light order[COLOURS], other[COLOURS];
        deal(seed, order);
        deal(seed + 1000, other);
        const struct course other_day = {other, (int)(seed * 37 % 500), 0.25, 0, 0.5, 0};
        struct bsm_light_judgement judgement = play(order, &other_day, 0);
        contrary += judgement.verdict == BSM_LIGHT_CONTRARY;
        answered += judgement.verdict == BSM_LIGHT_ANSWERED;
    }
    assert_in_range(contrary, 34, 40);
    assert_in_range(answered, 0, 2);
}

static void who_stands_in_steady_light_cannot_be_told(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        enum bsm_light order[COLOURS];
        deal(seed, order);
        const struct course bright = {NULL, 0, 0, 0.02, 1, 0}, swinging = {NULL, 0, 0, 0, 0.5, 0.06};
        struct bsm_light_judgement judgement = play(order, &bright, 0);
        assert_int_not_equal(judgement.verdict, BSM_LIGHT_CONTRARY);
        assert_int_not_equal(judgement.verdict, BSM_LIGHT_SILENT);
        assert_int_not_equal(play(order, &swinging, 0).verdict, BSM_LIGHT_CONTRARY);
    }
}

static void silence_counts_only_where_others_have_answered(void **state)
{
    (void)state;
    enum bsm_light order[COLOURS];
    struct bsm_light_place place = {0};
    deal(3, order);
    const struct course person = {order, LAG_MS, 0.25, 0, 0.5, 0}, picture = {NULL, 0, 0, 0, 0.5, 0};
    struct bsm_light_judgement answer = play(order, &person, 0);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(bsm_light_place_usual(&place), 0);
        bsm_light_place_learn(&place, bsm_light_gain(&answer));
    }
    assert_int_equal(bsm_light_place_usual(&place), answer.gain);
    struct bsm_light_judgement silence = play(order, &picture, bsm_light_place_usual(&place));
    assert_int_equal(silence.verdict, BSM_LIGHT_SILENT);
    assert_int_equal(bsm_light_pull(&silence), BSM_LIGHT_PULL_SILENT);
    bsm_light_place_learn(&place, bsm_light_gain(&silence));
    assert_int_equal(bsm_light_place_usual(&place), answer.gain);
}

static void too_little_that_was_seen_says_nothing(void **state)
{
    (void)state;
    enum bsm_light order[COLOURS];
    deal(5, order);
    const struct course person = {order, LAG_MS, 0.25, 0, 0.5, 0};
    play(order, &person, 0);
    watch.seen_count = BSM_LIGHT_ENOUGH_SEEN - 1;
    assert_int_equal(bsm_light_judge(&watch, 100).verdict, BSM_LIGHT_CANNOT_TELL);
    play(order, &person, 0);
    watch.shown_count = BSM_LIGHT_ENOUGH_SHOWN - 1;
    assert_int_equal(bsm_light_judge(&watch, 100).verdict, BSM_LIGHT_CANNOT_TELL);
    play(order, &person, 0);
    bsm_light_forget_seen(&watch);
    assert_int_equal(bsm_light_judge(&watch, 100).verdict, BSM_LIGHT_CANNOT_TELL);
}

static void more_than_there_is_room_for_forgets_the_oldest(void **state)
{
    (void)state;
    const struct bsm_light_colours grey = {{100, 100, 100}, {100, 100, 100}};
    memset(&watch, 0, sizeof watch);
    for (int i = 0; i < 2 * BSM_LIGHT_SEEN_MAX; i++) {
        bsm_light_show(&watch, i * 500, (enum bsm_light)(1 + i % 3));
        bsm_light_see(&watch, i * 500, &straight, &grey);
    }
    assert_int_equal(watch.shown_count, BSM_LIGHT_SHOWN_MAX);
    assert_true(watch.seen[0].time_ms >= watch.shown[0].time_ms + BSM_LIGHT_LAG_MAX_MS);
    assert_int_equal(bsm_light_judge(&watch, 0).verdict, BSM_LIGHT_CANNOT_TELL);
    for (int i = 0; i < 2 * BSM_LIGHT_SEEN_MAX; i++)
        bsm_light_see(&watch, 1000000 + i, &straight, &grey);
    assert_int_equal(watch.seen_count, BSM_LIGHT_SEEN_MAX);
    bsm_light_see(&watch, 1, &straight, &grey); /* a time that does not rise begins anew */
    assert_int_equal(watch.seen_count, 1);
}

/* A minute at eight frames a second: more colours than there is room for, fewer frames. */
static void who_takes_long_is_judged_by_what_is_still_known(void **state)
{
    (void)state;
    enum bsm_light order[COLOURS];
    deal(11, order);
    for (int contrary = 0; contrary <= 1; contrary++) {
        enum bsm_light other[COLOURS];
        deal(12, other);
        const struct course person = {contrary ? other : order, LAG_MS, 0.25, 0, 0.5, 0};
        memset(&watch, 0, sizeof watch);
        for (int t_ms = 0; t_ms < 60000; t_ms += 125) {
            struct bsm_light_colours colours;
            int step = t_ms / BSM_LIGHT_STEP_MS;
            if (t_ms % BSM_LIGHT_STEP_MS == 0)
                bsm_light_show(&watch, BEGIN_MS + t_ms, order[step % COLOURS]);
            film(&person, BEGIN_MS + t_ms, &colours);
            bsm_light_see(&watch, BEGIN_MS + t_ms, &straight, &colours);
        }
        struct bsm_light_judgement judgement = bsm_light_judge(&watch, 0);
        print_message("fit %d, other %d\n", judgement.fit, judgement.other);
        assert_int_equal(judgement.verdict, contrary ? BSM_LIGHT_CONTRARY : BSM_LIGHT_ANSWERED);
    }
}

static void a_turned_head_shows_other_skin_and_does_not_count(void **state)
{
    (void)state;
    enum bsm_light order[COLOURS];
    deal(11, order);
    const struct course person = {order, LAG_MS, 0.25, 0, 0.5, 0};
    play(order, &person, 0);
    for (int i = 0; i < watch.seen_count; i++) {
        watch.seen[i].yaw = 20; /* as this person stands */
        if (i % 40 < 12) {
            watch.seen[i].yaw = i % 80 < 12 ? -2 : 42;
            watch.seen[i].tint[0] += 0.6F;
        }
    }
    struct bsm_light_judgement judgement = bsm_light_judge(&watch, 0);
    assert_int_equal(judgement.verdict, BSM_LIGHT_ANSWERED);
    assert_in_range(judgement.seen, watch.seen_count / 2, watch.seen_count * 3 / 4);
}

/* --- a drawn face --- */

enum { WIDTH = 640, HEIGHT = 360 };

static void draw(struct bsm_image *picture, struct bsm_face_found *found, uint8_t skin, uint8_t room)
{
    assert_int_equal(bsm_image_init(picture, WIDTH, HEIGHT, BSM_IMAGE_RGB24, 0), BSM_OK);
    memset(found, 0, sizeof *found);
    *found = (struct bsm_face_found){.faces = 1, .x_px = 260, .y_px = 80, .width_px = 120, .height_px = 160};
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++)
        found->landmarks[i] = (struct bsm_face_point){320, 160};
    found->landmarks[3].x_px = 265;
    found->landmarks[13].x_px = 375;
    found->landmarks[27].y_px = 120;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            bool is_face = x >= 260 && x < 380 && y >= 80 && y < 240;
            uint8_t *pixel = picture->pixels + (size_t)y * picture->stride + (size_t)x * 3;
            pixel[0] = is_face ? skin : room;
            pixel[1] = is_face ? (uint8_t)(skin / 2) : room;
            pixel[2] = is_face ? (uint8_t)(skin / 4) : room;
        }
}

static void colours_are_those_of_the_skin_and_of_the_room(void **state)
{
    (void)state;
    struct bsm_image picture = {0};
    struct bsm_face_found found;
    struct bsm_light_colours colours;
    draw(&picture, &found, 200, 120);
    assert_true(bsm_light_measure(&picture, &found, &colours));
    assert_float_equal(colours.skin[0], 200, 0.5);
    assert_float_equal(colours.skin[2], 50, 0.5);
    assert_float_equal(colours.room[1], 120, 0.5);
    found.x_px = 20;
    found.width_px = 600;
    assert_false(bsm_light_measure(&picture, &found, &colours)); /* it fills the frame */
    found.faces = 0;
    assert_false(bsm_light_measure(&picture, &found, &colours));
    bsm_image_finish(&picture);
}

static void what_is_burnt_out_or_black_is_not_measured(void **state)
{
    (void)state;
    struct bsm_image picture = {0};
    struct bsm_face_found found;
    struct bsm_light_colours colours;
    draw(&picture, &found, 255, 120);
    assert_false(bsm_light_measure(&picture, &found, &colours));
    bsm_image_finish(&picture);
    draw(&picture, &found, 200, 2);
    assert_false(bsm_light_measure(&picture, &found, &colours));
    for (int i = 0; i < BSM_FACE_LANDMARKS; i++)
        found.landmarks[i] = (struct bsm_face_point){i % 2 ? NAN : 1e30F, -1e30F};
    assert_false(bsm_light_measure(&picture, &found, &colours));
    bsm_image_finish(&picture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skin_that_answers_in_the_order_is_known_and_its_delay),
        cmocka_unit_test(an_answer_is_seen_in_noise_and_while_the_camera_finds_its_white),
        cmocka_unit_test(a_film_under_another_order_is_known_at_every_phase),
        cmocka_unit_test(who_stands_in_steady_light_cannot_be_told),
        cmocka_unit_test(silence_counts_only_where_others_have_answered),
        cmocka_unit_test(too_little_that_was_seen_says_nothing),
        cmocka_unit_test(more_than_there_is_room_for_forgets_the_oldest),
        cmocka_unit_test(who_takes_long_is_judged_by_what_is_still_known),
        cmocka_unit_test(a_turned_head_shows_other_skin_and_does_not_count),
        cmocka_unit_test(colours_are_those_of_the_skin_and_of_the_room),
        cmocka_unit_test(what_is_burnt_out_or_black_is_not_measured),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
