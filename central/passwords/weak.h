/*
 * Whether a password is too easily guessed (NIST SP 800-63B section 5.1.1.2): a common one or a word with a few
 * characters around it, one character or group over and over, a sequence, or made of what is known of the person. Pure.
 */
#ifndef BASMA_CENTRAL_PASSWORDS_WEAK_H
#define BASMA_CENTRAL_PASSWORDS_WEAK_H

#include <stdbool.h>

#include "central/passwords/common.h"

/* What is known of the person; "" where nothing is. UTF-8. */
struct bsm_password_owner {
    const char *name_ar;
    const char *name_en;
    const char *user_name;
    const char *id_number;
    const char *birth_date; /* "1990-05-17" */
    const char *mobile;     /* E.164 */
};

/* The password is valid in form (bsm_password_valid). */
bool bsm_password_is_weak(const struct bsm_common *common, const char *password,
                          const struct bsm_password_owner *owner);

#endif
