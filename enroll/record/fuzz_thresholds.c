/* Any bytes as thresholds; what is taken must come back from its text as it was. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "enroll/record/thresholds.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bsm_thresholds read, again;
    char why[BSM_THRESHOLDS_WHY_SIZE], text[BSM_THRESHOLDS_TEXT_MAX];
    if (bsm_thresholds_parse("fuzz", data, size, &read, why) != BSM_OK)
        return 0;
    size_t length = bsm_thresholds_encode(&read, text);
    assert(bsm_thresholds_parse("again", text, length, &again, why) == BSM_OK);
    assert(memcmp(&read, &again, sizeof read) == 0);
    assert(bsm_thresholds_sum(&read) <= 900);
    return 0;
}
