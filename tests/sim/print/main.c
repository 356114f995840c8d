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
    "Writes impressions (8-bit grey PGM, 500 ppi) of a finger that never was. The same numbers give the same picture.\n"
    "\n"
    "  --person SEED     whose finger (0 .. 2^64-1)\n"
    "  --position N      which finger, 1 right thumb .. 5 right little, 6 left thumb .. 10 left little (ISO/IEC "
    "19794-2)\n"
    "  --impression K    which touch; default 0\n"
    "  --count C         C touches K, K+1 ...; %d in OUT stands for the number of the touch\n"
    "  --careful         as under the eyes of an officer: centred, upright, clean\n"
    "  --master          the whole skin without any reader's trace\n"
    "  --width, --height the picture's sides, 96 to 1000 px; default 320 x 400\n"
    "  --help\n";

struct options {
    uint64_t person, impression, count;
    uint64_t position;
    bool has_person, master;
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

static bool take(struct options *options, int option, const char *value)
{
    uint64_t side = 0;
    switch (option) {
    case 'p': return options->has_person = parse_number(value, UINT64_MAX, &options->person);
    case 'n': return parse_number(value, BSM_POSITION_MAX, &options->position) && options->position;
    case 'k': return parse_number(value, UINT64_MAX, &options->impression);
    case 'c': return parse_number(value, 100000, &options->count) && options->count;
    case 'm': options->master = true; return true;
    case 'x':
    case 'y':
        if (!parse_number(value, BSM_PRINT_SIDE_MAX_PX, &side) || side < BSM_PRINT_SIDE_MIN_PX)
            return false;
        *(option == 'x' ? &options->params.width_px : &options->params.height_px) = (int)side;
        return true;
    default: return false;
    }
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"person", 1, NULL, 'p'}, {"position", 1, NULL, 'n'}, {"impression", 1, NULL, 'k'}, {"count", 1, NULL, 'c'},
        {"master", 0, NULL, 'm'}, {"careful", 0, NULL, 'g'},  {"width", 1, NULL, 'x'},      {"height", 1, NULL, 'y'},
        {"help", 0, NULL, 'h'},   {NULL, 0, NULL, 0},
    };
    struct options options = {.count = 1, .params = bsm_print_params_ordinary()};
    for (int option; (option = getopt_long(argc, argv, "h", known, NULL)) != -1;) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (option == '?')
            return EXIT_USAGE;
        if (option == 'g') {
            struct bsm_print_params careful = bsm_print_params_careful();
            careful.width_px = options.params.width_px;
            careful.height_px = options.params.height_px;
            options.params = careful;
        } else if (!take(&options, option, optarg))
            return usage("a value that cannot be: ", optarg);
    }
    options.out = optind < argc ? argv[optind] : NULL;
    if (optind + 1 < argc)
        return usage("one file only, not also ", argv[optind + 1]);
    int wrong = check(&options);
    return wrong ? wrong : run(&options);
}
