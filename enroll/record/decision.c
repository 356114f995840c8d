#include "enroll/record/decision.h"

#include <stddef.h>

#include "enroll/face/face_template.h"
#include "enroll/finger/views.h"

enum { PAIRS_MAX = BSM_FINGER_VIEWS_MAX * BSM_FINGER_VIEWS_MAX };

struct bsm_decision bsm_decision_weigh(const struct bsm_thresholds *thresholds, const int32_t *finger_scores, int count,
                                       const int32_t *face_score)
{
    struct bsm_decision decision = {.fingers_compared = count, .face_llr = BSM_LLR_NONE};
    bool each = count > 0;
    for (int i = 0; i < count; i++) {
        int32_t llr = bsm_llr(&thresholds->finger, finger_scores[i]);
        each &= llr >= thresholds->finger_floor;
        decision.fingers_llr += llr;
    }
    if (face_score)
        decision.face_llr = bsm_llr(&thresholds->face, *face_score);
    decision.fingers_passed = each && decision.fingers_llr >= thresholds->fingers_floor;
    decision.face_passed = face_score && decision.face_llr >= thresholds->face_floor;
    decision.incomplete = count == 0 || !face_score;
    decision.match = decision.fingers_passed && decision.face_passed &&
                     decision.fingers_llr + decision.face_llr >= bsm_thresholds_sum(thresholds);
    return decision;
}

/* All views of a finger in the one against all in the other; *compared stays false where one has none. */
static enum bsm_status compare_finger(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                      const struct bsm_record *probe, enum bsm_position position, int32_t *score,
                                      bool *compared)
{
    struct bsm_finger_view known[BSM_FINGER_VIEWS_MAX], seen[BSM_FINGER_VIEWS_MAX];
    int known_count = bsm_record_views(reference, position, known);
    int seen_count = bsm_record_views(probe, position, seen), count = 0;
    int32_t scores[PAIRS_MAX];
    for (int i = 0; i < known_count; i++)
        for (int j = 0; j < seen_count; j++) {
            enum bsm_status status =
                bsm_finger_match(matcher, known[i].bytes, known[i].size, seen[j].bytes, seen[j].size, &scores[count++]);
            if (status != BSM_OK)
                return status;
        }
    *compared = count > 0;
    if (count > 0)
        *score = bsm_finger_scores_fuse(scores, count);
    return BSM_OK;
}

static enum bsm_status compare_fingers(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                       const struct bsm_record *probe, int32_t scores[BSM_POSITION_MAX], int *count)
{
    *count = 0;
    for (int position = 1; position <= BSM_POSITION_MAX; position++) {
        bool compared = false;
        enum bsm_status status =
            compare_finger(matcher, reference, probe, (enum bsm_position)position, &scores[*count], &compared);
        if (status != BSM_OK)
            return status;
        *count += compared;
    }
    return BSM_OK;
}

static bool compare_faces(const struct bsm_record *reference, const struct bsm_record *probe, int32_t *score)
{
    const struct bsm_record_part *a = &reference->face, *b = &probe->face;
    /* Both were checked on their way into a record: what is still INVALID here are two models. */
    return a->bytes && b->bytes && bsm_face_match(a->bytes, a->size, b->bytes, b->size, score) == BSM_OK;
}

enum bsm_status bsm_decision_make(struct bsm_finger_matcher *matcher, const struct bsm_record *reference,
                                  const struct bsm_record *probe, const struct bsm_thresholds *thresholds,
                                  struct bsm_decision *out)
{
    int32_t finger_scores[BSM_POSITION_MAX], face_score = 0;
    int count = 0;
    enum bsm_status status = compare_fingers(matcher, reference, probe, finger_scores, &count);
    if (status != BSM_OK)
        return status;
    bool face = compare_faces(reference, probe, &face_score);
    struct bsm_decision decision = bsm_decision_weigh(thresholds, finger_scores, count, face ? &face_score : NULL);
    int enrolled = bsm_record_count_fingers(reference);
    int wanted = enrolled < thresholds->fingers_wanted ? enrolled : thresholds->fingers_wanted;
    if (count < wanted) {
        decision.incomplete = true;
        decision.fingers_passed = false;
    }
    decision.match &= !decision.incomplete;
    *out = decision;
    return BSM_OK;
}
