#include "enroll/tools/template_tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/tools/template_file.h"

static const char usage[] =
    "usage: basma-template show [--minutiae] FILE\n"
    "       basma-template validate FILE\n"
    "       basma-template extract PICTURE PPI OUT\n"
    "       basma-template convert --to iso2005|iso2011|native [--view N] [--finger 0..10] IN OUT\n"
    "       basma-template draw PICTURE PPI OUT.png [FILE [N]]\n"
    "\n"
    "FILE, IN  a template of this engine, or a finger minutiae record of ISO/IEC 19794-2 (2005 or 2011);\n"
    "          which of them is told by what is in it\n"
    "show      what it holds: views, size, resolution, quality, counts; with --minutiae each minutia too\n"
    "validate  says \"good\", or what is wrong\n"
    "extract   makes a template of a grey PGM or PNG picture of one finger, PPI pixels an inch\n"
    "convert   writes IN in another form. A template made from a record has no ridges and matches less surely.\n"
    "          --view takes the Nth view of a record alone (to native needs one); --finger is the position on the\n"
    "          hands to write: 1..5 right thumb to little finger, 6..10 left, 0 unknown\n"
    "draw      writes the picture, twice as large, with the minutiae found in it, or those of FILE (its Nth view):\n"
    "          ending red circle, bifurcation blue square, other green diamond\n"
    "exit: 0 done, 1 could not be written, or nothing usable in the picture, 2 usage or bad input\n";

void bsm_tool_help(void) { fputs(usage, stdout); }

int bsm_tool_fail(int code, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("basma-template: ", stderr);
    (void)vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    return code;
}

int bsm_tool_bad_usage(void)
{
    fputs(usage, stderr);
    return BSM_TOOL_BAD_INPUT;
}

bool bsm_tool_number(const char *text, int least, int most, int *number)
{
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        return false;
    *number = (int)value;
    return true;
}

int bsm_tool_code(enum bsm_status status)
{
    return status == BSM_FAULT || status == BSM_NO_MEMORY ? EXIT_FAILURE : BSM_TOOL_BAD_INPUT;
}

int bsm_tool_write(const char *path, const uint8_t *bytes, size_t size)
{
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    return bsm_template_file_write(path, bytes, size, why) == BSM_OK ? EXIT_SUCCESS
                                                                     : bsm_tool_fail(EXIT_FAILURE, "%s", why);
}
