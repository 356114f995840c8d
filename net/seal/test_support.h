/* What the tests of this folder share. */
#ifndef BASMA_SEAL_TEST_SUPPORT_H
#define BASMA_SEAL_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/seal/ec_key.h"

/* How many bytes the hexadecimal text gave. */
size_t unhex(const char *hex, uint8_t *bytes);

/* The key of a private scalar, for vectors that name one; the caller destroys it. */
struct bsm_ec_key *key_of_scalar(const char *hex);

/* A fresh key and its public point; the caller destroys it. */
struct bsm_ec_key *new_key(struct bsm_ec_point *point);

/* A folder of the test's own, as set-up and tear-down of a group. */
extern char folder[64];
int make_folder(void **state);
int remove_folder(void **state);
void in_folder(char path[128], const char *name);

#endif
