#include "enroll/tools/template_file.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "enroll/finger/iso_convert.h"
#include "enroll/finger/template.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"

static enum bsm_status read_native(struct bsm_template_file *file, char why[BSM_ISO_WHY_SIZE])
{
    struct bsm_finger_features features;
    enum bsm_status status = bsm_finger_features_unpack(file->bytes, file->size, &features);
    file->native = true;
    file->views = 1;
    file->bare = status == BSM_OK && features.ridges.bare;
    bsm_wipe(&features, sizeof features);
    if (status != BSM_OK)
        (void)snprintf(why, BSM_ISO_WHY_SIZE,
                       "damaged, or of another version of the engine than %d: extract it again from its picture",
                       BSM_FINGER_ENGINE_VERSION);
    return status;
}

static enum bsm_status read_iso(struct bsm_template_file *file, char why[BSM_ISO_WHY_SIZE])
{
    enum bsm_status status = bsm_iso_record_open(&file->record, file->bytes, file->size, why);
    file->views = file->record.views;
    return status;
}

enum bsm_status bsm_template_file_read(struct bsm_template_file *file, const char *path,
                                       char why[BSM_TEMPLATE_FILE_WHY_SIZE])
{
    char inner[BSM_ISO_WHY_SIZE] = "";
    *file = (struct bsm_template_file){0};
    errno = 0;
    enum bsm_status status = bsm_file_read(path, BSM_ISO_RECORD_MAX, &file->bytes, &file->size);
    if (status == BSM_INVALID)
        (void)snprintf(inner, sizeof inner, "larger than %d bytes: not a template", BSM_ISO_RECORD_MAX);
    else if (status != BSM_OK)
        (void)snprintf(inner, sizeof inner, "cannot be read: %s", strerror(errno));
    else if (file->size >= 4 && memcmp(file->bytes, "BSMF", 4) == 0)
        status = read_native(file, inner);
    else
        status = read_iso(file, inner);
    if (status != BSM_OK) {
        (void)snprintf(why, BSM_TEMPLATE_FILE_WHY_SIZE, "%.300s: %s", path, inner);
        bsm_template_file_finish(file);
    }
    return status;
}

void bsm_template_file_view(const struct bsm_template_file *file, int index, struct bsm_iso_view *view)
{
    assert(index >= 0 && index < file->views);
    if (!file->native) {
        bsm_iso_record_view(&file->record, index, view);
        return;
    }
    enum bsm_status status = bsm_iso_view_of_template(file->bytes, file->size, 0, view);
    assert(status == BSM_OK);
}

void bsm_template_file_finish(struct bsm_template_file *file)
{
    bsm_wipe_free(file->bytes, file->size);
    *file = (struct bsm_template_file){0};
}

enum bsm_status bsm_template_file_write(const char *path, const uint8_t *bytes, size_t size,
                                        char why[BSM_TEMPLATE_FILE_WHY_SIZE])
{
    enum bsm_status status = bsm_file_write(path, bytes, size, 0600);
    if (status != BSM_OK)
        (void)snprintf(why, BSM_TEMPLATE_FILE_WHY_SIZE, "%.300s: cannot be written: %s", path, strerror(errno));
    return status;
}
