#include "tests/sim/print/flow.h"

#include <math.h>
#include <stddef.h>

static const float pi = 3.14159265f;

/*
 * Classes by finger, per mille, thumb to little finger: rounded from published counts (NIST SP 500-89 and the FBI's by
 * Federal finger). An ulnar loop opens to the little finger: a right loop on a right hand.
 */
enum { ARCH, TENTED, ULNAR, RADIAL, WHORL, DOUBLE, KINDS };
static const int class_per_mille[5][KINDS] = {
    {30, 10, 530, 10, 300, 120}, {70, 60, 340, 190, 280, 60}, {50, 50, 720, 30, 120, 30},
    {20, 20, 570, 10, 350, 30},  {10, 10, 840, 10, 110, 20},
};

static enum bsm_print_class class_of(int kind, enum bsm_position position)
{
    int right_hand = position <= BSM_POSITION_RIGHT_LITTLE;
    switch (kind) {
    case ARCH: return BSM_PRINT_ARCH;
    case TENTED: return BSM_PRINT_TENTED_ARCH;
    case ULNAR: return right_hand ? BSM_PRINT_RIGHT_LOOP : BSM_PRINT_LEFT_LOOP;
    case RADIAL: return right_hand ? BSM_PRINT_LEFT_LOOP : BSM_PRINT_RIGHT_LOOP;
    case WHORL: return BSM_PRINT_WHORL;
    default: return BSM_PRINT_DOUBLE_LOOP;
    }
}

static enum bsm_print_class draw_class(struct dice *dice, enum bsm_position position)
{
    const int *per_mille = class_per_mille[((int)position - 1) % 5];
    int left = dice_below(dice, 1000);
    int kind = 0;
    while (kind < KINDS - 1 && left >= per_mille[kind])
        left -= per_mille[kind++];
    return class_of(kind, position);
}

static struct singularity place(struct dice *dice, double x, double y, double spread_px, double bend)
{
    struct singularity made = {.x = (float)(x + spread_px * dice_between(dice, -1, 1)),
                               .y = (float)(y + spread_px * dice_between(dice, -1, 1))};
    for (int i = 0; i < FLOW_CORRECTION_STEPS; i++)
        made.correction[i] = (float)(bend * dice_between(dice, -1, 1));
    return made;
}

static void open_towards(struct singularity *loop, double rear, double narrow, double turn)
{
    loop->rear = (float)rear;
    loop->narrow = (float)narrow;
    loop->turn = (float)turn;
}

/* side: 1 for a loop that opens to the right. */
static void place_loop(struct flow *flow, struct dice *dice, double side)
{
    double steep = dice_between(dice, 0.12, 0.30);
    flow->pairs = 1;
    flow->loops[0] = place(dice, -8 * side, 30, 12, 0.06);
    open_towards(&flow->loops[0], side > 0 ? -0.45 - 2 * steep : -2.69 + 2 * steep, dice_between(dice, 0.6, 0.85),
                 -side * steep);
    flow->deltas[0] = place(dice, -side * dice_between(dice, 85, 120), dice_between(dice, -115, -70), 6, 0.1);
}

static void place_tented(struct flow *flow, struct dice *dice)
{
    flow->pairs = 1;
    flow->loops[0] = place(dice, 0, 10, 10, 0.08);
    open_towards(&flow->loops[0], -M_PI / 2, 0.5, 0);
    flow->deltas[0] = place(dice, 0, 0, 0, 0.08);
    flow->deltas[0].x = flow->loops[0].x + (float)dice_between(dice, -6, 6);
    flow->deltas[0].y = flow->loops[0].y - (float)dice_between(dice, 70, 110);
}

static void place_whorl(struct flow *flow, struct dice *dice)
{
    double apart = dice_between(dice, 12, 34);
    double lean = dice_between(dice, -8, 8);
    flow->pairs = 2;
    flow->loops[0] = place(dice, lean, 30 + apart, 2, 0.1);
    flow->loops[1] = place(dice, -lean, 30 - apart, 2, 0.1);
    open_towards(&flow->loops[0], -M_PI / 2, 0.25, 0);
    open_towards(&flow->loops[1], M_PI / 2, 0.25, 0);
    flow->deltas[0] = place(dice, -dice_between(dice, 95, 130), dice_between(dice, -115, -70), 6, 0.1);
    flow->deltas[1] = place(dice, dice_between(dice, 95, 130), dice_between(dice, -115, -70), 6, 0.1);
}

static void place_double(struct flow *flow, struct dice *dice)
{
    double side = dice_below(dice, 2) ? 1 : -1;
    double apart = dice_between(dice, 22, 38);
    flow->pairs = 2;
    flow->loops[0] = place(dice, side * apart * 0.8, 25 + apart, 3, 0.1);
    flow->loops[1] = place(dice, -side * apart * 0.8, 25 - apart, 3, 0.1);
    open_towards(&flow->loops[0], -M_PI / 2 - side * 0.5, 0.5, side * 0.3);
    open_towards(&flow->loops[1], M_PI / 2 - side * 0.5, 0.5, side * 0.3);
    flow->deltas[0] = place(dice, -dice_between(dice, 105, 135), dice_between(dice, -120, -85), 6, 0.1);
    flow->deltas[1] = place(dice, dice_between(dice, 105, 135), dice_between(dice, -120, -85), 6, 0.1);
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

void flow_init(struct flow *flow, uint64_t person, enum bsm_position position)
{
    static const float finger_period[5] = {0.5f, 0.1f, 0.0f, -0.1f, -0.5f}; /* a thumb's ridges are wider */
    struct dice own = dice_of(person, 1);
    struct dice dice = dice_of(person, 100 + (uint64_t)position);
    *flow = (struct flow){.class = draw_class(&dice, position)};
    place_singularities(flow, &dice);
    flow->arch = (float)dice_between(&dice, 0.55, 0.95);
    flow->shoulder = (float)dice_between(&dice, 0.2, 0.42);
    flow->period_px = (float)dice_between(&own, 8.3, 9.7) + finger_period[((int)position - 1) % 5];
    noise_init(&flow->direction_noise, &dice, 75);
    noise_init(&flow->period_noise, &dice, 60);
}

/* Vizcaya and Gerhardt 1996: the angle round a singularity passes through a piecewise linear function. */
static float corrected(const struct singularity *at, float angle)
{
    float position = (angle + pi) * (float)FLOW_CORRECTION_STEPS / (2 * pi);
    int step = (int)position;
    float part = position - (float)step;
    float from = at->correction[step % FLOW_CORRECTION_STEPS];
    float to = at->correction[(step + 1) % FLOW_CORRECTION_STEPS];
    return angle + from + part * (to - from);
}

/* What a loop adds to the sum: near by, its legs run more in parallel and are turned. */
static float loop_angle(const struct singularity *loop, float x, float y)
{
    float dx = x - loop->x;
    float dy = y - loop->y;
    float angle = atan2f(dy, dx);
    float near = expf(-(dx * dx + dy * dy) / (130 * 130));
    return corrected(loop, angle) - near * loop->narrow * sinf(angle - loop->rear) + 2 * near * loop->turn;
}

/* The arch of SFinGe (Cappelli 2003), its slope greatest somewhat below the middle and nothing at the crease. */
static float arch_direction(const struct flow *flow, float x, float y)
{
    float height = (y + 30) / 130;
    float slope = flow->arch * 1.6f * expf(-height * height) + 0.35f * (y > -30 ? 1 - expf(-(y + 30) / 80) : 0);
    return atanf(-slope * sinf(x / 230 * pi) * (fabsf(x) < 230 ? 1.0f : 0.0f));
}

/* Sherlock and Monro 1993: half the sum of the angles to the loops less those to the deltas. */
static float zero_pole_direction(const struct flow *flow, float x, float y)
{
    float sum = 0;
    for (int i = 0; i < flow->pairs; i++) {
        sum += loop_angle(&flow->loops[i], x, y);
        sum -= corrected(&flow->deltas[i], atan2f(y - flow->deltas[i].y, x - flow->deltas[i].x));
    }
    return sum / 2;
}

float flow_direction(const struct flow *flow, float x, float y)
{
    float direction = flow->pairs ? zero_pole_direction(flow, x, y) : arch_direction(flow, x, y);
    float above = 1 / (1 + expf(-(y - 20) / 60));
    direction -= flow->shoulder * above * tanhf(x / 110);
    return direction + 0.10f * noise_at(&flow->direction_noise, x + 1000, y + 1000);
}

float flow_period(const struct flow *flow, float x, float y)
{
    float below = 1 / (1 + expf((y + 120) / 25)); /* wider towards the crease */
    float tip = 1 / (1 + expf(-(y - 170) / 25));
    float factor = 1 + 0.12f * below + 0.06f * tip + 0.10f * noise_at(&flow->period_noise, x + 1000, y + 1000);
    return flow->period_px * factor;
}
