#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/sim/print/flow.h"
#include "tests/sim/print/kin.h"
#include "tests/sim/print/print.h"

enum { MASTER_SIZE = BSM_PRINT_MASTER_WIDTH_PX * BSM_PRINT_MASTER_HEIGHT_PX };

static struct bsm_print_master finger_of(uint64_t person, enum bsm_position position)
{
    struct bsm_print_master master;
    assert_int_equal(bsm_print_master_init(&master, person, position), BSM_OK);
    return master;
}

static void two_fingers_and_two_persons_differ(void **state)
{
    (void)state;
    struct bsm_print_master mine = finger_of(42, BSM_POSITION_RIGHT_INDEX);
    struct bsm_print_master other_finger = finger_of(42, BSM_POSITION_RIGHT_MIDDLE);
    struct bsm_print_master yours = finger_of(43, BSM_POSITION_RIGHT_INDEX);
    int to_finger = 0, to_person = 0;
    for (int i = 0; i < MASTER_SIZE; i++) {
        to_finger += (mine.ridges[i] > 0) != (other_finger.ridges[i] > 0);
        to_person += (mine.ridges[i] > 0) != (yours.ridges[i] > 0);
    }
    assert_in_range(to_finger, MASTER_SIZE * 35 / 100, MASTER_SIZE * 65 / 100);
    assert_in_range(to_person, MASTER_SIZE * 35 / 100, MASTER_SIZE * 65 / 100);
    bsm_print_master_finish(&mine);
    bsm_print_master_finish(&other_finger);
    bsm_print_master_finish(&yours);
}

static void ridges_grow_everywhere(void **state)
{
    (void)state;
    for (uint64_t person = 1; person <= 6; person++) {
        struct bsm_print_master master = finger_of(person, BSM_POSITION_LEFT_THUMB);
        int faint = 0;
        for (int i = 0; i < MASTER_SIZE; i++)
            faint += abs(master.ridges[i]) < 16;
        assert_in_range(faint, 0, MASTER_SIZE * 18 / 100); /* a sine wave is that near to zero for 8 % */
        bsm_print_master_finish(&master);
    }
}

static void every_class_occurs_about_as_often_as_in_nature(void **state)
{
    (void)state;
    int seen[BSM_PRINT_CLASS_COUNT] = {0};
    for (uint64_t person = 1; person <= 100; person++)
        for (int position = 1; position <= BSM_POSITION_MAX; position++) {
            struct kin kin;
            kin_init(&kin, person, (enum bsm_position)position);
            seen[kin.class]++;
        }
    assert_in_range(seen[BSM_PRINT_LEFT_LOOP], 250, 380);
    assert_in_range(seen[BSM_PRINT_RIGHT_LOOP], 250, 380);
    assert_in_range(seen[BSM_PRINT_WHORL], 180, 310);
    assert_in_range(seen[BSM_PRINT_ARCH], 15, 70);
    for (int class = 0; class < BSM_PRINT_CLASS_COUNT; class ++) {
        assert_true(seen[class] > 0);
        assert_string_not_equal(bsm_print_class_name((enum bsm_print_class) class), "unknown");
    }
}

static bool is_whorl(uint64_t person, int position)
{
    struct kin kin;
    kin_init(&kin, person, (enum bsm_position)position);
    return kin.class == BSM_PRINT_WHORL || kin.class == BSM_PRINT_DOUBLE_LOOP;
}

static void the_fingers_of_a_person_are_kin(void **state)
{
    (void)state;
    int mine = 0, across = 0, stranger = 0;
    for (uint64_t person = 1; person <= 1000; person++) {
        bool whorl = is_whorl(person, BSM_POSITION_RIGHT_RING);
        mine += whorl == is_whorl(person, BSM_POSITION_LEFT_RING);
        across += whorl == is_whorl(person, BSM_POSITION_RIGHT_INDEX);
        stranger += whorl == is_whorl(person + 1000, BSM_POSITION_LEFT_RING);
    }
    assert_true(mine > across + 30);
    assert_true(across > stranger + 30);
    struct kin index, middle;
    kin_init(&index, 9, BSM_POSITION_RIGHT_INDEX);
    kin_init(&middle, 9, BSM_POSITION_LEFT_MIDDLE);
    assert_true(index.period_px - middle.period_px < 0.2 && middle.period_px - index.period_px < 0.2);
}

static int ridge_ahead(const struct bsm_print_master *master, const struct bsm_print_minutia *minutia, double px)
{
    int column = minutia->x + (int)lrint(px * cos(minutia->direction));
    int row = minutia->y + (int)lrint(px * sin(minutia->direction));
    return master->ridges[row * BSM_PRINT_MASTER_WIDTH_PX + column];
}

static void a_master_names_its_minutiae(void **state)
{
    (void)state;
    for (uint64_t person = 1; person <= 4; person++) {
        struct bsm_print_master master = finger_of(person, BSM_POSITION_RIGHT_INDEX);
        const struct bsm_print_minutia *minutiae;
        int count = bsm_print_master_minutiae(&master, &minutiae), true_to_skin = 0, bifurcations = 0;
        assert_in_range(count, 70, 240); /* 6 cm2 */
        for (int i = 0; i < count; i++) {
            int sign = minutiae[i].bifurcation ? -1 : 1;
            true_to_skin += sign * ridge_ahead(&master, &minutiae[i], 4) > -20 &&
                            sign * ridge_ahead(&master, &minutiae[i], -4) < 40;
            bifurcations += minutiae[i].bifurcation;
        }
        assert_true(true_to_skin > count * 85 / 100);
        assert_in_range(bifurcations, count * 30 / 100, count * 70 / 100);
        bsm_print_master_finish(&master);
    }
}

/* Where only the flow asks for minutiae, neighbours point the same way, and fingers of one class are alike. */
static void minutiae_are_by_chance_not_by_the_flow_alone(void **state)
{
    (void)state;
    int near = 0, opposed = 0;
    for (uint64_t person = 1; person <= 6; person++) {
        struct bsm_print_master master = finger_of(person, BSM_POSITION_RIGHT_INDEX);
        const struct bsm_print_minutia *minutiae;
        int count = bsm_print_master_minutiae(&master, &minutiae);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < i; j++) {
                double distance = hypot(minutiae[i].x - minutiae[j].x, minutiae[i].y - minutiae[j].y);
                double alike = cos(minutiae[i].direction - minutiae[j].direction);
                if (distance < 10 || distance > 40 || fabs(alike) < 0.5)
                    continue;
                near++;
                opposed += alike < 0;
            }
        bsm_print_master_finish(&master);
    }
    assert_in_range(opposed, near * 30 / 100, near * 55 / 100);
}

static void ridges_stand_wider_where_they_fan_out(void **state)
{
    (void)state;
    static struct flow flow;
    struct kin kin;
    double same = 0, all = 0;
    for (uint64_t person = 1; person <= 6; person++) {
        kin_init(&kin, person, BSM_POSITION_RIGHT_INDEX);
        assert_int_equal(flow_init(&flow, &kin, person, BSM_POSITION_RIGHT_INDEX), BSM_OK);
        for (double y = -200; y <= 200; y += 16)
            for (double x = -150; x <= 150; x += 16) {
                double direction = flow_direction(&flow, x, y), c = 12 * cos(direction), s = 12 * sin(direction);
                double fan = remainder(flow_direction(&flow, x - s, y + c) - flow_direction(&flow, x + s, y - c), M_PI);
                double wider = flow_period(&flow, x + c, y + s) - flow_period(&flow, x - c, y - s);
                if (fabs(fan) > 0.1 && fabs(fan) < 0.6) {
                    all++;
                    same += fan * wider > 0;
                }
            }
    }
    assert_true(all > 200);
    assert_true(same > 0.75 * all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_fingers_and_two_persons_differ),
        cmocka_unit_test(ridges_grow_everywhere),
        cmocka_unit_test(every_class_occurs_about_as_often_as_in_nature),
        cmocka_unit_test(the_fingers_of_a_person_are_kin),
        cmocka_unit_test(a_master_names_its_minutiae),
        cmocka_unit_test(minutiae_are_by_chance_not_by_the_flow_alone),
        cmocka_unit_test(ridges_stand_wider_where_they_fan_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
