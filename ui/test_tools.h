/* What the tests of the screens need: a stage with the real fonts, icons and catalogues. */
#ifndef BASMA_UI_TEST_TOOLS_H
#define BASMA_UI_TEST_TOOLS_H

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ui/language.h"
#include "ui/stage.h"

enum { TEST_SKIPPED = 77 };

struct test_size {
    int width_px;
    int height_px;
};

static const struct test_size test_sizes[] = {{720, 1280}, {1080, 1920}, {1200, 1920}, {800, 1280}, {1280, 800}};
enum { TEST_SIZES = sizeof test_sizes / sizeof test_sizes[0] };

struct test_tools {
    struct bsm_text *text;
    struct bsm_icons *icons;
};

/* False, having said why, where fonts and icons were not brought. */
static inline bool test_tools_open(struct test_tools *tools)
{
    const char *source = getenv("BASMA_SOURCE_DIR");
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s/var/assets/icons", source ? source : ".");
    if (access(folder, R_OK) != 0) {
        printf("skipped: no %s (./basma setup)\n", folder);
        return false;
    }
    if (bsm_language_init() != BSM_OK || bsm_icons_create(&tools->icons, folder) != BSM_OK)
        exit(1);
    snprintf(folder, sizeof folder, "%s/var/assets/fonts", source ? source : ".");
    if (bsm_text_create(&tools->text, folder) != BSM_OK)
        exit(1);
    return true;
}

static inline void test_tools_close(struct test_tools *tools)
{
    bsm_text_destroy(tools->text);
    bsm_icons_destroy(tools->icons);
}

static inline struct bsm_ui_show test_show(enum bsm_screen screen, enum bsm_language language)
{
    return (struct bsm_ui_show){.serial = 1,
                                .screen = screen,
                                .language = language,
                                .position = BSM_POSITION_RIGHT_INDEX,
                                .step = 1,
                                .steps = 2,
                                .tries_left = 2,
                                .seconds = 30,
                                .other_way = true,
                                .another_code = true,
                                .mobile_hint = "47"};
}

#endif
