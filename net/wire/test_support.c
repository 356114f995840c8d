#include "net/wire/test_support.h"

#include <stdlib.h>
#include <string.h>

const struct bsm_uuid visit = {
    {0x01, 0x93, 0x2f, 0x4e, 0x7a, 0x6b, 0x7c, 0x3d, 0x8e, 0x5f, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab}};

void assert_text(struct bsm_wire_text *text, const char *expected)
{
    assert_string_equal(text->bytes, expected);
    assert_int_equal(text->size, strlen(expected));
    bsm_wire_text_finish(text);
    assert_null(text->bytes);
}

struct bsm_wire_capture *some_capture(void)
{
    struct bsm_wire_capture *capture = calloc(1, sizeof *capture);
    assert_non_null(capture);
    *capture = (struct bsm_wire_capture){
        .visit = visit,
        .seq = 41,
        .device = "kiosk-0001",
        .reader = "virtual_image",
        .captured_unix_ms = 1763760000123,
        .modality = BSM_MODALITY_FINGER,
        .position = BSM_POSITION_RIGHT_INDEX,
        .quality = 77,
        .engine = "basma-finger",
        .engine_version = "1",
        .template_size = 3,
        .template_bytes = {1, 2, 3},
    };
    return capture;
}
