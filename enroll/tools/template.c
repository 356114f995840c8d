/* basma-template: shows, checks, makes, converts and draws templates of fingers. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/picture.h"
#include "enroll/tools/template_draw.h"
#include "enroll/tools/template_file.h"
#include "enroll/tools/template_tool.h"
#include "firmware/base/hint.h"
#include "firmware/base/wipe.h"

static int show(const char *path, bool with_minutiae)
{
    struct bsm_template_file file;
    struct bsm_iso_view view;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    enum bsm_status status = bsm_template_file_read(&file, path, why);
    if (status != BSM_OK)
        return bsm_tool_fail(bsm_tool_code(status), "%s", why);
    if (file.native)
        printf("template of basma-finger %d, %zu bytes, %s\n", BSM_FINGER_ENGINE_VERSION, file.size,
               file.bare ? "without ridges" : "with ridges");
    else
        printf("ISO/IEC 19794-2:%d record, %zu bytes, views %d\n", (int)file.record.edition, file.size, file.views);
    for (int i = 0; i < file.views; i++) {
        bsm_template_file_view(&file, i, &view);
        bsm_template_show_view(&view, i);
        if (with_minutiae)
            bsm_template_show_minutiae(&view);
    }
    bsm_wipe(&view, sizeof view);
    bsm_template_file_finish(&file);
    return EXIT_SUCCESS;
}

static int run_show(int argc, char **argv)
{
    bool with_minutiae = argc == 2 && strcmp(argv[0], "--minutiae") == 0;
    return argc == 1 || with_minutiae ? show(argv[argc - 1], with_minutiae) : bsm_tool_bad_usage();
}

static int run_validate(int argc, char **argv)
{
    struct bsm_template_file file;
    char why[BSM_TEMPLATE_FILE_WHY_SIZE];
    if (argc != 1)
        return bsm_tool_bad_usage();
    enum bsm_status status = bsm_template_file_read(&file, argv[0], why);
    if (status != BSM_OK)
        return bsm_tool_fail(bsm_tool_code(status), "%s", why);
    bsm_template_file_finish(&file);
    puts("good");
    return EXIT_SUCCESS;
}

static int read_picture(const char *path, const char *ppi_text, struct bsm_image *picture)
{
    char why[BSM_PICTURE_WHY_SIZE];
    int ppi;
    if (!bsm_tool_number(ppi_text, BSM_FINGER_RESOLUTION_MIN_PPI, BSM_FINGER_RESOLUTION_MAX_PPI, &ppi))
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: PPI must be a number of %d to %d", ppi_text,
                             BSM_FINGER_RESOLUTION_MIN_PPI, BSM_FINGER_RESOLUTION_MAX_PPI);
    enum bsm_status status = bsm_picture_read(path, BSM_IMAGE_GREY8, ppi, picture, why, sizeof why);
    return status == BSM_OK ? EXIT_SUCCESS : bsm_tool_fail(bsm_tool_code(status), "%s: %s", path, why);
}

/* Fills template, which has room for BSM_FINGER_TEMPLATE_MAX bytes. */
static int extract(const char *path, const struct bsm_image *picture, uint8_t *template, size_t *size,
                   struct bsm_finger_quality *quality)
{
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    if (!extractor)
        return bsm_tool_fail(EXIT_FAILURE, "no memory for the finger engine: free about 20 MiB");
    status = bsm_finger_extract(extractor, picture, template, BSM_FINGER_TEMPLATE_MAX, size, quality);
    bsm_finger_extractor_destroy(extractor);
    if (status == BSM_RETRY)
        return bsm_tool_fail(EXIT_FAILURE, "%s: nothing usable in the picture (%s): take another", path,
                             bsm_hint_name(quality->hint));
    if (status != BSM_OK)
        return bsm_tool_fail(BSM_TOOL_BAD_INPUT,
                             "%s: a side is too long or too short for one finger at this resolution: check PPI", path);
    return EXIT_SUCCESS;
}

static int run_extract(int argc, char **argv)
{
    uint8_t template[BSM_FINGER_TEMPLATE_MAX];
    size_t size = 0;
    struct bsm_image picture = {0};
    struct bsm_finger_quality quality;
    if (argc != 3)
        return bsm_tool_bad_usage();
    int code = read_picture(argv[0], argv[1], &picture);
    if (code == EXIT_SUCCESS)
        code = extract(argv[0], &picture, template, &size, &quality);
    if (code == EXIT_SUCCESS)
        code = bsm_tool_write(argv[2], template, size);
    if (code == EXIT_SUCCESS)
        printf("minutiae %d, quality %d (%s), %zu bytes\n", quality.minutiae, quality.score,
               bsm_hint_name(quality.hint), size);
    bsm_image_finish(&picture);
    bsm_wipe(template, sizeof template);
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
                          : bsm_tool_fail(EXIT_FAILURE, "no memory for the template");
    } else {
        enum bsm_status status = bsm_template_file_read(&file, argv[3], why);
        code = status == BSM_OK ? EXIT_SUCCESS : bsm_tool_fail(bsm_tool_code(status), "%s", why);
        if (status == BSM_OK && argc == 5 && !bsm_tool_number(argv[4], 1, file.views, &number))
            code = bsm_tool_fail(BSM_TOOL_BAD_INPUT, "%s: the view must be 1 to %d", argv[3], file.views);
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
        return bsm_tool_fail(bsm_tool_code(status), "the picture is too large to be drawn at twice its size: cut it");
    status = bsm_picture_write_png(out, &drawn);
    bsm_image_finish(&drawn);
    if (status != BSM_OK)
        return bsm_tool_fail(EXIT_FAILURE, "%s: cannot be written: %s", out,
                             status == BSM_NO_MEMORY ? "no memory" : strerror(errno));
    return EXIT_SUCCESS;
}

static int run_draw(int argc, char **argv)
{
    struct bsm_image picture = {0};
    struct bsm_iso_view view;
    if (argc < 3 || argc > 5)
        return bsm_tool_bad_usage();
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
                 {"convert", bsm_template_convert},
                 {"draw", run_draw}};
    (void)setlocale(LC_ALL, "C");
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        bsm_tool_help();
        return EXIT_SUCCESS;
    }
    for (size_t i = 0; argc > 1 && i < sizeof verbs / sizeof verbs[0]; i++)
        if (strcmp(argv[1], verbs[i].name) == 0)
            return verbs[i].run(argc - 2, argv + 2);
    return bsm_tool_bad_usage();
}
