/* The portrait that came with a face: whether it is one, whether it is wanted, and what becomes of it. */
#ifndef BASMA_CENTRAL_API_PORTRAIT_H
#define BASMA_CENTRAL_API_PORTRAIT_H

#include "central/api/call.h"

/* NULL, or what is wrong: it must be a whole JPEG of the shape and size that ICAO asks for. None at all is fine. */
const char *bsm_portrait_check(const struct bsm_wire_capture *capture);

/* What came with the face of the visit waits with it, where the centre wants portraits of who comes for an account;
 * else it is laid aside. An earlier one goes. */
enum bsm_status bsm_portrait_take(struct bsm_call *call, struct bsm_db *db, const struct bsm_visit *visit,
                                  const struct bsm_wire_capture *capture);

/* After a match: only an account that is opened or activated has a use for it; for all else it is dropped. */
enum bsm_status bsm_portrait_of_match(struct bsm_db *db, const struct bsm_visit *visit);

/* At completion: what waits is the person's from now on. With its audit entry; visit->taken says it. */
enum bsm_status bsm_portrait_complete(struct bsm_call *call, struct bsm_db *db, struct bsm_visit *visit);

#endif
