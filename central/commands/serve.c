#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "central/api/centre.h"
#include "central/commands/commands.h"
#include "firmware/base/log.h"
#include "net/wire/wire.h"

static const char command[] = "basma-central serve";

enum { THREADS_MAX = 64, REQUEST_S_MAX = 3600, IDLE_S = 30, TIDY_S = 30 };

enum {
    OPTION_STATE,
    OPTION_LISTEN,
    OPTION_SMS,
    OPTION_THREADS,
    OPTION_REQUEST,
    OPTION_MOBILE_WAIT,
    OPTION_CHALLENGE,
    OPTION_PORTRAIT
};

static bool open_sms(const char *path, struct bsm_sms **sms)
{
    enum bsm_status status = bsm_sms_open_file(path, sms);
    if (status == BSM_DENIED) {
        fprintf(stderr, "%s: others may read %s, and codes will stand in it: chmod 600 it or name another file\n",
                command, path);
    } else if (status != BSM_OK) {
        fprintf(stderr, "%s: cannot open %s for messages: %s\n", command, path, strerror(errno));
    }
    return status == BSM_OK;
}

/* Until the service manager or the terminal says stop. */
static void wait_for_the_end(struct bsm_centre *centre, const sigset_t *ends)
{
    int signal_number;
    do {
        signal_number = sigtimedwait(ends, NULL, &(struct timespec){.tv_sec = TIDY_S});
        if (signal_number < 0) {
            bsm_centre_tidy(centre);
        }
    } while (signal_number < 0);
    bsm_log(BSM_LOG_INFO, "central", "stopping, signal=%d", signal_number);
}

struct numbers {
    int threads;
    int request_s;
    int mobile_wait_h;
};

static int serve(struct bsm_centre *centre, const struct bsm_option *options, const struct numbers *numbers,
                 const sigset_t *ends)
{
    char why[BSM_HTTP_WHY_SIZE];
    struct bsm_http *http = NULL;
    struct bsm_http_options door = {
        .listen = options[OPTION_LISTEN].value,
        .key_pem = centre->state->server_key_pem,
        .certificate_pem = centre->state->server_pem,
        .ca_pem = centre->state->ca_pem,
        .threads = numbers->threads,
        .body_max = BSM_WIRE_BODY_MAX,
        .idle_s = IDLE_S,
        .request_max_ms = numbers->request_s * 1000LL,
        .handle = bsm_centre_handle,
        .context = centre,
    };
    enum bsm_status status = bsm_http_start(&door, &http, why);
    if (status != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return status == BSM_INVALID ? BSM_EXIT_USAGE : BSM_EXIT_FAILED;
    }
    centre->http = http;
    bsm_centre_tidy(centre);
    printf("listening on https://%s\n", bsm_http_address(http));
    fflush(stdout);
    wait_for_the_end(centre, ends);
    bsm_http_stop(http);
    return BSM_EXIT_OK;
}

static int serve_state(const struct bsm_state *state, const struct bsm_option *options, const struct numbers *numbers,
                       const sigset_t *ends)
{
    static struct bsm_centre centre;
    struct bsm_sms *sms = NULL;
    char why[BSM_STATE_WHY_SIZE];
    if (!open_sms(options[OPTION_SMS].value, &sms)) {
        return BSM_EXIT_FAILED;
    }
    int exit_code = BSM_EXIT_FAILED;
    if (bsm_centre_start(&centre, state, sms, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
    } else {
        centre.mobile_wait_h = numbers->mobile_wait_h;
        centre.challenge = strcmp(options[OPTION_CHALLENGE].value, "yes") == 0;
        centre.portrait = strcmp(options[OPTION_PORTRAIT].value, "yes") == 0;
        exit_code = serve(&centre, options, numbers, ends);
        bsm_centre_stop(&centre);
    }
    bsm_sms_destroy(sms);
    return exit_code;
}

/* Blocked in every thread, taken by wait_for_the_end. A peer that closes early must not end us. */
static void set_signals(sigset_t *ends)
{
    sigemptyset(ends);
    sigaddset(ends, SIGTERM);
    sigaddset(ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, ends, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* Connections that nobody has been admitted by yet must not use up the descriptors that the register needs. */
static void lift_file_limit(void)
{
    struct rlimit limit;
    if (!getrlimit(RLIMIT_NOFILE, &limit) && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static bool is_yes_or_no(const char *value) { return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0; }

int bsm_command_serve(int argc, char **argv)
{
    struct bsm_option options[] = {
        {"state", NULL, "DIR", "the centre's folder, made by basma-central init"},
        {"listen", "127.0.0.1:8443", "ADDRESS:PORT", "where to listen; port 0 takes any"},
        {"sms-file", NULL, "FILE", "codes are appended here, a line of JSON each"},
        {"threads", "16", "N", "requests answered at the same time"},
        {"request-seconds", "60", "N", "a connection without a whole request for so long is cut"},
        {"mobile-wait", "24", "HOURS", "until a mobile number that takes the place of another counts; 0: at once"},
        {"challenge", "yes", "yes|no", "yes: no face is taken of who was not asked to turn the head, or did not"},
        {"portrait", "no", "yes|no", "yes: of who comes for an account a portrait is kept, where the kiosk takes one"},
        {0},
    };
    int exit_code;
    if (!bsm_options_read(command, "Serves kiosks until SIGTERM. Says `listening on https://...` when it is ready.",
                          options, argc, argv, &exit_code)) {
        return exit_code;
    }
    struct numbers numbers;
    if (!bsm_option_integer(&options[OPTION_THREADS], 2, THREADS_MAX, &numbers.threads) ||
        !bsm_option_integer(&options[OPTION_REQUEST], 1, REQUEST_S_MAX, &numbers.request_s) ||
        !bsm_option_integer(&options[OPTION_MOBILE_WAIT], 0, BSM_WIRE_MOBILE_WAIT_MAX, &numbers.mobile_wait_h)) {
        fprintf(stderr, "%s: --threads is 2 to %d, --request-seconds 1 to %d, --mobile-wait 0 to %d\n", command,
                THREADS_MAX, REQUEST_S_MAX, BSM_WIRE_MOBILE_WAIT_MAX);
        return BSM_EXIT_USAGE;
    }
    if (!is_yes_or_no(options[OPTION_CHALLENGE].value) || !is_yes_or_no(options[OPTION_PORTRAIT].value)) {
        fprintf(stderr, "%s: --challenge and --portrait are yes or no\n", command);
        return BSM_EXIT_USAGE;
    }
    sigset_t ends;
    set_signals(&ends);
    lift_file_limit();
    char why[BSM_STATE_WHY_SIZE];
    static struct bsm_state state;
    if (bsm_state_load(options[OPTION_STATE].value, &state, why) != BSM_OK) {
        fprintf(stderr, "%s: %s\n", command, why);
        return BSM_EXIT_FAILED;
    }
    exit_code = serve_state(&state, options, &numbers, &ends);
    bsm_state_finish(&state);
    return exit_code;
}
