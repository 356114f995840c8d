#include "firmware/hub/requests.h"

#include <stddef.h>

#include "firmware/base/wipe.h"

uint32_t bsm_requests_number(struct bsm_requests *requests)
{
    if (++requests->last_number == 0)
        requests->last_number = 1;
    return requests->last_number;
}

static struct bsm_request *with_number(struct bsm_requests *requests, uint32_t number)
{
    for (int i = 0; i < BSM_REQUESTS_MAX; i++)
        if (requests->list[i].number == number)
            return &requests->list[i];
    return NULL;
}

struct bsm_request *bsm_requests_add(struct bsm_requests *requests, enum bsm_visit_request about, int item)
{
    struct bsm_request *request = with_number(requests, 0); /* a free one */
    if (!request)
        return NULL;
    request->number = bsm_requests_number(requests);
    request->about = about;
    request->item = item;
    return request;
}

struct bsm_request *bsm_requests_find(struct bsm_requests *requests, uint32_t number)
{
    return number == 0 ? NULL : with_number(requests, number);
}

struct bsm_request *bsm_requests_first(struct bsm_requests *requests, enum bsm_visit_request about)
{
    struct bsm_request *first = NULL;
    for (int i = 0; i < BSM_REQUESTS_MAX; i++) {
        struct bsm_request *request = &requests->list[i];
        if (request->number != 0 && request->about == about && (!first || request->number < first->number))
            first = request;
    }
    return first;
}

void bsm_requests_drop(struct bsm_request *request) { bsm_wipe(request, sizeof *request); }

void bsm_requests_clear(struct bsm_requests *requests) { bsm_wipe(requests->list, sizeof requests->list); }
