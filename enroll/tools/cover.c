/*
 * basma-cover: makes and measures what tells a covered face (cover.h). Pictures are .../PERSON/FILE of people with bare
 * faces; on each, costumes are drawn (costume.h), and the face is found anew in what comes out, as at the kiosk. One
 * half of the people is for making the weights, the other for measuring.
 */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/face/chip.h"
#include "enroll/face/cover.h"
#include "enroll/face/view.h"
#include "enroll/picture/picture.h"
#include "enroll/tools/costume.h"
#include "enroll/tools/jaw.h"
#include "enroll/tools/score_lists.h"

#ifndef BASMA_MODELS_DEFAULT
#define BASMA_MODELS_DEFAULT "var/assets/models"
#endif

enum {
    EXIT_BAD_INPUT = 2,
    DRAWN_EACH = 4,      /* costumes on each picture, beside the bare one, for making the weights */
    MEASURED_ONE_IN = 4, /* pictures on which every costume is drawn, for measuring */
    ROUNDS = 400,        /* of descent */
    WEIGHT_ONE = 16,     /* steps of a stored weight in a hundredth of log odds */
};

struct sample {
    int features[BSM_COVER_FEATURES];
    bool covered[BSM_COVER_PARTS];
};

struct run {
    struct bsm_score_lists lists;
    struct bsm_face *face;
    struct sample *samples; /* owned */
    size_t count, room;
    char why[BSM_SCORE_WHY_SIZE];
};

/* --- pictures --- */

/* Which half a person is in: by a hash of the folder's name, so that all pictures of one are in the same. */
static bool is_for_making(const char *path)
{
    const char *end = strrchr(path, '/'), *name = end;
    uint32_t hash = 2166136261u;
    while (name && name > path && name[-1] != '/')
        name--;
    for (; name && name < end; name++)
        hash = (hash ^ (uint8_t)*name) * 16777619u;
    return (hash >> 7 & 1) == 0;
}

static enum bsm_status read_picture(struct run *run, size_t index, struct bsm_image *picture,
                                    struct bsm_face_found *found)
{
    char cause[256];
    const char *path = run->lists.pictures[index].path;
    enum bsm_status status = bsm_picture_read(path, BSM_IMAGE_RGB24, 0, picture, cause, sizeof cause);
    if (status != BSM_OK)
        (void)snprintf(run->why, sizeof run->why, "%s: %s", path, cause);
    else if ((status = bsm_face_find(run->face, picture, found)) != BSM_OK)
        (void)snprintf(run->why, sizeof run->why, "%s: %s", path, bsm_status_name(status));
    return status;
}

static enum bsm_status copy(const struct bsm_image *from, struct bsm_image *to)
{
    enum bsm_status status = bsm_image_init(to, from->width_px, from->height_px, from->format, 0);
    for (int y = 0; status == BSM_OK && y < from->height_px; y++)
        memcpy(to->pixels + (size_t)y * to->stride, from->pixels + (size_t)y * from->stride,
               (size_t)from->width_px * 3);
    return status;
}

/* Draws up to two costumes on a copy and finds the face again. RETRY: it is not found any more. */
static enum bsm_status dress(struct run *run, const struct bsm_image *bare, const struct bsm_face_found *found,
                             enum costume_kind first, enum costume_kind second, uint32_t seed,
                             struct bsm_face_chip *chip)
{
    struct bsm_image picture = {0};
    struct bsm_face_found again;
    enum bsm_status status = copy(bare, &picture);
    if (status != BSM_OK)
        return status;
    costume_draw(&picture, found, first, seed);
    costume_draw(&picture, found, second, seed ^ 0x55555555u);
    status = bsm_face_find(run->face, &picture, &again);
    if (status == BSM_OK && (again.faces < 1 || !bsm_face_chip_take(&picture, &again, chip)))
        status = BSM_RETRY;
    bsm_image_finish(&picture);
    return status;
}

/* --- making the weights --- */

static enum bsm_status add_sample(struct run *run, const struct bsm_face_chip *chip, enum costume_kind first,
                                  enum costume_kind second)
{
    if (run->count == run->room) {
        size_t room = run->room ? 2 * run->room : 1024;
        struct sample *more = realloc(run->samples, room * sizeof *more);
        if (!more)
            return BSM_NO_MEMORY;
        run->samples = more;
        run->room = room;
    }
    struct sample *sample = &run->samples[run->count++];
    bsm_cover_features(chip, sample->features);
    sample->covered[BSM_COVER_MOUTH] = costume_covers_mouth(first) || costume_covers_mouth(second);
    sample->covered[BSM_COVER_EYES] = costume_covers_eyes(first) || costume_covers_eyes(second);
    return BSM_OK;
}

/* The costumes of the i-th drawing on a picture: a cover in half of them, and glasses of some kind on a third. */
static void choose(uint32_t seed, int i, enum costume_kind *first, enum costume_kind *second)
{
    static const enum costume_kind covers[] = {COSTUME_MASK, COSTUME_NIQAB, COSTUME_SCARF};
    static const enum costume_kind free[] = {COSTUME_HIJAB, COSTUME_BEARD, COSTUME_BARE};
    static const enum costume_kind eyes[] = {COSTUME_BARE, COSTUME_GLASSES, COSTUME_SUNGLASSES};
    *first = i % 2 ? covers[(seed >> 3) % 3] : free[(seed >> 3) % 3];
    *second = i == 0 ? COSTUME_BARE : eyes[(seed >> 9) % 3];
}

static enum bsm_status make_samples(struct run *run, size_t index)
{
    struct bsm_image picture = {0};
    struct bsm_face_found found;
    struct bsm_face_chip chip;
    enum bsm_status status = read_picture(run, index, &picture, &found);
    for (int i = 0; status == BSM_OK && found.faces > 0 && i <= DRAWN_EACH; i++) {
        enum costume_kind first = COSTUME_BARE, second = COSTUME_BARE;
        uint32_t seed = ((uint32_t)index * 8 + (uint32_t)i) * 2654435761u;
        if (i < DRAWN_EACH)
            choose(seed, i, &first, &second);
        status = dress(run, &picture, &found, first, second, seed, &chip);
        status = status == BSM_OK ? add_sample(run, &chip, first, second) : status == BSM_RETRY ? BSM_OK : status;
    }
    bsm_image_finish(&picture);
    return status;
}

struct model {
    double weights[BSM_COVER_FEATURES], bias;
};

static double sum_of(const struct model *model, const int *features)
{
    double sum = model->bias;
    for (int i = 0; i < BSM_COVER_FEATURES; i++)
        sum += model->weights[i] * features[i] / 256;
    return sum;
}

/* One round of descent on the mean logistic loss, covered and bare as heavy as each other, with a little decay. */
static void descend(const struct run *run, enum bsm_cover_part part, struct model *model, struct model *pace)
{
    struct model slope = {0};
    double count[2] = {0}, rate = 0.04, keep = 0.92, decay = 2e-4;
    for (size_t i = 0; i < run->count; i++)
        count[run->samples[i].covered[part]]++;
    for (size_t i = 0; i < run->count; i++) {
        const struct sample *sample = &run->samples[i];
        bool covered = sample->covered[part];
        double miss = (1 / (1 + exp(-sum_of(model, sample->features))) - covered) / (2 * fmax(count[covered], 1));
        for (int j = 0; j < BSM_COVER_FEATURES; j++)
            slope.weights[j] += miss * sample->features[j] / 256;
        slope.bias += miss;
    }
    for (int j = 0; j < BSM_COVER_FEATURES; j++) {
        pace->weights[j] = keep * pace->weights[j] - rate * (slope.weights[j] + decay * model->weights[j]);
        model->weights[j] += pace->weights[j];
    }
    pace->bias = keep * pace->bias - rate * slope.bias;
    model->bias += pace->bias;
}

static void print_weights(const struct model models[BSM_COVER_PARTS])
{
    printf("/* Made by basma-cover make; see enroll/face/README.md. Not to be edited. */\n#ifndef "
           "BASMA_FACE_COVER_WEIGHTS_H\n"
           "#define BASMA_FACE_COVER_WEIGHTS_H\n\n#include <stdint.h>\n\n#include \"enroll/face/cover.h\"\n\n"
           "enum { COVER_WEIGHT_ONE = %d };\n\n/* clang-format off */\n"
           "static const int32_t cover_bias[BSM_COVER_PARTS] = {",
           WEIGHT_ONE);
    for (int part = 0; part < BSM_COVER_PARTS; part++)
        printf("%s%ld", part ? ", " : "", lround(models[part].bias * 100 * WEIGHT_ONE));
    printf("};\n\nstatic const int16_t cover_weights[BSM_COVER_PARTS][BSM_COVER_FEATURES] = {\n");
    for (int part = 0; part < BSM_COVER_PARTS; part++) {
        printf("    {");
        for (int i = 0; i < BSM_COVER_FEATURES; i++)
            printf("%s%ld,", i % 16 ? " " : "\n        ", lround(models[part].weights[i] * 100 * WEIGHT_ONE));
        printf("\n    },\n");
    }
    printf("};\n/* clang-format on */\n\n#endif\n");
}

static enum bsm_status make(struct run *run)
{
    static struct model models[BSM_COVER_PARTS];
    for (size_t i = 0; i < run->lists.picture_count; i++)
        if (is_for_making(run->lists.pictures[i].path)) {
            enum bsm_status status = make_samples(run, i);
            if (status != BSM_OK)
                return status;
        }
    for (int part = 0; part < BSM_COVER_PARTS; part++) {
        struct model pace = {0};
        for (int round = 0; round < ROUNDS; round++)
            descend(run, (enum bsm_cover_part)part, &models[part], &pace);
    }
    print_weights(models);
    return BSM_OK;
}

/* --- measuring --- */

struct tally {
    int drawn, lost, asked, refused;
};

struct tallies {
    struct tally kinds[COSTUME_KINDS], dark_jaw;
};

static void count_one(struct tally *tally, int covered)
{
    tally->asked += covered >= BSM_FACE_COVERED_MIN;
    tally->refused += covered >= BSM_FACE_COVERED_SURE;
}

static int covered_of(const struct bsm_face_chip *chip)
{
    int features[BSM_COVER_FEATURES];
    bsm_cover_features(chip, features);
    int mouth = bsm_cover_judge(features, BSM_COVER_MOUTH), eyes = bsm_cover_judge(features, BSM_COVER_EYES);
    return mouth > eyes ? mouth : eyes;
}

static enum bsm_status measure_one(struct run *run, size_t index, struct tallies *tallies)
{
    struct bsm_image picture = {0};
    struct bsm_face_found found;
    struct bsm_face_chip chip;
    enum bsm_status status = read_picture(run, index, &picture, &found);
    for (int kind = 0; status == BSM_OK && found.faces > 0 && kind < COSTUME_KINDS; kind++) {
        struct tally *tally = &tallies->kinds[kind];
        if (kind != COSTUME_BARE && index % MEASURED_ONE_IN)
            break;
        uint32_t seed = (uint32_t)index * 40503u + (uint32_t)kind + 77;
        status = dress(run, &picture, &found, (enum costume_kind)kind, COSTUME_BARE, seed, &chip);
        tally->drawn++;
        if (status == BSM_OK) {
            count_one(tally, covered_of(&chip));
            if (kind == COSTUME_BARE && jaw_is_dark(&chip)) {
                tallies->dark_jaw.drawn++;
                count_one(&tallies->dark_jaw, covered_of(&chip));
            }
        } else if (status == BSM_RETRY) {
            tally->lost++;
            status = BSM_OK;
        }
    }
    bsm_image_finish(&picture);
    return status;
}

/* With the interval of Wilson (JASA 1927). */
static void print_rate(int hits, int all)
{
    double n = all, p = hits / n, z = 1.96, d = 1 + z * z / n, middle = (p + z * z / (2 * n)) / d;
    double half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d;
    printf("  %5.1f %% (%4.1f .. %5.1f)", 100 * p, 100 * fmax(middle - half, 0), 100 * (middle + half));
}

static void print_tally(const char *name, const struct tally *tally)
{
    int seen = tally->drawn - tally->lost;
    if (tally->drawn == 0)
        return;
    printf("%-26s %5d", name, tally->drawn);
    print_rate(tally->lost, tally->drawn);
    if (seen > 0) {
        print_rate(tally->asked, seen);
        print_rate(tally->refused, seen);
    }
    putchar('\n');
}

static enum bsm_status measure(struct run *run, bool all)
{
    struct tallies tallies = {0};
    for (size_t i = 0; i < run->lists.picture_count; i++)
        if (all || !is_for_making(run->lists.pictures[i].path)) {
            enum bsm_status status = measure_one(run, i, &tallies);
            if (status != BSM_OK)
                return status;
        }
    printf("%-26s %5s  %-24s  %-24s  %s\n", "drawn on", "faces", "no face is found", "asked to uncover",
           "and not taken so");
    for (int kind = 0; kind < COSTUME_KINDS; kind++) {
        print_tally(costume_name((enum costume_kind)kind), &tallies.kinds[kind]);
        if (kind == COSTUME_BARE)
            print_tally("  of these with a dark jaw", &tallies.dark_jaw);
    }
    return BSM_OK;
}

/* --- for eyes --- */

static enum bsm_status show(struct run *run, const char *folder)
{
    for (size_t i = 0; i < run->lists.picture_count; i++)
        for (int kind = 0; kind < COSTUME_KINDS; kind++) {
            struct bsm_image picture = {0};
            struct bsm_face_found found;
            char path[512];
            enum bsm_status status = read_picture(run, i, &picture, &found);
            if (status == BSM_OK && found.faces > 0)
                costume_draw(&picture, &found, (enum costume_kind)kind, (uint32_t)i * 977 + 5);
            (void)snprintf(path, sizeof path, "%s/%zu-%d.png", folder, i, kind);
            if (status == BSM_OK)
                status = bsm_picture_write_png(path, &picture);
            bsm_image_finish(&picture);
            if (status != BSM_OK)
                return status;
        }
    return BSM_OK;
}

static int usage(void)
{
    fprintf(stderr, "usage: basma-cover measure IMAGES      rates on the people who were not used for making, and on\n"
                    "       basma-cover measure-all IMAGES  all pictures of the list\n"
                    "       basma-cover make IMAGES         prints enroll/face/cover_weights.h\n"
                    "       basma-cover show IMAGES FOLDER  draws every costume on every picture\n");
    return EXIT_BAD_INPUT;
}

int main(int argc, char **argv)
{
    struct run run = {0};
    char why[BSM_FACE_WHY_SIZE];
    (void)setlocale(LC_ALL, "C");
    if (argc < 3 || argc > 4 || (argc == 4) != (strcmp(argv[1], "show") == 0))
        return usage();
    const char *folder = getenv("BASMA_MODELS");
    enum bsm_status status =
        bsm_face_open(folder && folder[0] ? folder : BASMA_MODELS_DEFAULT, &run.face, why, sizeof why);
    if (status != BSM_OK)
        (void)snprintf(run.why, sizeof run.why, "%s", why);
    else if ((status = bsm_score_pictures_read(&run.lists, argv[2], false, run.why)) != BSM_OK)
        ;
    else if (strcmp(argv[1], "make") == 0)
        status = make(&run);
    else if (argc == 4)
        status = show(&run, argv[3]);
    else
        status = measure(&run, strcmp(argv[1], "measure-all") == 0);
    if (status != BSM_OK)
        fprintf(stderr, "basma-cover: %s\n", run.why[0] ? run.why : bsm_status_name(status));
    bsm_face_close(run.face);
    bsm_score_lists_finish(&run.lists);
    free(run.samples);
    return status == BSM_OK                              ? EXIT_SUCCESS
           : status == BSM_INVALID || status == BSM_GONE ? EXIT_BAD_INPUT
                                                         : EXIT_FAILURE;
}
