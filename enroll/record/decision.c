#include "enroll/record/decision.h"

#include "enroll/face/face_template.h"

/* The tail of the engine's false matches is the engine's to know: finger.h. What two fingers come to with it on the sets it
 * was measured on, `./basma bench finger --several` prints. */
const struct bsm_thresholds bsm_thresholds_default = {
    .fingers_wanted = 2,
    .finger_scores = {BSM_FINGER_SCORE_FMR_1E0, BSM_FINGER_SCORE_FMR_1E1, BSM_FINGER_SCORE_FMR_1E2,
                      BSM_FINGER_SCORE_FMR_1E3, BSM_FINGER_SCORE_FMR_1E4},
    .finger_evidence = {0, 4000, 5106, 6049, 6912, 7723, 8498, 9246, 9973, 10682, 11376},
    .face_score = BSM_FACE_SCORE_FMR_1E4,
};

int32_t bsm_decision_evidence(const struct bsm_thresholds *thresholds, int32_t finger_score)
{
    const int32_t *scores = thresholds->finger_scores;
    if (finger_score <= scores[0])
        return 0;
    int decade = 1;
    while (decade < BSM_DECADES && finger_score > scores[decade])
        decade++;
    int64_t step = (int64_t)scores[decade] - scores[decade - 1];
    if (step <= 0)
        return 0; /* unusable thresholds let nobody pass */
    int64_t evidence = 1000 * (decade - 1) + ((int64_t)finger_score - scores[decade - 1]) * 1000 / step;
    return evidence > BSM_EVIDENCE_MAX ? BSM_EVIDENCE_MAX : (int32_t)evidence;
}

static enum bsm_status compare_fingers(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                       const struct bsm_record *probe, const struct bsm_thresholds *thresholds,
                                       struct bsm_decision *decision)
{
    int32_t sum = 0;
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        const struct bsm_record_part *a = &reference->fingers[position], *b = &probe->fingers[position];
        if (!a->bytes || !b->bytes)
            continue;
        int32_t score = 0;
        enum bsm_status status = bsm_finger_match(matcher, a->bytes, a->size, b->bytes, b->size, &score);
        if (status != BSM_OK)
            return status;
        sum += bsm_decision_evidence(thresholds, score);
        decision->fingers_compared++;
    }
    int enrolled = bsm_record_count_fingers(reference);
    int wanted = enrolled < thresholds->fingers_wanted ? enrolled : thresholds->fingers_wanted;
    if (decision->fingers_compared < 1 || decision->fingers_compared < wanted)
        decision->incomplete = true;
    else
        decision->fingers_passed = sum >= thresholds->finger_evidence[decision->fingers_compared];
    return BSM_OK;
}

static void compare_faces(const struct bsm_record *reference, const struct bsm_record *probe,
                          const struct bsm_thresholds *thresholds, struct bsm_decision *decision)
{
    const struct bsm_record_part *a = &reference->face, *b = &probe->face;
    int32_t score = 0;
    /* Both were checked on their way into a record: what is still INVALID here are two models. */
    if (!a->bytes || !b->bytes || bsm_face_match(a->bytes, a->size, b->bytes, b->size, &score) != BSM_OK)
        decision->incomplete = true;
    else
        decision->face_passed = score >= thresholds->face_score;
}

enum bsm_status bsm_decision_make(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                  const struct bsm_record *probe, const struct bsm_thresholds *thresholds,
                                  struct bsm_decision *out)
{
    struct bsm_decision decision = {0};
    enum bsm_status status = compare_fingers(matcher, reference, probe, thresholds, &decision);
    if (status != BSM_OK)
        return status;
    compare_faces(reference, probe, thresholds, &decision);
    decision.match = decision.fingers_passed && decision.face_passed && !decision.incomplete;
    *out = decision;
    return BSM_OK;
}
