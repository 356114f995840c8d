/* The bench's texts in Arabic. English is the key, as with gettext. Pure. */
#ifndef BASMA_SIM_BENCH_WORDS_H
#define BASMA_SIM_BENCH_WORDS_H

#include <stdbool.h>

/* The Arabic of an English text; the text itself where english is true, or where there is no Arabic. */
const char *bench_words(bool english, const char *text);

#endif
