#include "net/wire/path.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define VISITS "/v1/visits"

/* For calls with a visit, path is what follows its UUID. */
static const struct {
    const char *name;
    const char *method;
    const char *path;
    bool visit;
} calls[BSM_WIRE_CALL_LAST + 1] = {
    [BSM_WIRE_ENROL] = {"enrol", "POST", "/v1/enrol", false},
    [BSM_WIRE_OPEN] = {"open", "POST", VISITS, false},
    [BSM_WIRE_CLAIM] = {"claim", "PUT", "/claim", true},
    [BSM_WIRE_MISSING] = {"missing", "PUT", "/missing", true},
    [BSM_WIRE_CAPTURE] = {"capture", "POST", "/captures", true},
    [BSM_WIRE_VERIFY] = {"verify", "POST", "/verify", true},
    [BSM_WIRE_SEND_CODE] = {"send_code", "POST", "/otp", true},
    [BSM_WIRE_CHECK_CODE] = {"check_code", "PUT", "/otp", true},
    [BSM_WIRE_USER_NAME] = {"user_name", "PUT", "/user_name", true},
    [BSM_WIRE_COMPLETE] = {"complete", "POST", "/complete", true},
    [BSM_WIRE_SLOTS] = {"slots", "GET", "/slots", true},
    [BSM_WIRE_BOOK] = {"book", "POST", "/appointment", true},
    [BSM_WIRE_LEAVE] = {"leave", "DELETE", "", true},
    [BSM_WIRE_TELEMETRY] = {"telemetry", "POST", "/v1/telemetry", false},
    [BSM_WIRE_CAMPAIGN] = {"campaign", "POST", "/v1/campaign", false},
    [BSM_WIRE_WISH] = {"wish", "POST", "/v1/wishes", false},
    [BSM_WIRE_TIME] = {"time", "GET", "/v1/time", false},
    [BSM_WIRE_CONFIG] = {"config", "GET", "/v1/devices/config", false},
    [BSM_WIRE_HEALTH] = {"health", "GET", "/health", false},
    [BSM_WIRE_METRICS] = {"metrics", "GET", "/metrics", false},
};

static bool known(enum bsm_wire_call call) { return call >= BSM_WIRE_ENROL && (int)call <= BSM_WIRE_CALL_LAST; }

const char *bsm_wire_call_name(enum bsm_wire_call call) { return known(call) ? calls[call].name : "unknown"; }

const char *bsm_wire_call_method(enum bsm_wire_call call)
{
    assert(known(call));
    return calls[call].method;
}

bool bsm_wire_call_has_visit(enum bsm_wire_call call) { return known(call) && calls[call].visit; }

bool bsm_wire_call_has_effect(enum bsm_wire_call call) { return known(call) && strcmp(calls[call].method, "GET") != 0; }

void bsm_wire_path_format(enum bsm_wire_call call, const struct bsm_uuid *visit, char path[BSM_WIRE_PATH_SIZE])
{
    assert(known(call));
    if (!calls[call].visit) {
        snprintf(path, BSM_WIRE_PATH_SIZE, "%s", calls[call].path);
        return;
    }
    assert(visit);
    char text[BSM_UUID_TEXT_SIZE];
    bsm_uuid_text(visit, text);
    snprintf(path, BSM_WIRE_PATH_SIZE, VISITS "/%s%s", text, calls[call].path);
}

/* Cuts "/v1/visits/UUID" off the front; the rest, or NULL where it does not stand there. */
static const char *cut_visit(const char *path, struct bsm_uuid *visit)
{
    static const size_t front = sizeof VISITS "/" - 1;
    char text[BSM_UUID_TEXT_SIZE];
    if (strncmp(path, VISITS "/", front) != 0 || strnlen(path + front, sizeof text) < sizeof text - 1)
        return NULL;
    memcpy(text, path + front, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    return bsm_uuid_parse(text, visit) && !bsm_uuid_is_none(visit) ? path + front + sizeof text - 1 : NULL;
}

/* "/v" and a number other than 1, then a slash. */
static bool other_version(const char *path)
{
    if (strncmp(path, "/v", 2) != 0)
        return false;
    size_t digits = strspn(path + 2, "0123456789");
    return digits > 0 && path[2 + digits] == '/' && !(digits == 1 && path[2] == '1');
}

enum bsm_problem bsm_wire_path_parse(const char *method, const char *path, enum bsm_wire_call *call,
                                     struct bsm_uuid *visit)
{
    struct bsm_uuid found = {{0}};
    const char *rest = cut_visit(path, &found);
    bool path_exists = false;
    for (int i = BSM_WIRE_ENROL; i <= BSM_WIRE_CALL_LAST; i++) {
        if (calls[i].visit != (rest != NULL) || strcmp(calls[i].path, rest ? rest : path) != 0)
            continue;
        path_exists = true;
        if (strcmp(calls[i].method, method) != 0)
            continue;
        *call = (enum bsm_wire_call)i;
        *visit = found;
        return BSM_PROBLEM_NONE;
    }
    if (path_exists)
        return BSM_PROBLEM_NOT_ALLOWED;
    return other_version(path) ? BSM_PROBLEM_VERSION : BSM_PROBLEM_NOT_FOUND;
}

bool bsm_wire_time_header_read(const char *line, size_t size, int64_t *unix_ms)
{
    static const char name[] = BSM_WIRE_HEADER_TIME ":";
    static const int64_t last_ms = INT64_C(253402300799999);
    int64_t read = 0;
    if (size < sizeof name - 1 || strncasecmp(line, name, sizeof name - 1) != 0)
        return false;
    size_t at = sizeof name - 1;
    while (at < size && line[at] == ' ')
        at++;
    size_t first = at;
    for (; at < size && line[at] >= '0' && line[at] <= '9' && read <= last_ms; at++)
        read = read * 10 + (line[at] - '0');
    bool ended = at == size || line[at] == '\r' || line[at] == '\n';
    if (at == first || !ended || read == 0 || read > last_ms)
        return false;
    *unix_ms = read;
    return true;
}
