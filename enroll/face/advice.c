/* What a view says to the person, and how useful it is: arithmetic on what was measured, no picture, no OpenCV. */
#include <stdbool.h>
#include <stdlib.h>

#include "enroll/face/view.h"

enum {
    ROOM_PERCENT = 8,       /* beyond its limit, before the advice in force is taken back */
    SHARPNESS_MIN = 50,     /* components, from here on */
    OVER_EXPOSED_MIN = 5,   /* a fifth of the face is white */
    EYES_OPEN_MIN = 80,     /* the landmarks never see an eye quite closed ... */
    COVERED_ROOM = 50,      /* hundredths of log odds */
    EYES_OPEN_PERCENT = 15, /* ... nor is the network fair to glasses and narrow eyes: both must say so */
};

/* A limit, moved by some of it while the advice is in force. */
static int least(int limit, bool in_force) { return in_force ? limit + limit * ROOM_PERCENT / 100 : limit; }
static int most(int limit, bool in_force) { return in_force ? limit - limit * ROOM_PERCENT / 100 : limit; }

static bool is_off_centre(const struct bsm_face_view *view, int limit_percent)
{
    const struct bsm_face_found *found = &view->found;
    int from_middle_x = abs(found->x_px + found->width_px / 2 - view->picture_width_px / 2);
    int from_middle_y = abs(found->y_px + found->height_px / 2 - view->picture_height_px / 2);
    return from_middle_x * 100 > view->picture_width_px * limit_percent ||
           from_middle_y * 100 > view->picture_height_px * limit_percent;
}

static bool is_cut(const struct bsm_face_view *view)
{
    const struct bsm_face_found *found = &view->found;
    return found->x_px < 0 || found->y_px < 0 || found->x_px + found->width_px > view->picture_width_px ||
           found->y_px + found->height_px > view->picture_height_px;
}

/* Where the person stands comes first: nothing else can be judged, or mended, before. NONE when it is well. */
static enum bsm_hint advise_on_place(const struct bsm_face_view *view, enum bsm_hint said)
{
    const struct bsm_face_found *found = &view->found;
    if (found->faces < 1)
        return view->picture_luminance < BSM_FACE_DARK_MAX ? BSM_HINT_TOO_DARK : BSM_HINT_NO_FACE;
    if (found->second_height_px * 100 >
        found->height_px * most(BSM_FACE_SECOND_MAX_PERCENT, said == BSM_HINT_ONE_PERSON))
        return BSM_HINT_ONE_PERSON;
    int height_percent = found->height_px * 100 / view->picture_height_px;
    if (height_percent > most(BSM_FACE_HEIGHT_MAX_PERCENT, said == BSM_HINT_MOVE_BACK))
        return BSM_HINT_MOVE_BACK;
    bool closer = said == BSM_HINT_COME_CLOSER;
    if (height_percent < least(BSM_FACE_HEIGHT_MIN_PERCENT, closer) ||
        found->inter_eye_px < least(BSM_FACE_INTER_EYE_MIN_PX, closer))
        return BSM_HINT_COME_CLOSER;
    if (is_off_centre(view, most(BSM_FACE_OFF_CENTRE_MAX_PERCENT, said == BSM_HINT_CENTRE_FACE)) || is_cut(view))
        return BSM_HINT_CENTRE_FACE;
    return BSM_HINT_NONE;
}

/* What can be wanting once the place is well: how far a value is from its limit, in per cent of the limit. */
struct want {
    enum bsm_hint hint;
    int value, limit;
    bool at_most; /* the limit is the highest lawful value, else the lowest */
};

static int shortfall_of(const struct want *want, bool in_force)
{
    int limit = want->at_most ? most(want->limit, in_force) : least(want->limit, in_force);
    int missing = want->at_most ? want->value - limit : limit - want->value;
    return missing * 100 / limit;
}

static bool are_eyes_shut(const struct bsm_face_view *view, bool in_force)
{
    return view->components[BSM_FACE_EYES_OPEN] < least(EYES_OPEN_MIN, in_force) &&
           view->eyes_open_percent != BSM_FACE_EYES_UNKNOWN &&
           view->eyes_open_percent < least(EYES_OPEN_PERCENT, in_force);
}

/* The greatest want; the advice in force stays as long as it is one. */
static enum bsm_hint greatest_of(const struct want *wants, int count, enum bsm_hint said)
{
    enum bsm_hint hint = BSM_HINT_NONE;
    int greatest = 0;
    for (int i = 0; i < count; i++) {
        int shortfall = shortfall_of(&wants[i], wants[i].hint == said);
        if (shortfall > 0 && wants[i].hint == said)
            return said;
        if (shortfall > greatest) {
            greatest = shortfall;
            hint = wants[i].hint;
        }
    }
    return hint;
}

/* In three ranks: without light and a face turned this way its darker side and its sharpness say little. Light that is
 * only uneven asks for nothing: it is how rooms are lit. */
static enum bsm_hint advise_on_view(const struct bsm_face_view *view, enum bsm_hint said)
{
    const struct bsm_face_found *found = &view->found;
    const uint8_t *components = view->components;
    const struct want first[] = {
        {BSM_HINT_LOOK_STRAIGHT, abs(found->yaw_degrees), BSM_FACE_YAW_MAX_DEGREES, true},
        {BSM_HINT_LOOK_STRAIGHT, abs(found->roll_degrees), BSM_FACE_ROLL_MAX_DEGREES, true},
        {BSM_HINT_LOOK_STRAIGHT, abs(found->pitch_degrees), BSM_FACE_PITCH_MAX_DEGREES, true},
        {BSM_HINT_MORE_LIGHT, view->luminance, BSM_FACE_LUMINANCE_MIN, false},
        {BSM_HINT_LESS_LIGHT, view->luminance, BSM_FACE_LUMINANCE_MAX, true},
        {BSM_HINT_LESS_LIGHT, components[BSM_FACE_NOT_OVER_EXPOSED], OVER_EXPOSED_MIN, false},
    };
    const struct want second[] = {
        {BSM_HINT_MORE_LIGHT, view->darker_cheek, BSM_FACE_CHEEK_MIN, false},
        {BSM_HINT_HOLD_STILL, components[BSM_FACE_SHARPNESS], SHARPNESS_MIN, false},
    };
    enum bsm_hint hint = greatest_of(first, sizeof first / sizeof first[0], said);
    if (hint == BSM_HINT_NONE)
        hint = greatest_of(second, sizeof second / sizeof second[0], said);
    if (hint == BSM_HINT_NONE && are_eyes_shut(view, said == BSM_HINT_OPEN_EYES))
        hint = BSM_HINT_OPEN_EYES;
    return hint;
}

static bool is_covered(const struct bsm_face_view *view, int least, enum bsm_hint said)
{
    return view->covered >= least - (said == BSM_HINT_UNCOVER_FACE ? COVERED_ROOM : 0);
}

/* What is a cover beyond doubt comes before light and pose: a face that it darkens, or whose landmarks it hides, is not
 * the person's to mend. What may be one is asked about when all else is well. */
enum bsm_hint bsm_face_advice(const struct bsm_face_view *view, enum bsm_hint said)
{
    enum bsm_hint hint = advise_on_place(view, said);
    if (hint == BSM_HINT_NONE && is_covered(view, BSM_FACE_COVERED_SURE, said))
        hint = BSM_HINT_UNCOVER_FACE;
    if (hint == BSM_HINT_NONE)
        hint = advise_on_view(view, said);
    if (hint == BSM_HINT_NONE && is_covered(view, BSM_FACE_COVERED_MIN, said))
        hint = BSM_HINT_UNCOVER_FACE;
    return hint == BSM_HINT_NONE ? BSM_HINT_FACE_GOOD : hint;
}

int bsm_face_quality(const struct bsm_face_view *view)
{
    static const enum bsm_face_component matter[] = {
        BSM_FACE_INTER_EYE_DISTANCE,
        BSM_FACE_YAW,
        BSM_FACE_PITCH,
        BSM_FACE_ROLL,
        BSM_FACE_LUMINANCE,
        BSM_FACE_SINGLE,
        BSM_FACE_NOT_UNDER_EXPOSED,
        BSM_FACE_SHARPNESS,
    };
    int weakest = 100;
    for (size_t i = 0; i < sizeof matter / sizeof matter[0]; i++)
        if (view->components[matter[i]] < weakest)
            weakest = view->components[matter[i]];
    return view->found.faces < 1 ? 0 : weakest;
}
