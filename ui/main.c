/*
 * basma-ui: the kiosk's screen. Started by the hub with the channel on descriptor 3; or, without it, prints a screen's
 * layout or draws it into a picture.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/log.h"
#include "firmware/base/sandbox.h"
#include "firmware/ipc/channel.h"
#include "ui/canvas.h"
#include "ui/ground.h"
#include "ui/language.h"
#include "ui/loop.h"
#include "ui/options.h"
#include "ui/paint.h"
#include "ui/samples.h"

enum { PORTRAIT_WIDTH = 1080, PORTRAIT_HEIGHT = 1920, EXIT_USAGE = 2 };

struct tools {
    struct bsm_text *text;
    struct bsm_icons *icons;
};

static enum bsm_status open_tools(struct tools *tools, const char *assets)
{
    char folder[PATH_MAX + 8];
    enum bsm_status status = bsm_language_init();
    if (status != BSM_OK)
        return status;
    if (!bsm_language_has_catalogues()) {
        bsm_log(BSM_LOG_ERROR, "ui",
                "no Arabic catalogue at ../share/locale of the program; build it with: ./basma build");
        return BSM_FAULT;
    }
    snprintf(folder, sizeof folder, "%s/fonts", assets);
    status = bsm_text_create(&tools->text, folder);
    if (status != BSM_OK)
        return status;
    snprintf(folder, sizeof folder, "%s/icons", assets);
    return bsm_icons_create(&tools->icons, folder);
}

static void close_tools(struct tools *tools)
{
    bsm_icons_destroy(tools->icons);
    bsm_text_destroy(tools->text);
}

/* The libraries free without wiping; glibc then overwrites every freed block. It reads the setting at a process's
 * start. */
static void overwrite_freed_memory(char **argv)
{
    if (getenv("GLIBC_TUNABLES"))
        return;
    setenv("GLIBC_TUNABLES", "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", 1);
    execv("/proc/self/exe", argv);
    bsm_log(BSM_LOG_WARNING, "ui", "freed memory is not overwritten: could not start anew with the setting");
}

static bool channel_there(void)
{
    struct stat info;
    return fstat(BSM_CHANNEL_LEAF_FD, &info) == 0 && S_ISSOCK(info.st_mode);
}

static enum bsm_status run_window(const struct bsm_ui_options *options, struct tools *tools,
                                  struct bsm_channel *channel)
{
    struct bsm_canvas canvas;
    enum bsm_status status = bsm_canvas_open(&canvas, options->width_px, options->height_px, options->windowed);
    if (status == BSM_OK)
        status = bsm_sandbox_enter(BSM_SANDBOX_NO_NETWORK);
    if (status == BSM_OK) {
        struct bsm_stage stage;
        bsm_stage_init(&stage, tools->text, tools->icons);
        bsm_stage_resize(&stage, canvas.width_px, canvas.height_px);
        struct bsm_speech *speech = NULL;
        status = bsm_speech_create(&speech, &options->speech, NULL);
        if (status == BSM_OK)
            status = bsm_loop_run(channel, &canvas, &stage, speech);
        bsm_speech_destroy(speech);
        bsm_stage_finish(&stage);
    }
    bsm_canvas_close(&canvas);
    return status;
}

static enum bsm_status run(const struct bsm_ui_options *options, char **argv)
{
    if (!channel_there()) {
        fprintf(stderr, "basma-ui: no channel on descriptor 3; it is started by basma-kiosk (see basma-ui --help)\n");
        return BSM_INVALID;
    }
    overwrite_freed_memory(argv);
    static struct bsm_channel channel;
    bsm_channel_init(&channel, BSM_CHANNEL_LEAF_FD);
    struct tools tools = {0};
    enum bsm_status status = open_tools(&tools, options->assets);
    if (status == BSM_OK)
        status = run_window(options, &tools, &channel);
    close_tools(&tools);
    bsm_channel_finish(&channel);
    return status == BSM_INVALID ? BSM_FAULT : status;
}

static void type_all(struct bsm_form *form, enum bsm_field field, const char *digits, size_t count)
{
    bsm_form_focus(form, field);
    for (size_t i = 0; digits && i < count && digits[i]; i++)
        bsm_form_type(form, digits[i]);
}

static void type_form(struct bsm_form *form, const struct bsm_ui_options *options)
{
    if (options->typed_birth) {
        type_all(form, BSM_FIELD_YEAR, options->typed_birth, 4);
        type_all(form, BSM_FIELD_MONTH, options->typed_birth + 5, 2);
        type_all(form, BSM_FIELD_DAY, options->typed_birth + 8, 2);
    }
    if (options->typed_code)
        type_all(form, BSM_FIELD_CODE, options->typed_code, BSM_CODE_DIGITS);
    else
        type_all(form, BSM_FIELD_ID_NUMBER, options->typed_id, BSM_ID_NUMBER_DIGITS);
}

/* Mobile number, user name or password: whichever the screen asks for. */
static void type_text(struct bsm_stage *stage, const struct bsm_ui_options *options)
{
    if (!options->typed)
        return;
    if (options->show.screen == BSM_SCREEN_USER_NAME)
        snprintf(stage->form.user_name, sizeof stage->form.user_name, "%s", options->typed);
    else if (options->show.screen == BSM_SCREEN_PASSWORD)
        snprintf(stage->form.password, sizeof stage->form.password, "%s", options->typed);
    else
        snprintf(stage->form.mobile, sizeof stage->form.mobile, "%s", options->typed);
    stage->password_shown = options->shown;
}

static enum bsm_status put_picture(struct bsm_stage *stage, const char *path)
{
    cairo_surface_t *png = cairo_image_surface_create_from_png(path);
    int width = cairo_image_surface_get_width(png);
    int height = cairo_image_surface_get_height(png);
    enum bsm_status status = BSM_FAULT;
    if (cairo_surface_status(png) == CAIRO_STATUS_SUCCESS && cairo_image_surface_get_stride(png) == width * 4) {
        const uint32_t *pixels = (const uint32_t *)(const void *)cairo_image_surface_get_data(png);
        status = bsm_picture_put(&stage->pictures.face, pixels, width, height);
        for (int i = 0; i < stage->show.step && status == BSM_OK; i++)
            status = bsm_picture_put(&stage->pictures.fingers[i], pixels, width, height);
    } else {
        fprintf(stderr, "basma-ui: %s is no PNG that can be read\n", path);
    }
    cairo_surface_destroy(png);
    return status;
}

static enum bsm_status set_stage(struct bsm_stage *stage, const struct tools *tools,
                                 const struct bsm_ui_options *options)
{
    bsm_stage_init(stage, tools->text, tools->icons);
    bsm_stage_resize(stage, options->width_px ? options->width_px : PORTRAIT_WIDTH,
                     options->height_px ? options->height_px : PORTRAIT_HEIGHT);
    if (!options->bare)
        bsm_samples_tell(stage, 1);
    bsm_stage_show(stage, &options->show, 1);
    stage->sound = options->sound;
    if (options->show.screen == BSM_SCREEN_WAIT || options->show.screen == BSM_SCREEN_CALL ||
        options->show.screen == BSM_SCREEN_TIME)
        stage->progress = BSM_PROGRESS_HAND;
    for (int i = 0; i + 1 < options->show.step; i++)
        stage->taken[i] = BSM_POSITION_RIGHT_INDEX;
    bsm_ground_light(stage, options->light);
    stage->light_before = stage->light;
    type_form(&stage->form, options);
    type_text(stage, options);
    if (options->view > 0)
        bsm_stage_view(stage, options->view);
    stage->now_ms = options->at_ms;
    return options->picture ? put_picture(stage, options->picture) : BSM_OK;
}

static enum bsm_status save_shot(const struct bsm_stage *stage, const struct bsm_page *page, const char *path)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, stage->width_px, stage->height_px);
    cairo_t *cr = cairo_create(surface);
    struct bsm_painter painter = {.cr = cr, .stage = stage, .now_ms = stage->now_ms};
    bsm_paint_page(&painter, page, (struct bsm_rect){0, 0, stage->width_px, stage->height_px});
    cairo_destroy(cr);
    cairo_status_t saved = cairo_surface_write_to_png(surface, path);
    cairo_surface_destroy(surface);
    if (saved != CAIRO_STATUS_SUCCESS)
        fprintf(stderr, "basma-ui: cannot write %s: %s\n", path, cairo_status_to_string(saved));
    return saved == CAIRO_STATUS_SUCCESS ? BSM_OK : BSM_FAULT;
}

/* Of every view what the ones before do not have. */
static void print_layout(struct bsm_stage *stage, struct bsm_page *page)
{
    static bool printed[BSM_TARGET_LAST + 1];
    int view = 0;
    do {
        bsm_stage_build(stage, page);
        for (int i = 0; i < page->count; i++)
            if (printed[page->items[i].target])
                page->items[i].target = BSM_TARGET_NONE;
            else
                printed[page->items[i].target] = true;
        bsm_page_print(page, stdout);
    } while (bsm_stage_view(stage, ++view));
}

static enum bsm_status look(const struct bsm_ui_options *options)
{
    static struct bsm_page page;
    struct tools tools = {0};
    struct bsm_stage stage = {0};
    enum bsm_status status = open_tools(&tools, options->assets);
    if (status == BSM_OK) {
        status = set_stage(&stage, &tools, options);
        bsm_stage_build(&stage, &page);
        if (status == BSM_OK && options->mode == BSM_UI_LAYOUT)
            print_layout(&stage, &page);
        else if (status == BSM_OK)
            status = save_shot(&stage, &page, options->out);
        bsm_stage_finish(&stage);
    }
    close_tools(&tools);
    return status;
}

int main(int argc, char **argv)
{
    struct bsm_ui_options options;
    if (bsm_ui_options_parse(&options, argc, argv) != BSM_OK)
        return EXIT_USAGE;
    if (options.mode == BSM_UI_HELP) {
        bsm_ui_options_help();
        return EXIT_SUCCESS;
    }
    enum bsm_status status = options.mode == BSM_UI_RUN ? run(&options, argv) : look(&options);
    if (status == BSM_INVALID)
        return EXIT_USAGE;
    return status == BSM_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
