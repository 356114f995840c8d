/* Any bytes as a template: checked, and compared with themselves; once as they are, once with a right sum at the end.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "enroll/face/face_template.h"
#include "firmware/base/checksum.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_bytes(const uint8_t *bytes, size_t size)
{
    int32_t score = 0;
    enum bsm_status status = bsm_face_match(bytes, size, bytes, size, &score);
    assert(status == bsm_face_template_check(bytes, size));
    assert(status != BSM_OK || (score >= 9800 && score <= BSM_FACE_SCORE_MAX));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    try_bytes(data, size);
    if (size != BSM_FACE_TEMPLATE_SIZE)
        return 0;
    uint8_t copy[BSM_FACE_TEMPLATE_SIZE];
    memcpy(copy, data, size);
    uint32_t sum = bsm_crc32(copy, size - 4);
    for (int i = 0; i < 4; i++)
        copy[size - 4 + (size_t)i] = (uint8_t)(sum >> (8 * i));
    try_bytes(copy, size);
    return 0;
}
