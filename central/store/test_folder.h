/* A register in a folder of its own for each test. */
#ifndef BASMA_CENTRAL_STORE_TEST_FOLDER_H
#define BASMA_CENTRAL_STORE_TEST_FOLDER_H

#include "central/digest.h"
#include "central/store/store.h"

extern char path[96]; /* of the register, which open_store makes */

int make_folder(void **state);
int remove_folder(void **state);

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

struct bsm_store *open_store(void);

struct bsm_digest digest_of_number(uint64_t number);

/* The failures of the numbers below this one, together. */
int count_tries(struct bsm_store *store, uint64_t numbers);

#endif
