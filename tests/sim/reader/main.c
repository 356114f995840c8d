/* basma-finger-feeder: a hand for libfprint's virtual reader. */
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "enroll/picture/picture.h"
#include "tests/sim/print/print.h"
#include "tests/sim/reader/reader.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-finger-feeder --socket PATH [--wait MS] COMMAND\n"
    "\n"
    "Speaks to libfprint's virtual_image device (FP_VIRTUAL_IMAGE=PATH in the program under test).\n"
    "\n"
    "  put FILE                                   puts a finger picture (PGM, PNG) on the reader\n"
    "  put --person S --position N --impression K the same with a synthetic print (see basma-print)\n"
    "  retry N      0 try again, 1 too short, 2 centre the finger, 3 remove the finger\n"
    "  finger on|off\n"
    "  unplug       pulls the reader out: PATH's folder is renamed to FOLDER.pulled\n"
    "  plug         puts it back\n"
    "\n"
    "  --socket PATH   the device's socket; its folder must hold nothing else\n"
    "  --wait MS       how long to wait for the device to be there; default 5000\n"
    "  --help\n";

struct options {
    const char *socket_path;
    int wait_ms;
    bool synthetic;
    unsigned long long person, impression;
    int position;
    char **words; /* the command and what follows */
    int word_count;
};

static int usage(const char *why, const char *what)
{
    fprintf(stderr, "basma-finger-feeder: %s%s; see --help\n", why, what);
    return EXIT_USAGE;
}

static int failed(const struct options *options, const char *command, enum bsm_status status)
{
    const char *remedy = status == BSM_TIMEOUT ? ": no program has the virtual reader open there (FP_VIRTUAL_IMAGE)"
                         : status == BSM_GONE  ? ": it is pulled out (plug puts it back), or its program has just ended"
                         : status == BSM_FAULT ? ": its folder cannot be renamed"
                                               : "";
    fprintf(stderr, "basma-finger-feeder: %s on %s: %s%s\n", command, options->socket_path, bsm_status_name(status),
            remedy);
    return EXIT_FAILED;
}

static bool parse(const char *text, unsigned long long highest, unsigned long long *value)
{
    char *end = NULL;
    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] < '0' || text[0] > '9' || parsed > highest)
        return false;
    *value = parsed;
    return true;
}

static enum bsm_status synthetic(const struct options *options, struct bsm_image *picture)
{
    struct bsm_print_master master;
    struct bsm_print_params params = bsm_print_params_ordinary();
    enum bsm_status status = bsm_print_master_init(&master, options->person, (enum bsm_position)options->position);
    if (status != BSM_OK)
        return status;
    status = bsm_print_impression(&master, options->impression, &params, picture);
    bsm_print_master_finish(&master);
    return status;
}

static int put(struct bsm_sim_reader *reader, const struct options *options)
{
    struct bsm_image picture = {0};
    char why[BSM_PICTURE_WHY_SIZE] = "";
    enum bsm_status status;
    if (options->synthetic && options->word_count == 1 && options->position) {
        status = synthetic(options, &picture);
    } else if (!options->synthetic && options->word_count == 2) {
        status =
            bsm_picture_read(options->words[1], BSM_IMAGE_GREY8, BSM_PRINT_RESOLUTION_PPI, &picture, why, sizeof why);
        if (status != BSM_OK) {
            fprintf(stderr, "basma-finger-feeder: %s: %s\n", options->words[1], why[0] ? why : bsm_status_name(status));
            return EXIT_USAGE;
        }
    } else {
        return usage("put needs a file, or --person, --position and --impression", "");
    }
    if (status == BSM_OK)
        status = bsm_sim_reader_put(reader, &picture, options->wait_ms);
    bsm_image_finish(&picture);
    if (status == BSM_INVALID)
        return usage("a reader's picture has sides of 100 to 1000 px", "");
    return status == BSM_OK ? 0 : failed(options, "put", status);
}

static int run(struct bsm_sim_reader *reader, const struct options *options)
{
    const char *command = options->words[0];
    const char *word = options->word_count == 2 ? options->words[1] : "";
    unsigned long long code = 0;
    enum bsm_status status;
    if (strcmp(command, "put") == 0)
        return put(reader, options);
    if (strcmp(command, "retry") == 0 && parse(word, BSM_SIM_RETRY_COUNT - 1, &code))
        status = bsm_sim_reader_retry(reader, (enum bsm_sim_retry)code, options->wait_ms);
    else if (strcmp(command, "finger") == 0 && (strcmp(word, "on") == 0 || strcmp(word, "off") == 0))
        status = bsm_sim_reader_finger(reader, word[1] == 'n', options->wait_ms);
    else if (strcmp(command, "unplug") == 0 && options->word_count == 1)
        status = bsm_sim_reader_pull(reader);
    else if (strcmp(command, "plug") == 0 && options->word_count == 1)
        status = bsm_sim_reader_plug(reader);
    else
        return usage("no such command, or not with these words: ", command);
    return status == BSM_OK ? 0 : failed(options, command, status);
}

static bool take(struct options *options, int option, const char *text)
{
    unsigned long long value = 0;
    switch (option) {
    case 's': options->socket_path = text; return true;
    case 'p': options->synthetic = true; return parse(text, ~0ull, &options->person);
    case 'k': options->synthetic = true; return parse(text, ~0ull, &options->impression);
    case 'n':
        if (!parse(text, BSM_POSITION_MAX, &value) || !value)
            return false;
        options->synthetic = true;
        options->position = (int)value;
        return true;
    case 'w':
        if (!parse(text, 600000, &value))
            return false;
        options->wait_ms = (int)value;
        return true;
    default: return false;
    }
}

int main(int argc, char **argv)
{
    static const struct option known[] = {
        {"socket", 1, NULL, 's'}, {"person", 1, NULL, 'p'}, {"position", 1, NULL, 'n'}, {"impression", 1, NULL, 'k'},
        {"wait", 1, NULL, 'w'},   {"help", 0, NULL, 'h'},   {NULL, 0, NULL, 0},
    };
    struct options options = {.wait_ms = 5000};
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
    options.words = argv + optind;
    options.word_count = argc - optind;
    if (!options.socket_path || options.word_count < 1)
        return usage("--socket and a command are needed", "");
    struct bsm_sim_reader reader;
    if (bsm_sim_reader_init(&reader, options.socket_path) != BSM_OK)
        return usage("the socket must be FOLDER/NAME of fewer than 108 characters: ", options.socket_path);
    int result = run(&reader, &options);
    bsm_sim_reader_drain(&reader, 1000);
    bsm_sim_reader_finish(&reader);
    return result;
}
