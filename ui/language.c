#include "ui/language.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/log.h"

/* gettext's own cache of catalogues; counted up when LANGUAGE changes (gettext manual, section 11.2.3). */
extern int _nl_msg_cat_cntr;

static enum bsm_language now = BSM_LANGUAGE_ARABIC;

static bool locale_folder(char *folder, size_t size)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    int wrote = snprintf(folder, size, "%s/../share/locale", path);
    return wrote > 0 && (size_t)wrote < size;
}

enum bsm_status bsm_language_init(void)
{
    char folder[PATH_MAX];
    if (!setlocale(LC_ALL, "C.UTF-8")) {
        bsm_log(BSM_LOG_ERROR, "ui/language", "the locale C.UTF-8 is missing; install libc-bin");
        return BSM_FAULT;
    }
    if (!locale_folder(folder, sizeof folder) || !bindtextdomain("basma", folder) ||
        !bind_textdomain_codeset("basma", "UTF-8") || !textdomain("basma"))
        return BSM_FAULT;
    bsm_language_use(BSM_LANGUAGE_ARABIC);
    return BSM_OK;
}

bool bsm_language_has_catalogues(void)
{
    enum bsm_language before = now;
    bsm_language_use(BSM_LANGUAGE_ARABIC);
    const char *probe = "Next";
    bool has = bsm_tr(probe) != probe;
    bsm_language_use(before);
    return has;
}

void bsm_language_use(enum bsm_language language)
{
    now = language;
    setenv("LANGUAGE", bsm_language_name(language), 1);
    _nl_msg_cat_cntr++;
}

enum bsm_language bsm_language_now(void) { return now; }

bool bsm_language_mirrored(enum bsm_language language) { return language == BSM_LANGUAGE_ARABIC; }

const char *bsm_tr(const char *msgid) { return gettext(msgid); }

const char *bsm_tr_plural(const char *one, const char *many, unsigned long count) { return ngettext(one, many, count); }

void bsm_digits(enum bsm_language language, const char *ascii, char *out, size_t size)
{
    size_t used = 0;
    for (const char *at = ascii; *at; at++) {
        bool arabic = language == BSM_LANGUAGE_ARABIC && *at >= '0' && *at <= '9';
        if (used + (arabic ? 2 : 1) >= size)
            break;
        if (arabic) { /* U+0660 and on: two bytes in UTF-8 */
            out[used++] = (char)0xd9;
            out[used++] = (char)(0xa0 + (*at - '0'));
        } else {
            out[used++] = *at;
        }
    }
    out[used] = '\0';
}

const char *bsm_number(unsigned long value, char out[BSM_NUMBER_SIZE])
{
    char ascii[24];
    snprintf(ascii, sizeof ascii, "%lu", value);
    bsm_digits(now, ascii, out, BSM_NUMBER_SIZE);
    return out;
}
