/* basma-template: shows, checks, makes, converts and draws templates of fingers. */
#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/iso_convert.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/template_draw.h"
#include "enroll/tools/template_file.h"
#include "firmware/base/biometric.h"
#include "firmware/base/hint.h"
#include "firmware/base/wipe.h"

enum { EXIT_BAD_INPUT = 2, VIEW_UNCHOSEN = 0 };

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

static int fail(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

static int fail(int code, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("basma-template: ", stderr);
    (void)vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    return code;
}

static int bad_usage(void)
{
    fputs(usage, stderr);
    return EXIT_BAD_INPUT;
}

static bool parse_number(const char *text, int least, int most, int *number)
{
    char *end = NULL;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < least || value > most)
        return false;
    *number = (int)value;
    return true;
}

/* What the status of reading a file means to the caller's shell. */
static int code_of(enum bsm_status status)
{
    return status == BSM_FAULT || status == BSM_NO_MEMORY ? EXIT_FAILURE : EXIT_BAD_INPUT;
}

static void show_minutiae(const struct bsm_iso_view *view)
{
    static const char *const types[] = {"other", "ending", "bifurcation"};
    for (int i = 0; i < view->count; i++) {
        const struct bsm_iso_minutia *minutia = &view->minutiae[i];
        printf("  %3d  x %4d  y %4d  angle %5.1f  ", i + 1, minutia->x, minutia->y, minutia->angle * 360.0 / 256);
        if (minutia->quality <= 100)
            printf("quality %3d  %s\n", minutia->quality, types[minutia->type]);
        else
            printf("quality   -  %s\n", types[minutia->type]);
    }
}

static void show_view(const struct bsm_iso_view *view, int index)
{
    int counts[BSM_ISO_MINUTIA_BIFURCATION + 1] = {0};
    for (int i = 0; i < view->count; i++)
        counts[view->minutiae[i].type]++;
    printf("view %d: finger %d (%s), number %d, impression type %d\n", index + 1, view->position,
           bsm_position_name((enum bsm_position)view->position), view->number, view->impression);
    printf("  picture %d x %d px at %d x %d px/cm (%.0f ppi)\n", view->width_px, view->height_px, view->x_pixels_a_cm,
           view->y_pixels_a_cm, view->x_pixels_a_cm * 2.54);
    if (view->quality <= 100)
        printf("  quality %d\n", view->quality);
    else
        printf("  quality not reported\n");
    printf("  minutiae %d: %d endings, %d bifurcations, %d other\n", view->count, counts[BSM_ISO_MINUTIA_ENDING],
           counts[BSM_ISO_MINUTIA_BIFURCATION], counts[BSM_ISO_MINUTIA_OTHER]);
    if (view->extended_size > 0)
        printf("  extended data %d bytes, not read\n", view->extended_size);
}

static int show(const char *path, bool with_minutiae)
{
    struct bsm_template_file file;
    struct bsm_iso_view view;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    enum bsm_status status = bsm_template_file_read(&file, path, why);
    if (status != BSM_OK)
        return fail(code_of(status), "%s", why);
    if (file.native)
        printf("template of basma-finger %d, %zu bytes, %s\n", BSM_FINGER_ENGINE_VERSION, file.size,
               file.bare ? "without ridges" : "with ridges");
    else
        printf("ISO/IEC 19794-2:%d record, %zu bytes, views %d\n", (int)file.record.edition, file.size, file.views);
    for (int i = 0; i < file.views; i++) {
        bsm_template_file_view(&file, i, &view);
        show_view(&view, i);
        if (with_minutiae)
            show_minutiae(&view);
    }
    bsm_wipe(&view, sizeof view);
    bsm_template_file_finish(&file);
    return EXIT_SUCCESS;
}

static int run_show(int argc, char **argv)
{
    bool with_minutiae = argc == 2 && strcmp(argv[0], "--minutiae") == 0;
    return argc == 1 || with_minutiae ? show(argv[argc - 1], with_minutiae) : bad_usage();
}

static int run_validate(int argc, char **argv)
{
    struct bsm_template_file file;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    if (argc != 1)
        return bad_usage();
    enum bsm_status status = bsm_template_file_read(&file, argv[0], why);
    if (status != BSM_OK)
        return fail(code_of(status), "%s", why);
    bsm_template_file_finish(&file);
    puts("good");
    return EXIT_SUCCESS;
}

static int read_picture(const char *path, const char *ppi_text, struct bsm_image *picture)
{
    char why[BSM_PICTURE_WHY_SIZE];
    int ppi;
    if (!parse_number(ppi_text, BSM_FINGER_RESOLUTION_MIN_PPI, BSM_FINGER_RESOLUTION_MAX_PPI, &ppi))
        return fail(EXIT_BAD_INPUT, "%s: PPI must be a number of %d to %d", ppi_text, BSM_FINGER_RESOLUTION_MIN_PPI,
                    BSM_FINGER_RESOLUTION_MAX_PPI);
    enum bsm_status status = bsm_picture_read(path, BSM_IMAGE_GREY8, ppi, picture, why, sizeof why);
    return status == BSM_OK ? EXIT_SUCCESS : fail(code_of(status), "%s: %s", path, why);
}

/* Fills template, which has room for BSM_FINGER_TEMPLATE_MAX bytes. */
static int extract(const char *path, const struct bsm_image *picture, uint8_t *template, size_t *size,
                   struct bsm_finger_quality *quality)
{
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    if (!extractor)
        return fail(EXIT_FAILURE, "no memory for the finger engine: free about 20 MiB");
    status = bsm_finger_extract(extractor, picture, template, BSM_FINGER_TEMPLATE_MAX, size, quality);
    bsm_finger_extractor_destroy(extractor);
    if (status == BSM_RETRY)
        return fail(EXIT_FAILURE, "%s: nothing usable in the picture (%s): take another", path,
                    bsm_hint_name(quality->hint));
    if (status != BSM_OK)
        return fail(EXIT_BAD_INPUT, "%s: a side is too long or too short for one finger at this resolution: check PPI",
                    path);
    return EXIT_SUCCESS;
}

static int write_file(const char *path, const uint8_t *bytes, size_t size)
{
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    return bsm_template_file_write(path, bytes, size, why) == BSM_OK ? EXIT_SUCCESS : fail(EXIT_FAILURE, "%s", why);
}

static int run_extract(int argc, char **argv)
{
    uint8_t template[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    struct bsm_image picture = {0};
    struct bsm_finger_quality quality;
    if (argc != 3)
        return bad_usage();
    int code = read_picture(argv[0], argv[1], &picture);
    if (code == EXIT_SUCCESS)
        code = extract(argv[0], &picture, template, &size, &quality);
    if (code == EXIT_SUCCESS)
        code = write_file(argv[2], template, size);
    if (code == EXIT_SUCCESS)
        printf("minutiae %d, quality %d (%s), %zu bytes\n", quality.minutiae, quality.score,
               bsm_hint_name(quality.hint), size);
    bsm_image_finish(&picture);
    bsm_wipe(template, sizeof template);
    return code;
}

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
        else if (strcmp(argv[i], "--view") != 0 || !parse_number(argv[i + 1], 1, BSM_ISO_VIEWS_MAX, &wanted->view))
            if (strcmp(argv[i], "--finger") != 0 || !parse_number(argv[i + 1], 0, BSM_POSITION_MAX, &wanted->finger))
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
        return fail(EXIT_BAD_INPUT, "%s: has %d views: choose one with --view", wanted->in, count);
    if (bsm_iso_view_to_template(views, template, &size, why) != BSM_OK)
        return fail(EXIT_BAD_INPUT, "%s: %s", wanted->in, why);
    int code = write_file(wanted->out, template, size);
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
        return fail(EXIT_FAILURE, "no memory: free about 1 MiB");
    for (int i = 0; i < count; i++)
        views[i].position = wanted->finger >= 0 ? wanted->finger : views[i].position;
    enum bsm_status status = bsm_iso_record_write(edition, views, count, bytes, BSM_ISO_RECORD_MAX, &size, why);
    int code =
        status == BSM_OK ? write_file(wanted->out, bytes, size) : fail(EXIT_BAD_INPUT, "%s: %s", wanted->in, why);
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
    return fail(EXIT_BAD_INPUT, "--to %s: must be iso2005, iso2011 or native", wanted->to);
}

static int convert_file(const struct conversion *wanted, const struct bsm_template_file *file)
{
    if (wanted->view > file->views)
        return fail(EXIT_BAD_INPUT, "%s: has %d views: there is no view %d", wanted->in, file->views, wanted->view);
    if (file->native && strcmp(wanted->to, "native") == 0)
        return fail(EXIT_BAD_INPUT, "%s: is native already", wanted->in);
    int count = wanted->view == VIEW_UNCHOSEN ? file->views : 1;
    struct bsm_iso_view *views = calloc((size_t)count, sizeof *views);
    if (!views)
        return fail(EXIT_FAILURE, "no memory: free about 1 MiB");
    int code = convert_views(wanted, file, views, count);
    bsm_wipe_free(views, (size_t)count * sizeof *views);
    return code;
}

static int run_convert(int argc, char **argv)
{
    struct conversion wanted;
    struct bsm_template_file file;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    if (!parse_conversion(argc, argv, &wanted))
        return bad_usage();
    enum bsm_status status = bsm_template_file_read(&file, wanted.in, why);
    if (status != BSM_OK)
        return fail(code_of(status), "%s", why);
    int code = convert_file(&wanted, &file);
    bsm_template_file_finish(&file);
    return code;
}

/* The minutiae of the picture itself, or of the file that the caller names. */
static int view_to_draw(int argc, char **argv, const struct bsm_image *picture, struct bsm_iso_view *view)
{
    struct bsm_template_file file = {0};
    struct bsm_finger_quality quality;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    int number = 1, code = EXIT_SUCCESS;
    if (argc == 3) {
        file = (struct bsm_template_file){.bytes = malloc(BSM_FINGER_TEMPLATE_MAX), .native = true, .views = 1};
        code = file.bytes ? extract(argv[0], picture, file.bytes, &file.size, &quality)
                          : fail(EXIT_FAILURE, "no memory for the template");
    } else {
        enum bsm_status status = bsm_template_file_read(&file, argv[3], why);
        code = status == BSM_OK ? EXIT_SUCCESS : fail(code_of(status), "%s", why);
        if (status == BSM_OK && argc == 5 && !parse_number(argv[4], 1, file.views, &number))
            code = fail(EXIT_BAD_INPUT, "%s: the view must be 1 to %d", argv[3], file.views);
    }
    if (code == EXIT_SUCCESS)
        bsm_template_file_view(&file, number - 1, view);
    bsm_template_file_finish(&file);
    return code;
}

static int draw(const char *out, const struct bsm_image *picture, const struct bsm_iso_view *view)
{
    struct bsm_image drawn = {0};
    enum bsm_status status = bsm_template_draw(picture, view, &drawn);
    if (status != BSM_OK)
        return fail(code_of(status), "the picture is too large to be drawn at twice its size: cut it");
    status = bsm_picture_write_png(out, &drawn);
    bsm_image_finish(&drawn);
    if (status != BSM_OK)
        return fail(EXIT_FAILURE, "%s: cannot be written: %s", out,
                    status == BSM_NO_MEMORY ? "no memory" : strerror(errno));
    return EXIT_SUCCESS;
}

static int run_draw(int argc, char **argv)
{
    struct bsm_image picture = {0};
    struct bsm_iso_view view;
    if (argc < 3 || argc > 5)
        return bad_usage();
    int code = read_picture(argv[0], argv[1], &picture);
    if (code == EXIT_SUCCESS)
        code = view_to_draw(argc, argv, &picture, &view);
    if (code == EXIT_SUCCESS)
        code = draw(argv[2], &picture, &view);
    bsm_image_finish(&picture);
    bsm_wipe(&view, sizeof view);
    return code;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } verbs[] = {{"show", run_show},
                 {"validate", run_validate},
                 {"extract", run_extract},
                 {"convert", run_convert},
                 {"draw", run_draw}};
    (void)setlocale(LC_ALL, "C");
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(usage, stdout);
        return EXIT_SUCCESS;
    }
    for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 2, argv + 2);
    return bad_usage();
}
