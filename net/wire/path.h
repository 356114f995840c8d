/*
 * The calls of the interface: methods and paths, formatted and parsed in one place so that kiosk and centre agree.
 *
 *     bsm_wire_path_format(BSM_WIRE_CLAIM, &visit, path)    -> "/v1/visits/0192.../claim"
 *     bsm_wire_path_parse("PUT", path, &call, &visit)       -> BSM_WIRE_CLAIM
 */
#ifndef BASMA_WIRE_PATH_H
#define BASMA_WIRE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/base/random.h"
#include "firmware/base/terms.h"

/* Headers of ours, and the media types. */
#define BSM_WIRE_HEADER_KEY "Idempotency-Key" /* POST, PUT, DELETE: a UUID; repeated: one effect */
#define BSM_WIRE_HEADER_TIME "Basma-Time"     /* every answer: the centre's clock, integer unix ms */
#define BSM_WIRE_TYPE_JSON "application/json"
#define BSM_WIRE_TYPE_PROBLEM "application/problem+json" /* RFC 9457 */
#define BSM_WIRE_TYPE_JWS "application/jose"

enum bsm_wire_call {
    BSM_WIRE_ENROL = 1,
    BSM_WIRE_OPEN,
    BSM_WIRE_CLAIM,
    BSM_WIRE_MISSING,
    BSM_WIRE_CAPTURE,
    BSM_WIRE_VERIFY,
    BSM_WIRE_SEND_CODE,
    BSM_WIRE_CHECK_CODE,
    BSM_WIRE_USER_NAME,
    BSM_WIRE_COMPLETE,
    BSM_WIRE_SLOTS,
    BSM_WIRE_BOOK,
    BSM_WIRE_LEAVE,
    BSM_WIRE_TELEMETRY,
    BSM_WIRE_CAMPAIGN,
    BSM_WIRE_WISH,
    BSM_WIRE_TIME,
    BSM_WIRE_CONFIG,
    BSM_WIRE_HEALTH,
    BSM_WIRE_METRICS,
};
enum { BSM_WIRE_CALL_LAST = BSM_WIRE_METRICS, BSM_WIRE_PATH_SIZE = 64 };

/* "check_code", for logs and counters; "unknown" outside the enum. */
const char *bsm_wire_call_name(enum bsm_wire_call call);

/* "GET", "POST", "PUT", "DELETE". */
const char *bsm_wire_call_method(enum bsm_wire_call call);

/* Whether the path names a visit. */
bool bsm_wire_call_has_visit(enum bsm_wire_call call);

/* Whether it changes something, so that it must carry an Idempotency-Key. */
bool bsm_wire_call_has_effect(enum bsm_wire_call call);

/* Writes the path; visit may be NULL for calls that name none. */
void bsm_wire_path_format(enum bsm_wire_call call, const struct bsm_uuid *visit, char path[BSM_WIRE_PATH_SIZE]);

/* Reads a header line "Basma-Time: N" of size bytes, without an end; false, and unix_ms untouched, for any other line.
 */
bool bsm_wire_time_header_read(const char *line, size_t size, int64_t *unix_ms);

/*
 * Finds the call; visit is filled where the path names one, else none. The path is taken as it stands: no query, no
 * escapes, no slash at the end. NONE when found; else NOT_FOUND, NOT_ALLOWED (the path exists, not with this method)
 * or VERSION (a path under /v2, /v3, ...); call and visit are then untouched.
 */
enum bsm_problem bsm_wire_path_parse(const char *method, const char *path, enum bsm_wire_call *call,
                                     struct bsm_uuid *visit);

#endif
