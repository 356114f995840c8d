#include "enroll/bio/steadier.h"

bool steadier_take(struct steadier *steadier, enum bsm_hint hint, int64_t now_ms)
{
    if (hint != steadier->candidate) {
        steadier->candidate = hint;
        steadier->candidate_ms = now_ms;
    }
    if (hint == steadier->said || now_ms - steadier->candidate_ms < STEADIER_HOLD_MS)
        return false;
    bool first = steadier->said == BSM_HINT_NONE;
    bool good_news = hint == BSM_HINT_FACE_GOOD;
    if (!first && !good_news && now_ms - steadier->said_ms < STEADIER_SHOW_MS)
        return false;
    steadier->said = hint;
    steadier->said_ms = now_ms;
    return true;
}
