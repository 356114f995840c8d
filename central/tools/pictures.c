#include "central/tools/pictures.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "enroll/picture/picture.h"
#include "firmware/base/file.h"
#include "firmware/base/wipe.h"

enum { PATH_SIZE = 1024 };

enum bsm_status bsm_workshop_open(struct bsm_workshop *workshop, const char *models, char why[BSM_EXTRACT_WHY_SIZE])
{
    enum bsm_status status = BSM_OK;
    memset(workshop, 0, sizeof *workshop);
    workshop->extractor = bsm_finger_extractor_create(&status);
    if (status != BSM_OK) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "no memory for the finger engine");
        return status;
    }
    status = bsm_face_open(models, &workshop->face, why, BSM_EXTRACT_WHY_SIZE);
    if (status != BSM_OK) {
        bsm_workshop_close(workshop);
    }
    return status;
}

void bsm_workshop_close(struct bsm_workshop *workshop)
{
    bsm_face_close(workshop->face);
    bsm_finger_extractor_destroy(workshop->extractor);
    memset(workshop, 0, sizeof *workshop);
}

/* Files. */

static enum bsm_status read_file(const char *folder, const char *file, struct bsm_picture_bytes *out,
                                 char why[BSM_EXTRACT_WHY_SIZE])
{
    char path[PATH_SIZE];
    if (snprintf(path, sizeof path, "%s/%s", folder, file) >= (int)sizeof path) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "the path of %.120s is too long", file);
        return BSM_INVALID;
    }
    enum bsm_status status = bsm_file_read(path, BSM_PICTURE_BYTES_MAX, &out->bytes, &out->size);
    if (status == BSM_OK || status == BSM_NO_MEMORY) {
        return status;
    }
    snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.120s: %s", file,
             status == BSM_GONE      ? "no such file"
             : status == BSM_INVALID ? "larger than a picture may be"
                                     : strerror(errno));
    return BSM_INVALID;
}

enum bsm_status bsm_row_files_read(const char *folder, const struct bsm_extract_row *row, struct bsm_row_files *files,
                                   char why[BSM_EXTRACT_WHY_SIZE])
{
    memset(files, 0, sizeof *files);
    enum bsm_status status = BSM_OK;
    for (int i = 0; status == BSM_OK && i <= row->fingers_count; i++) {
        const char *file = i < row->fingers_count ? row->fingers[i].file : row->face_file;
        status = read_file(folder, file, &files->files[i], why);
        files->count = i + 1;
    }
    return status;
}

void bsm_row_files_finish(struct bsm_row_files *files)
{
    for (int i = 0; i < files->count; i++) {
        bsm_wipe_free(files->files[i].bytes, files->files[i].size);
    }
    memset(files, 0, sizeof *files);
}

struct bsm_digest bsm_row_content(const char *line, size_t size, const struct bsm_row_files *files)
{
    struct {
        struct bsm_digest line;
        struct bsm_digest files[BSM_POSITION_MAX + 1];
        uint8_t engines[2];
    } content;
    memset(&content, 0, sizeof content);
    content.line = bsm_digest_of(line, size);
    for (int i = 0; i < files->count; i++) {
        content.files[i] = bsm_digest_of(files->files[i].bytes, files->files[i].size);
    }
    content.engines[0] = BSM_FINGER_ENGINE_VERSION;
    content.engines[1] = BSM_FACE_ENGINE_VERSION;
    return bsm_digest_of(&content, sizeof content);
}

/* Templates. */

static enum bsm_status decode(const struct bsm_picture_bytes *picture, enum bsm_image_format format, int resolution_ppi,
                              const char *file, struct bsm_image *image, char why[BSM_EXTRACT_WHY_SIZE])
{
    char cause[BSM_PICTURE_WHY_SIZE];
    enum bsm_status status =
        bsm_picture_decode(picture->bytes, picture->size, format, resolution_ppi, image, cause, sizeof cause);
    if (status != BSM_OK) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.80s: %s", file, cause);
    }
    return status;
}

static enum bsm_status add_finger(struct bsm_workshop *workshop, const struct bsm_extract_finger *finger,
                                  const struct bsm_picture_bytes *picture, struct bsm_record *record,
                                  char why[BSM_EXTRACT_WHY_SIZE])
{
    struct bsm_image image = {0};
    enum bsm_status status = decode(picture, BSM_IMAGE_GREY8, finger->resolution_ppi, finger->file, &image, why);
    if (status != BSM_OK) {
        return status;
    }
    uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    struct bsm_finger_quality quality;
    status = bsm_finger_extract(workshop->extractor, &image, bytes, sizeof bytes, &size, &quality);
    bsm_image_finish(&image);
    if (status == BSM_OK) {
        status = bsm_record_add_view(record, finger->position, bytes, size);
    } else if (status == BSM_RETRY) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.120s: no usable print in it", finger->file);
        status = BSM_INVALID;
    } else if (status == BSM_INVALID) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.120s: not the size of a finger at %d ppi", finger->file,
                 finger->resolution_ppi);
    }
    bsm_wipe(bytes, sizeof bytes);
    return status;
}

static enum bsm_status extract_face(struct bsm_workshop *workshop, const struct bsm_image *image, const char *file,
                                    struct bsm_record *record, char why[BSM_EXTRACT_WHY_SIZE])
{
    struct bsm_face_found found;
    uint8_t bytes[BSM_FACE_TEMPLATE_MAX];
    size_t size = 0;
    enum bsm_status status = bsm_face_find(workshop->face, image, &found);
    if (status == BSM_OK && found.faces == 0) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.120s: no face in it", file);
        return BSM_INVALID;
    }
    if (status == BSM_OK) {
        status = bsm_face_extract(workshop->face, image, &found, bytes, sizeof bytes, &size);
    }
    if (status == BSM_OK) {
        status = bsm_record_set_face(record, bytes, size);
    }
    if (status != BSM_OK) {
        snprintf(why, BSM_EXTRACT_WHY_SIZE, "%.120s: no face can be taken from it (%s)", file, bsm_status_name(status));
    }
    bsm_wipe(bytes, sizeof bytes);
    return status;
}

static enum bsm_status add_face(struct bsm_workshop *workshop, const char *file,
                                const struct bsm_picture_bytes *picture, struct bsm_record *record,
                                char why[BSM_EXTRACT_WHY_SIZE])
{
    struct bsm_image image = {0};
    enum bsm_status status = decode(picture, BSM_IMAGE_RGB24, 0, file, &image, why);
    if (status == BSM_OK) {
        status = extract_face(workshop, &image, file, record, why);
    }
    bsm_image_finish(&image);
    return status;
}

enum bsm_status bsm_row_record(struct bsm_workshop *workshop, const struct bsm_extract_row *row,
                               const struct bsm_row_files *files, struct bsm_record *record,
                               char why[BSM_EXTRACT_WHY_SIZE])
{
    enum bsm_status status = BSM_OK;
    for (int i = 0; status == BSM_OK && i < row->fingers_count; i++) {
        status = add_finger(workshop, &row->fingers[i], &files->files[i], record, why);
    }
    return status == BSM_OK ? add_face(workshop, row->face_file, &files->files[row->fingers_count], record, why)
                            : status;
}
