/* basma-uplink: carries the hub's requests to the centre. Started by the hub, with its channel as descriptor 3. */
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/base/log.h"
#include "firmware/base/sandbox.h"
#include "net/uplink/transport.h"
#include "net/uplink/uplink.h"
#include "net/wire/token.h"
#include "net/wire/wire.h"

enum { EXIT_USAGE = 2 };

static const char help[] =
    "usage: basma-uplink --state DIR --url https://HOST[:PORT] [--pin sha256//BASE64] [--site NAME]\n"
    "                    [--config-version N]\n"
    "\n"
    "Carries the kiosk's requests to the centre over mutual TLS, and keeps its journal's lines in DIR/spool until "
    "they\n"
    "are there. The hub (basma-kiosk) starts it, with its channel as descriptor 3; it is of no use alone.\n"
    "\n"
    "  --state DIR  the kiosk's folder, as basma-provision made it (keys/tls.key, keys/tls.crt, trust/ca.crt)\n"
    "  --url URL    the centre\n"
    "  --pin PIN    the only server key to accept, as curl writes it\n"
    "  --site NAME  where this kiosk stands, said when a visit is opened\n"
    "  --config-version N  the configuration in force: another one of the centre's is handed to the hub\n"
    "  --help       this text\n"
    "\n"
    "Exit status: 0 when the hub has gone, 1 on failure, 2 on wrong arguments.\n";

struct options {
    struct bsm_transport_settings transport;
    const char *site;
    int64_t config_version;
};

static int wrong(const char *what)
{
    fprintf(stderr, "basma-uplink: %s\nTry basma-uplink --help.\n", what);
    return EXIT_USAGE;
}

static int check(const struct options *options)
{
    if (!options->transport.state || !options->transport.url)
        return wrong("--state and --url are needed");
    if (!bsm_wire_url_valid(options->transport.url))
        return wrong("--url must be https://HOST or https://HOST:PORT");
    if (options->transport.pin &&
        (strncmp(options->transport.pin, "sha256//", 8) != 0 || strlen(options->transport.pin) != 8 + 44))
        return wrong("--pin must be sha256// and 44 characters of base64");
    if (strlen(options->site) >= BSM_WIRE_SITE_SIZE)
        return wrong("--site is too long");
    if (fcntl(BSM_CHANNEL_LEAF_FD, F_GETFD) < 0)
        return wrong("descriptor 3 is not open: this program is started by basma-kiosk");
    return 0;
}

/* -1: go on; else the exit status. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option names[] = {
        {"state", required_argument, NULL, 's'},
        {"url", required_argument, NULL, 'u'},
        {"pin", required_argument, NULL, 'p'},
        {"site", required_argument, NULL, 'i'},
        {"help", no_argument, NULL, 'h'},
        {"config-version", required_argument, NULL, 'c'},
        {0},
    };
    for (int option; (option = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        switch (option) {
        case 's': options->transport.state = optarg; break;
        case 'u': options->transport.url = optarg; break;
        case 'p': options->transport.pin = *optarg ? optarg : NULL; break;
        case 'i': options->site = optarg; break;
        case 'c': options->config_version = strtoll(optarg, NULL, 10); break;
        case 'h': fputs(help, stdout); return EXIT_SUCCESS;
        default: return wrong("unknown argument");
        }
    }
    if (optind < argc)
        return wrong("arguments without -- are not known");
    int status = check(options);
    return status == 0 ? -1 : status;
}

static enum bsm_status run(const struct options *options, struct bsm_channel *channel)
{
    struct bsm_transport *transport = NULL;
    struct bsm_uplink *uplink = calloc(1, sizeof *uplink);
    enum bsm_status status = uplink ? bsm_transport_init(&options->transport, &transport) : BSM_NO_MEMORY;
    if (status == BSM_OK) {
        status = bsm_uplink_init(uplink, transport, channel,
                                 &(struct bsm_uplink_settings){.site = options->site,
                                                               .state_folder = options->transport.state,
                                                               .config_version = options->config_version});
        while (status == BSM_OK)
            status = bsm_uplink_step(uplink);
        if (status == BSM_GONE)
            bsm_uplink_farewell(uplink);
        bsm_uplink_finish(uplink);
    }
    bsm_transport_finish(transport);
    free(uplink);
    return status;
}

/* curl and its TLS library free without wiping: glibc then overwrites every freed block. It reads the setting at a
 * process's start; the hub gives it to its leaves, without a hub it is set here. */
static void overwrite_freed_memory(char **argv)
{
    if (getenv("GLIBC_TUNABLES"))
        return;
    setenv("GLIBC_TUNABLES", "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", 1);
    execv("/proc/self/exe", argv);
    bsm_log(BSM_LOG_WARNING, "net/uplink", "freed memory is not overwritten: could not start anew with the setting");
}

int main(int argc, char **argv)
{
    static struct bsm_channel channel;
    struct options options = {.site = ""};
    int status = parse(argc, argv, &options);
    if (status >= 0)
        return status;
    overwrite_freed_memory(argv);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    umask(077);
    if (bsm_sandbox_enter(BSM_SANDBOX_BASIC) != BSM_OK)
        return EXIT_FAILURE;
    bsm_wire_init();
    bsm_channel_init(&channel, BSM_CHANNEL_LEAF_FD);
    enum bsm_status ended = run(&options, &channel);
    bsm_channel_finish(&channel);
    return ended == BSM_GONE ? EXIT_SUCCESS : EXIT_FAILURE;
}
