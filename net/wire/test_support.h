/* What the tests of this folder share. */
#ifndef BASMA_WIRE_TEST_SUPPORT_H
#define BASMA_WIRE_TEST_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "net/wire/wire.h"

#define VISIT "01932f4e-7a6b-7c3d-8e5f-0123456789ab"
#define ZEROES_32 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

extern const struct bsm_uuid visit; /* VISIT */

/* Compares, then gives the text back. */
void assert_text(struct bsm_wire_text *text, const char *expected);

/* The caller frees it. */
struct bsm_wire_capture *some_capture(void);

#endif
