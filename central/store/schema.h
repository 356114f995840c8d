/* The shape of the register, and the way from each version of it to the next. */
#ifndef BASMA_CENTRAL_STORE_SCHEMA_H
#define BASMA_CENTRAL_STORE_SCHEMA_H

#include "central/store/db.h"

/* Brings a new or older register up to this program's version, each step in a transaction. INVALID: the register is of
 * a later version; FAULT. */
enum bsm_status bsm_schema_migrate(struct bsm_db *db);

#endif
