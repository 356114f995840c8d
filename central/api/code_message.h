/*
 * The way of a code to a phone. That a code is due stands in the register in the transaction that promises it; only
 * when the message was handed on is that taken back. So it goes out at least once, whatever ends in between: a repeat
 * of the request sends what is due, and so does the centre when it starts. Sent twice, it is the same code.
 */
#ifndef BASMA_CENTRAL_API_CODE_MESSAGE_H
#define BASMA_CENTRAL_API_CODE_MESSAGE_H

#include "central/api/centre.h"
#include "central/store/people.h"
#include "central/store/visits.h"

struct bsm_code_message { /* the caller wipes it */
    struct bsm_uuid visit;
    int nth; /* of the visit's codes; 0: there is nothing to send */
    char mobile[BSM_PERSON_MOBILE_SIZE];
    char code[BSM_CODE_SIZE];
};

/* Fills in the visit's last code and where it goes: to the number given in this visit, else to the one on file. GONE:
 * there is neither. */
enum bsm_status bsm_code_message_write(const struct bsm_centre *centre, struct bsm_db *db,
                                       const struct bsm_visit *visit, struct bsm_code_message *message);

/* The visit's last code where that is still due, else nth becomes 0. */
enum bsm_status bsm_code_message_find_due(struct bsm_centre *centre, const struct bsm_uuid *visit, int64_t now_ms,
                                          struct bsm_code_message *message);

/* Hands it on; then it is not due any more. FAULT: the driver could not; it stays due. Not on the writer's thread. */
enum bsm_status bsm_code_message_send(struct bsm_centre *centre, const struct bsm_code_message *message,
                                      int64_t now_ms);

/* Sends all that is due. For the start, when nobody else is sending. */
void bsm_code_messages_send_due(struct bsm_centre *centre, int64_t now_ms);

#endif
