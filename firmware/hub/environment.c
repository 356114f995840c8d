#include "firmware/hub/environment.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/base/log.h"

static void add_argument(struct bsm_call *call, const char *argument)
{
    assert(call->arguments_count < BSM_CHILD_ARGUMENTS_MAX);
    call->arguments[call->arguments_count++] = (char *)(uintptr_t)argument; /* execve(2) does not write to it */
}

static void add_pair(struct bsm_call *call, const char *option, const char *value)
{
    add_argument(call, option);
    add_argument(call, value);
}

static void add_variable(struct bsm_call *call, const char *whole)
{
    if (call->environment_count < BSM_CALL_VARIABLES_MAX)
        call->environment[call->environment_count++] = (char *)(uintptr_t)whole;
}

/* NAME=value, where there is a value. */
static void set_variable(struct bsm_call *call, const char *name, const char *value)
{
    if (!value)
        return;
    char *whole = call->room + call->room_used;
    size_t left = sizeof call->room - (size_t)call->room_used;
    int length = snprintf(whole, left, "%s=%s", name, value);
    if ((size_t)length >= left) {
        bsm_log(BSM_LOG_WARNING, "firmware/hub", "a variable is too long for a leaf, name=%s", name);
        return;
    }
    call->room_used += length + 1;
    add_variable(call, whole);
}

static void pass_variable(struct bsm_call *call, const char *name) { set_variable(call, name, getenv(name)); }

static void pass_display(struct bsm_call *call)
{
    pass_variable(call, "DISPLAY");
    pass_variable(call, "XAUTHORITY");
    pass_variable(call, "WAYLAND_DISPLAY");
    pass_variable(call, "XDG_RUNTIME_DIR");
    for (char **variable = environ; *variable; variable++)
        if (strncmp(*variable, "SDL_", 4) == 0)
            add_variable(call, *variable);
}

/* Simulated devices live below the libraries; they come in only where the signed configuration says so. */
static void pass_virtual(struct bsm_call *call)
{
    set_variable(call, "FP_VIRTUAL_IMAGE", getenv("BASMA_BIO_FP_VIRTUAL_IMAGE"));
    set_variable(call, "LD_PRELOAD", getenv("BASMA_BIO_LD_PRELOAD"));
}

static void make_environment(struct bsm_call *call, enum bsm_leaf leaf, const struct bsm_settings *settings, bool keep)
{
    set_variable(call, "LANG", "C.UTF-8");
    set_variable(call, "PATH", "/usr/bin:/bin");
    /* glibc overwrites each freed block, for the libraries that free without wiping */
    set_variable(call, "GLIBC_TUNABLES", "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0");
    if (leaf == BSM_LEAF_BIO && settings->allow_virtual)
        pass_virtual(call);
    if (keep)
        for (char **variable = environ; *variable; variable++)
            add_variable(call, *variable);
    else if (leaf == BSM_LEAF_UI)
        pass_display(call);
}

static void make_bio(struct bsm_call *call, const struct bsm_settings *settings, const char *state_folder)
{
    add_argument(call, "basma-bio");
    add_pair(call, "--state", state_folder);
    add_pair(call, "--models", settings->models);
    add_pair(call, "--camera", settings->camera);
    if (settings->allow_virtual)
        add_argument(call, "--allow-virtual");
}

static void make_ui(struct bsm_call *call, const struct bsm_settings *settings)
{
    bool full = strcmp(settings->window, "full") == 0 || settings->window[0] == '\0';
    add_argument(call, "basma-ui");
    if (settings->assets[0])
        add_pair(call, "--assets", settings->assets);
    if (!full && strcmp(settings->window, "auto") != 0)
        add_pair(call, "--size", settings->window);
    if (!full)
        add_argument(call, "--windowed");
    if (settings->silent)
        add_pair(call, "--speech", "no");
    if (settings->volume[0])
        add_pair(call, "--volume", settings->volume);
    if (settings->quiet[0])
        add_pair(call, "--quiet", settings->quiet);
}

static void make_uplink(struct bsm_call *call, const struct bsm_settings *settings, const char *state_folder)
{
    add_argument(call, "basma-uplink");
    add_pair(call, "--state", state_folder);
    add_pair(call, "--url", settings->centre_url);
    if (settings->centre_pin[0])
        add_pair(call, "--pin", settings->centre_pin);
    if (settings->site[0])
        add_pair(call, "--site", settings->site);
    snprintf(call->version, sizeof call->version, "%lld", (long long)settings->version);
    add_pair(call, "--config-version", call->version);
}

void bsm_call_make(struct bsm_call *call, enum bsm_leaf leaf, const struct bsm_settings *settings,
                   const char *state_folder, bool keep)
{
    memset(call, 0, sizeof *call);
    switch (leaf) {
    case BSM_LEAF_BIO: make_bio(call, settings, state_folder); break;
    case BSM_LEAF_UI: make_ui(call, settings); break;
    case BSM_LEAF_UPLINK: make_uplink(call, settings, state_folder); break;
    }
    make_environment(call, leaf, settings, keep);
}
