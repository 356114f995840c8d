/*
 * A file that holds templates of fingers: one of the engine's own, or an ISO/IEC 19794-2 record of any number of views.
 * Life: read fills a zeroed struct, finish wipes it and frees it, also one that was never read. Errors are sentences
 * that name the file, the cause and, where there is one, the remedy.
 */
#ifndef BASMA_ENROLL_TOOLS_TEMPLATE_FILE_H
#define BASMA_ENROLL_TOOLS_TEMPLATE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "enroll/finger/finger.h"
#include "enroll/finger/iso_record.h"
#include "firmware/base/status.h"

enum { BSM_TEMPLATE_FILE_WHY_SIZE = 512 };

struct bsm_template_file {
    uint8_t *bytes; /* owned */
    size_t size;
    bool native;
    bool bare;                    /* native, and made from minutiae alone */
    struct bsm_iso_record record; /* ISO; borrows bytes */
    int views;                    /* 1 when native */
};

/* GONE, DENIED, FAULT: the file; INVALID: what is in it. */
enum bsm_status bsm_template_file_read(struct bsm_template_file *file, const char *path,
                                       char why[BSM_TEMPLATE_FILE_WHY_SIZE]);

/* A native template reads as a view too. index is 0..views - 1. */
void bsm_template_file_view(const struct bsm_template_file *file, int index, struct bsm_iso_view *view);

void bsm_template_file_finish(struct bsm_template_file *file);

/* Written for the owner only; FAULT with why. */
enum bsm_status bsm_template_file_write(const char *path, const uint8_t *bytes, size_t size,
                                        char why[BSM_TEMPLATE_FILE_WHY_SIZE]);

#endif
