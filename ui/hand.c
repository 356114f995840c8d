#include "ui/hand.h"

#include <math.h>

#include "ui/language.h"

enum { FINGERS = 5, BREATH_MS = 1800, BREATH_REACH = 3 /* breadths of the finger */ };

/* A right hand in a box of 100 by 132, palm down, fingers up: knuckle, tip, breadth. */
struct finger {
    double x0, y0, x1, y1, breadth;
};

static const struct finger fingers[FINGERS] = {
    {33, 97, 10, 64, 15.5}, /* thumb */
    {35, 66, 30, 24, 14.5}, /* index */
    {50, 63, 49, 13, 15},   /* middle */
    {65, 65, 68, 21, 14.5}, /* ring */
    {79, 72, 87, 40, 12.5}, /* little */
};

static const double hand_width = 100;
static const double hand_height = 132;

static void finger_line(cairo_t *cr, const struct finger *finger)
{
    cairo_new_path(cr);
    cairo_move_to(cr, finger->x0, finger->y0);
    cairo_line_to(cr, finger->x1, finger->y1);
}

static void palm_path(cairo_t *cr)
{
    cairo_new_path(cr);
    cairo_move_to(cr, 37, 70);
    cairo_curve_to(cr, 50, 62, 66, 63, 79, 74);
    cairo_curve_to(cr, 82, 92, 77, 104, 70, 116);
    cairo_line_to(cr, 44, 116);
    cairo_curve_to(cr, 38, 108, 34, 102, 32, 95);
    cairo_close_path(cr);
}

/* Where the two hands stand in a rectangle. */
struct place {
    double scale;
    double middle; /* between them */
    double inset;  /* from there to each box */
    double top;
};

static struct place place_in(struct bsm_rect r)
{
    double half = r.w / 2.0;
    double scale = fmin(half * 0.94 / hand_width, r.h / hand_height);
    return (struct place){scale, r.x + half, (half - hand_width * scale) / 2, r.y + r.h - hand_height * scale};
}

/* The whole hand as one shape, every part grown by `grow`: drawn twice it has one clean outline. */
static void hand_shape(cairo_t *cr, double grow)
{
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    for (int i = 0; i < FINGERS; i++) {
        finger_line(cr, &fingers[i]);
        cairo_set_line_width(cr, fingers[i].breadth + 2 * grow);
        cairo_stroke(cr);
    }
    palm_path(cr);
    cairo_set_line_width(cr, 10 + 2 * grow);
    cairo_fill_preserve(cr);
    cairo_stroke(cr);
    cairo_new_path(cr); /* the wrist leaves the box below */
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_move_to(cr, 57, 108);
    cairo_line_to(cr, 57, hand_height);
    cairo_set_line_width(cr, 33 + 2 * grow);
    cairo_stroke(cr);
}

static void nail(cairo_t *cr, const struct finger *finger)
{
    double dx = finger->x1 - finger->x0;
    double dy = finger->y1 - finger->y0;
    double length = hypot(dx, dy);
    double ux = dx / length;
    double uy = dy / length;
    cairo_new_path(cr);
    cairo_move_to(cr, finger->x1 - ux * 1.5, finger->y1 - uy * 1.5);
    cairo_line_to(cr, finger->x1 + ux * 1.5, finger->y1 + uy * 1.5);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_width(cr, finger->breadth * 0.5);
    cairo_stroke(cr);
}

static void paint_nails(cairo_t *cr, double alpha)
{
    for (int i = 0; i < FINGERS; i++) {
        bsm_theme_source(cr, BSM_COLOUR_WHITE, 0.75 * alpha);
        nail(cr, &fingers[i]);
    }
}

static void paint_finger(cairo_t *cr, const struct finger *finger, enum bsm_colour colour)
{
    /* From the middle on, so that the colour does not run into the palm. */
    struct finger upper = *finger;
    upper.x0 += (finger->x1 - finger->x0) * 0.16;
    upper.y0 += (finger->y1 - finger->y0) * 0.16;
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    finger_line(cr, &upper);
    cairo_set_line_width(cr, finger->breadth);
    bsm_theme_source(cr, colour, 1);
    cairo_stroke(cr);
    bsm_theme_source(cr, BSM_COLOUR_WHITE, 0.85);
    nail(cr, &upper);
}

void bsm_paint_breath(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    double unit = r.w / BREATH_REACH;
    double wave = bsm_paint_wave(painter, BREATH_MS);
    for (int ring = 0; ring < 2; ring++) {
        cairo_new_path(cr);
        cairo_arc(cr, r.x + r.w / 2.0, r.y + r.h / 2.0, unit * (0.78 + 0.28 * ring + 0.22 * wave), 0, 2 * M_PI);
        bsm_theme_source(cr, BSM_COLOUR_GOLD, (ring ? 0.35 : 0.85) * (1 - 0.45 * wave));
        cairo_set_line_width(cr, unit * 0.115);
        cairo_stroke(cr);
    }
}

/* side: -1 on the hand that is drawn turned round, for a tick has a left and a right of its own. */
static void tick(cairo_t *cr, const struct finger *finger, int side)
{
    double reach = finger->breadth * 0.42;
    double across = reach * side;
    cairo_new_path(cr);
    cairo_arc(cr, finger->x1, finger->y1, finger->breadth * 0.62, 0, 2 * M_PI);
    bsm_theme_source(cr, BSM_COLOUR_GOOD, 1);
    cairo_fill(cr);
    cairo_move_to(cr, finger->x1 - across * 0.65, finger->y1 + reach * 0.05);
    cairo_line_to(cr, finger->x1 - across * 0.15, finger->y1 + reach * 0.5);
    cairo_line_to(cr, finger->x1 + across * 0.7, finger->y1 - reach * 0.45);
    bsm_theme_source(cr, BSM_COLOUR_WHITE, 1);
    cairo_set_line_width(cr, 1.8);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_stroke(cr);
}

/* Marked as missing: pale, outlined with dashes, a cross at its tip. */
static void paint_missing(cairo_t *cr, const struct finger *finger)
{
    static const double dashes[] = {2.4, 2.2};
    double reach = finger->breadth * 0.26;
    struct finger upper = *finger;
    upper.x0 += (finger->x1 - finger->x0) * 0.22;
    upper.y0 += (finger->y1 - finger->y0) * 0.22;
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    finger_line(cr, &upper);
    cairo_set_line_width(cr, finger->breadth + 2.4);
    bsm_theme_source(cr, BSM_COLOUR_PAPER, 1);
    cairo_stroke(cr);
    double angle = atan2(upper.y1 - upper.y0, upper.x1 - upper.x0);
    double radius = finger->breadth / 2 - 0.3;
    cairo_new_path(cr);
    cairo_arc(cr, upper.x1, upper.y1, radius, angle - M_PI / 2, angle + M_PI / 2);
    cairo_arc(cr, upper.x0, upper.y0, radius, angle + M_PI / 2, angle + 3 * M_PI / 2);
    cairo_close_path(cr);
    bsm_theme_source(cr, BSM_COLOUR_BAD, 1);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
    cairo_set_line_width(cr, 1);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    cairo_new_path(cr);
    cairo_arc(cr, finger->x1, finger->y1, finger->breadth * 0.5, 0, 2 * M_PI);
    cairo_fill(cr);
    cairo_move_to(cr, finger->x1 - reach, finger->y1 - reach);
    cairo_line_to(cr, finger->x1 + reach, finger->y1 + reach);
    cairo_move_to(cr, finger->x1 - reach, finger->y1 + reach);
    cairo_line_to(cr, finger->x1 + reach, finger->y1 - reach);
    bsm_theme_source(cr, BSM_COLOUR_WHITE, 1);
    cairo_set_line_width(cr, 2);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
}

/* base: the position before this hand's thumb (0 right, 5 left). */
static void paint_hand(cairo_t *cr, const struct bsm_item *item, int base)
{
    int asked = item->details[0] - base - 1;
    int side = base == 0 ? 1 : -1;
    bool marking = item->details[0] == BSM_HANDS_TO_MARK;
    bool in_use = marking || (asked >= 0 && asked < FINGERS);
    bsm_theme_source(cr, in_use ? BSM_COLOUR_SKIN_LINE : BSM_COLOUR_LINE, 1);
    hand_shape(cr, 1.1);
    bsm_theme_source(cr, in_use ? BSM_COLOUR_SKIN : BSM_COLOUR_PAPER, 1);
    hand_shape(cr, 0);
    if (in_use)
        paint_nails(cr, 1);
    for (int i = 0; i < FINGERS; i++)
        if (item->details[1] >> (base + i + 1) & 1 && i != asked)
            tick(cr, &fingers[i], side);
    for (int i = 0; i < FINGERS; i++)
        if (item->details[3] >> (base + i + 1) & 1)
            paint_missing(cr, &fingers[i]);
    if (!in_use || marking)
        return;
    bool good = item->details[2] != 0;
    paint_finger(cr, &fingers[asked], good ? BSM_COLOUR_GOOD : BSM_COLOUR_GREEN);
    if (good)
        tick(cr, &fingers[asked], side);
}

void bsm_paint_hands(struct bsm_painter *painter, const struct bsm_item *item)
{
    cairo_t *cr = painter->cr;
    struct bsm_rect r = item->rect;
    struct place place = place_in(r);
    cairo_rectangle(cr, r.x, r.y, r.w, r.h);
    cairo_clip(cr);
    cairo_save(cr); /* the right hand on the right, its thumb inwards */
    cairo_translate(cr, place.middle + place.inset, place.top);
    cairo_scale(cr, place.scale, place.scale);
    paint_hand(cr, item, 0);
    cairo_restore(cr);
    cairo_translate(cr, place.middle - place.inset, place.top);
    cairo_scale(cr, -place.scale, place.scale);
    paint_hand(cr, item, 5);
}

/* Columns from above the tip to below the middle, each as broad as the way from one tip to the next. */
struct bsm_rect bsm_hand_finger(struct bsm_rect hands, enum bsm_position position)
{
    static const double left[FINGERS] = {-2, 18.6, 38.9, 59.2, 79.5};
    static const double column = 20.2;
    struct place place = place_in(hands);
    bool right = position <= BSM_POSITION_RIGHT_LITTLE;
    int index = ((int)position + FINGERS - 1) % FINGERS;
    const struct finger *finger = &fingers[index];
    int width = (int)(column * place.scale);
    double across = place.inset + left[index] * place.scale;
    double x = place.middle + (right ? across : -across - width);
    double top = finger->y1 - finger->breadth * 0.8;
    double bottom = finger->y1 + (index == 0 ? 20 : 34);
    double y = place.top + top * place.scale;
    return (struct bsm_rect){(int)x, (int)y, width, (int)((bottom - top) * place.scale)};
}

struct bsm_rect bsm_hand_tip(struct bsm_rect hands, enum bsm_position position)
{
    struct place place = place_in(hands);
    bool right = position <= BSM_POSITION_RIGHT_LITTLE;
    const struct finger *finger = &fingers[((int)position + FINGERS - 1) % FINGERS];
    double reach = finger->breadth * place.scale * BREATH_REACH;
    double across = place.inset + finger->x1 * place.scale;
    double x = place.middle + (right ? across : -across);
    double y = place.top + finger->y1 * place.scale;
    return (struct bsm_rect){(int)(x - reach / 2), (int)(y - reach / 2), (int)reach, (int)reach};
}

const char *bsm_finger_name(enum bsm_position position)
{
    static const char *const names[] = {
        [BSM_POSITION_NONE] = "",
        [BSM_POSITION_RIGHT_THUMB] = BSM_MSGID("Right thumb"),
        [BSM_POSITION_RIGHT_INDEX] = BSM_MSGID("Right index finger"),
        [BSM_POSITION_RIGHT_MIDDLE] = BSM_MSGID("Right middle finger"),
        [BSM_POSITION_RIGHT_RING] = BSM_MSGID("Right ring finger"),
        [BSM_POSITION_RIGHT_LITTLE] = BSM_MSGID("Right little finger"),
        [BSM_POSITION_LEFT_THUMB] = BSM_MSGID("Left thumb"),
        [BSM_POSITION_LEFT_INDEX] = BSM_MSGID("Left index finger"),
        [BSM_POSITION_LEFT_MIDDLE] = BSM_MSGID("Left middle finger"),
        [BSM_POSITION_LEFT_RING] = BSM_MSGID("Left ring finger"),
        [BSM_POSITION_LEFT_LITTLE] = BSM_MSGID("Left little finger"),
    };
    unsigned index = (unsigned)position;
    return index >= 1 && index <= BSM_POSITION_MAX ? bsm_tr(names[index]) : "";
}
