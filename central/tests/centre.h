/* A centre for the tests: a real one, in a folder of its own, behind real TLS, with people from enroll's test prints.
 */
#ifndef BASMA_CENTRAL_TESTS_CENTRE_H
#define BASMA_CENTRAL_TESTS_CENTRE_H

#include "central/api/centre.h"
#include "central/store/people.h"
#include "central/store/visits.h"
#include "enroll/record/record.h"

enum { PEOPLE = 6 }; /* 1..PEOPLE are in the register: all PENDING but the last two, NONE and ACTIVE */

struct test_centre {
    char folder[64];
    char sms_path[96];
    struct bsm_state state;
    struct bsm_sms *sms;
    struct bsm_centre centre;
    struct bsm_http *http;
};

/* All of it, with a configuration for all kiosks and the people. */
void centre_open(struct test_centre *test);
void centre_close(struct test_centre *test);
/* Ends what runs of it; its folder stays, for the real program to serve. */
void centre_halt(struct test_centre *test);
/* Ends it and starts it again, at another address. */
void centre_restart(struct test_centre *test);

/* The number and birth date of a person; those beyond PEOPLE are nobody's. */
void person_number(unsigned person, char number[BSM_ID_NUMBER_SIZE]);
void person_birth_date(unsigned person, char date[BSM_DATE_SIZE]);

/* A person's fingers and face as a view shows them; made once in a process. The caller finishes the copy. */
struct bsm_record person_record(unsigned person, unsigned view);

/* A one-time token's secret for the device. */
void centre_add_token(struct test_centre *test, const char *device, uint8_t secret[BSM_WIRE_SECRET_SIZE],
                      int64_t expires_ms);

/* One statement on the register. */
void centre_sql(struct test_centre *test, const char *sql);
/* The integer that a query gives. */
int64_t centre_count(struct test_centre *test, const char *sql);

enum bsm_account_state centre_account(struct test_centre *test, unsigned person);

/* The code in the last message; false when there is none. */
bool centre_last_code(struct test_centre *test, char code[BSM_CODE_SIZE]);
/* Whether the last message to the number holds the word. */
bool centre_last_message_to(struct test_centre *test, const char *mobile, const char *word);
int centre_messages(struct test_centre *test);

#endif
