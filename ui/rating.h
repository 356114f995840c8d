/* How was it? Five faces with words at the end of a visit, one touch; then a thank-you in their place. */
#ifndef BASMA_UI_RATING_H
#define BASMA_UI_RATING_H

#include "ui/column.h"
#include "ui/stage.h"

void bsm_rating_add(const struct bsm_stage *stage, struct bsm_column *column);

/* As bsm_stage_touch, for the faces. */
bool bsm_rating_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);

/* The end of a visit's last screen: the faces, and Finish below; and the touches of both. */
void bsm_rating_finish(const struct bsm_stage *stage, struct bsm_column *column);
bool bsm_rating_finish_touch(struct bsm_stage *stage, enum bsm_target target, struct bsm_message *answer);

#endif
