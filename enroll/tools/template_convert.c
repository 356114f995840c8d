/* basma-template convert. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/iso_convert.h"
#include "enroll/tools/template_file.h"
#include "enroll/tools/template_tool.h"
#include "firmware/base/biometric.h"
#include "firmware/base/wipe.h"

enum { VIEW_UNCHOSEN = 0 };

struct conversion {
    const char *to, *in, *out;
    int view;   /* from 1; VIEW_UNCHOSEN: all */
    int finger; /* -1: as it is */
};

static bool parse_conversion(int argc, char **argv, struct conversion *wanted)
{
    int i = 0;
    *wanted = (struct conversion){.view = VIEW_UNCHOSEN, .finger = -1};
    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--to") == 0)
            wanted->to = argv[i + 1];
        else if (strcmp(argv[i], "--view") != 0 || !bsm_tool_number(argv[i + 1], 1, BSM_ISO_VIEWS_MAX, &wanted->view))
            if (strcmp(argv[i], "--finger") != 0 || !bsm_tool_number(argv[i + 1], 0, BSM_POSITION_MAX, &wanted->finger))
                return false;
    }
    if (argc - i != 2 || !wanted->to)
        return false;
    wanted->in = argv[i];
    wanted->out = argv[i + 1];
    return true;
}

static int convert_to_native(const struct conversion *wanted, const struct bsm_iso_view *views, int count)
{
    uint8_t template[BSM_FINGER_TEMPLATE_MAX];
    char why[BSM_ISO_WHY_SIZE];
    size_t size = 0;
    if (count != 1)
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: has %d views: choose one with --view", wanted->in, count);
    if (bsm_iso_view_to_template(views, template, &size, why) != BSM_OK)
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: %s", wanted->in, why);
    int code = bsm_tool_write(wanted->out, template, size);
    bsm_wipe(template, sizeof template);
    return code;
}

static int convert_to_iso(const struct conversion *wanted, enum bsm_iso_edition edition, struct bsm_iso_view *views,
                          int count)
{
    char why[BSM_ISO_WHY_SIZE];
    size_t size = 0;
    uint8_t *bytes = malloc(BSM_ISO_RECORD_MAX);
    if (!bytes)
        return bsm_tool_fail(EXIT_FAILURE, "no memory: free about 1 MiB");
    for (int i = 0; i < count; i++)
        views[i].position = wanted->finger >= 0 ? wanted->finger : views[i].position;
    enum bsm_status status = bsm_iso_record_write(edition, views, count, bytes, BSM_ISO_RECORD_MAX, &size, why);
    int code = status == BSM_OK ? bsm_tool_write(wanted->out, bytes, size)
                                : bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: %s", wanted->in, why);
    bsm_wipe_free(bytes, BSM_ISO_RECORD_MAX);
    return code;
}

static int convert_views(const struct conversion *wanted, const struct bsm_template_file *file,
                         struct bsm_iso_view *views, int count)
{
    int first = wanted->view == VIEW_UNCHOSEN ? 0 : wanted->view - 1;
    for (int i = 0; i < count; i++)
        bsm_template_file_view(file, first + i, &views[i]);
    if (strcmp(wanted->to, "native") == 0)
        return convert_to_native(wanted, views, count);
    if (strcmp(wanted->to, "iso2005") == 0)
        return convert_to_iso(wanted, BSM_ISO_2005, views, count);
    if (strcmp(wanted->to, "iso2011") == 0)
        return convert_to_iso(wanted, BSM_ISO_2011, views, count);
    return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "--to %s: must be iso2005, iso2011 or native", wanted->to);
}

static int convert_file(const struct conversion *wanted, const struct bsm_template_file *file)
{
    if (wanted->view > file->views)
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: has %d views: there is no view %d", wanted->in, file->views,
                             wanted->view);
    if (file->native && strcmp(wanted->to, "native") == 0)
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: is native already", wanted->in);
    int count = wanted->view == VIEW_UNCHOSEN ? file->views : 1;
    struct bsm_iso_view *views = calloc((size_t)count, sizeof *views);
    if (!views)
        return bsm_tool_fail(EXIT_FAILURE, "no memory: free about 1 MiB");
    int code = convert_views(wanted, file, views, count);
    bsm_wipe_free(views, (size_t)count * sizeof *views);
    return code;
}

int bsm_template_convert(int argc, char **argv)
{
    struct conversion wanted;
    struct bsm_template_file file;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    if (!parse_conversion(argc, argv, &wanted))
        return bsm_tool_bad_usage();
    enum bsm_status status = bsm_template_file_read(&file, wanted.in, why);
    if (status != BSM_OK)
        return bsm_tool_fail(bsm_tool_code(status), "%s", why);
    int code = convert_file(&wanted, &file);
    bsm_template_file_finish(&file);
    return code;
}
