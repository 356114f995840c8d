/* Hostile bytes as an ISO record: refused with a sentence, or every view can be had, written again and read back the
 * same, and what becomes a template is a good one. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/iso_convert.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void write_and_read_back(enum bsm_iso_edition edition, const struct bsm_iso_view *view)
{
    static uint8_t out[4096];
    static struct bsm_iso_view back;
    struct bsm_iso_record record;
    char why[BSM_ISO_WHY_SIZE];
    size_t size;
    if (bsm_iso_record_write(edition, view, 1, out, sizeof out, &size, why) != BSM_OK)
        return; /* an impression type that the older edition has no room for */
    enum bsm_status status = bsm_iso_record_open(&record, out, size, why);
    assert(status == BSM_OK);
    bsm_iso_record_view(&record, 0, &back);
    assert(back.count == view->count && back.width_px == view->width_px && back.position == view->position);
    assert(back.quality == view->quality);
}

static void match_it(const uint8_t *template, size_t size)
{
    static struct bsm_finger_matcher *matcher;
    enum bsm_status status;
    int32_t score;
    if (!matcher)
        matcher = bsm_finger_matcher_create(&status);
    assert(matcher);
    status = bsm_finger_match(matcher, template, size, template, size, &score);
    assert(status == BSM_OK);
}

static void try_view(const struct bsm_iso_record *record, int index)
{
    static uint8_t template[BSM_FINGER_TEMPLATE_MAX];
    static struct bsm_iso_view view;
    char why[BSM_ISO_WHY_SIZE];
    size_t size;
    bsm_iso_record_view(record, index, &view);
    write_and_read_back(BSM_ISO_2005, &view);
    write_and_read_back(BSM_ISO_2011, &view);
    if (bsm_iso_view_to_template(&view, template, &size, why) == BSM_OK)
        match_it(template, size);
    else
        assert(strlen(why) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct bsm_iso_record record;
    char why[BSM_ISO_WHY_SIZE];
    uint8_t *copy = malloc(size + 12);
    if (!copy)
        abort();
    if (size > 0)
        memcpy(copy, bytes, size);
    /* The length made right, so that mutated bytes get past it. */
    for (size_t i = 0; i < 4 && size >= 12; i++)
        copy[8 + i] = (uint8_t)(size >> (24 - 8 * i));
    if (bsm_iso_record_open(&record, copy, size, why) != BSM_OK)
        assert(strlen(why) > 0);
    else
        for (int i = 0; i < record.views && i < 4; i++)
            try_view(&record, i);
    free(copy);
    return 0;
}
