/* basma-kiosk: options, what the process gives up, and the hub. */
#include <getopt.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "firmware/base/log.h"
#include "firmware/base/sandbox.h"
#include "firmware/hub/hub.h"

enum { EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-kiosk --state DIR [--keep-environment]\n"
    "\n"
    "The kiosk: starts basma-bio, basma-ui and basma-uplink from the folder it lies in, leads each visit, and writes\n"
    "what happens to DIR/journal. Ends on SIGTERM or SIGINT.\n"
    "\n"
    "  --state DIR          the kiosk's folder, as made by basma-provision\n"
    "  --keep-environment   pass this process's whole environment on to the three (development)\n"
    "  --help, --version\n"
    "\n"
    "The environment is cleaned for the three. DISPLAY, XAUTHORITY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR and SDL_* pass to\n"
    "basma-ui. Only where the signed configuration says allow_virtual = yes, BASMA_BIO_FP_VIRTUAL_IMAGE and\n"
    "BASMA_BIO_LD_PRELOAD reach basma-bio as FP_VIRTUAL_IMAGE and LD_PRELOAD. NOTIFY_SOCKET and WATCHDOG_USEC are served.\n"
    "\n"
    "Exit status: 0 ended by signal, 1 could not run, 2 wrong arguments.\n";

static int wrong(const char *what)
{
    fprintf(stderr, "basma-kiosk: %s\nTry basma-kiosk --help.\n", what);
    return EXIT_USAGE;
}

/* -1: go on; else the exit status. */
static int parse(int argc, char **argv, struct bsm_hub_options *options)
{
    static const struct option known[] = {
        {"state", required_argument, NULL, 's'},
        {"keep-environment", no_argument, NULL, 'k'},
        {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) {
        switch (option) {
        case 's': options->state_folder = optarg; break;
        case 'k': options->keep_environment = true; break;
        case 'h': fputs(help, stdout); return EXIT_SUCCESS;
        case 'v': puts("basma-kiosk " BASMA_VERSION); return EXIT_SUCCESS;
        default: return wrong("unknown argument");
        }
    }
    if (optind < argc)
        return wrong("arguments without -- are not known");
    return options->state_folder ? -1 : wrong("--state is needed");
}

/* The leaves lie beside this program. */
static bool find_leaves(char folder[PATH_MAX])
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    snprintf(folder, PATH_MAX, "%s", dirname(path));
    return true;
}

/* The hub outlives the shell that started it: only the leaves die with their parent. */
static bool give_up_rights(void)
{
    umask(077);
    return bsm_sandbox_enter(BSM_SANDBOX_BASIC) == BSM_OK && prctl(PR_SET_PDEATHSIG, 0) == 0;
}

int main(int argc, char **argv)
{
    static char folder[PATH_MAX];
    struct bsm_hub_options options = {.leaf_folder = folder};
    int status = parse(argc, argv, &options);
    if (status >= 0)
        return status;
    if (!find_leaves(folder) || !give_up_rights()) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the kernel refused the sandbox, or /proc is not mounted");
        return 1;
    }
    return bsm_hub_run(&options);
}
