/* Whether the centre answers: learnt from every exchange, looked for with GET /v1/time where there is nothing to ask.
 */
#ifndef BASMA_UPLINK_LINK_H
#define BASMA_UPLINK_LINK_H

#include "net/uplink/uplink.h"

/* An exchange has ended: what it says about the link and the clock. Tells the hub where that is news. */
enum bsm_status bsm_link_learn(struct bsm_uplink *uplink, const struct bsm_answer *answer);

/* Begins a probe where one is due. */
void bsm_link_probe(struct bsm_uplink *uplink, int64_t now_ms);

/* Something has failed that does not prove anything: a look is due. */
void bsm_link_doubt(struct bsm_uplink *uplink, int64_t now_ms);

/* Sends one message to the hub, of this round. */
enum bsm_status bsm_uplink_say(struct bsm_uplink *uplink, uint32_t round);

#endif
