/*
 * The score: a logistic regression over what minutiae and ridges say, fitted to the genuine and cross-finger pairs of
 * six FVC DB_B sets (2000 DB2 and DB4, 2002 DB1 and DB3, 2004 DB2 and DB4). Fitting to five and judging by the sixth,
 * in turn, gave a mean FMR1000 0.4 points above fitting to all. The sum is in natural units of log odds; a decade of
 * false matches is 93 hundredths of it in the impostors' tail, so that its hundredths read as hundredths of log10 of
 * the likelihood ratio; the constant is moved to match (a pair at FMR 1e-3 is about five times as likely genuine as
 * not).
 */
#include "enroll/finger/evidence.h"

#include "enroll/finger/exact.h"

enum { MINUTIAE_FLOOR = 4 /* so that one of one is not a perfect share */ };

static float odds(float pairing, float ridges, float matched, float share)
{
    return 25.0f * pairing + 9.8f * ridges + 64.6f * pairing * ridges + 0.13f * matched + 3.8f * share - 6.8f;
}

/*
 * The same without ridges, for a template made of a register's minutiae: fitted to the same pairs with the reference
 * passed through an ISO record (leaving a set out in turn: mean FMR1000 6.5 instead of 6.3). Its tail of false matches
 * is longer, so the sum is scaled until that tail stands where the other's does and the same thresholds serve.
 */
static float odds_bare(float pairing, float matched, float share)
{
    return 66.0f * pairing + 0.097f * matched + 4.18f * share - 4.5f;
}

int32_t bsm_evidence_score(const struct bsm_evidence *evidence)
{
    const struct bsm_overlay *overlay = &evidence->overlay;
    float ridges = evidence->ridges.pooled > 0 ? evidence->ridges.pooled : 0;
    float shared = (float)(overlay->reference + overlay->probe) / 2;
    float share = (float)overlay->matched / (shared > MINUTIAE_FLOOR ? shared : MINUTIAE_FLOOR);
    float matched = (float)overlay->matched;
    float sum =
        evidence->bare ? odds_bare(evidence->pairing, matched, share) : odds(evidence->pairing, ridges, matched, share);
    return bsm_exact_round((double)sum * 100);
}
