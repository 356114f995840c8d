/* basma-print: writes synthetic fingerprints as PGM files. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/sim/print/pgm.h"
#include "tests/sim/print/print.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, PATH_SIZE = 4096 };

static const char help[] =
    "usage: basma-print --person SEED --position N [--impression K] [--careful] OUT.pgm\n"
    "       basma-print --person SEED --position N --impression K --count C OUT%d.pgm\n"
    "       basma-print --person SEED --position N --master OUT.pgm\n"
    "\n"
    "Writes impressions (8-bit grey PGM) of a finger that never was. The same numbers give the same picture.\n"
    "\n"
    "  --person SEED     whose finger (0 .. 2^64-1)\n"
    "  --position N      which finger, 1 right thumb .. 5 right little, 6 left thumb .. 10 left little (ISO/IEC "
    "19794-2)\n"
    "  --impression K    which touch; default 0\n"
    "  --count C         C touches K, K+1 ...; %d in OUT stands for the number of the touch\n"
    "  --careful         as under the eyes of an officer: centred, upright, clean\n"
    "  --visitor LOOK    as the public collections have them, by a reader that is optical, desk, capacitive, silicon "
    "or\n"
    "                    swipe, of its usual size\n"
    "  --look LOOK       by such a reader, the touch as before\n"
    "  --ppi N           the picture's resolution, 300 to 1000; default 500\n"
    "  --master          the whole skin without any reader's trace\n"
    "  --width, --height the picture's sides, 96 to 1000 px; default 320 x 400\n"
    "  --help\n";

struct options {
    uint64_t person, impression, count;
    uint64_t position;
    bool has_person, master;
    bool careful;
    int visitor;                             /* the look, or -1 */
    int look;                                /* or -1 */
    int width_px, height_px, resolution_ppi; /* 0 not said */
    struct bsm_print_params params;
    const char *out;
};

static int usage(const char *why, const char *what)
{
    fprintf(stderr, "basma-print: %s%s; see --help\n", why, what);
    return EXIT_USAGE;
}

static bool parse_number(const char *text, uint64_t highest, uint64_t *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] < '0' || text[0] > '9' || parsed > highest)
        return false;
    *value = parsed;
    return true;
}

static void expand(const char *pattern, uint64_t number, char path[PATH_SIZE])
{
    const char *mark = strstr(pattern, "%d");
    if (mark)
        snprintf(path, PATH_SIZE, "%.*s%" PRIu64 "%s", (int)(mark - pattern), pattern, number, mark + 2);
    else
        snprintf(path, PATH_SIZE, "%s", pattern);
}

static enum bsm_status write_one(const struct bsm_print_master *master, const struct options *options, uint64_t number)
{
    struct bsm_image picture = {0};
    char path[PATH_SIZE];
    expand(options->out, number, path);
    enum bsm_status status = options->master ? bsm_print_master_picture(master, &picture)
                                             : bsm_print_impression(master, number, &options->params, &picture);
    if (status == BSM_OK)
        status = sim_pgm_write(path, &picture);
    if (status != BSM_OK)
        fprintf(stderr, "basma-print: cannot write %s: %s\n", path,
                status == BSM_FAULT ? strerror(errno) : bsm_status_name(status));
    bsm_image_finish(&picture);
    return status;
}

static int run(const struct options *options)
{
    struct bsm_print_master master;
    enum bsm_status status = bsm_print_master_init(&master, options->person, (enum bsm_position)options->position);
    if (status != BSM_OK) {
        fprintf(stderr, "basma-print: cannot make the finger: %s\n", bsm_status_name(status));
        return EXIT_FAILED;
    }
    for (uint64_t i = 0; i < options->count && status == BSM_OK; i++)
        status = write_one(&master, options, options->impression + i);
    bsm_print_master_finish(&master);
    return status == BSM_OK ? 0 : EXIT_FAILED;
}

static int check(const struct options *options)
{
    if (!options->has_person || !options->position || !options->out)
        return usage("--person, --position and a file are needed", "");
    if (options->count > 1 && !strstr(options->out, "%d"))
        return usage("with --count the file's name needs a %d", "");
    if (options->count > 1 && options->master)
        return usage("a finger has one master only: leave out --count", "");
    return 0;
}

static bool take_look(const char *value, int *look)
{
    for (*look = 0; *look < BSM_PRINT_LOOK_COUNT; (*look)++)
        if (strcmp(value, bsm_print_look_name((enum bsm_print_look) * look)) == 0)
            return true;
    return false;
}

static bool take_number(const char *value, int lowest, int highest, int *number)
{
    uint64_t parsed = 0;
    if (!parse_number(value, (uint64_t)highest, &parsed) || parsed < (uint64_t)lowest)
        return false;
    *number = (int)parsed;
    return true;
}

static bool take(struct options *options, int option, const char *value)
{
    switch (option) {
    case 'p': return options->has_person = parse_number(value, UINT64_MAX, &options->person);
    case 'n': return parse_number(value, BSM_POSITION_MAX, &options->position) && options->position;
    case 'k': return parse_number(value, UINT64_MAX, &options->impression);
    case 'c': return parse_number(value, 100000, &options->count) && options->count;
    case 'm': options->master = true; return true;
    case 'g': options->careful = true; return true;
    case 'v': return take_look(value, &options->visitor);
    case 'l': return take_look(value, &options->look);
    case 'r':
        return take_number(value, BSM_PRINT_RESOLUTION_MIN_PPI, BSM_PRINT_RESOLUTION_MAX_PPI, &options->resolution_ppi);
    case 'x': return take_number(value, BSM_PRINT_SIDE_MIN_PX, BSM_PRINT_SIDE_MAX_PX, &options->width_px);
    case 'y': return take_number(value, BSM_PRINT_SIDE_MIN_PX, BSM_PRINT_SIDE_MAX_PX, &options->height_px);
    default: return false;
    }
}

/* At another resolution the picture shows as much of the platen, up to the largest side. */
static int scaled(int side_px, int resolution_ppi)
{
    int side = side_px * resolution_ppi / BSM_PRINT_RESOLUTION_PPI;
    return side > BSM_PRINT_SIDE_MAX_PX ? BSM_PRINT_SIDE_MAX_PX : side;
}

static struct bsm_print_params params_of(const struct options *options)
{
    struct bsm_print_params params = options->visitor >= 0
                                         ? bsm_print_params_visitor((enum bsm_print_look)options->visitor)
                                     : options->careful ? bsm_print_params_careful()
                                                        : bsm_print_params_ordinary();
    if (options->look >= 0)
        params.look = (enum bsm_print_look)options->look;
    if (options->resolution_ppi) {
        params.resolution_ppi = options->resolution_ppi;
        params.width_px = scaled(params.width_px, options->resolution_ppi);
        params.height_px = scaled(params.height_px, options->resolution_ppi);
    }
    if (options->width_px)
        params.width_px = options->width_px;
    if (options->height_px)
        params.height_px = options->height_px;
    return params;
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"person", 1, NULL, 'p'}, {"position", 1, NULL, 'n'}, {"impression", 1, NULL, 'k'}, {"count", 1, NULL, 'c'},
        {"master", 0, NULL, 'm'}, {"careful", 0, NULL, 'g'},  {"visitor", 1, NULL, 'v'},    {"look", 1, NULL, 'l'},
        {"ppi", 1, NULL, 'r'},    {"width", 1, NULL, 'x'},    {"height", 1, NULL, 'y'},     {"help", 0, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct options options = {.count = 1, .visitor = -1, .look = -1};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option == '?')
            return usage("that option is not known", "");
        if (!take(&options, option, optarg))
            return usage("a value that cannot be: ", optarg);
    }
    options.params = params_of(&options);
    options.out = optind < argc ? argv[optind] : NULL;
    if (optind + 1 < argc)
        return usage("one file only, not also ", argv[optind + 1]);
    int wrong = check(&options);
    return wrong ? wrong : run(&options);
}
