/* The promises of finger_reader.h under random orders of verbs and reports, with a back-end that is made up. */
#include "drivers/finger_reader_impl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

enum { ROUNDS = 20000, STEPS = 60 };

struct fake {
    struct bsm_finger_reader base; /* first */
    bool armed, refuses, stopping, freed;
};

struct ledger {
    int accepted, completed, stopped, after_end;
    bool announced, ended, stop_asked;
};

static uint32_t dice = 2463534242u;

static int roll(int sides)
{
    dice ^= dice << 13;
    dice ^= dice >> 17;
    dice ^= dice << 5;
    return (int)(dice % (uint32_t)sides);
}

static enum bsm_status fake_start(struct bsm_finger_reader *base)
{
    (void)base;
    return roll(8) == 0 ? BSM_DENIED : BSM_OK;
}

static enum bsm_status fake_capture_start(struct bsm_finger_reader *base)
{
    struct fake *fake = (struct fake *)base;
    assert_false(fake->armed);
    if (fake->refuses)
        return BSM_GONE;
    fake->armed = true;
    bsm_finger_reader_progress(base, BSM_HINT_PLACE_FINGER, false);
    return BSM_OK;
}

static void fake_capture_cancel(struct bsm_finger_reader *base) { assert_true(((struct fake *)base)->armed); }
static void fake_stop(struct bsm_finger_reader *base) { ((struct fake *)base)->stopping = true; }

static void fake_destroy(struct bsm_finger_reader *base)
{
    struct fake *fake = (struct fake *)base;
    assert_true(fake->stopping);
    fake->freed = true;
}

static const struct bsm_finger_reader_ops fake_ops = {.start = fake_start,
                                                      .capture_start = fake_capture_start,
                                                      .capture_cancel = fake_capture_cancel,
                                                      .stop = fake_stop,
                                                      .destroy = fake_destroy};

static void note(struct ledger *ledger)
{
    assert_non_null(ledger); /* the owner is forgotten at destroy: an event after it would bring NULL */
    ledger->after_end += ledger->ended;
}

static void on_ready(void *owner, const struct bsm_finger_reader_info *info)
{
    struct ledger *ledger = owner;
    (void)info;
    note(ledger);
    assert_false(ledger->stop_asked);
    ledger->announced = true;
}

static void on_gone(void *owner)
{
    struct ledger *ledger = owner;
    note(ledger);
    assert_true(ledger->announced);
    assert_int_equal(ledger->accepted, ledger->completed); /* the completion came first */
    ledger->announced = false;
}

static void on_progress(void *owner, enum bsm_hint hint, bool finger_present)
{
    (void)hint;
    (void)finger_present;
    note(owner);
}

static void on_captured(void *owner, enum bsm_status status, enum bsm_hint hint, struct bsm_image *image)
{
    struct ledger *ledger = owner;
    note(ledger);
    ledger->completed++;
    assert_int_equal(image != NULL, status == BSM_OK);
    assert_true(status == BSM_RETRY || hint == BSM_HINT_NONE);
    assert_int_equal(ledger->accepted, ledger->completed);
}

static void on_stopped(void *owner)
{
    struct ledger *ledger = owner;
    note(ledger);
    assert_int_equal(ledger->accepted, ledger->completed);
    ledger->stopped++;
    ledger->ended = true;
}

static const struct bsm_finger_reader_events events = {
    .on_ready = on_ready,
    .on_gone = on_gone,
    .on_progress = on_progress,
    .on_captured = on_captured,
    .on_stopped = on_stopped,
};

static void report_ready(struct fake *fake)
{
    struct bsm_finger_reader_info info = {
        .name = "a", .driver = "a", .resolution_ppi = 500, .can_capture = roll(4) > 0};
    bsm_finger_reader_ready(&fake->base, &info);
}

static void report_outcome(struct fake *fake)
{
    static const enum bsm_status outcomes[] = {BSM_OK, BSM_RETRY, BSM_TIMEOUT, BSM_CANCELLED, BSM_BUSY};
    enum bsm_status status = outcomes[roll(5)];
    struct bsm_image image = {0};
    if (!fake->armed)
        return;
    fake->armed = false;
    if (status == BSM_OK)
        assert_int_equal(bsm_image_init(&image, 8, 8, BSM_IMAGE_GREY8, 500), BSM_OK);
    bsm_finger_reader_captured(&fake->base, status, status == BSM_RETRY ? BSM_HINT_CENTRE_FINGER : BSM_HINT_NONE,
                               &image);
    assert_null(image.pixels);
}

/* What the device does: only things a back-end may report. */
static void something_happens(struct fake *fake)
{
    switch (roll(5)) {
    case 0:
        if (!fake->armed)
            report_ready(fake);
        break;
    case 1:
        fake->armed = false;
        bsm_finger_reader_gone(&fake->base, roll(2) ? BSM_GONE : BSM_FAULT);
        break;
    case 2: bsm_finger_reader_progress(&fake->base, BSM_HINT_LIFT_FINGER, true); break;
    case 3: report_outcome(fake); break;
    default: fake->refuses = roll(6) == 0; break;
    }
}

static void somebody_asks(struct fake *fake, struct ledger *ledger)
{
    switch (roll(12)) {
    case 0: bsm_finger_reader_start(&fake->base); break;
    case 1:
    case 2: bsm_finger_reader_capture_cancel(&fake->base); break;
    case 3:
        ledger->stop_asked |= roll(6) == 0;
        if (ledger->stop_asked)
            bsm_finger_reader_stop(&fake->base);
        break;
    default: {
        ledger->accepted++; /* a completion cannot come before the verb returns, but progress may */
        if (bsm_finger_reader_capture_start(&fake->base) != BSM_OK)
            ledger->accepted--;
    }
    }
}

static void every_accepted_capture_completes_once_whatever_happens(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct fake fake = {0};
        struct ledger ledger = {0};
        bsm_finger_reader_init(&fake.base, &fake_ops, &events, &ledger);
        bsm_finger_reader_start(&fake.base);
        for (int step = roll(STEPS); step > 0; step--) {
            if (roll(2))
                something_happens(&fake);
            else
                somebody_asks(&fake, &ledger);
            if (fake.stopping && roll(4) == 0)
                bsm_finger_reader_stopped(&fake.base);
        }
        ledger.stop_asked = true;
        bsm_finger_reader_stop(&fake.base);
        bsm_finger_reader_stopped(&fake.base);
        assert_int_equal(ledger.accepted, ledger.completed);
        assert_int_equal(ledger.stopped, 1);
        assert_int_equal(ledger.after_end, 0);
        bsm_finger_reader_destroy(&fake.base);
        assert_true(fake.freed);
    }
}

static void after_destroy_nothing_is_said_whatever_happens(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct fake fake = {0};
        struct ledger ledger = {0};
        bsm_finger_reader_init(&fake.base, &fake_ops, &events, &ledger);
        bsm_finger_reader_start(&fake.base);
        for (int step = roll(STEPS); step > 0; step--) {
            if (roll(2))
                something_happens(&fake);
            else
                somebody_asks(&fake, &ledger);
        }
        bsm_finger_reader_destroy(&fake.base);
        ledger.ended = true;
        for (int step = 0; step < 20; step++)
            something_happens(&fake);
        bsm_finger_reader_stopped(&fake.base);
        assert_int_equal(ledger.after_end, 0);
        assert_in_range(ledger.accepted - ledger.completed, 0, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_accepted_capture_completes_once_whatever_happens),
        cmocka_unit_test(after_destroy_nothing_is_said_whatever_happens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
