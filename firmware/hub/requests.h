/*
 * Requests to the centre that are not answered yet: kept whole, so that they can be sent again with the same key to the
 * same or a fresh uplink. In memory only, and wiped when answered or dropped. One visit at a time.
 */
#ifndef BASMA_HUB_REQUESTS_H
#define BASMA_HUB_REQUESTS_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/ipc/messages.h"
#include "firmware/visit/visit.h"

enum { BSM_REQUESTS_MAX = BSM_VISIT_ITEMS_MAX + 3 };

struct bsm_request {
    uint32_t number; /* 0: free */
    enum bsm_visit_request about;
    int item;                    /* CAPTURE: the visit's */
    uint8_t hash[BSM_HASH_SIZE]; /* CAPTURE: what the next one follows */
    bool queued;                 /* CAPTURE: not sent yet, another goes first */
    bool failed;                 /* for a time: to be sent again when the visit says so */
    struct bsm_message message;
};

struct bsm_requests {
    uint32_t last_number; /* never used twice */
    struct bsm_request list[BSM_REQUESTS_MAX];
};

/* A fresh number for a request that is not kept. */
uint32_t bsm_requests_number(struct bsm_requests *requests);

/* Keeps one; NULL when there are too many. The caller fills message. */
struct bsm_request *bsm_requests_add(struct bsm_requests *requests, enum bsm_visit_request about, int item);

/* NULL: no such request is awaited. */
struct bsm_request *bsm_requests_find(struct bsm_requests *requests, uint32_t number);

/* The one with the lowest number that is about this; NULL: none. Captures go in order, one at a time. */
struct bsm_request *bsm_requests_first(struct bsm_requests *requests, enum bsm_visit_request about);

void bsm_requests_drop(struct bsm_request *request);
void bsm_requests_clear(struct bsm_requests *requests);

#endif
