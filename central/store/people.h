/* People of the register and their accounts. */
#ifndef BASMA_CENTRAL_STORE_PEOPLE_H
#define BASMA_CENTRAL_STORE_PEOPLE_H

#include "central/digest.h"
#include "central/store/db.h"
#include "firmware/base/account.h"
#include "firmware/base/identity.h"
#include "firmware/base/terms.h"

enum {
    BSM_PERSON_NAME_SIZE = 161,
    BSM_PERSON_MOBILE_SIZE = BSM_MOBILE_SIZE,
    BSM_PERSON_RECORD_MAX = 256 * 1024,
};

struct bsm_person {
    int64_t id; /* 0: nobody */
    char id_number[BSM_ID_NUMBER_SIZE];
    char name_ar[BSM_PERSON_NAME_SIZE];
    char name_en[BSM_PERSON_NAME_SIZE];
    char birth_date[BSM_DATE_SIZE];
    char mobile[BSM_PERSON_MOBILE_SIZE]; /* given at a kiosk, else of the extract; "" when none is on file */
    char user_name[BSM_USER_NAME_SIZE];  /* of the account; "" : none yet */
    enum bsm_account_state account;
    size_t record_size;
    uint8_t *record; /* owned; its enrolment record */
};

/* Wipes and frees what the person owns. */
void bsm_person_finish(struct bsm_person *person);

/* Finds by number, or by the row's own number. GONE: nobody (person is then zeroed). */
enum bsm_status bsm_person_by_number(struct bsm_db *db, const char *id_number, struct bsm_person *person);
enum bsm_status bsm_person_by_id(struct bsm_db *db, int64_t id, struct bsm_person *person);

/* Who comes next at or after the place in the shuffled order, around its end: stands in for a number that nobody has,
 * so that as much is read and compared for it. GONE: the register is empty. */
enum bsm_status bsm_person_stand_in(struct bsm_db *db, const struct bsm_digest *place, struct bsm_person *person);

/* What an import brings. */
struct bsm_person_row {
    const char *id_number;
    struct bsm_digest shuffle;
    const char *name_ar;
    const char *name_en;
    const char *birth_date;
    const char *mobile;
    const uint8_t *record;
    size_t record_size;
    struct bsm_digest content; /* of everything above, to know a row that was imported before */
    enum bsm_account_state account;
};

/* Whether a row with this content is there already. */
enum bsm_status bsm_person_has_content(struct bsm_db *db, const char *id_number, const struct bsm_digest *content,
                                       bool *has);
/* Adds or replaces the person. An account that is there is only opened (NONE -> PENDING), never set back. */
enum bsm_status bsm_person_import(struct bsm_db *db, const struct bsm_person_row *row, int64_t now_ms);

/* What becomes of an account at the end of a visit. */
struct bsm_account_change {
    uint32_t from;          /* bit n: lawful where the account is in state n */
    const char *mobile;     /* a new number; NULL: as it is, and none waits any more */
    int64_t mobile_from_ms; /* since when the new number counts; until then it waits; 0: at once */
    const char *password;   /* hashed; NULL: as it is */
};

/* Makes it ACTIVE. DENIED: it is in no such state (any more). */
enum bsm_status bsm_account_change(struct bsm_db *db, int64_t person, const struct bsm_account_change *change,
                                   int64_t now_ms);

struct bsm_account_line {
    char id_number[BSM_ID_NUMBER_SIZE];
    char user_name[BSM_USER_NAME_SIZE];
    enum bsm_account_state state;
    int64_t since_ms;
};

/* Every account, by number, until the visitor says false. */
enum bsm_status bsm_account_list(struct bsm_db *db, bool (*visit)(const struct bsm_account_line *line, void *context),
                                 void *context);

#endif
