/* Small files, whole: read bounded, written so that a power cut leaves the old one or the new one, never half. */
#ifndef BASMA_BASE_FILE_H
#define BASMA_BASE_FILE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "firmware/base/status.h"

/*
 * Reads a whole regular file into a new buffer with a zero byte after its end (not counted in size).
 * GONE: no such file. DENIED: may not be read. INVALID: larger than limit bytes. FAULT: anything else (errno tells).
 * The caller frees bytes, with bsm_wipe_free where they are secret.
 */
enum bsm_status bsm_file_read(const char *path, size_t limit, uint8_t **bytes, size_t *size);

/* Writes path.tmp with the mode, fsyncs it, renames it over path, fsyncs the folder. FAULT on any error (errno tells); the
 * old file is then still whole. */
enum bsm_status bsm_file_write(const char *path, const void *bytes, size_t size, mode_t mode);

/* Makes the folder and those above it where missing, with the mode. FAULT on error (errno tells). */
enum bsm_status bsm_file_make_folders(const char *path, mode_t mode);

#endif
