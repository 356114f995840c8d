/*
 * What a leaf may say in which state of the visit. firmware/ipc says who may send a type at all; here, when. A screen
 * is one message behind the hub, so what a person did on it stays permitted in the states that can have come since.
 */
#include "firmware/hub/hub_impl.h"

#define ONLY(state) (1U << BSM_VISIT_##state)
#define BIT_RANGE(first, last) (((2U << BSM_VISIT_##last) - 1) & ~((1U << BSM_VISIT_##first) - 1))

enum { OF_ROUND = 1, WITH_CAPTURE = 2 };

static const struct {
    uint32_t states;
    int rules;
} rows[BSM_MESSAGE_LAST + 1] = {
    [BSM_MESSAGE_READY] = {BIT_RANGE(STARTING, FORGETTING), 0},
    [BSM_MESSAGE_PREVIEW] = {BIT_RANGE(STARTING, FORGETTING), 0},
    [BSM_MESSAGE_DEVICE] = {BIT_RANGE(STARTING, FORGETTING), 0},
    [BSM_MESSAGE_NET_LINK] = {BIT_RANGE(STARTING, FORGETTING), 0},
    [BSM_MESSAGE_HINT] = {ONLY(HAND) | ONLY(FACE) | ONLY(TRY_AGAIN) | ONLY(SETTLING) | ONLY(VERIFYING), OF_ROUND},
    [BSM_MESSAGE_CAPTURED] = {ONLY(HAND) | ONLY(FACE), OF_ROUND | WITH_CAPTURE},
    [BSM_MESSAGE_CAPTURE_FAILED] = {ONLY(HAND) | ONLY(FACE), OF_ROUND | WITH_CAPTURE},
    [BSM_MESSAGE_UI_DRAWN] = {BIT_RANGE(STARTING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_INPUT] = {BIT_RANGE(STARTING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_FORGOTTEN] = {BIT_RANGE(STARTING, WELCOME) | ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_IDENTITY] = {BIT_RANGE(IDENTITY, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_CODE] = {ONLY(CODE) | BIT_RANGE(SENDING_CODE, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_MISSING] = {ONLY(FORGETTING), OF_ROUND}, /* these have no screen yet that they could come from */
    [BSM_MESSAGE_UI_MOBILE] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_USER_NAME] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_PASSWORD] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_UI_SLOT] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_COMPLETED] = {BIT_RANGE(VERIFYING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_OFFERED] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_BOOKED] = {ONLY(FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_STORED] = {BIT_RANGE(STARTING, FORGETTING), 0},
    [BSM_MESSAGE_NET_OPENED] = {BIT_RANGE(CONSENT, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_CLAIMED] = {BIT_RANGE(CLAIMING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_ACCEPTED] = {ONLY(HAND) | ONLY(FACE) | BIT_RANGE(CLAIMING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_VERIFIED] = {BIT_RANGE(VERIFYING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_DONE] = {BIT_RANGE(STARTING, FORGETTING), OF_ROUND},
    [BSM_MESSAGE_NET_FAILED] = {BIT_RANGE(STARTING, FORGETTING), OF_ROUND},
};

bool bsm_hub_permits(const struct bsm_visit *visit, enum bsm_message_type type)
{
    if ((rows[type].states >> visit->state & 1) == 0)
        return false;
    return (rows[type].rules & WITH_CAPTURE) == 0 || visit->course.capture != BSM_CAPTURE_NONE;
}

bool bsm_hub_is_of_round(enum bsm_message_type type) { return (rows[type].rules & OF_ROUND) != 0; }
