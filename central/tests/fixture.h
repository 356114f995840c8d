/* One centre with one enrolled kiosk, new for every test. */
#ifndef BASMA_CENTRAL_TESTS_FIXTURE_H
#define BASMA_CENTRAL_TESTS_FIXTURE_H

#include "central/tests/kiosk.h"

enum { NOBODY = 11 };                         /* from here on, nobody has the person's number */
enum { WITHOUT = PEOPLE - 1, WITH = PEOPLE }; /* whose account is NONE, and ACTIVE */

extern struct test_centre centre;
extern struct test_kiosk kiosk; /* "kiosk-1" */

int open_all(void **state);
int close_all(void **state);

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_all, close_all)

/* Opens a visit at the fixture's kiosk and claims the person's number and date. */
void begin_visit(unsigned person);

/* Through captures to the match, which must come; what it said is in *verified (may be NULL). */
void match_person(unsigned person, struct bsm_wire_verified *verified);
/* The code that was sent to the number (on file where it is ""), typed. */
void confirm_code(const char *mobile);

/* From the start to there, for the purpose. */
void to_confirmed(enum bsm_action purpose, unsigned person, const char *mobile);

/* A driver that can hand nothing on. */
extern struct bsm_sms failing_sms;

/* That the fixture's kiosk was just refused, so. */
void assert_refused(int status, int expected, enum bsm_problem problem);

#endif
