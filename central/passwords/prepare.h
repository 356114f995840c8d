/*
 * A password as it is judged, hashed and compared: the profile OpaqueString of RFC 8265 section 4.2 (any space is
 * U+0020, Unicode's form NFC), and one mapping more: the digits of both Arabic scripts are 0-9, because which of them a
 * key writes is a matter of the keyboard's language, not of what the person chose. Letters stay as they are. Pure.
 */
#ifndef BASMA_CENTRAL_PASSWORDS_PREPARE_H
#define BASMA_CENTRAL_PASSWORDS_PREPARE_H

#include "firmware/base/account.h"
#include "firmware/base/status.h"

/* In place. INVALID: what comes out is none (bsm_password_valid); FAULT: ICU cannot work here. Then it is emptied. */
enum bsm_status bsm_password_prepare(char password[BSM_PASSWORD_SIZE]);

#endif
