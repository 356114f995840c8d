/*
 * Who somebody says they are, looked up so that nobody can tell whether there is such a person: for every number a
 * record is there to be answered from and compared with, a stand-in's where it is nobody's (always the same one for the
 * same number), and both are read either way.
 *
 * Life: look_up -> finish. Blocks on the disk.
 */
#ifndef BASMA_CENTRAL_API_CLAIMANT_H
#define BASMA_CENTRAL_API_CLAIMANT_H

#include "central/digest.h"
#include "central/store/people.h"

struct bsm_claimant {
    int64_t person;               /* 0: nobody of this number and date */
    struct bsm_digest number_key; /* under which its failures count */
    struct bsm_person reference;  /* whose record stands for theirs; id 0: the register is empty */
};

enum bsm_status bsm_claimant_look_up(struct bsm_db *db, const struct bsm_digest_key *secret, const char *number,
                                     const char *birth_date, struct bsm_claimant *claimant);

/* Wipes it; a zeroed one is fine. */
void bsm_claimant_finish(struct bsm_claimant *claimant);

#endif
