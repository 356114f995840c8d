/* basma-print-sheet: pictures of several sets, mixed, on one sheet, so that an eye can tell which are made. */
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/picture.h"
#include "tests/sim/print/dice.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, CELL_PX = 300, COLUMNS = 6, PICTURES_MAX = 48, LINES_MAX = 4096 };

static const char help[] =
    "usage: basma-print-sheet OUT.png SEED COUNT IMAGES...\n"
    "\n"
    "Takes COUNT pictures (1 to 48), as many of each list as of the others, and lays them in an order that nobody can\n"
    "guess on one sheet, 6 in a row, each the middle 300 x 300 px. IMAGES: a picture a line, \"path ppi\", relative to "
    "the\n"
    "file, as basma-score reads it. Prints which is which. Exit: 0 done, 1 could not write, 2 usage or a broken "
    "file.\n";

struct choice {
    char path[PATH_MAX];
};

static int broken(const char *path, const char *why)
{
    fprintf(stderr, "basma-print-sheet: %s: %s\n", path, why);
    return EXIT_USAGE;
}

/* One line of the list, drawn evenly. */
static bool choose(const char *list, struct dice *dice, struct choice *choice)
{
    char line[PATH_MAX], name[PATH_MAX - 1];
    const char *slash = strrchr(list, '/');
    FILE *file = fopen(list, "r");
    if (!file)
        return false;
    bool found = false;
    for (int count = 1; count <= LINES_MAX && fgets(line, sizeof line, file); count++) {
        if (sscanf(line, "%4094s", name) != 1 || dice_below(dice, count) != 0)
            continue;
        int folder = slash ? (int)(slash - list) + 1 : 0;
        found = snprintf(choice->path, sizeof choice->path, "%.*s%s", folder, list, name) < PATH_MAX;
    }
    fclose(file);
    return found;
}

static void shuffle(struct choice *choices, int count, struct dice *dice)
{
    for (int i = count - 1; i > 0; i--) {
        int other = dice_below(dice, i + 1);
        struct choice kept = choices[i];
        choices[i] = choices[other];
        choices[other] = kept;
    }
}

/* The middle of a picture into a cell; grey where it is smaller. */
static void lay(const struct bsm_image *from, struct bsm_image *sheet, int cell)
{
    int left = cell % COLUMNS * CELL_PX, top = cell / COLUMNS * CELL_PX;
    int shift_x = (from->width_px - CELL_PX) / 2, shift_y = (from->height_px - CELL_PX) / 2;
    for (int y = 2; y < CELL_PX - 2; y++)
        for (int x = 2; x < CELL_PX - 2; x++) {
            int px = x + shift_x, py = y + shift_y;
            bool inside = px >= 0 && py >= 0 && px < from->width_px && py < from->height_px;
            sheet->pixels[(size_t)(top + y) * sheet->stride + (size_t)(left + x)] =
                inside ? from->pixels[(size_t)py * from->stride + (size_t)px] : 128;
        }
}

static int draw(const char *out, const struct choice *choices, int count)
{
    struct bsm_image sheet = {0};
    enum bsm_status status =
        bsm_image_init(&sheet, COLUMNS * CELL_PX, (count + COLUMNS - 1) / COLUMNS * CELL_PX, BSM_IMAGE_GREY8, 0);
    for (int i = 0; status == BSM_OK && i < count; i++) {
        struct bsm_image picture = {0};
        if (bsm_picture_read(choices[i].path, BSM_IMAGE_GREY8, 500, &picture, NULL, 0) != BSM_OK) {
            bsm_image_finish(&sheet);
            return broken(choices[i].path, "cannot be read");
        }
        lay(&picture, &sheet, i);
        bsm_image_finish(&picture);
        printf("row %d column %d: %s\n", i / COLUMNS + 1, i % COLUMNS + 1, choices[i].path);
    }
    if (status == BSM_OK)
        status = bsm_picture_write_png(out, &sheet);
    bsm_image_finish(&sheet);
    return status == BSM_OK ? 0 : EXIT_FAILED;
}

int main(int argc, char **argv)
{
    static struct choice choices[PICTURES_MAX];
    if (argc == 2 && strcmp(argv[1], "--help") == 0) {
        fputs(help, stdout);
        return 0;
    }
    int count = argc > 4 ? atoi(argv[3]) : 0;
    if (count < 1 || count > PICTURES_MAX) {
        fprintf(stderr, "basma-print-sheet: OUT.png SEED COUNT IMAGES... are needed; see --help\n");
        return EXIT_USAGE;
    }
    struct dice dice = dice_of(strtoull(argv[2], NULL, 10), 900);
    for (int i = 0; i < count; i++) {
        const char *list = argv[4 + i % (argc - 4)];
        if (!choose(list, &dice, &choices[i]))
            return broken(list, "names no pictures");
    }
    shuffle(choices, count, &dice);
    return draw(argv[1], choices, count);
}
