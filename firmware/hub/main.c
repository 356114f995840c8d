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

static const char usage[] =
    "usage: basma-kiosk --state DIR [--keep-environment]\n"
    "\n"
    "The kiosk: starts basma-bio, basma-ui and basma-uplink from the folder it lies in, leads each visit, and writes "
    "what\n"
    "happens to DIR/journal. Ends on SIGTERM or SIGINT.\n"
    "\n"
    "  --state DIR          the kiosk's folder, as made by basma-provision\n"
    "  --keep-environment   pass this process's whole environment on to the three (development)\n"
    "  --help, --version\n"
    "\n"
    "The environment is cleaned for the three. DISPLAY, XAUTHORITY, WAYLAND_DISPLAY, XDG_RUNTIME_DIR and SDL_* pass "
    "to\n"
    "basma-ui. Only where the signed configuration says allow_virtual = yes, BASMA_BIO_FP_VIRTUAL_IMAGE and\n"
    "BASMA_BIO_LD_PRELOAD reach basma-bio as FP_VIRTUAL_IMAGE and LD_PRELOAD. NOTIFY_SOCKET and WATCHDOG_USEC are "
    "served.\n"
    "\n"
    "exit: 0 ended by signal, 1 could not run, 2 usage\n";

static int take_options(int argc, char **argv, struct bsm_hub_options *options)
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
        case 'h': fputs(usage, stdout); exit(0);
        case 'v': puts("basma-kiosk " BASMA_VERSION); exit(0);
        default: return 2;
        }
    }
    return options->state_folder && optind == argc ? 0 : 2;
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
    if (take_options(argc, argv, &options) != 0) {
        fputs(usage, stderr);
        return 2;
    }
    if (!find_leaves(folder) || !give_up_rights()) {
        bsm_log(BSM_LOG_ERROR, "firmware/hub", "the kernel refused the sandbox, or /proc is not mounted");
        return 1;
    }
    return bsm_hub_run(&options);
}
