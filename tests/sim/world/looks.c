#include "tests/sim/world/looks.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR_CM = 42, FAR_CM = 120, TAKES_NUMBER = 1000 };

/* One way to say something: a number goes into the field, as it stands or, for TAKES_NUMBER, as it is said. */
struct phrase {
    const char *first, *second; /* second NULL: one word only */
    size_t field;
    int sign, number;
    int most; /* of a number that is said */
};

#define FACE(field) offsetof(struct bsm_world_face, field)
#define LIGHT(field) offsetof(struct bsm_world_light, field)

static const struct phrase face_phrases[] = {
    {"turn", "left", FACE(yaw_degrees), 1, TAKES_NUMBER, 35},
    {"turn", "right", FACE(yaw_degrees), -1, TAKES_NUMBER, 35},
    {"nod", "up", FACE(pitch_degrees), 1, TAKES_NUMBER, 20},
    {"nod", "down", FACE(pitch_degrees), -1, TAKES_NUMBER, 20},
    {"tilt", "left", FACE(roll_degrees), 1, TAKES_NUMBER, 30},
    {"tilt", "right", FACE(roll_degrees), -1, TAKES_NUMBER, 30},
    {"hold", "left", FACE(hold_yaw_degrees), 1, TAKES_NUMBER, 50},
    {"hold", "right", FACE(hold_yaw_degrees), -1, TAKES_NUMBER, 50},
    {"hold", "up", FACE(hold_pitch_degrees), 1, TAKES_NUMBER, 50},
    {"hold", "down", FACE(hold_pitch_degrees), -1, TAKES_NUMBER, 50},
    {"eyes", "closed", FACE(eyes_closed), 1, 1, 0},
    {"eyes", "open", FACE(eyes_closed), 1, 0, 0},
    {"glasses", "on", FACE(glasses), 1, 1, 0},
    {"glasses", "off", FACE(glasses), 1, 0, 0},
    {"scarf", "on", FACE(scarf), 1, 1, 0},
    {"scarf", "off", FACE(scarf), 1, 0, 0},
    {"near", NULL, FACE(distance_cm), 1, NEAR_CM, 0},
    {"far", NULL, FACE(distance_cm), 1, FAR_CM, 0},
    {"live", NULL, FACE(medium), 1, BSM_WORLD_LIVE, 0},
    {"print", NULL, FACE(medium), 1, BSM_WORLD_PRINT, 0},
    {"phone", NULL, FACE(medium), 1, BSM_WORLD_PHONE, 0},
    {"tablet", NULL, FACE(medium), 1, BSM_WORLD_TABLET, 0},
    {"obeys", NULL, FACE(manner), 1, BSM_WORLD_OBEYS, 0},
    {"deaf", NULL, FACE(manner), 1, BSM_WORLD_DEAF, 0},
    {"contrary", NULL, FACE(manner), 1, BSM_WORLD_CONTRARY, 0},
    {"mask", NULL, FACE(medium), 1, BSM_WORLD_MASK, 0},
};

static const struct phrase light_phrases[] = {
    {"dark", NULL, LIGHT(more_percent), -1, 70, 0},
    {"bright", NULL, LIGHT(more_percent), 1, 70, 0},
    {"left", NULL, LIGHT(side_percent), 1, 85, 0},
    {"right", NULL, LIGHT(side_percent), -1, 85, 0},
};

static bool read_number(const char *word, int most, int *number)
{
    char *end = NULL;
    long value = strtol(word, &end, 10);
    *number = (int)value;
    return end != word && !*end && value >= 0 && value <= most;
}

static bool says(const struct phrase *phrase, const char *const *words, int count, int *number)
{
    int named = phrase->second ? 2 : 1;
    bool said = phrase->number == TAKES_NUMBER;
    if (count != named + said || strcmp(words[0], phrase->first) != 0 ||
        (phrase->second && strcmp(words[1], phrase->second) != 0))
        return false;
    *number = phrase->number;
    return !said || read_number(words[2], phrase->most, number);
}

static bool apply(const struct phrase *phrases, size_t size, const char *const *words, int count, void *to)
{
    for (size_t i = 0; i < size; i++) {
        int number;
        if (!says(&phrases[i], words, count, &number))
            continue;
        number *= phrases[i].sign;
        memcpy((char *)to + phrases[i].field, &number, sizeof number);
        return true;
    }
    return false;
}

static void look_straight(struct bsm_world_face *face)
{
    face->yaw_degrees = face->pitch_degrees = face->roll_degrees = 0;
    face->hold_yaw_degrees = face->hold_pitch_degrees = 0;
    face->distance_cm = 0;
}

bool bsm_world_face_words(const char *const *words, int count, const char *whose, struct bsm_world_face *face)
{
    if (count == 1 && strcmp(words[0], "straight") == 0)
        look_straight(face);
    else if (count == 1 && strcmp(words[0], "blink") == 0)
        face->blinks++;
    else if (count == 1 && strcmp(words[0], "behind") == 0)
        face->behind = whose;
    else if (count == 1 && strcmp(words[0], "alone") == 0)
        face->behind = NULL;
    else
        return apply(face_phrases, sizeof face_phrases / sizeof *face_phrases, words, count, face);
    return true;
}

bool bsm_world_light_words(const char *const *words, int count, struct bsm_world_light *light)
{
    struct bsm_world_light made = *light;
    if (count == 1 && strcmp(words[0], "usual") == 0) {
        *light = (struct bsm_world_light){0};
        return true;
    }
    if (count != 4 || strcmp(words[0], "screen") != 0)
        return apply(light_phrases, sizeof light_phrases / sizeof *light_phrases, words, count, light);
    for (int i = 0; i < 3; i++)
        if (!read_number(words[1 + i], 300, &made.screen_percent[i]))
            return false;
    *light = made;
    return true;
}
