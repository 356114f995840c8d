/* Hostile bytes as a template: check and match must refuse or accept them without harm, and agree with each other. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Makes the check sum right, so that mutated bytes get past it to the parser. */
static void mend(uint8_t *bytes, size_t size)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i + 4 < size; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
    }
    for (size_t i = 0; i < 4 && size >= 4; i++)
        bytes[size - 4 + i] = (uint8_t)(~crc >> (8 * i));
}

static void try_bytes(struct bsm_finger_matcher *matcher, const uint8_t *bytes, size_t size)
{
    int32_t score = 0;
    enum bsm_status checked = bsm_finger_template_check(bytes, size);
    enum bsm_status matched = bsm_finger_match(matcher, bytes, size, bytes, size, &score);
    assert(checked == matched);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static struct bsm_finger_matcher *matcher;
    enum bsm_status status;
    if (!matcher)
        matcher = bsm_finger_matcher_create(&status);
    uint8_t *copy = malloc(size + 1);
    if (!matcher || !copy)
        abort();
    if (size > 0)
        memcpy(copy, bytes, size);
    try_bytes(matcher, copy, size);
    mend(copy, size);
    try_bytes(matcher, copy, size);
    free(copy);
    return 0;
}
