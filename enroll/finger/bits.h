/*
 * Counting bits. Where the processor has an instruction for it (all but the oldest x86-64) code is compiled twice: a
 * function marked BSM_BITS_FAST is called where bsm_bits_fast() says so, and hands fast = true to the inlined one that
 * does the work. Else bits of several words are counted at once: the counts of bytes are added up first, and gathered
 * once (Warren, Hacker's Delight, chapter 5). Both give the same numbers.
 */
#ifndef BASMA_ENROLL_FINGER_BITS_H
#define BASMA_ENROLL_FINGER_BITS_H

#include <stdbool.h>
#include <stdint.h>

#define BSM_BITS_INLINE static inline __attribute__((always_inline))

/* BSM_BITS_PLAIN is for the test that holds both ways against each other. */
#ifdef BSM_BITS_PLAIN
#define BSM_BITS_FAST
static inline bool bsm_bits_fast(void) { return false; }
#elif defined __x86_64__
#define BSM_BITS_FAST __attribute__((target("popcnt")))
static inline bool bsm_bits_fast(void) { return __builtin_cpu_supports("popcnt") != 0; }
#else
#define BSM_BITS_FAST
static inline bool bsm_bits_fast(void) { return true; }
#endif

/* How many bits each byte has, 0..8; up to 31 of these may be added. */
static inline uint64_t bsm_bits_in_bytes(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    return (word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f;
}

/* How many bits each half byte has, 0..4; up to three of these may be added and folded into bytes. */
static inline uint64_t bsm_bits_in_nibbles(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555;
    return (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
}

static inline uint64_t bsm_bits_fold(uint64_t nibbles)
{
    return (nibbles & 0x0f0f0f0f0f0f0f0f) + (nibbles >> 4 & 0x0f0f0f0f0f0f0f0f);
}

static inline int bsm_bits_gather(uint64_t bytes)
{
    uint64_t pairs = (bytes & 0x00ff00ff00ff00ff) + (bytes >> 8 & 0x00ff00ff00ff00ff);
    return (int)((pairs * 0x0001000100010001) >> 48);
}

#endif
