#include "central/passwords/prepare.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "firmware/base/wipe.h"

enum { UNITS_MAX = 4 * BSM_PASSWORD_SIZE }; /* NFC makes at most three of one */

static UChar mapped(UChar unit)
{
    if (unit >= 0x660 && unit <= 0x669) {
        return (UChar)('0' + unit - 0x660);
    }
    if (unit >= 0x6f0 && unit <= 0x6f9) {
        return (UChar)('0' + unit - 0x6f0);
    }
    return u_charType(unit) == U_SPACE_SEPARATOR ? ' ' : unit;
}

static enum bsm_status status_of(UErrorCode code)
{
    bool not_theirs = code == U_INVALID_CHAR_FOUND || code == U_BUFFER_OVERFLOW_ERROR ||
                      code == U_STRING_NOT_TERMINATED_WARNING || code == U_ILLEGAL_CHAR_FOUND;
    return not_theirs ? BSM_INVALID : U_FAILURE(code) ? BSM_FAULT : BSM_OK;
}

enum bsm_status bsm_password_prepare(char password[BSM_PASSWORD_SIZE])
{
    UChar typed[UNITS_MAX];
    UChar normal[UNITS_MAX];
    UErrorCode code = U_ZERO_ERROR;
    int32_t size = 0;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&code);
    u_strFromUTF8(typed, UNITS_MAX, &size, password, (int32_t)strnlen(password, BSM_PASSWORD_SIZE), &code);
    for (int32_t i = 0; U_SUCCESS(code) && i < size; i++) {
        typed[i] = mapped(typed[i]);
    }
    size = unorm2_normalize(nfc, typed, size, normal, UNITS_MAX, &code);
    bsm_wipe(password, BSM_PASSWORD_SIZE);
    u_strToUTF8(password, BSM_PASSWORD_SIZE, NULL, normal, size, &code);
    enum bsm_status status = status_of(code);
    if (status == BSM_OK && !bsm_password_valid(password)) {
        status = BSM_INVALID;
    }
    if (status != BSM_OK) {
        bsm_wipe(password, BSM_PASSWORD_SIZE);
    }
    bsm_wipe(typed, sizeof typed);
    bsm_wipe(normal, sizeof normal);
    return status;
}
