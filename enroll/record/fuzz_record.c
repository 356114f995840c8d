/* Any bytes as a record, once as they are and once with a right sum; what is taken must encode to the same bytes. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "enroll/record/record.h"
#include "firmware/base/checksum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_bytes(const uint8_t *bytes, size_t size)
{
    static uint8_t again[BSM_RECORD_MAX];
    struct bsm_record record = {0};
    size_t again_size = 0;
    if (bsm_record_decode(bytes, size, &record) != BSM_OK)
        return;
    assert(bsm_record_encode(&record, again, sizeof again, &again_size) == BSM_OK);
    assert(again_size == size && memcmp(again, bytes, size) == 0);
    bsm_record_finish(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint8_t copy[BSM_RECORD_MAX];
    try_bytes(data, size);
    if (size < 4 || size > sizeof copy)
        return 0;
    memcpy(copy, data, size);
    uint32_t sum = bsm_crc32(copy, size - 4);
    for (int i = 0; i < 4; i++)
        copy[size - 4 + (size_t)i] = (uint8_t)(sum >> (8 * i));
    try_bytes(copy, size);
    return 0;
}
