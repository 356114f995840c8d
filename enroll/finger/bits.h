/* Counting bits of several words at once without a processor's own instruction, which the oldest x86-64 lacks: the
 * counts of bytes are added up first, and gathered once (Warren, Hacker's Delight, chapter 5). */
#ifndef BASMA_ENROLL_FINGER_BITS_H
#define BASMA_ENROLL_FINGER_BITS_H

#include <stdint.h>

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
