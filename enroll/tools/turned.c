/*
 * basma-turned: whether the heads of real people would be taken for flat when they turn (enroll/face/challenge.h).
 * Pictures are .../PERSON/FILE; of each two of a person the straighter one stands for the beginning of the movement.
 * The two are of other days, cameras and expressions, which no movement before a kiosk is: it is harder than that.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/challenge.h"
#include "enroll/face/face.h"
#include "enroll/face/fit.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/score_lists.h"

enum { EXIT_BAD_INPUT = 2, TENTHS = 14 };

#ifndef BASMA_MODELS_DEFAULT
#define BASMA_MODELS_DEFAULT "var/assets/models"
#endif

static const int turned_degrees[] = {15, 20};
enum { TURNS = sizeof turned_degrees / sizeof turned_degrees[0] };

struct tally {
    int pairs, narrow, flat;
    int tenths[TENTHS]; /* of the narrow ones: parallax by foreshortening */
};

static size_t stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path) : 0;
}

static bool of_one(const char *a, const char *b) { return stem(a) == stem(b) && strncmp(a, b, stem(a)) == 0; }

static bool find(struct bsm_face *engine, const char *path, struct bsm_face_found *found)
{
    struct bsm_image image = {0};
    char why[256];
    bool good = bsm_picture_read(path, BSM_IMAGE_RGB24, 0, &image, why, sizeof why) == BSM_OK &&
                bsm_face_find(engine, &image, found) == BSM_OK;
    bsm_image_finish(&image);
    return good && found->faces > 0;
}

static void count(struct tally *tally, const struct bsm_fit *fit)
{
    int tenth = (int)(fit->turn_degrees / fit->foreshortening_degrees * 10);
    tally->pairs++;
    if (!(fit->foreshortening_degrees >= BSM_CHALLENGE_NARROW_DEGREES))
        return;
    tally->narrow++;
    tally->tenths[tenth < TENTHS ? tenth : TENTHS - 1]++;
    tally->flat += fit->turn_degrees * 100 < fit->foreshortening_degrees * BSM_CHALLENGE_FLAT_PERCENT;
}

static void compare(const struct bsm_face_found *a, const struct bsm_face_found *b, struct tally tallies[TURNS])
{
    struct bsm_fit fit;
    bool straighter = abs(a->yaw_degrees) <= abs(b->yaw_degrees);
    if (!bsm_fit_faces(straighter ? a->landmarks : b->landmarks, straighter ? b->landmarks : a->landmarks, &fit))
        return;
    for (int i = 0; i < TURNS; i++)
        if (abs(a->yaw_degrees - b->yaw_degrees) >= turned_degrees[i])
            count(&tallies[i], &fit);
}

static void print(const struct tally tallies[TURNS])
{
    printf("%-22s %6s %8s %6s   of the narrow ones: parallax by foreshortening, 0.0 .. 0.1, .. 1.3 and more\n",
           "pairs of one person", "pairs", "narrow", "flat");
    for (int i = 0; i < TURNS; i++) {
        printf("turned by %2d and more   %6d %8d %6d  ", turned_degrees[i], tallies[i].pairs, tallies[i].narrow,
               tallies[i].flat);
        for (int tenth = 0; tenth < TENTHS; tenth++)
            printf(" %d", tallies[i].tenths[tenth]);
        printf("\n");
    }
}

static void run(struct bsm_face *engine, const struct bsm_score_lists *lists, struct bsm_face_found *found)
{
    struct tally tallies[TURNS] = {{0}};
    for (size_t i = 0; i < lists->picture_count; i++) {
        if (!find(engine, lists->pictures[i].path, &found[i]))
            found[i].faces = 0;
        for (size_t j = 0; j < i; j++)
            if (found[i].faces && found[j].faces && of_one(lists->pictures[i].path, lists->pictures[j].path))
                compare(&found[j], &found[i], tallies);
    }
    print(tallies);
}

int main(int argc, char **argv)
{
    char why[BSM_SCORE_WHY_SIZE] = "";
    struct bsm_score_lists lists = {0};
    struct bsm_face *engine = NULL;
    if (argc != 2) {
        (void)fprintf(stderr, "usage: basma-turned IMAGES\n");
        return EXIT_BAD_INPUT;
    }
    bool good = bsm_score_pictures_read(&lists, argv[1], false, why) == BSM_OK &&
                bsm_face_open(BASMA_MODELS_DEFAULT, &engine, why, sizeof why) == BSM_OK;
    struct bsm_face_found *found = good ? calloc(lists.picture_count, sizeof *found) : NULL;
    if (found)
        run(engine, &lists, found);
    else
        (void)fprintf(stderr, "basma-turned: %s\n", good ? "no memory" : why);
    free(found);
    bsm_face_close(engine);
    bsm_score_lists_finish(&lists);
    return found ? EXIT_SUCCESS : EXIT_BAD_INPUT;
}
