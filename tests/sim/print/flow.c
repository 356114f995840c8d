#include "tests/sim/print/flow.h"

#include <math.h>
#include <stddef.h>

static const double pi = M_PI;

/* Each draw stands in a statement of its own: the order of arguments' evaluation is the compiler's. */
static struct singularity place(struct dice *dice, double x, double y, double spread_px, double bend)
{
    struct singularity made = {.x = x, .y = y};
    made.x += spread_px * dice_between(dice, -1, 1);
    made.y += spread_px * dice_between(dice, -1, 1);
    for (int i = 0; i < FLOW_CORRECTION_STEPS; i++)
        made.correction[i] = bend * dice_between(dice, -1, 1);
    return made;
}

static void open_towards(struct singularity *loop, double rear, double narrow, double turn)
{
    loop->reach = 130;
    loop->rear = rear;
    loop->narrow = narrow;
    loop->turn = turn;
}

/* A delta on one side (-1 left, 1 right), in the lower part of the finger; many lie outside of what a touch shows. */
static struct singularity place_delta(struct dice *dice, double side, double nearest, double farthest)
{
    double away = dice_between(dice, nearest, farthest);
    double down = dice_between(dice, 25, 90) + 0.35 * away;
    return place(dice, side * away, -down, 6, 0.22);
}

/* side: 1 for a loop that opens to the right. */
static void place_loop(struct flow *flow, struct dice *dice, double side)
{
    double steep = dice_between(dice, 0.05, 0.46);
    double narrow = dice_between(dice, 0.85, 1.15);
    double height = dice_between(dice, 0, 55);
    flow->pairs = 1;
    flow->loops[0] = place(dice, -8 * side, height, 20, 0.18);
    open_towards(&flow->loops[0], side > 0 ? -0.45 - 2 * steep : -2.69 + 2 * steep, narrow, -side * steep);
    flow->loops[0].reach = dice_between(dice, 150, 300);
    flow->deltas[0] = place_delta(dice, -side, 55, 165);
}

static void place_tented(struct flow *flow, struct dice *dice)
{
    double height = dice_between(dice, -10, 30);
    double lean = dice_between(dice, -0.32, 0.32);
    double narrow = dice_between(dice, 0.8, 1.1);
    flow->pairs = 1;
    flow->loops[0] = place(dice, 0, height, 16, 0.18);
    open_towards(&flow->loops[0], -pi / 2 + lean, narrow, lean / 2);
    flow->loops[0].reach = dice_between(dice, 90, 200);
    double below = dice_between(dice, 50, 125);
    double aside = below * lean + dice_between(dice, -12, 12);
    flow->deltas[0] = place(dice, flow->loops[0].x + aside, flow->loops[0].y - below, 6, 0.12);
}

/* From round to long ovals, turned in to a spiral one way or the other. */
static void place_whorl(struct flow *flow, struct dice *dice)
{
    double apart = dice_between(dice, 6, 52);
    double lean = dice_between(dice, -28, 28);
    double height = dice_between(dice, 0, 50);
    double spiral = dice_between(dice, -0.8, 0.8);
    double narrow = dice_between(dice, 0.1, 0.7);
    flow->pairs = 2;
    flow->loops[0] = place(dice, lean, height + apart, 4, 0.18);
    flow->loops[1] = place(dice, -lean, height - apart, 4, 0.18);
    open_towards(&flow->loops[0], -pi / 2, narrow, spiral / 2);
    open_towards(&flow->loops[1], pi / 2, narrow, spiral / 2);
    flow->deltas[0] = place_delta(dice, -1, 70, 185);
    flow->deltas[1] = place_delta(dice, 1, 70, 185);
}

static void place_double(struct flow *flow, struct dice *dice)
{
    double side = dice_below(dice, 2) ? 1 : -1;
    double apart = dice_between(dice, 18, 42);
    double wide = dice_between(dice, 0.5, 1.1);
    double height = dice_between(dice, 5, 45);
    flow->pairs = 2;
    flow->loops[0] = place(dice, side * apart * wide, height + apart, 4, 0.13);
    flow->loops[1] = place(dice, -side * apart * wide, height - apart, 4, 0.13);
    open_towards(&flow->loops[0], -pi / 2 - side * 0.5, 0.5, side * 0.3);
    open_towards(&flow->loops[1], pi / 2 - side * 0.5, 0.5, side * 0.3);
    flow->deltas[0] = place_delta(dice, -1, 90, 185);
    flow->deltas[1] = place_delta(dice, 1, 90, 185);
}

static void place_singularities(struct flow *flow, struct dice *dice)
{
    switch (flow->class) {
    case BSM_PRINT_ARCH: break;
    case BSM_PRINT_TENTED_ARCH: place_tented(flow, dice); break;
    case BSM_PRINT_LEFT_LOOP: place_loop(flow, dice, -1); break;
    case BSM_PRINT_RIGHT_LOOP: place_loop(flow, dice, 1); break;
    case BSM_PRINT_WHORL: place_whorl(flow, dice); break;
    case BSM_PRINT_DOUBLE_LOOP: place_double(flow, dice); break;
    }
}

/* Vizcaya and Gerhardt 1996: the angle round a singularity passes through a piecewise linear function. */
static double corrected(const struct singularity *at, double angle)
{
    double position = (angle + pi) * FLOW_CORRECTION_STEPS / (2 * pi);
    int step = (int)position;
    double part = position - (double)step;
    double from = at->correction[step % FLOW_CORRECTION_STEPS];
    double to = at->correction[(step + 1) % FLOW_CORRECTION_STEPS];
    return angle + from + part * (to - from);
}

/* What a loop adds to the sum: near by, its legs run more in parallel and are turned. */
static double loop_angle(const struct singularity *loop, double x, double y)
{
    double dx = x - loop->x;
    double dy = y - loop->y;
    double angle = atan2(dy, dx);
    double near = exp(-(dx * dx + dy * dy) / (loop->reach * loop->reach));
    return corrected(loop, angle) - near * loop->narrow * sin(angle - loop->rear) + 2 * near * loop->turn;
}

/* The arch of SFinGe (Cappelli 2003), its slope greatest somewhat below the middle and nothing at the crease. */
static double arch_direction(const struct flow *flow, double x, double y)
{
    double height = (y + 30) / 130;
    double slope = flow->arch * 1.6 * exp(-height * height) + 0.35 * (y > -30 ? 1 - exp(-(y + 30) / 80) : 0);
    return atan(-slope * sin(x / 230 * pi) * (fabs(x) < 230 ? 1.0 : 0.0));
}

/* Sherlock and Monro 1993: half the sum of the angles to the loops less those to the deltas. */
static double zero_pole_direction(const struct flow *flow, double x, double y)
{
    double sum = 0;
    for (int i = 0; i < flow->pairs; i++) {
        sum += loop_angle(&flow->loops[i], x, y);
        sum -= corrected(&flow->deltas[i], atan2(y - flow->deltas[i].y, x - flow->deltas[i].x));
    }
    return sum / 2;
}

/* Noise at its own scale and, with that share, at one a third of it. */
static double wandering(const struct noise *noise, double x, double y, double share)
{
    return (double)noise_at(noise, (float)x + 1000, (float)y + 1000) +
           share * (double)noise_at(noise, 2.7f * (float)y + 1700, 2.7f * (float)x + 1400);
}

/* The pattern is as wide and tall as the finger and a little askew; directions are those of the pattern at rest, which
 * for so small a strain differ little. */
double flow_direction(const struct flow *flow, double x, double y)
{
    double unrest = flow->unrest * wandering(&flow->direction_noise, x, y, 0.22);
    double turned_x = x * cos(flow->tilt) + y * sin(flow->tilt);
    y = (y * cos(flow->tilt) - x * sin(flow->tilt)) / flow->tall;
    x = turned_x / flow->wide;
    double direction = flow->pairs ? zero_pole_direction(flow, x, y) : arch_direction(flow, x, y);
    double above = 1 / (1 + exp(-(y - 20) / 60));
    direction -= flow->shoulder * above * tanh(x / 110);
    return direction + flow->tilt + unrest;
}

/* The log of the spacing that a finger has whatever its ridges do. */
static double wanted_spacing(const void *finger, double x, double y)
{
    const struct flow *flow = finger;
    double below = 1 / (1 + exp((y + 120) / 25)); /* wider towards the crease */
    double tip = 1 / (1 + exp(-(y - 170) / 25));
    return log(1 + 0.12 * below + 0.06 * tip + flow->widening_x * x / 150 - flow->widening_y * y / 150 +
               0.13 * wandering(&flow->period_noise, x, y, 0.6));
}

static double direction_of(const void *finger, double x, double y) { return flow_direction(finger, x, y); }

double flow_period(const struct flow *flow, double x, double y)
{
    return flow->period_px * exp(spacing_at(&flow->spacing, x, y));
}

enum bsm_status flow_init(struct flow *flow, const struct kin *kin, uint64_t person, enum bsm_position position)
{
    struct dice dice = dice_of(person, 100 + (uint64_t)position);
    *flow = (struct flow){.class = kin->class, .period_px = kin->period_px};
    place_singularities(flow, &dice);
    flow->arch = dice_between(&dice, 0.45, 1.1);
    flow->shoulder = dice_between(&dice, 0.14, 0.5);
    flow->unrest = dice_between(&dice, 0.16, 0.38);
    flow->tilt = dice_between(&dice, -0.14, 0.14);
    flow->wide = dice_between(&dice, 0.85, 1.2) * kin->size;
    flow->tall = dice_between(&dice, 0.85, 1.2) * kin->size;
    flow->widening_x = dice_between(&dice, -0.07, 0.07);
    flow->widening_y = dice_between(&dice, -0.05, 0.09);
    noise_init(&flow->direction_noise, &dice, 88);
    noise_init(&flow->period_noise, &dice, 60);
    return spacing_fit(&flow->spacing, direction_of, wanted_spacing, flow);
}
