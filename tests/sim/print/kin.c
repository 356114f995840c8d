#include "tests/sim/print/kin.h"

#include <math.h>

#include "tests/sim/print/dice.h"

/*
 * Classes by finger, per mille, thumb to little finger: rounded from published counts (NIST SP 500-89 and the FBI's by
 * Federal finger). An ulnar loop opens to the little finger: a right loop on a right hand. In order of pattern
 * intensity, the number of triradii, which is what runs in a person.
 */
enum { ARCH, TENTED, RADIAL, ULNAR, DOUBLE, WHORL, KINDS };
static const int class_per_mille[5][KINDS] = {
    {30, 10, 10, 530, 120, 300}, {70, 60, 190, 340, 60, 280}, {50, 50, 30, 720, 30, 120},
    {20, 20, 10, 570, 30, 350},  {10, 10, 10, 840, 20, 110},
};

/* Shares of a finger's pattern intensity, squares adding to 1; between the fingers of a person about 0.4, between the
 * same fingers of both hands about 0.65, near what Holt 1968 reports for ridge counts. */
static const double of_person = 0.63;
static const double of_pair = 0.50;
static const double of_finger = 0.594;

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

static enum bsm_print_class draw_class(uint64_t person, enum bsm_position position)
{
    int finger = ((int)position - 1) % 5;
    struct dice own = dice_of(person, 10);
    struct dice pair = dice_of(person, 11 + (uint64_t)finger);
    struct dice lone = dice_of(person, 20 + (uint64_t)position);
    double intensity = of_person * dice_normal(&own) + of_pair * dice_normal(&pair) + of_finger * dice_normal(&lone);
    double left = 1000 * 0.5 * (1 + erf(intensity / sqrt(2.0)));
    int kind = 0;
    while (kind < KINDS - 1 && left >= class_per_mille[finger][kind])
        left -= class_per_mille[finger][kind++];
    return class_of(kind, position);
}

void kin_init(struct kin *kin, uint64_t person, enum bsm_position position)
{
    static const double finger_period[5] = {0.5, 0.1, 0.0, -0.1, -0.5}; /* a thumb's ridges are wider */
    static const double finger_size[5] = {1.1, 0.99, 1.02, 0.98, 0.88};
    int finger = ((int)position - 1) % 5;
    struct dice own = dice_of(person, 1);
    struct dice lone = dice_of(person, 40 + (uint64_t)position);
    *kin = (struct kin){.class = draw_class(person, position)};
    kin->period_px = 9.1 + 0.7 * dice_normal(&own);
    kin->period_px = fmin(fmax(kin->period_px, 7.7), 10.8) + finger_period[finger];
    kin->size = (1 + 0.06 * dice_normal(&own)) * finger_size[finger];
    kin->size = fmin(fmax(kin->size, 0.8), 1.18);
    kin->dryness = fmin(fmax(0.45 * dice_normal(&own), -1), 1);
    double age = dice_between(&own, 0, 1);
    kin->wrinkles = age * age * dice_between(&lone, 0.6, 1);
    kin->pores = dice_between(&own, 0.2, 1);
    double cut = dice_between(&lone, 0, 1);
    kin->creases = (int)floor(dice_between(&lone, 0, 1.6) + 2.6 * kin->wrinkles);
    kin->scars = cut < 0.07;
}
