/* basma-provision: makes a machine a kiosk of a centre. Run once, by a technician, with a token that the centre
 * printed. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "board/provision/enrolment.h"
#include "board/provision/folder.h"
#include "firmware/base/clock.h"
#include "firmware/base/sandbox.h"
#include "firmware/base/wipe.h"
#include "net/wire/token.h"
#include "net/wire/wire.h"

enum { EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-provision --state DIR --token TOKEN [--url URL]\n"
    "\n"
    "Enrols this machine at a centre: makes its two keys, asks for a certificate with the one-time token that\n"
    "`basma-central token` printed, and writes what a kiosk needs into DIR. Trusts exactly the centre that the token\n"
    "names. Run again after a failure, with the same token, it goes on; where all is done, it says so.\n"
    "\n"
    "  --state DIR    the kiosk's folder; made with mode 0700\n"
    "  --token TOKEN  the token; - reads it from standard input, where other users of this machine do not see it\n"
    "  --url URL      another way to the same server than the one in the token (https://HOST[:PORT])\n"
    "  --help         this text\n"
    "\n"
    "Exit status: 0 enrolled (now or before), 1 failed, 2 wrong arguments or a token that is none.\n";

struct options {
    const char *state;
    const char *token;
    const char *url;
};

static int wrong(const char *what)
{
    fprintf(stderr, "basma-provision: %s\nTry basma-provision --help.\n", what);
    return EXIT_USAGE;
}

/* -1: go on; else the exit status. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {
        {"state", required_argument, NULL, 's'},
        {"token", required_argument, NULL, 't'},
        {"url", required_argument, NULL, 'u'},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        switch (option) {
        case 's': options->state = optarg; break;
        case 't': options->token = optarg; break;
        case 'u': options->url = optarg; break;
        case 'h': fputs(help, stdout); return EXIT_SUCCESS;
        default: return wrong("unknown argument");
        }
    }
    if (optind < argc || !options->state)
        return wrong(options->state ? "arguments without -- are not known" : "--state is needed");
    if (options->url && !bsm_wire_url_valid(options->url))
        return wrong("--url must be https://HOST or https://HOST:PORT");
    return -1;
}

static bool read_token(const char *given, struct bsm_wire_token *token)
{
    char text[BSM_WIRE_TOKEN_TEXT_SIZE + 8];
    bool from_input = strcmp(given, "-") == 0;
    if (from_input && !fgets(text, sizeof text, stdin))
        return false;
    bool read = bsm_wire_token_decode(from_input ? text : given, token) == BSM_OK;
    bsm_wipe(text, sizeof text);
    return read;
}

static int enrol(const struct options *options)
{
    struct bsm_wire_token token;
    char moment[BSM_CLOCK_TEXT_SIZE];
    if (!options->token)
        return wrong("--token is needed: this folder is not enrolled yet");
    if (!read_token(options->token, &token))
        return wrong(
            "this is not a token; it begins with basma1. and is one line, as `basma-central token` printed it");
    if (bsm_clock_unix_ms() > token.expires_unix_ms) {
        bsm_clock_text(token.expires_unix_ms, moment);
        fprintf(stderr,
                "basma-provision: the token expired at %s. Print a new one with `basma-central token`, or set this "
                "machine's clock if it is wrong.\n",
                moment);
        bsm_wipe(&token, sizeof token);
        return EXIT_FAILURE;
    }
    const struct bsm_enrolment enrolment = {
        .state = options->state, .token = &token, .url = options->url ? options->url : token.url};
    enum bsm_status status = bsm_enrolment_run(&enrolment);
    bsm_wipe(&token, sizeof token);
    return status == BSM_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int report(const struct options *options, const char *how)
{
    char device[BSM_WIRE_DEVICE_SIZE];
    char problem[BSM_FOLDER_PROBLEM_SIZE];
    if (bsm_folder_check(options->state, device, problem) != BSM_OK)
        return EXIT_FAILURE;
    printf("basma-provision: this kiosk %s as %s; its folder is %s.\n", how, device, options->state);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct options options = {0};
    char device[BSM_WIRE_DEVICE_SIZE];
    char problem[BSM_FOLDER_PROBLEM_SIZE];
    int status = parse(argc, argv, &options);
    if (status >= 0)
        return status;
    if (bsm_sandbox_enter(BSM_SANDBOX_BASIC) != BSM_OK || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fputs("basma-provision: the kernel refused the sandbox, or libcurl cannot be set up\n", stderr);
        return EXIT_FAILURE;
    }
    bsm_wire_init();
    enum bsm_status before = bsm_folder_check(options.state, device, problem);
    if (before == BSM_OK) {
        status = report(&options, "is already enrolled");
    } else if (before == BSM_INVALID) {
        fprintf(
            stderr,
            "basma-provision: %s is enrolled as it seems, but %s. Bring it back from a copy, or move the folder away "
            "and enrol anew with a new token.\n",
            options.state, problem);
        status = EXIT_FAILURE;
    } else {
        status = enrol(&options);
        if (status == EXIT_SUCCESS)
            status = report(&options, "is enrolled");
    }
    curl_global_cleanup();
    return status;
}
