/* The receipt of a visit that was completed: signed, short enough for a QR code, and told by message. */
#ifndef BASMA_CENTRAL_API_RECEIPT_H
#define BASMA_CENTRAL_API_RECEIPT_H

#include "central/api/call.h"

/* Fills in code and receipt, and puts the message to the mobile number into the outbox. On the writer's thread. */
enum bsm_status bsm_receipt_give(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                 const char *mobile, struct bsm_wire_completed *completed);

#endif
