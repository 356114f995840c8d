/* What the verbs of basma-template share: how they fail, and the verbs themselves that have a file of their own. */
#ifndef BASMA_ENROLL_TOOLS_TEMPLATE_TOOL_H
#define BASMA_ENROLL_TOOLS_TEMPLATE_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "enroll/finger/iso_record.h"
#include "firmware/base/status.h"

enum { BSM_TOOL_BAD_INPUT = 2 /* an exit code: usage, or what is read */ };

/* Says the sentence; returns the code. */
int bsm_tool_fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

void bsm_tool_help(void);
int bsm_tool_bad_usage(void);
bool bsm_tool_number(const char *text, int least, int most, int *number);

/* What the status of reading a file means to the caller's shell. */
int bsm_tool_code(enum bsm_status status);

/* Writes a file for its owner only, or fails. */
int bsm_tool_write(const char *path, const uint8_t *bytes, size_t size);

void bsm_template_show_view(const struct bsm_iso_view *view, int index);
void bsm_template_show_minutiae(const struct bsm_iso_view *view);

/* The verb with its arguments; returns the exit code. */
int bsm_template_convert(int argc, char **argv);

#endif
