/*
 * The words, in the language of the screen being built: gettext over build/share/locale/LANGUAGE/LC_MESSAGES/basma.mo,
 * and numbers in the digits of the language. The msgids are English.
 *
 * One language at a time for the whole process; not thread-safe. A text lives as long as the process.
 */
#ifndef BASMA_UI_LANGUAGE_H
#define BASMA_UI_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "firmware/base/status.h"
#include "firmware/ipc/screens.h"

/* Marks a text in a table for the translators; bsm_tr translates it where it is used. */
#define BSM_MSGID(text) text

enum { BSM_NUMBER_SIZE = 48 };

/* Finds the catalogues beside the running executable (../share/locale). FAULT where the C.UTF-8 locale is missing. */
enum bsm_status bsm_language_init(void);

/* Whether an Arabic text can be had at all: false where the catalogues are missing. */
bool bsm_language_has_catalogues(void);

void bsm_language_use(enum bsm_language language);
enum bsm_language bsm_language_now(void);
bool bsm_language_mirrored(enum bsm_language language);

const char *bsm_tr(const char *msgid) __attribute__((format_arg(1)));
const char *bsm_tr_plural(const char *one, const char *many, unsigned long count)
    __attribute__((format_arg(1), format_arg(2)));

/* The digits of an ASCII text as the language writes them; everything else is copied. Cut at whole characters. */
void bsm_digits(enum bsm_language language, const char *ascii, char *out, size_t size);

/* A number in the present language's digits. */
const char *bsm_number(unsigned long value, char out[BSM_NUMBER_SIZE]);

#endif
