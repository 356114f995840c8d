/*
 * basma-book: the pictures of enroll/finger/README.md, a stage of the engine each. Runs the stages by themselves, as
 * basma-stages does, over a picture, and compares its template with that of another picture of the finger.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/finger/align.h"
#include "enroll/finger/finger.h"
#include "enroll/finger/pairs.h"
#include "enroll/finger/planes.h"
#include "enroll/finger/ridges.h"
#include "enroll/finger/template.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/paint.h"

enum {
    EXIT_BAD_INPUT = 2,
    SCALE = 2, /* pixels drawn a small pixel */
    BLOCK = SCALE * BSM_SMALL_BLOCK,
    TILE_COLUMNS = 5, /* blocks from spectrum to spectrum */
    TILE_ROWS = 3,
    CELL = 12, /* of a cylinder, drawn */
    CELLS = 8,
    STRONG_PAIRS = 30,
};

struct book {
    struct bsm_kernels kernels;
    struct bsm_planes planes;
    struct bsm_finger_features reference, probe;
    struct bsm_pairing pairing;
    struct bsm_ridge_work ridges;
    struct bsm_image canvas; /* owned */
    const char *folder;
};

static bool open_canvas(struct book *book, int width, int height)
{
    bsm_image_finish(&book->canvas);
    if (bsm_image_init(&book->canvas, width, height, BSM_IMAGE_RGB24, 2 * BSM_SMALL_PPI) != BSM_OK)
        return false;
    bsm_paint_box(&book->canvas, 0, 0, width, height, bsm_paint_grey(255));
    return true;
}

static bool close_canvas(struct book *book, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.png", book->folder, name);
    if (bsm_picture_write_png(path, &book->canvas) == BSM_OK)
        return true;
    fprintf(stderr, "basma-book: %s cannot be written: %m\n", path);
    return false;
}

static void put(struct book *book, int x, int y, struct bsm_paint paint)
{
    bsm_paint_box(&book->canvas, x * SCALE, y * SCALE, SCALE, SCALE, paint);
}

/* The picture that the stages work on; pale where things are drawn over it. */
static void lay_normal(struct book *book, bool pale)
{
    for (int y = 0; y < book->planes.height; y++)
        for (int x = 0; x < book->planes.width; x++) {
            int value = 128 + *bsm_planes_normal(&book->planes, x, y) / 3;
            put(book, x, y, bsm_paint_grey(pale ? 190 + value / 4 : value));
        }
}

static void lay_enhanced(struct book *book, bool pale)
{
    const struct bsm_planes *planes = &book->planes;
    for (int y = 0; y < planes->height; y++)
        for (int x = 0; x < planes->width; x++) {
            int i = y * planes->width + x;
            float value = planes->even[i] / (1 + hypotf(planes->even[i], planes->odd[i]));
            int grey = planes->step[i] < 0 ? 255 : (int)(128 + 120 * value);
            put(book, x, y, bsm_paint_grey(pale ? 150 + grey * 105 / 255 : grey));
        }
}

static bool open_planes(struct book *book)
{
    return open_canvas(book, book->planes.width * SCALE, book->planes.height * SCALE);
}

/* Each drawn block's 16 directions across and 6 spacings down, the strongest black. */
static void draw_spectra(struct book *book)
{
    const struct bsm_planes *planes = &book->planes;
    for (int row = 1; row + TILE_ROWS <= planes->rows; row += TILE_ROWS)
        for (int column = 0; column + TILE_COLUMNS <= planes->columns; column += TILE_COLUMNS) {
            const float *cells = planes->smooth[row * planes->columns + column];
            for (int i = 0; i < BSM_CELLS; i++)
                bsm_paint_box(&book->canvas, column * BLOCK + i % BSM_DIRECTIONS * 2,
                              row * BLOCK + i / BSM_DIRECTIONS * 3, 2, 3, bsm_paint_grey(255 - (int)(cells[i] * 600)));
        }
}

static void draw_field(struct book *book)
{
    const struct bsm_planes *planes = &book->planes;
    for (int row = 0; row < planes->rows; row += 2)
        for (int column = 0; column < planes->columns; column += 2) {
            const struct bsm_block *block = &planes->blocks[row * planes->columns + column];
            float angle = atan2f(-block->s2, -block->c2) / 2, coherence = hypotf(block->c2, block->s2);
            float x = ((float)column + 0.5f) * BLOCK, y = ((float)row + 0.5f) * BLOCK, reach = 9 * coherence;
            if (coherence > 0.1f)
                bsm_paint_line(&book->canvas, x - reach * cosf(angle), y - reach * sinf(angle), x + reach * cosf(angle),
                               y + reach * sinf(angle), bsm_paint_heat((block->frequency - 0.14f) / 0.2f));
        }
}

static void draw_outside(struct book *book)
{
    const struct bsm_planes *planes = &book->planes;
    for (int row = 0; row < planes->rows; row++)
        for (int column = 0; column < planes->columns; column++)
            if (!planes->blocks[row * planes->columns + column].inside)
                bsm_paint_box(&book->canvas, column * BLOCK, row * BLOCK, BLOCK, BLOCK,
                              (struct bsm_paint){200, 215, 240});
}

static void draw_minutiae(struct book *book)
{
    const struct bsm_planes *planes = &book->planes;
    for (int i = 0; i < planes->candidate_count && i < BSM_FINGER_MINUTIAE_MAX; i++) {
        const struct bsm_candidate *m = &planes->candidates[i];
        bool ending = m->type == BSM_MINUTIA_ENDING;
        struct bsm_paint paint = ending ? (struct bsm_paint){214, 30, 30} : (struct bsm_paint){20, 70, 220};
        float x = (m->x + 0.5f) * SCALE, y = (m->y + 0.5f) * SCALE, radius = 3 + 4 * m->quality;
        bsm_paint_ring(&book->canvas, x, y, radius, ending ? 0 : 4, paint);
        bsm_paint_ring(&book->canvas, x, y, radius + 0.7f, ending ? 0 : 4, paint);
        bsm_paint_line(&book->canvas, x - radius * cosf(m->direction), y - radius * sinf(m->direction),
                       x - 2.4f * radius * cosf(m->direction), y - 2.4f * radius * sinf(m->direction), paint);
    }
}

static bool draw_extraction(struct book *book, const struct bsm_image *image)
{
    struct bsm_planes *planes = &book->planes;
    if (bsm_planes_prepare(planes, image) != BSM_OK || !open_planes(book))
        return false;
    lay_normal(book, false);
    bool good = close_canvas(book, "1-prepare");
    bsm_planes_spectrum(planes, &book->kernels);
    bsm_planes_field(planes, &book->kernels);
    bsm_planes_segment(planes);
    lay_normal(book, true);
    draw_spectra(book);
    good &= close_canvas(book, "2-spectrum");
    lay_normal(book, true);
    draw_field(book);
    good &= close_canvas(book, "3-field");
    lay_normal(book, false);
    draw_outside(book);
    good &= close_canvas(book, "4-segment");
    bsm_planes_enhance(planes, &book->kernels);
    lay_enhanced(book, false);
    good &= close_canvas(book, "5-enhance");
    bsm_planes_detect(planes, &book->kernels);
    lay_enhanced(book, true);
    draw_minutiae(book);
    return good && close_canvas(book, "6-detect");
}

/* The sections of the cylinder with the most bits, side by side: grey where a cell is valid, black where it is set. */
static bool draw_cylinder(struct book *book)
{
    const struct bsm_cylinder *best = &book->reference.cylinders[0];
    int most = -1;
    for (int i = 0; i < book->reference.count; i++) {
        int bits = 0;
        for (int s = 0; s < BSM_CYLINDER_SECTIONS; s++)
            bits += __builtin_popcountll(book->reference.cylinders[i].sections[s]);
        best = bits > most ? &book->reference.cylinders[i] : best;
        most = bits > most ? bits : most;
    }
    if (!open_canvas(book, BSM_CYLINDER_SECTIONS * (CELLS + 1) * CELL, CELLS * CELL))
        return false;
    for (int s = 0; s < BSM_CYLINDER_SECTIONS; s++)
        for (int cell = 0; cell < CELLS * CELLS; cell++)
            if (best->valid >> cell & 1)
                bsm_paint_box(&book->canvas, (s * (CELLS + 1) + cell % CELLS) * CELL, cell / CELLS * CELL, CELL - 1,
                              CELL - 1, bsm_paint_grey(best->sections[s] >> cell & 1 ? 30 : 210));
    return close_canvas(book, "7-cylinder");
}

/* The ridges of a template from left on. */
static void lay_ridges(struct book *book, const struct bsm_ridge_map *map, int left)
{
    for (int i = 0; i < map->rows * map->columns; i++)
        for (int bit = 0; map->index[i] && bit < 16; bit++) {
            bool valley = map->blocks[map->index[i] - 1] >> bit & 1;
            put(book, left + (map->left + i % map->columns) * 4 + bit % 4, (map->top + i / map->columns) * 4 + bit / 4,
                bsm_paint_grey(valley ? 245 : 190));
        }
}

static bool draw_pairs(struct book *book)
{
    const struct bsm_finger_features *a = &book->reference, *b = &book->probe;
    int height = a->height_px > b->height_px ? a->height_px : b->height_px;
    if (!open_canvas(book, a->width_px + b->width_px, height))
        return false;
    lay_ridges(book, &a->ridges, 0);
    lay_ridges(book, &b->ridges, a->width_px / 2);
    for (int i = book->pairing.count < STRONG_PAIRS ? book->pairing.count - 1 : STRONG_PAIRS - 1; i >= 0; i--) {
        const struct bsm_pair *pair = &book->pairing.pairs[i];
        const struct bsm_minutia *r = &a->minutiae[pair->reference], *p = &b->minutiae[pair->probe];
        struct bsm_paint paint = bsm_paint_heat(1 - pair->support / book->pairing.pairs[0].support);
        bsm_paint_ring(&book->canvas, r->x, r->y, 4, 0, paint);
        bsm_paint_ring(&book->canvas, (float)(p->x + a->width_px), p->y, 4, 0, paint);
        bsm_paint_line(&book->canvas, r->x, r->y, (float)(p->x + a->width_px), p->y, paint);
    }
    return close_canvas(book, "8-pairs");
}

static bool bit_at(const uint64_t *row, int x) { return row[(x + 64) >> 6] >> (x & 63) & 1; }

/* Where both are: grey where they agree, red where they do not; round each block how well it does. */
static bool draw_ridges(struct book *book)
{
    const struct bsm_finger_features *a = &book->reference;
    const struct bsm_ridge_work *work = &book->ridges;
    if (!open_canvas(book, a->width_px, a->height_px))
        return false;
    for (int y = 0; y < a->height_px / 2; y++)
        for (int x = 0; x < a->width_px / 2; x++) {
            int row = y + BSM_BIT_MARGIN;
            bool here = bit_at(work->reference.inside[row], x), there = bit_at(work->moved.inside[row], x);
            bool valley = bit_at(work->reference.valley[row], x), other = bit_at(work->moved.valley[row], x);
            if (here && there)
                put(book, x, y, valley != other ? (struct bsm_paint){235, 90, 80} : bsm_paint_grey(valley ? 245 : 90));
            else if (here)
                put(book, x, y, bsm_paint_grey(valley ? 250 : 220));
        }
    for (int row = 0; row < work->rows; row++)
        for (int column = 0; column < work->columns; column++) {
            const struct bsm_ridge_surface *surface = &work->surfaces[row][column];
            float x = (float)(a->ridges.left * 4 + column * BSM_RIDGE_STEP + 8 + surface->shift_x) * SCALE;
            float y = (float)(a->ridges.top * 4 + row * BSM_RIDGE_STEP + 8 + surface->shift_y) * SCALE;
            if (surface->used)
                bsm_paint_ring(&book->canvas, x, y, 5, 0, bsm_paint_heat(1 - (float)surface->best / 90));
        }
    return close_canvas(book, "9-ridges");
}

static bool draw_comparison(struct book *book)
{
    struct bsm_alignment alignment = {.c = 1};
    struct bsm_overlay overlay;
    struct bsm_ridge_evidence evidence;
    bsm_pairing_init(&book->pairing);
    bsm_pairing_find(&book->pairing, &book->reference, &book->probe);
    if (book->pairing.count == 0 || !bsm_align(&book->pairing, &book->reference, &book->probe, 0, &alignment)) {
        fprintf(stderr, "basma-book: the two do not look like one finger\n");
        return false;
    }
    bool good = draw_cylinder(book) && draw_pairs(book);
    bsm_overlay(&book->reference, &book->probe, &alignment, &overlay);
    bsm_ridges_open(&book->ridges, &book->reference.ridges, &book->probe.ridges);
    bsm_ridges_compare(&book->ridges, &book->reference.ridges, &alignment, &evidence);
    return good && draw_ridges(book);
}

/* The features of a picture, and where wanted the pictures of how they came about. */
static bool take(struct book *book, const char *path, int resolution_ppi, bool drawn,
                 struct bsm_finger_features *features)
{
    static uint8_t bytes[BSM_FINGER_TEMPLATE_MAX];
    struct bsm_image image = {0};
    struct bsm_finger_quality quality;
    char why[BSM_PICTURE_WHY_SIZE] = "nothing usable in it";
    size_t size = 0;
    enum bsm_status status;
    struct bsm_finger_extractor *extractor = bsm_finger_extractor_create(&status);
    if (status == BSM_OK)
        status = bsm_picture_read(path, BSM_IMAGE_GREY8, resolution_ppi, &image, why, sizeof why);
    if (status == BSM_OK)
        status = bsm_finger_extract(extractor, &image, bytes, sizeof bytes, &size, &quality);
    if (status == BSM_OK)
        status = bsm_finger_features_unpack(bytes, size, features);
    if (status != BSM_OK)
        fprintf(stderr, "basma-book: %s: %s\n", path, why);
    bool good = status == BSM_OK && (!drawn || draw_extraction(book, &image));
    bsm_finger_extractor_destroy(extractor);
    bsm_image_finish(&image);
    return good;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_ALL, "C");
    bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
    char *end = NULL;
    long ppi = argc == 5 ? strtol(argv[3], &end, 10) : 0;
    if (argc != 5 || *end || ppi < BSM_FINGER_RESOLUTION_MIN_PPI || ppi > BSM_FINGER_RESOLUTION_MAX_PPI) {
        fprintf(
            help ? stdout : stderr,
            "usage: basma-book PICTURE OTHER PPI FOLDER\n\n"
            "Draws each stage of the finger engine into FOLDER (1-prepare.png ... 9-ridges.png): how a template of\n"
            "PICTURE comes about and how it is compared with that of OTHER, of the same finger; both PGM of PPI\n"
            "pixels an inch. Exit: 0 drawn, 1 no memory, 2 usage, a broken picture, or FOLDER cannot be written.\n");
        return help ? EXIT_SUCCESS : EXIT_BAD_INPUT;
    }
    struct book *book = calloc(1, sizeof *book);
    if (!book)
        return EXIT_FAILURE;
    book->folder = argv[4];
    bsm_kernels_init(&book->kernels);
    bool good = take(book, argv[1], (int)ppi, true, &book->reference) &&
                take(book, argv[2], (int)ppi, false, &book->probe) && draw_comparison(book);
    bsm_image_finish(&book->canvas);
    free(book);
    return good ? EXIT_SUCCESS : EXIT_BAD_INPUT;
}
