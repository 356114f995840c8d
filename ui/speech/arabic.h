/*
 * Vocalised Arabic into the phonemes of espeak-ng's Arabic voice. Its own rules lose vowels after a doubled letter of
 * the sun ("ar-ra's" becomes "rrrs"), read huwiyya as "hu:it" and the joining alif as a vowel; fully vocalised Arabic
 * needs no guessing, so we say it sound by sound: the article before letters of the sun and the moon, the joining alif,
 * long vowels, nunation, pausal forms, dark vowels after emphatic letters, and the stress (Ryding, A Reference Grammar
 * of Modern Standard Arabic, 2005, chapter 2).
 *
 * Used when the sounds are made, never on the kiosk. Pure.
 */
#ifndef BASMA_UI_SPEECH_ARABIC_H
#define BASMA_UI_SPEECH_ARABIC_H

#include <stddef.h>

#include "firmware/base/status.h"

/* Writes words as "[[...]], [[...]]." INVALID: something is no vocalised Arabic, and *wrong is where in words; or there
 * is more than fits. */
enum bsm_status bsm_arabic_phonemes(const char *words, char *out, size_t size, const char **wrong);

#endif
