#include "central/store/test_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "central/store/tries.h"

static char folder[64];
char path[96];

int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/basma-store-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/register.db", folder);
    return 0;
}

int remove_folder(void **state)
{
    (void)state;
    char command[96];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

struct bsm_digest digest_of_number(uint64_t number) { return bsm_digest_of(&number, sizeof number); }

struct bsm_store *open_store(void)
{
    struct bsm_store *store = NULL;
    assert_int_equal(bsm_store_open(path, true, &store), BSM_OK);
    return store;
}

int count_tries(struct bsm_store *store, uint64_t numbers)
{
    struct bsm_db *db = bsm_store_read_begin(store);
    assert_non_null(db);
    int count = 0;
    for (uint64_t i = 0; i < numbers; i++) {
        struct bsm_digest key = digest_of_number(i);
        struct bsm_tries tries;
        assert_int_equal(bsm_tries_find(db, &key, &tries), BSM_OK);
        count += tries.failures;
    }
    bsm_store_read_end(store, db);
    return count;
}
