#include "central/api/claimant.h"

#include <string.h>

#include "firmware/base/wipe.h"

enum bsm_status bsm_claimant_look_up(struct bsm_db *db, const struct bsm_digest_key *secret, const char *number,
                                     const char *birth_date, struct bsm_claimant *claimant)
{
    struct bsm_digest place = bsm_digest_keyed(secret, "shuffle", number, strlen(number));
    struct bsm_person stand_in = {0};
    memset(claimant, 0, sizeof *claimant);
    enum bsm_status found = bsm_person_by_number(db, number, &claimant->reference);
    enum bsm_status standing = bsm_person_stand_in(db, &place, &stand_in);
    enum bsm_status status = found == BSM_GONE ? standing : found;
    bool dates_agree = bsm_secret_equal(claimant->reference.birth_date, birth_date, BSM_DATE_SIZE);
    claimant->person = dates_agree ? claimant->reference.id : 0;
    claimant->number_key = bsm_digest_keyed(secret, "tries", number, strlen(number));
    if (found == BSM_OK) {
        bsm_person_finish(&stand_in);
    } else {
        memcpy(&claimant->reference, &stand_in, sizeof stand_in); /* with what it owns */
        bsm_wipe(&stand_in, sizeof stand_in);
    }
    return status == BSM_GONE ? BSM_OK : status;
}

void bsm_claimant_finish(struct bsm_claimant *claimant)
{
    bsm_person_finish(&claimant->reference);
    bsm_wipe(claimant, sizeof *claimant);
}
