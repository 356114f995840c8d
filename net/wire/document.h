/* One JSON document on jansson, bounded: parsed with our limits, written into a text of ours. Inside net/wire only. */
#ifndef BASMA_WIRE_DOCUMENT_H
#define BASMA_WIRE_DOCUMENT_H

#include <jansson.h>
#include <stddef.h>

#include "firmware/base/status.h"
#include "net/wire/wire.h"

/* Parses one object. The caller gives it back with json_decref. */
enum bsm_status bsm_wire_document_parse(const char *json, size_t size, json_t **root);

/* Writes root, compact. INVALID: larger than a body may be. */
enum bsm_status bsm_wire_document_write(const json_t *root, struct bsm_wire_text *text);

#endif
